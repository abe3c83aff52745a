"""The compliance matrix of a bid from a file, in JSON; its lines one by one are those of a declared object."""

from typing import TYPE_CHECKING, Any, BinaryIO, cast

from ninja import File, Form
from ninja.files import UploadedFile

from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.bid_desk import MatrixIn, MatrixOut
from tongxin.common.access import changing
from tongxin.common.clock import now
from tongxin.crm.bids.actions import plan_requirements, take_requirements
from tongxin.crm.bids.declared.bids import BID
from tongxin.crm.bids.matrix import FIELDS
from tongxin.crm.bids.rules import BidRefused
from tongxin.crm.bids.selectors import get_bid_for
from tongxin.importers.matrices import lines_of, matrix_of, with_columns
from tongxin.importers.problems import FileRefusedError
from tongxin.importers.tables import MOST_BYTES, ReadTable, read_tables
from tongxin.records.checks import check_may_write
from tongxin.wording.bids import line_problem
from tongxin.wording.imports import problem_sentence

if TYPE_CHECKING:
    from tongxin.crm.bids.actions import PlannedLine

router = ApiRouter(tags=["bids"])


def _tables_of(request: ApiRequest) -> tuple[ReadTable, ...]:
    """Return the tables of the file, read in a child process; none where no file was sent, which is refused later."""
    file = request.FILES.get("file")
    if file is None:
        return ()
    try:
        return read_tables(cast("BinaryIO", file), file.name or "")
    except FileRefusedError as refusal:
        raise _refused(refusal) from refusal


@router.make(
    "/bids/{uid}/matrix", of=MatrixOut, access=changing(uid="BID"), most_bytes=MOST_BYTES, ahead=_tables_of
)
def make_bid_matrix(
    request: ApiRequest,
    uid: str,
    file: File[UploadedFile],  # noqa: ARG001 - read ahead
    sent: Form[MatrixIn],
) -> dict[str, Any]:
    """Read a compliance matrix of XLSX, DOCX or CSV and say what it would change; with `is_run`, change it."""
    bid = get_bid_for(request.actor, uid)
    check_may_write(BID, request.actor, bid, bid.account)
    try:
        matrix = matrix_of(cast("tuple[ReadTable, ...]", request.ahead))
    except FileRefusedError as refusal:
        raise _refused(refusal) from refusal
    chosen = {name: getattr(sent, name) for name in FIELDS if getattr(sent, name) is not None}
    matrix = with_columns(matrix, {**matrix.columns, **chosen}) if chosen else matrix
    lines = lines_of(matrix)
    if sent.is_run:
        planned = take_requirements(actor=request.actor, at=now(), bid=bid, lines=lines)
    else:
        planned = plan_requirements(bid, lines)
    return {
        "is_run": sent.is_run,
        "headers": matrix.headers,
        "columns": matrix.columns,
        "left_out": matrix.left_out,
        "lines": [_told(each) for each in planned],
    }


def _refused(refusal: FileRefusedError) -> BidRefused:
    problem = problem_sentence(refusal.code.value, params=refusal.params)
    return BidRefused("MATRIX_FILE", field="file", reason=refusal.code.value, problem=problem)


def _told(each: "PlannedLine") -> dict[str, Any]:
    return {
        "row": each.line.row,
        "state": each.state,
        "number": each.line.values.get("number", ""),
        "name": each.line.values.get("name", ""),
        "notes": [
            {
                "code": note.code,
                "field": note.field,
                "value": note.value,
                "text": line_problem(note.code, note.value),
            }
            for note in each.line.problems
        ],
    }
