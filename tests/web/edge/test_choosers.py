"""A box that chooses one record: by the id a script puts beside it, by its name, or by the only thing search finds."""

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation
from tests.factories import make_account, make_actor, make_user

from tongxin.web.edge.choosers import AccountField, ColleagueField, open_account_field, sent_to

pytestmark = pytest.mark.django_db


class Chosen(forms.Form):
    account = AccountField(label="Account", required=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def kam():
    return make_actor(make_user())


def form_of(kam, *, known=(), initial=None, **sent):
    data = QueryDict(mutable=True)
    data.update({name.replace("_", "-"): value for name, value in sent.items()})
    form = Chosen(data if sent else None, initial=initial or {})
    open_account_field(form, "account", kam, known=known)
    return form


def chosen(form):
    return form.cleaned_data["account"] if form.is_valid() else form.errors["account"][0]


def test_a_name_an_id_or_a_part_that_only_one_has_is_enough(kam):
    first = make_account(kam.user, name="曜禾醫療體系", short_name="曜禾")
    make_account(kam.user, name="泓恩醫院")
    for value in ("曜禾醫療體系", "曜禾", first.uid, "yaohe", " 曜禾醫 "):
        assert chosen(form_of(kam, account=value)) == first, value


def test_of_several_of_one_name_the_one_picked_counts(kam):
    make_account(kam.user, name="同名公司")
    second = make_account(kam.user, name="同名公司")
    assert "Several accounts match" in str(chosen(form_of(kam, account="同名公司")))
    picked = {"account": "同名公司", "account_chosen": f"{second.uid}:同名公司"}
    assert chosen(form_of(kam, **picked)) == second
    # The text was changed after the choice.
    typed = {"account": "別家", "account_chosen": f"{second.uid}:同名公司"}
    assert "No account you can see" in str(chosen(form_of(kam, **typed)))


def test_what_is_not_seen_cannot_be_chosen_unless_it_stands_there_already(kam):
    foreign = make_account(make_user(), name="別人的")
    assert "No account you can see" in str(chosen(form_of(kam, account=foreign.uid)))
    assert chosen(form_of(kam, known=[foreign], account=foreign.uid)) == foreign


def test_the_box_shows_the_name_of_what_is_chosen_and_keeps_what_was_typed(kam):
    account = make_account(kam.user, name="曜禾")
    shown = str(form_of(kam, initial={"account": account.uid})["account"])
    assert 'value="曜禾"' in shown
    assert f'name="account-chosen" value="{account.uid}:曜禾"' in shown
    kept = form_of(kam, account="查無此家")
    assert 'value="查無此家"' in str(kept["account"])
    assert 'name="account-chosen" value=""' in str(kept["account"])
    assert sent_to(kept, "account") == "查無此家"


def test_an_empty_box_asks_for_an_account_where_one_is_needed(kam):
    assert "required" in str(chosen(form_of(kam, account="")))
    optional = AccountField(label="Account")
    assert optional.clean("") is None
    assert optional.find("x") == []


def test_a_colleague_is_named_by_id_by_name_by_a_part_or_by_sound():
    mate, other = make_user(display_name="羅宇翔"), make_user(display_name="羅宇婷")
    field = ColleagueField(label="Colleague")
    for typed in (mate.uid, "羅宇翔", "羅宇翔 ", "宇翔", "luoyuxiang", "luo yu xiang", "罗宇翔"):
        assert field.clean(typed) == mate, typed
    with pytest.raises(forms.ValidationError, match=f"{other.display_name}、{mate.display_name}"):
        field.clean("luoyu")
    with pytest.raises(forms.ValidationError, match="No colleague"):
        field.clean("Nobody")
