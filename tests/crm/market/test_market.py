from decimal import Decimal

import pytest
from tests.factories import AT, make_actor

from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Denied, Missing, Refusal, StaleVersion
from tongxin.crm.market import selectors
from tongxin.crm.market.records import COMPETITOR, PRODUCT
from tongxin.crm.market.rules import may_edit_products
from tongxin.records.writing import change_record, create_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_actor(roles=["ADMINISTRATOR"])


@pytest.fixture
def kam():
    return make_actor(roles=["KAM"])


@pytest.fixture
def reader():
    return make_actor(roles=["READ_ONLY"])


def competitor(actor, name="同行股份有限公司", **values):
    return create_record(COMPETITOR, actor=actor, at=AT, values={"name": name, **values})


def product(actor, name="MRI 3T", **values):
    return create_record(PRODUCT, actor=actor, at=AT, values={"name": name, **values})


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


class TestCompetitor:
    def test_is_kept_with_what_we_know(self, kam):
        made = competitor(kam, strengths="Price", price_behaviour="wins at any cost")
        assert selectors.get_competitor(made.uid).price_behaviour == "wins at any cost"
        assert str(made) == "同行股份有限公司"

    def test_is_one_whatever_the_script_or_legal_form(self, kam):
        made = competitor(kam)
        assert selectors.find_competitor("同行") == made
        assert selectors.find_competitor("別家") is None
        with refused("NAME_TAKEN"):
            competitor(kam, "同行")
        other = competitor(kam, "別家")
        with refused("NAME_TAKEN"):
            change_record(COMPETITOR, actor=kam, at=AT, record=other, values={"name": "同行"})

    def test_changes_with_a_row_in_the_log(self, kam):
        made = competitor(kam)
        change_record(
            COMPETITOR, actor=kam, at=AT, record=made, values={"name": "同行公司", "weaknesses": "Service"}
        )
        assert set(AuditEvent.objects.order_by("-pk")[0].changes) == {"name", "weaknesses"}
        assert selectors.find_competitor("同行") == made
        count = AuditEvent.objects.count()
        change_record(COMPETITOR, actor=kam, at=AT, record=made, values={"weaknesses": "Service"})
        assert AuditEvent.objects.count() == count
        with pytest.raises(StaleVersion):
            change_record(
                COMPETITOR, actor=kam, at=AT, record=made, values={"website": "x"}, expected_version=1
            )

    @pytest.mark.parametrize(
        ("values", "code"), [({"name": "  "}, "NAME_EMPTY"), ({"name": "A", "uid": "x"}, "FIELD_UNKNOWN")]
    )
    def test_is_refused(self, kam, values, code):
        with refused(code):
            create_record(COMPETITOR, actor=kam, at=AT, values=values)
        assert not selectors.all_competitors().exists()

    def test_is_edited_by_those_who_edit(self, kam, reader):
        with pytest.raises(Denied):
            competitor(reader)
        made = competitor(kam)
        with pytest.raises(Denied):
            change_record(COMPETITOR, actor=reader, at=AT, record=made, values={"website": "x"})

    def test_is_listed_and_found_by_part_of_the_name(self, kam):
        first, second = competitor(kam, "甲公司"), competitor(kam, "乙公司", is_active=False)
        assert list(selectors.all_competitors()) == [first, second]
        assert list(selectors.active_competitors()) == [first]
        assert list(selectors.all_competitors("乙")) == [second]
        with pytest.raises(Missing):
            selectors.get_competitor("nothing")


class TestProduct:
    def test_is_kept_with_price_and_series(self, boss):
        made = product(boss, list_price=Decimal("186000000"), currency="TWD", series="MRI")
        assert selectors.get_product(made.uid).list_price == Decimal("186000000")
        assert str(made) == "MRI 3T"

    def test_is_there_once(self, boss):
        made = product(boss)
        assert selectors.find_product("mri 3t") == made
        assert selectors.find_product("CT") is None
        with refused("NAME_TAKEN"):
            product(boss, "mri　3T")
        with refused("NAME_TAKEN"):
            change_record(PRODUCT, actor=boss, at=AT, record=product(boss, "CT"), values={"name": "MRI 3T"})

    def test_changes_with_a_row_in_the_log(self, boss):
        made = product(boss)
        change_record(PRODUCT, actor=boss, at=AT, record=made, values={"name": "MRI 3 T", "code": "M3"})
        assert set(AuditEvent.objects.order_by("-pk")[0].changes) == {"name", "code"}
        count = AuditEvent.objects.count()
        change_record(PRODUCT, actor=boss, at=AT, record=made, values={"code": "M3"})
        assert AuditEvent.objects.count() == count
        with pytest.raises(StaleVersion):
            change_record(PRODUCT, actor=boss, at=AT, record=made, values={"code": "M4"}, expected_version=1)

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"name": ""}, "NAME_EMPTY"),
            ({"name": "A", "match_key": "x"}, "FIELD_UNKNOWN"),
            ({"name": "A", "list_price": Decimal(-1), "currency": "TWD"}, "PRICE_NEGATIVE"),
            ({"name": "A", "list_price": Decimal(1)}, "PRICE_WITHOUT_CURRENCY"),
            ({"name": "A", "currency": "twd"}, "CURRENCY_UNKNOWN"),
        ],
    )
    def test_is_refused(self, boss, values, code):
        with refused(code):
            create_record(PRODUCT, actor=boss, at=AT, values=values)

    def test_a_price_set_later_needs_a_currency_too(self, boss):
        with refused("PRICE_WITHOUT_CURRENCY"):
            change_record(PRODUCT, actor=boss, at=AT, record=product(boss), values={"list_price": Decimal(5)})

    def test_is_edited_by_administrators_and_those_who_import(self, boss, kam, reader):
        assert (may_edit_products(boss), may_edit_products(kam), may_edit_products(reader)) == (
            True,
            True,
            False,
        )
        with pytest.raises(Denied):
            product(reader)
        with pytest.raises(Denied):
            change_record(PRODUCT, actor=reader, at=AT, record=product(kam), values={"code": "x"})

    def test_is_listed_and_found_by_part_of_the_name(self, boss):
        first, second = product(boss, "CT 64"), product(boss, "MRI", is_active=False)
        assert list(selectors.all_products()) == [first, second]
        assert list(selectors.active_products()) == [first]
        assert list(selectors.all_products("ct")) == [first]
        with pytest.raises(Missing):
            selectors.get_product("nothing")
