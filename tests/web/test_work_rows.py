"""Rows of things to do: what people typed stays text, and each form carries what the page's forms carry."""

from tongxin.web.work.lines import Act, WorkLine
from tongxin.web.work.rows import Around, rows_html

AROUND = Around(token="mask&ed", here="/?a=1", arrived=True)


def line(**values):
    given = {"element": "promise-1", "title": "<Report>", "url": "/promises/1/", "notes": ("A & B", "ours")}
    return WorkLine(**{**given, "due": "today", "is_late": False, "acts": (), **values})


def test_a_row_is_ticked_off_where_it_stands():
    later = Act(element="later", label="+7 days", url="/later/", posts=True, fields=(("days", "7"),))
    row = rows_html([line(tick_url="/done/", tick_fields=(("version", "3"),), acts=(later,))], AROUND)
    assert '<a href="/promises/1/"><b>&lt;Report&gt;</b></a>' in row
    assert '<span class="meta">A &amp; B<span class="sep"></span>ours</span>' in row
    assert row.count('name="csrfmiddlewaretoken" value="mask&amp;ed"') == 2
    assert row.count('name="next" value="/?a=1"') == 2
    assert 'id="promise-1-done" hx-post="/done/" hx-target="#promise-1"' in row
    assert '<input type="hidden" name="version" value="3">' in row
    assert '<input type="hidden" name="days" value="7"><button' in row


def test_a_row_shows_who_has_to_do_it_or_how_grave_it_is():
    assert '<span class="face" aria-hidden="true">L</span>' in rows_html([line(face=" lin")], AROUND)
    plain = rows_html([line(sign="bad", sign_word="grave", url="", notes=(), is_late=True)], AROUND)
    assert 'sign-bad"><span aria-hidden="true">▼</span><span class="vh">grave</span>' in plain
    assert '<b>&lt;Report&gt;</b><span class="meta"></span>' in plain
    assert '<span class="due late">today</span>' in plain


def test_the_row_that_was_just_done_takes_the_focus():
    done, todo = (rows_html([line(is_done=is_done)], AROUND) for is_done in (True, False))
    assert '<li id="promise-1" class="done">' in done
    assert '<a href="/promises/1/" data-focus>' in done
    assert "data-focus" not in todo
    link = Act(element="log", label="Log", url="/log/")
    assert '<a class="btn btn-quiet" href="/log/" data-sheet id="log">Log</a>' in rows_html(
        [line(acts=(link,))], AROUND
    )
