"""Names that nobody bears, and words that say nothing."""

from collections.abc import Iterator

FAMILIES = "林陳黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高"
FIRST = "雅志怡俊淑建美家宗佳明惠冠欣柏詩承宜彥思"
SECOND = "婷豪君宏芬傑玲銘華穎翔雯偉萱霖涵恩庭安瑜"
LATIN_FIRST = (
    "Alex", "Robin", "Sam", "Kim", "Toni", "Chris", "Nico", "Jamie", "Andrea", "Dominique", "Sascha", "Noel",
    "Francis", "Jules", "Marlin", "Rowan", "Quinn", "Sidney", "Terry", "Vivian",
)  # fmt: skip
LATIN_LAST = (
    "Sample", "Specimen", "Pattern", "Model", "Template", "Trial", "Example", "Practice", "Fixture", "Draft",
    "Proof", "Sketch", "Outline", "Study", "Version", "Instance", "Dummy", "Placeholder", "Stand", "Figure",
)  # fmt: skip
HAN_WORDS = "此處原有一段文字為試用而換成別的內容長度相同"
LATIN_WORDS = [
    "here",
    "stood",
    "a",
    "text",
    "that",
    "was",
    "put",
    "away",
    "for",
    "this",
    "copy",
    "and",
    "is",
    "as",
    "long",
    "as",
    "it",
    "was",
]


def han_names() -> Iterator[str]:
    """Yield Chinese names, none twice."""
    for round_ in range(1_000_000):
        for first in FIRST:
            for second in SECOND:
                for family in FAMILIES:
                    yield f"{family}{first}{second}" + (str(round_) if round_ else "")


def latin_names() -> Iterator[str]:
    """Yield names in Latin letters, none twice."""
    for round_ in range(1_000_000):
        for last in LATIN_LAST:
            for first in LATIN_FIRST:
                yield f"{first} {last}" + (f" {round_ + 1}" if round_ else "")


def filler(text: str, *, is_han: bool) -> str:
    """Return as much text as there was, of words that say nothing; lines end where they ended."""
    if is_han:
        return "".join(
            letter if letter.isspace() else HAN_WORDS[place % len(HAN_WORDS)]
            for place, letter in enumerate(text)
        )
    words = text.split(" ")
    return " ".join(LATIN_WORDS[place % len(LATIN_WORDS)] for place in range(len(words)))[: max(len(text), 4)]
