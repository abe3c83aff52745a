from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.template import Context, Template
from django.utils import timezone, translation
from tests.web.markup import unbroken

from tongxin.web.shell.parts import (
    ColumnHead,
    Link,
    Pages,
    PaletteGroup,
    PaletteOption,
    Property,
    Reversal,
    StagePath,
    StageStep,
    TimelineEntry,
)

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english_in_taipei():
    with translation.override("en"), timezone.override("Asia/Taipei"), time_machine.travel(NOON, tick=False):
        yield


def drawn(source: str, **context: object) -> str:
    return Template("{% load i18n tongxin %}" + source).render(Context(context))


def reader(**preferences: str) -> SimpleNamespace:
    return SimpleNamespace(user=SimpleNamespace(**preferences))


def test_a_status_has_shape_and_word():
    assert 'chip-bad"><span class="shape" aria-hidden="true">▼</span>Overdue' in drawn(
        '{% chip "bad" "Overdue" %}'
    )
    assert drawn('{% chip "plain" "Key" %}') == '<span class="chip chip-line">Key</span>'
    assert '<span class="vh">Attention</span>' in drawn('{% sign "watch" "Attention" %}')


def test_words_given_to_tags_are_escaped():
    for call in (
        '{% chip "good" x %}',
        "{% support 5 x %}",
        "{% face x %}",
        '{% delta "up" x %}',
        '{{ x|marked:"b" }}',
    ):
        assert "<b>" not in drawn(call, x="<b>&")


def test_support_has_six_steps_and_no_others():
    assert drawn('{% support 0 "unknown" %}') == '<span class="sup sup-0">unknown</span>'
    with pytest.raises(ValueError, match="steps 0 to 5"):
        drawn('{% support 6 "?" %}')


def test_ours_are_square_and_theirs_round():
    assert 'class="face"' in drawn('{% face "沈予安" %}')
    assert 'class="face face-them face-l"' in drawn('{% face "lin" theirs=True large=True %}')
    assert ">L<" in drawn('{% face "lin" %}')


def test_rings_seats_and_changes_are_drawn():
    assert drawn("{% ring 2 %}").count('class="on"') == 1
    assert drawn("{% ring 0 %}").count('class="on"') == 0
    assert drawn("{% seats 2 5 %}").count("<i") == 5
    assert "delta-flat" in drawn('{% delta "flat" "0" %}')


def test_money_follows_the_readers_units_and_keeps_every_digit_in_the_title():
    amount = Decimal(186_000_000)
    text = drawn('{% money a "TWD" %}', a=amount, request=reader(units="WAN"))
    assert '<span class="cur">NT$</span>1.86億' in text
    assert 'title="NT$186,000,000"' in text
    assert "186M" in drawn('{% money a "TWD" %}', a=amount)
    assert "186,000,000</data>" in drawn('{% money a "TWD" exact=True %}', a=amount)
    assert "—" in drawn('{% money a "TWD" %}', a=None)


@pytest.mark.parametrize(
    ("language", "calendar", "style", "text"),
    [
        ("zh-hant", "AD", "short", "12/04"),
        ("zh-hant", "ROC", "whole", "115"),
        ("zh-hant", "AD", "whole", "2026年12月4日"),
        ("en", "AD", "short", "4 Dec"),
        ("en", "ROC", "whole", "ROC 115/12/4"),
        ("en", "AD", "seen", "in 11 days"),
    ],
)
def test_days_are_written_as_the_reader_counts_them(language, calendar, style, text):
    with translation.override(language):
        written = drawn("{% day d s %}", d=date(2026, 12, 4), s=style, request=reader(calendar=calendar))
    assert text in written
    assert 'datetime="2026-12-04"' in written


def test_far_days_carry_their_year():
    with translation.override("zh-hant"):
        assert "2025/01/09" in drawn("{% day d %}", d=date(2025, 1, 9))
        assert "114/01/09" in drawn("{% day d %}", d=date(2025, 1, 9), request=reader(calendar="ROC"))
    assert "9 Jan 2025" in drawn("{% day d %}", d=date(2025, 1, 9))
    assert "1 Jan 1900" in drawn('{% day d "whole" %}', d=date(1900, 1, 1), request=reader(calendar="ROC"))


def test_distances_are_words():
    for days, words in [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (-3, "3 days ago")]:
        assert words in drawn('{% day d "seen" %}', d=date(2026, 11, 23) + timedelta(days=days))


