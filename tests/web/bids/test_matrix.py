"""A compliance matrix from a file: guessed, looked at, taken over, and the same again when it comes back."""

from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.crm.bids.test_simulation import Desk
from tests.factories import AT, make_token, make_user

from tongxin.common.errors import Refusal
from tongxin.crm.bids.actions import plan_requirements, take_requirements
from tongxin.crm.bids.actions.requirements import MOST_LINES
from tongxin.crm.bids.desk_models import BidRequirement
from tongxin.crm.bids.matrix import MatrixLine, compliance_of, guess_columns, read_lines
from tongxin.importers.matrices import Matrix, lines_of, matrix_of, with_columns
from tongxin.importers.tables import ReadTable
from tongxin.team.choices import Role, Scope
from tongxin.team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4.3")]
HEADS = ("項次", "招標規格", "是否符合", "負責人", "說明")


def line(number: str, name: str, **values: Any) -> MatrixLine:
    given = {"number": number, "name": name, **values}
    return MatrixLine(row=1, values={key: value for key, value in given.items() if value})


def refused(call: Any, *args: Any, **values: Any) -> str:
    with pytest.raises(Refusal) as found:
        call(*args, **values)
    return found.value.code


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (HEADS, {"number": 0, "name": 1, "compliance": 2, "owner": 3, "answer": 4}),
        (("Ref.", "Requirement text", "Comply?", "Remarks"), {"number": 0, "name": 1, "answer": 3}),
        (("Answer given", "Requirement"), {"name": 1, "answer": 0}),
        (("序号", "技术要求", "偏离情况", "应答"), {"number": 0, "name": 1, "compliance": 2, "answer": 3}),
    ],
)
def test_columns_are_guessed_by_our_own_labels_and_by_usual_ones(heads: Any, found: Any) -> None:
    guessed = guess_columns(heads, {"answer": ("Answer given",)})
    assert {name: at for name, at in guessed.items() if name in found} == found


def test_words_for_compliance_are_known_in_each_language() -> None:
    told = {
        "Yes": "FULL",
        "部份符合": "PARTIAL",
        "△": "PARTIAL",
        "N.C.": None,
        "不符合": "NONE",
        "负偏离": "NONE",
        "TBD": "OPEN",
    }
    assert {word: compliance_of(word) for word in told} == told


def test_a_line_says_what_is_wrong_with_it_and_keeps_the_rest() -> None:
    columns = {"number": 0, "name": 1, "compliance": 2, "owner": 3, "answer": 4}
    rows = [
        (2, ("1", "Magnet", "perhaps", "Nobody Here", "ours")),
        (3, ("", "", "", "", "")),
        (4, ("2", "", "yes")),
        (5, ("3", "x" * 2001)),
    ]
    lines = read_lines(rows, columns, owners={})
    assert [(each.row, each.is_refused) for each in lines] == [(2, False), (4, True), (5, True)]
    assert [problem.code for each in lines for problem in each.problems] == [
        "COMPLIANCE_UNKNOWN", "OWNER_UNKNOWN", "REQUIREMENT_MISSING", "TEXT_LONG",
    ]  # fmt: skip
    assert lines[0].values == {"number": "1", "name": "Magnet", "answer": "ours"}


def test_lines_are_found_again_by_number_and_text_and_are_written_whole_or_not_at_all() -> None:
    desk = Desk()

    def take(*lines: MatrixLine) -> list[str]:
        made = take_requirements(actor=desk.actor, at=AT, bid=desk.bid, lines=lines)
        return [each.state for each in made]

    twice = (line("7", "Same"), line("7", "Same"))
    assert take(line("1", "Magnet"), line("", "Loose"), *twice) == ["NEW"] * 4
    assert take(line("1", "Magnet", compliance="FULL"), line("", "Loose"), twice[0]) == [
        "CHANGED",
        "SAME",
        "SAME",
    ]
    assert take(line("1", "Magnet of 3 T"), line("2", "Loose")) == ["CHANGED", "NEW"]
    kept = BidRequirement.objects.get(name="Magnet of 3 T")
    assert (kept.number, kept.compliance) == ("1", "FULL")
    assert take(line("7", "Other"), line("7", "Another")) == ["NEW", "NEW"]
    bad = MatrixLine(
        row=9,
        values={},
        problems=read_lines([(1, ("x", ""))], {"number": 0, "name": 1}, owners={})[0].problems,
    )
    assert take(bad, line("9", "Good")) == ["REFUSED", "NEW"]
    assert refused(take, bad) == "MATRIX_EMPTY"
    many = [line("1", "Magnet")] * (MOST_LINES + 1)
    assert refused(plan_requirements, desk.bid, many) == "MATRIX_LONG"


