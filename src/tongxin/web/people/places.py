"""Who holds which post: an account's organisation, moves, departures, posts."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongxin.audit.choices import Kind
from tongxin.common.clock import now
from tongxin.common.errors import StaleVersion
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.stakeholders.actions import (
    change_post,
    close_post,
    create_post,
    end_tenure,
    start_tenure,
    take_or_make_post,
)
from tongxin.crm.stakeholders.actions import move_person as move
from tongxin.crm.stakeholders.choices import PostLevel
from tongxin.crm.stakeholders.rules import check_can_edit_person, check_can_staff
from tongxin.crm.stakeholders.selectors import (
    former_people,
    get_person_for,
    get_post_for,
    get_tenure_for,
    organisation_of,
    people_without_post,
    posts_of,
)
from tongxin.web.accounts.head import account_head
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.edge.stale import stale_page
from tongxin.web.lists.cells import CellContext
from tongxin.web.lists.readers import reader_of
from tongxin.web.people.forms import EndingForm, MoveForm, PostForm, initial_of_post
from tongxin.web.people.pages import AccountPeoplePage, HolderLine, PostLine
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.crm.stakeholders.models import Person, Tenure
    from tongxin.crm.stakeholders.selectors import PostNode

DEEPEST_DRAWN = 5
STALE_DAYS = 90


@require_GET
def account_people(request: PageRequest, uid: str) -> HttpResponse:
    """Show an account's organisation: posts as a tree, who holds them, which stand vacant."""
    actor, reader = request.actor, reader_of(request)
    account = get_account_for(actor, uid)
    head = account_head(request, account, "people")
    nodes = organisation_of(account)
    vacant = sum(node.is_vacant for node in nodes)
    unplaced = list(people_without_post(actor, account))
    known = len({tenure.person_id for node in nodes for tenure in node.holders}) + len(unplaced)
    page = AccountPeoplePage(
        head=head,
        posts=tuple(_post_line(node, reader, may_edit=head.may_edit) for node in nodes),
        vacant=vacant,
        unplaced=tuple(_holder(person, reader) for person in unplaced),
        former=tuple(_holder(person, reader) for person in former_people(actor, account)),
        lead=_lead(known, vacant),
    )
    form = PostForm(posts=list(posts_of(account)), initial={"level": PostLevel.UNKNOWN})
    context = {"page": page, "head": head, "form": form, "here": request.path}
    return render(request, "people/account.html", context)


