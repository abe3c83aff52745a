"""A record's history speaks as a person would: no codes, days of machines, doors, or numbers taken for amounts."""

from types import SimpleNamespace

import pytest
from django.utils import translation
from tests.factories import AT

from tongxin.audit.choices import Verb
from tongxin.common.rights import Channel
from tongxin.web.history import history_entries


def told(*, calendar="AD", language="en", channel=Channel.COMMAND, **changes):
    event = SimpleNamespace(at=AT, user_name="Lin", verb=Verb.CHANGED, channel=channel)
    lines = [SimpleNamespace(field=f, old=old, new=new, withheld=False) for f, (old, new) in changes.items()]
    with translation.override(language):
        (entry,) = history_entries(
            [SimpleNamespace(event=event, changes=lines)], lambda name: name, calendar=calendar
        )
    return entry


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((None, "2026-12-04"), "it: 4 Dec 2026"),
        (("2026-12-04", "2027-01-05T17:30:00+08:00"), "it: 4 Dec 2026 → 5 Jan 2027 17:30"),
        (("186000000.00", None), "it: taken away, was 186,000,000"),
        ((None, ["CT", "MRI"]), "it: CT, MRI"),
        ((False, True), "it: No → Yes"),
        ((None, "2026-99-99"), "it: 2026-99-99"),
    ],
)
def test_values_are_written_as_people_write_them(change, said):
    assert told(it=change).body == said


def test_days_are_in_the_calendar_of_the_reader():
    assert told(it=(None, "2026-12-04"), calendar="ROC", language="zh-hant").body == "it：民國115年12月4日"


def test_a_number_that_names_something_is_no_amount():
    assert told(tax_id=(None, "00000384")).body == "tax_id: 00000384"


def test_only_doors_worth_knowing_are_named():
    assert (told().note, told(channel=Channel.API).note) == ("", "API")