def test_the_table_that_says_most_is_taken_with_those_that_go_on_and_others_are_named() -> None:
    head, other = ("No", "Requirement"), ("Buyer", "Hospital")
    tables = [
        ReadTable(name="1", headers=other, rows=((2, ("a", "b")),)),
        ReadTable(name="2", headers=head, rows=((2, ("1", "Magnet")),)),
        ReadTable(name="3", headers=head, rows=((2, ("2", "Coils")),)),
    ]
    found = matrix_of(tables)
    assert ([each.values["name"] for each in lines_of(found)], found.left_out) == (
        ["Magnet", "Coils"],
        ("1",),
    )
    strange = matrix_of(tables[:1])
    assert refused(lines_of, strange) == "MATRIX_COLUMN_MISSING"
    assert lines_of(with_columns(strange, {"name": 1}))[0].values == {"name": "b"}
    for wrong in ({"name": 5}, {"wind": 0}, {"name": 0, "answer": 0}):
        assert refused(with_columns, strange, wrong) == "MATRIX_COLUMN"
    assert refused(matrix_of, []) == "MATRIX_EMPTY"
    assert isinstance(found, Matrix)


def word_file(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    made = docx.Document()
    table = made.add_table(rows=0, cols=len(rows[0]))
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    out = BytesIO()
    made.save(out)
    return SimpleUploadedFile("matrix.docx", out.getvalue())


def test_a_word_table_is_looked_at_taken_over_and_comes_back_as_a_workbook_unchanged(client: Any) -> None:
    desk = Desk()
    User.objects.update(language="en", display_name="Gao Yingzhen")
    client.force_login(desk.actor.user)
    url = f"/bids/{desk.bid.uid}/matrix/"
    sent = word_file(
        HEADS, ("3.1", "磁場強度3 T", "是", "Gao Yingzhen", "附件一"), ("3.10", "噪音", "也許", "無此人", "")
    )
    seen = client.post(f"{url}import/", {"file": sent})
    page = seen.content.decode()
    for part in ("磁場強度3 T", "“也許” says nothing", "Nobody is called", "Take over"):
        assert part in page, part
    assert not BidRequirement.objects.exists()
    carried = {"cells": seen.context["page"].cells, "file_name": "matrix.docx"}
    columns = {
        f"column-{name}": str(at)
        for at, name in enumerate(("number", "name", "compliance", "owner", "answer"))
    }
    assert client.post(f"{url}import/", {**carried, "again": "1"}).status_code == 422
    done = client.post(f"{url}import/", {**carried, **columns, "run": "1"})
    assert (done.status_code, done.url) == (302, url)
    first = BidRequirement.objects.get(number="3.1")
    assert (first.compliance, first.owner, first.answer) == ("FULL", desk.actor.user, "附件一")
    assert "3.10" in client.get(url).content.decode()
    book = client.get(f"{url}export.xlsx")
    cells = list(openpyxl.load_workbook(BytesIO(book.content)).active.values)
    assert cells[1][:3] == ("3.1", "磁場強度3 T", "met")
    back = SimpleUploadedFile("matrix.xlsx", book.content)
    again = client.post(f"{url}import/", {"file": back}).context["page"]
    assert [each.state for each in again.lines] == ["the same", "the same"]
    assert not again.may_run
    assert client.get(f"{url}export.pdf").status_code == 404


def test_a_file_that_cannot_be_read_is_told_and_readers_take_nothing_over(client: Any) -> None:
    desk = Desk()
    User.objects.update(language="en")
    client.force_login(desk.actor.user)
    url = f"/bids/{desk.bid.uid}/matrix/import/"
    for sent, said in (
        ({}, "Choose at least one file."),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no")}, "damaged"),
        ({"cells": "[]"}, "Choose at least one file."),
    ):
        answer = client.post(url, sent)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    reader = make_user([Role.READ_ONLY])
    client.force_login(reader)
    assert client.post(url, {"cells": "{}"}).status_code in {403, 404}


def test_the_api_shows_before_it_writes(client: Any) -> None:
    desk = Desk()
    User.objects.update(language="en")
    _, key = make_token(desk.actor.user, (Scope.READ, Scope.WRITE), at=AT)
    api = {"Authorization": f"Bearer {key}"}
    url = f"/api/v1/bids/{desk.bid.uid}/matrix"

    def send(**more: Any) -> Any:
        return client.post(url, {"file": word_file(HEADS, ("1", "磁場", "是", "", "")), **more}, headers=api)

    seen = send()
    assert seen.status_code == 201, seen.content
    assert [each["state"] for each in seen.json()["lines"]] == ["NEW"]
    assert not BidRequirement.objects.exists()
    assert send(is_run="true", answer="2", compliance="4").json()["columns"]["answer"] == 2
    assert BidRequirement.objects.get().answer == "是"
    assert send(number="1", name="1").status_code == 422
    broken = {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no")}
    told = client.post(url, broken, headers=api)
    assert (told.status_code, told.json()["code"]) == (422, "MATRIX_FILE")
    assert "damaged" in told.json()["detail"]