@require_POST
def account_posts(request: PageRequest, uid: str) -> HttpResponse:
    """Add a vacant post to an account."""
    account = get_account_for(request.actor, uid)
    check_can_staff(request.actor, account)
    form = PostForm(request.POST, posts=list(posts_of(account)))
    if form.is_valid():
        made = attempt(
            form,
            lambda: create_post(actor=request.actor, at=now(), account=account, **form.values),
        )
        if made is not None:
            say_next(request, _("The post %(title)s was added") % {"title": made.title})
            return redirect("web:account_people", uid=uid)
    context = {"form": form, "account": account, "post": None}
    return render(request, "people/post_form.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def post_form(request: PageRequest, uid: str) -> HttpResponse:
    """Ask for changes to a post and save them."""
    record = get_post_for(request.actor, uid)
    check_can_staff(request.actor, record.account)
    others = [post for post in posts_of(record.account) if post.pk != record.pk]
    form = PostForm(posted(request), posts=others, initial=initial_of_post(record))
    if form.is_valid():
        try:
            saved = attempt(
                form,
                lambda: change_post(
                    actor=request.actor,
                    at=now(),
                    post=record,
                    values=form.values,
                    expected_version=form.expected_version,
                ),
            )
        except StaleVersion as stale:
            theirs = initial_of_post(stale.record)
            return stale_page(
                request, stale=stale, form=form, theirs=theirs, title=record.title, kind=Kind.POST
            )
        if saved is not None:
            say_next(request, _("The post %(title)s was saved") % {"title": record.title})
            return redirect("web:account_people", uid=record.account.uid)
    context = {"form": form, "account": record.account, "post": record}
    return render(request, "people/post_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def post_closure(request: PageRequest, uid: str) -> HttpResponse:
    """Take a vacant post out of the organisation."""
    record = get_post_for(request.actor, uid)
    close_post(actor=request.actor, at=now(), post=record)
    say_next(request, _("The post %(title)s was closed") % {"title": record.title})
    return redirect("web:account_people", uid=record.account.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def person_move(request: PageRequest, uid: str) -> HttpResponse:
    """Ask where somebody goes, and move them; the post they leave stays vacant."""
    actor = request.actor
    record = get_person_for(actor, uid)
    check_can_edit_person(actor, record)
    start = {"account": record.account.uid if record.account else ""}
    form = MoveForm(posted(request), actor=actor, initial=start)
    if form.is_valid():
        moved = attempt(form, lambda: _move(request, record, form))
        if moved is not None:
            say_next(
                request, _("%(name)s is now %(post)s") % {"name": record.full_name, "post": moved.post.title}
            )
            return redirect("web:person", uid=uid)
    context = {"form": form, "person": record}
    return render(request, "people/move.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def tenure_ending(request: PageRequest, uid: str, tenure_uid: str) -> HttpResponse:
    """Ask why somebody left a post, and end their time in it."""
    actor = request.actor
    record = get_person_for(actor, uid)
    tenure = get_tenure_for(actor, tenure_uid, person_uid=uid)
    check_can_edit_person(actor, record)
    form = EndingForm(posted(request))
    if form.is_valid():
        cleaned = form.cleaned_data
        ended = attempt(
            form,
            lambda: end_tenure(
                actor=actor, at=now(), tenure=tenure, reason=cleaned["reason"], until=cleaned["until"]
            ),
        )
        if ended is not None:
            told = _("%(name)s is no longer %(post)s")
            say_next(request, told % {"name": record.full_name, "post": tenure.post.title})
            return redirect("web:person", uid=uid)
    context = {"form": form, "person": record, "tenure": tenure}
    return render(request, "people/ending.html", context, status=422 if form.is_bound else 200)


def _move(request: PageRequest, record: "Person", form: MoveForm) -> "Tenure":
    actor, cleaned = request.actor, form.cleaned_data
    post = take_or_make_post(
        actor=actor,
        at=now(),
        account=cleaned["account"],
        title=cleaned["title"],
        department=cleaned["department"],
    )
    if cleaned["keeps"]:
        return start_tenure(actor=actor, at=now(), person=record, post=post, since=cleaned["on"])
    return move(actor=actor, at=now(), person=record, post=post, on=cleaned["on"])


def _lead(known: int, vacant: int) -> str:
    text = ngettext("We know %(count)s person here.", "We know %(count)s people here.", known) % {
        "count": known
    }
    if not vacant:
        return text
    more = ngettext("%(count)s post stands vacant.", "%(count)s posts stand vacant.", vacant)
    return _("%(first)s %(second)s") % {"first": text, "second": more % {"count": vacant}}


def _post_line(node: "PostNode", reader: CellContext, *, may_edit: bool) -> PostLine:
    post = node.post
    add = f"{reverse('web:person_new')}?account={post.account.uid}"
    return PostLine(
        uid=post.uid,
        title=post.title or _("(post not recorded)"),
        department=post.department,
        level="" if post.level == PostLevel.UNKNOWN else str(PostLevel(post.level).label),
        depth=min(node.depth, DEEPEST_DRAWN),
        holders=tuple(_holder(tenure.person, reader) for tenure in node.holders),
        form_url=record_url("web:post_form", post.uid) if may_edit else "",
        add_url=(f"{add}&post={post.uid}" if node.is_vacant else f"{add}&reports_to={post.uid}")
        if may_edit
        else "",
        closure_url=record_url("web:post_closure", post.uid) if may_edit and node.is_vacant else "",
    )


def _holder(person: "Person", reader: CellContext) -> HolderLine:
    met = person.last_contact_at
    # Who was added the other day was not forgotten.
    known_since = days.local_day(met or person.created_at)
    return HolderLine(
        name=person.full_name,
        url=record_url("web:person", person.uid),
        last_contact=days.seen_from(met, as_of=reader.as_of) if met else "",
        is_stale=(reader.as_of - known_since).days > STALE_DAYS,
    )
