"""Understand a compliance matrix from a table: which column is what, and what each line says. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongxin.common.text.fold import fold
from tongxin.crm.bids.desk_choices import Compliance

NUMBER, NAME, COMPLIANCE, OWNER, ANSWER = FIELDS = ("number", "name", "compliance", "owner", "answer")
LONGEST = {NUMBER: 40, NAME: 2000, ANSWER: 20_000}
# As buyers and bidders of several countries head their tables; compared without case, blanks and marks.
HEADERS: Mapping[str, tuple[str, ...]] = {
    NUMBER: (
        "number", "no", "nr", "ref", "reference", "clause", "section", "item", "id", "requirement id", "項次", "編號",
        "条款号", "條款", "條次", "序号", "序號", "编号", "條款編號", "条款编号", "条款",
    ),
    NAME: (
        "requirement", "requirements", "description", "specification", "requirement text", "text", "需求", "要求",
        "需求項目", "規格", "規格要求", "招標規格", "招标要求", "技术要求", "技術要求", "招标文件要求", "內容", "内容", "需求說明", "条款内容", "name",
    ),
    COMPLIANCE: (
        "compliance", "compliant", "comply", "complies", "compliance status", "status", "met", "response", "fc pc nc",
        "符合", "符合性", "是否符合", "符合與否", "符合情形", "符合情況", "响应", "响应情况", "偏离", "偏离情况", "偏離",
    ),
    OWNER: ("owner", "responsible", "assigned to", "負責人", "负责人", "主責", "承辦"),
    ANSWER: (
        "our answer", "answer", "our response", "comment", "comments", "remarks", "explanation", "回應", "我方回應", "說明",
        "备注", "備註", "应答", "投标应答", "答复", "我方答复", "回覆", "我方回覆", "說明與佐證", "说明",
    ),
}  # fmt: skip
WORDS: Mapping[str, tuple[str, ...]] = {
    Compliance.FULL: (
        "full", "yes", "y", "true", "c", "fc", "ok", "comply", "complies", "compliant", "fully compliant", "met", "x", "v",
        "✓", "✔", "○", "是", "符合", "完全符合", "满足", "滿足", "无偏离", "無偏離", "正偏离",
    ),
    Compliance.PARTIAL: (
        "partial", "partially", "pc", "partially compliant", "partly", "met in part", "△", "部分符合", "部份符合", "部分满足", "部分滿足",
    ),
    Compliance.NONE: (
        "none", "no", "n", "false", "nc", "not compliant", "non compliant", "noncompliant", "not met", "✗", "✘", "否", "不符合",
        "不满足", "不滿足", "负偏离", "負偏離",
    ),
    Compliance.OPEN: ("open", "tbd", "tbc", "not answered", "待定", "未填", "未回覆", "?"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProblem:
    """What is wrong with a line: a code, the field, and what stands there; `refuses` the line, or leaves the value out."""

    code: str
    field: str
    value: str = ""
    refuses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixLine:
    """One line of a table read as a requirement; what a line does not say is left out of `values`."""

    row: int
    values: Mapping[str, Any]
    problems: tuple[LineProblem, ...] = field(default=())

    @property
    def is_refused(self) -> bool:
        """Say whether the line cannot be kept."""
        return any(each.refuses for each in self.problems)


def plain(text: str) -> str:
    """Return a header or a word without case, width, blanks and marks."""
    kept = "".join(sign if sign.isalnum() or sign in "✓✔○△✗✘?" else " " for sign in fold(text))
    return " ".join(kept.split())


def guess_columns(headers: Sequence[str], labels: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return field → column by the headers: as this product exports them (`labels`), else as they are usual.

    Args:
        headers: of the table.
        labels: field → its label in each language.

    """
    found: dict[str, int] = {}
    for known in (labels, HEADERS):
        words = {plain(word): name for name, texts in known.items() for word in texts}
        for at, header in enumerate(headers):
            name = words.get(plain(header))
            if name is not None and name not in found and at not in found.values():
                found[name] = at
    return found


def read_lines(
    rows: Iterable[tuple[int, Sequence[str]]], columns: Mapping[str, int], *, owners: Mapping[str, Any]
) -> list[MatrixLine]:
    """Return each line of a table that says anything, with what is wrong with it.

    Args:
        rows: number in the file → cells.
        columns: field → column; a column beyond a row's end is empty.
        owners: folded name → colleague.

    """
    found = []
    for number, cells in rows:
        texts = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        if any(texts.values()):
            found.append(_line(number, texts, owners))
    return found


def _line(number: int, texts: Mapping[str, str], owners: Mapping[str, Any]) -> MatrixLine:
    problems: list[LineProblem] = []
    values: dict[str, Any] = {name: text for name, text in texts.items() if text and name in LONGEST}
    for name, text in values.items():
        if len(text) > LONGEST[name]:
            problems.append(LineProblem(code="TEXT_LONG", field=name, value=str(LONGEST[name]), refuses=True))
    if not texts.get(NAME):
        problems.append(LineProblem(code="REQUIREMENT_MISSING", field=NAME, refuses=True))
    for name, known, code in (
        (COMPLIANCE, compliance_of, "COMPLIANCE_UNKNOWN"),
        (OWNER, lambda text: owners.get(fold(text)), "OWNER_UNKNOWN"),
    ):
        text = texts.get(name, "")
        value = known(text) if text else None
        if value is not None:
            values[name] = value
        elif text:
            problems.append(LineProblem(code=code, field=name, value=text[:80]))
    return MatrixLine(row=number, values=values, problems=tuple(problems))


def compliance_of(text: str) -> str | None:
    """Return the code of a word for how far a requirement is met, in any of the languages; `None` for another word."""
    said = plain(text)
    for code, words in WORDS.items():
        if said in {plain(word) for word in words}:
            return str(code)
    return None
