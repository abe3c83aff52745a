"""Which typeface a document is set in, so that no character turns into a box."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

from tongxin.common.errors import Refusal

# Han characters and their punctuation, kana, and full-width forms.
WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
PACKAGE = "fonts-noto-cjk"
_TRADITIONAL = (
    "Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "Source Han Sans TW", "PingFang TC",
    "Microsoft JhengHei",
)  # fmt: skip
_SIMPLIFIED = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC", "Microsoft YaHei",
)  # fmt: skip
_LAST = ("WenQuanYi Micro Hei", "Droid Sans Fallback")
# The best first. Another form of Chinese is still readable, a box is not.
FACES: Mapping[str, tuple[str, ...]] = {
    "zh-hant": (*_TRADITIONAL, *_SIMPLIFIED, *_LAST),
    "zh-hans": (*_SIMPLIFIED, *_TRADITIONAL, *_LAST),
    "en": (*_TRADITIONAL, *_SIMPLIFIED, *_LAST),
}
# What a word processor sets East Asian text in; its own machine finds the nearest one by the language.
EAST_ASIAN: Mapping[str, str] = {
    "zh-hant": "Microsoft JhengHei", "zh-hans": "Microsoft YaHei", "en": "Microsoft JhengHei",
}  # fmt: skip
LOCALES: Mapping[str, str] = {"zh-hant": "zh-TW", "zh-hans": "zh-CN", "en": "en-US"}
# Comes with typst, so that a document without Chinese needs no font of the machine.
LATIN = "Libertinus Serif"


def faces_for(language: str, text: str, families: Iterable[str]) -> tuple[str, ...]:
    """Return the families to set a text in, the best first.

    Args:
        language: of the document.
        text: everything that is written in it.
        families: what the machine has.

    Raises:
        Refusal: `FONT_MISSING`, the text has Chinese characters and the machine no typeface with them.
    """
    there = set(families)
    found = tuple(face for face in FACES[language] if face in there)
    if not found and WIDE.search(text):
        raise Refusal("FONT_MISSING", package=PACKAGE)
    return (*found, LATIN)


def known_fonts() -> Any:
    """Return the fonts of the configured folder and of the machine, looked up once."""
    return _fonts_in(settings.FONT_FOLDER)


@lru_cache(maxsize=2)
def _fonts_in(folder: str) -> Any:
    import typst  # noqa: PLC0415 - a library of 80 MB that only exports need

    return typst.Fonts(font_paths=[folder] if folder else [])