def test_moments_show_the_time_alone_today():
    assert ">12:00</time>" in drawn("{% moment m %}", m=NOON)
    assert ">20 Nov 12:00</time>" in drawn("{% moment m %}", m=NOON - timedelta(days=3))
    assert "—" in drawn("{% moment m %}{% day m %}", m=None)


def test_a_meter_has_its_mark_and_band_and_stays_in_bounds():
    text = drawn('{% meter "Done" 140 mark=50 low=10 high=30 %}')
    assert 'width="100%" height="6" rx="3"/><svg x="50%"' in text
    assert 'class="band" x="10%"' in text
    assert "mark" not in drawn('{% meter "Done" 10 %}')


def test_the_stage_path_draws_returns_as_arcs():
    path = StagePath(
        label="Process",
        steps=(
            StageStep(label="Need", state="done"),
            StageStep(label="Choice", state="now", note="7 days", move_url="/x/"),
            StageStep(label="Bid"),
        ),
        reversals=(Reversal(came_from=3, went_to=1, text="12 Nov: budget"),),
    )
    text = drawn("{% stage_path p %}", p=path)
    assert 'class="col-1 span-2"' in text
    assert "12 Nov: budget" in text
    assert 'aria-current="step"' in text
    assert "arcs" not in drawn("{% stage_path p %}", p=StagePath(label="P", steps=path.steps))


class Sample(forms.Form):
    name = forms.CharField(help_text="As on the contract")
    kind = forms.ChoiceField(choices=[("A", "a")], widget=forms.RadioSelect, required=False)
    active = forms.BooleanField(required=False)
    amount = forms.DecimalField(required=False)

    def clean(self):
        raise forms.ValidationError("The whole is wrong")


def test_a_field_names_its_help_and_its_error():
    form = Sample({})
    text = drawn(
        "{% form_errors f %}{% field f.name %}{% field f.kind %}{% field f.active %}{% field f.amount unit='NT$' %}",
        f=form,
    )
    assert 'aria-describedby="id_name-help id_name-error"' in text
    assert 'aria-invalid="true"' in text
    assert "The whole is wrong" in text
    assert '<a href="#id_name">Name</a>' in text
    assert "2 things are not right yet" in text
    assert "choice-chips" in text
    assert '<span class="unit">NT$</span>' in text
    assert drawn("{% form_errors f %}", f=Sample()).strip() == ""


def test_the_rarer_of_required_and_optional_is_marked():
    class Mostly(forms.Form):
        name = forms.CharField()
        code = forms.CharField()
        note = forms.CharField(required=False)

    assert ">required<" in drawn("{% field f.name %}", f=Sample())
    assert "optional" not in drawn("{% field f.amount %}", f=Sample()).replace('class="optional"', "")
    assert ">optional<" in drawn("{% field f.note %}", f=Mostly())
    assert 'class="optional"' not in drawn(
        "{% field f.name %}{% field f.note mark_optional=False %}", f=Mostly()
    )


def test_lists_say_where_they_go_on_and_how_they_are_sorted():
    assert 'rel="next"' in drawn("{% pagination p %}", p=Pages(shown="1 of 2", next_url="?p=2"))
    assert 'rel="prev"' in drawn("{% pagination p %}", p=Pages(shown="2 of 2", previous_url="?p=1"))
    head = ColumnHead(key="amount", label="Amount", url="?s=amount", direction="descending", numeric=True)
    text = drawn("{% column_head h %}", h=head)
    assert 'aria-sort="descending"' in text
    assert 'class="num ' in text
    assert "<a" not in drawn("{% column_head h %}", h=ColumnHead(key="x", label="X"))


def test_records_show_their_parts():
    links = (Link(label="People", url="/p/", count=3, current=True), Link(label="Deals", url="/d/"))
    text = drawn("{% tabs l 'Parts' %}{% crumbs l 'Here' %}", l=links)
    assert 'aria-current="page">People<span class="n">3</span>' in unbroken(text)
    assert '<li aria-current="page">Here</li>' in text


