"""What a list says of an address that it cannot use."""

import pytest
from tests.factories import make_user

from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "language", "said"),
    [
        (
            "/accounts/?employees.gte=many",
            "en",
            "The value for “Employees” does not fit. Write it as: number.",
        ),
        ("/bids/?deadline_at.gte=soon", "en", "The value for “Official deadline” does not fit."),
        ("/opportunities/?layout=board&amount.gte=much", "zh-hant", "「原幣金額」的值不符，請寫成：數字。"),
        ("/opportunities/?layout=table&amount.gte=much", "zh-hans", "“原币金额”的值不符，请写成：数字。"),
    ],
)
def test_a_wrong_value_is_named_by_the_head_of_its_column(client, address, language, said):
    client.force_login(make_user([Role.KAM], language=language))
    answer = client.get(address)
    assert answer.status_code == 400

    assert said in answer.content.decode()
