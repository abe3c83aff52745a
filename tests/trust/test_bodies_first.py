"""What the sender decides the pace of is read to its end before a transaction is open; else one could stop everybody."""

import io

import pytest
from django.db import connection
from tests.factories import make_token, make_user

from tongxin.api.routes import route_of
from tongxin.api.v1.build import api
from tongxin.common.clock import now

BOUNDARY = "border"
FORM = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
    f"Content-Type: text/plain\r\n\r\nhello\r\n--{BOUNDARY}--\r\n"
)
READING = [operation for operation in api.operations() if route_of(operation).takes_body]


class Watched(io.BytesIO):
    """A body that notes how many transactions are open while it is read."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.depths: list[int] = []

    def read(self, size: int | None = -1) -> bytes:
        self.depths.append(len(connection.atomic_blocks))
        return super().read(size)

    def readline(self, size: int | None = -1) -> bytes:
        self.depths.append(len(connection.atomic_blocks))
        return super().readline(size)


@pytest.mark.requirement("R9.7")
@pytest.mark.parametrize("operation", READING, ids=lambda each: f"{each.methods[0]} {each.path}")
@pytest.mark.fault("F7")
@pytest.mark.one_engine
def test_no_operation_reads_its_body_inside_a_transaction(operation, db, client, settings):
    settings.API_RATE_PER_MINUTE = 1_000_000
    _, key = make_token(make_user(["ADMINISTRATOR", "KAM"]), ("read", "write", "admin"), at=now())
    takes_files = route_of(operation).takes_files
    media_type = f"multipart/form-data; boundary={BOUNDARY}" if takes_files else "application/json"
    body = Watched(FORM.encode() if takes_files else b"{}")
    path = "/api/v1" + operation.path.replace("{", "").replace("}", "")
    answer = client.generic(
        operation.methods[0],
        path,
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "k1"},
        **{"wsgi.input": body, "CONTENT_LENGTH": str(len(body.getvalue())), "CONTENT_TYPE": media_type},
    )
    assert answer.status_code != 500
    assert set(body.depths) == {len(connection.atomic_blocks)}, "read inside a transaction, or not at all"
