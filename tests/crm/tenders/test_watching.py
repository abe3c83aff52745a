"""Watch lists: which notices they find, for whom, and what becomes of them."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from tests.factories import AT, make_account, make_token, make_user, with_every_right

from tongxin.common.errors import Missing
from tongxin.common.text.fold import fold
from tongxin.crm.tenders.actions import decide_hits, register_tender, see_all_hits
from tongxin.crm.tenders.actions.keeping import keep_states
from tongxin.crm.tenders.hits import count_new_for, found_for, get_hit_for
from tongxin.crm.tenders.models import Tender, WatchHit
from tongxin.crm.tenders.records import WATCH_LIST
from tongxin.crm.tenders.rules import TenderRefused
from tongxin.crm.tenders.watching import is_news, meets
from tongxin.records.writing import change_record, create_record, delete_record
from tongxin.team.choices import Role, Scope

pytestmark = [pytest.mark.requirement("R1.3")]


@dataclass
class Watch:
    words: str = ""
    buyer: str = ""
    category: str = ""
    region: str = ""
    estimate_from: Decimal | None = None
    currency: str = "TWD"
    customers_only: bool = False


def notice(**values):
    plain = {
        "words": fold("手術顯微鏡採購案 臺大醫院"),
        "category": "390-醫療設備",
        "region": "",
        "estimate": Decimal("5000000"),
        "estimate_currency": "TWD",
        "noticed_at": AT,
        "deadline_at": None,
        "buyer": SimpleNamespace(name="國立臺灣大學醫學院附設醫院", account_id=7, region="臺北市"),
    }
    return SimpleNamespace(**{**plain, **values})


class TestWhatAWatchListFinds:
    @pytest.mark.parametrize(
        ("watch", "found"),
        [
            (Watch(), True),
            (Watch(words="顯微鏡 臺大"), True),
            (Watch(words="內視鏡，显微镜"), True),
            (Watch(words="內視鏡, 內視 顯微鏡"), False),
            (Watch(buyer="大學", category="醫療", region="臺北, 臺中"), True),
            (Watch(buyer="榮總"), False),
            (Watch(category="工程"), False),
            (Watch(region="高雄"), False),
            (Watch(estimate_from=Decimal("5000000")), True),
            (Watch(estimate_from=Decimal("5000001")), False),
            (Watch(estimate_from=Decimal("9000000"), currency="USD"), True),
            (Watch(customers_only=True), True),
        ],
    )
    def test_every_criterion_given_has_to_be_met(self, watch, found):
        assert meets(watch, notice(), customers={7}) is found

    def test_a_buyer_that_is_no_account_is_no_customer(self):
        assert not meets(Watch(customers_only=True), notice(), customers={8})
        assert not meets(Watch(customers_only=True), notice(buyer=None), customers={7})

    def test_an_unknown_estimate_or_buyer_keeps_nothing_else_out(self):
        assert meets(
            Watch(estimate_from=Decimal(1), words="顯微"), notice(estimate=None, buyer=None), customers=()
        )
        assert not meets(Watch(buyer="大學"), notice(buyer=None), customers=())

    def test_old_notices_are_news_only_while_bids_are_taken(self):
        old = AT - timedelta(days=31)
        assert is_news(notice(), at=AT)
        assert not is_news(notice(noticed_at=old), at=AT)
        assert is_news(notice(noticed_at=old, deadline_at=AT + timedelta(days=1)), at=AT)
        assert not is_news(notice(noticed_at=old, deadline_at=AT - timedelta(days=1)), at=AT)


@pytest.mark.django_db
class TestTheInbox:
    def test_a_watch_list_finds_what_is_there_and_what_comes(self, kam):
        first = tender(kam, "手術顯微鏡")
        watch = watching(kam, words="顯微鏡")
        second = tender(kam, "顯微鏡維護")
        tender(kam, "公務車租賃")
        assert {found.tender.pk for found in found_for(kam)} == {first.pk, second.pk}
        assert count_new_for(kam) == 2
        assert found_for(kam)[0].watches == ("Mine",)
        delete_record(WATCH_LIST, actor=kam, at=AT, record=watch)
        assert count_new_for(kam) == 0

    def test_changed_criteria_take_back_what_nobody_looked_at(self, kam):
        microscope, car = tender(kam, "顯微鏡"), tender(kam, "公務車")
        watch = watching(kam, words="顯微鏡")
        change_record(WATCH_LIST, actor=kam, at=AT, record=watch, values={"words": "公務車"})
        assert [found.tender.pk for found in found_for(kam)] == [car.pk]
        assert microscope.hits.count() == 0

    def test_a_tender_found_twice_stands_once_and_is_decided_once(self, kam):
        one = tender(kam, "顯微鏡")
        watching(kam, name="A", words="顯微")
        watching(kam, name="B", words="微鏡")
        assert [found.watches for found in found_for(kam)] == [("A", "B")]
        assert decide_hits(actor=kam, at=AT, tender=one, state="DISMISSED") == 2
        assert found_for(kam) == []

    def test_a_later_notice_makes_seen_new_again_but_not_what_was_set_aside(self, kam):
        seen, aside = tender(kam, "顯微鏡甲"), tender(kam, "顯微鏡乙")
        watching(kam, words="顯微鏡")
        assert see_all_hits(actor=kam, at=AT) == 2
        decide_hits(actor=kam, at=AT, tender=aside, state="DISMISSED")
        for each in (seen, aside):
            again(each)
        assert [found.tender.pk for found in found_for(kam)] == [seen.pk]
        assert [found.tender.pk for found in found_for(kam, "DISMISSED")] == [aside.pk]

    def test_old_notices_reach_nobody(self, kam):
        watching(kam)
        one = tender(kam, "顯微鏡")
        WatchHit.objects.all().delete()
        again(one, days=400)
        assert count_new_for(kam) == 0

    def test_customers_are_the_accounts_the_owner_may_see(self, kam, owner):
        make_account(owner, name="臺北榮民總醫院")
        make_account(make_user([Role.KAM]), name="高雄榮民總醫院")
        watching(kam, customers_only=True)
        mine = tender(kam, "一號", buyer="臺北榮民總醫院")
        tender(kam, "二號", buyer="高雄榮民總醫院")
        assert {found.tender.pk for found in found_for(kam)} == {mine.pk}

    def test_hits_of_others_do_not_exist(self, kam):
        watching(kam, words="顯微鏡")
        tender(kam, "顯微鏡")
        hit = WatchHit.objects.get()
        assert get_hit_for(kam, hit.uid).pk == hit.pk
        with pytest.raises(Missing, match="HIT_MISSING"):
            get_hit_for(as_actor(make_user([Role.KAM])), hit.uid)

    def test_a_state_that_there_is_not_is_refused(self, kam):
        with pytest.raises(TenderRefused, match="CHOICE_UNKNOWN"):
            decide_hits(actor=kam, at=AT, tender=tender(kam, "車"), state="EATEN")

    def test_pages_and_api_show_the_same_inbox(self, client, owner, kam):
        tender(kam, "手術顯微鏡")
        with time_machine.travel(AT, tick=False):
            client.force_login(owner)
            form = {"name": "Microscopes", "words": "顯微鏡", "currency": "TWD"}
            assert client.post("/tenders/watch-lists/new/", form).status_code == 302
            assert "手術顯微鏡" in client.get("/").content.decode()
            assert "手術顯微鏡" in client.get("/tenders/found/").content.decode()
            _, key = make_token(owner, (Scope.READ, Scope.WRITE), at=AT)
            headers = {"Authorization": f"Bearer {key}"}
            (told,) = client.get("/api/v1/watch-hits", headers=headers).json()
            assert (told["title"], told["watches"]) == ("手術顯微鏡", ["Microscopes"])
            client.post(f"/tenders/found/{told['uid']}/decision/", {"state": "DISMISSED"})
            assert "手術顯微鏡" not in client.get("/").content.decode()
            assert "手術顯微鏡" in client.get("/tenders/found/?state=DISMISSED").content.decode()
            sent = {"state": "NEW"}
            url = f"/api/v1/watch-hits/{told['uid']}/decision"
            answer = client.post(url, sent, content_type="application/json", headers=headers)
            assert answer.json() == {"changed": 1}
            client.post("/tenders/found/seeing/")
            assert client.get("/api/v1/watch-hits", headers=headers).json() == []
            assert len(client.get("/api/v1/watch-hits?state=SEEN", headers=headers).json()) == 1
            seeing = client.post("/api/v1/watch-hits/seeing", headers=headers)
            assert seeing.json() == {"changed": 0}


@pytest.fixture
def owner():
    return make_user([Role.KAM], language="en")


@pytest.fixture
def kam(owner):
    return as_actor(owner)


def as_actor(user):
    return with_every_right(user)


def watching(actor, name="Mine", **values):
    return create_record(WATCH_LIST, actor=actor, at=AT, values={"name": name, **values})


def tender(actor, title, buyer="臺大醫院") -> Tender:
    return register_tender(actor=actor, at=AT, buyer=buyer, title=title)


def again(one: Tender, *, days: int = 0) -> None:
    """Keep a tender once more, as a later notice of it does."""
    from tongxin.crm.tenders.actions.keeping import KeptProcess
    from tongxin.crm.tenders.selectors import facts_of

    stored = Tender.objects.get(pk=one.pk)
    process = KeptProcess(
        facts=facts_of(stored),
        compiled=stored.compiled,
        source=stored.source,
        noticed_at=AT - timedelta(days=days),
        releases=[],
    )
    keep_states(at=AT, processes=[process])