def test_properties_are_edited_linked_locked_or_empty():
    items = (
        Property(key="a", label="A", value="1", edit_url="/a/", language="en"),
        Property(key="b", label="B", edit_url="/b/"),
        Property(key="c", label="C", value="3", url="/c/"),
        Property(key="d", label="D", locked="No right"),
        Property(key="e", label="E", value="5"),
        Property(key="f", label="F"),
    )
    text = drawn("{% properties p %}", p=items)
    assert text.count("data-edit") == 2
    assert text.count("Not recorded") == 3
    assert "No right" in text


def test_many_empty_facts_are_folded_unless_all_are_empty():
    empty_ones = tuple(Property(key=str(key), label="L") for key in range(4))
    known = Property(key="k", label="Known", value="v")
    assert "4 empty fields" in drawn("{% properties p %}", p=(known, *empty_ones))
    assert "<details" not in drawn("{% properties p %}", p=empty_ones)
    assert "<details" not in drawn("{% properties p %}", p=(known, *empty_ones[:3]))


def test_the_time_line_links_what_it_tells_of():
    entries = (
        TimelineEntry(at=NOON, title="Visit", url="/v/", key=True, uid="7", note="Lin", body="Said", tags=(Link(label="@Wu", url="/w/"),)),
        TimelineEntry(at=date(2026, 11, 20), title="Mail"),
    )  # fmt: skip
    text = drawn("{% timeline e %}", e=entries)
    assert 'class="key" id="entry-7"' in text
    assert '<a class="pick" href="/w/">@Wu</a>' in text


@pytest.mark.parametrize("kind", ["first", "filtered", "denied"])
def test_empty_lists_say_why(kind):
    assert f'data-empty="{kind}"' in drawn("{% empty k 'Nothing' 'Hint' '/x/' 'Do' %}", k=kind)


def test_a_failure_is_an_alert():
    assert 'role="alert"' in drawn("{% empty 'failed' 'Not saved' 'Hint' '/x/' 'Again' %}")


def test_blocks_wrap_what_stands_in_them():
    source = (
        "{% page_head 'Title' lead='Sentence' beside='B' under='U' %}<b>act</b>{% endpage_head %}"
        "{% page_head 'Bare' %}{% endpage_head %}"
        "{% section 'S' anchor='s' count=2 more='All' more_url='/all/' %}in{% endsection %}"
        "{% section 'T' more='Note' %}in{% endsection %}"
        "{% menu 'm' 'More' word='Menu' icon_name='' %}<hr>{% endmenu %}"
        "{% dialog 'd' 'Sure?' %}body{% enddialog %}"
        "{% picture 'p' 'Finding' note='Source' %}{% twin %}<table></table>{% endtwin %}{% endpicture %}"
        "{% steps labels 2 %}"
    )
    text = drawn(source, labels=("One", "Two", "Three"))
    for part in (
        "<b>act</b>",
        'aria-labelledby="s-head"',
        'popovertarget="m"',
        "<figcaption>Source",
        "Step 2 of 3",
        ">Note<",
    ):
        assert part in text
    assert text.count('class="actions"') == 1


def test_a_post_button_is_a_form_with_its_fields():
    text = drawn(
        "{% post_button '/x/' 'Go' icon_name='trash' fields=f element='go' %}", f={"a": 1}, csrf_token="t0ken"
    )
    assert 'name="a" value="1"' in text
    assert "t0ken" in text
    assert 'id="go"' in text


def test_what_was_searched_for_is_marked():
    assert drawn("{{ 'Yaohe Health'|marked:'heal' }}") == "Yaohe <mark>Heal</mark>th"
    assert drawn("{{ 'Yaohe'|marked:'x' }}{{ 'Y'|marked:'' }}") == "YaoheY"


def test_the_palette_lists_what_was_found():
    option = PaletteOption(label="曜禾", url="/a/", icon="account", note="客戶", key="V", sheet=True)
    source = "{% include 'components/palette_results.html' %}"
    text = drawn(source, groups=(PaletteGroup(label="Go to", options=(option,)),), query="曜")
    assert 'data-sheet-url="/a/"' in text
    assert "<mark>曜</mark>禾" in text
    assert "Nothing found for “x”" in drawn(source, groups=(), query="x")


def test_the_column_chooser_sends_the_columns():
    source = "{% include 'components/column_chooser.html' %}"
    text = drawn(
        source, chooser_id="c", chooser_columns=(("a", "A", True), ("b", "B", False)), keep=(("q", "x"),)
    )
    assert text.count("checked") == 1
    assert '<input type="hidden" name="q" value="x">' in text
