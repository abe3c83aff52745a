"""What a problem means and how to mend it, for everybody who got one."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongxin.web.shell.parts import Link
from tongxin.wording.problems import ProblemKind, all_problem_kinds, problem_kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemLine:
    """One problem in the list."""

    url: str
    code: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemGroup:
    """The problems of one status."""

    status: int
    title: str
    lines: tuple[ProblemLine, ...]


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """List every problem, by status."""
    kinds = all_problem_kinds()
    groups = tuple(
        ProblemGroup(
            status=status,
            title=next(kind.title for kind in kinds if kind.status == status),
            lines=tuple(_line(kind) for kind in kinds if kind.status == status),
        )
        for status in dict.fromkeys(kind.status for kind in kinds)
    )
    return render(request, "problems/list.html", {"groups": groups, "crumbs": ()})


@require_safe
def problem(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what a problem means and how to mend it."""
    kind = problem_kind(slug)
    if kind is None:
        raise Http404
    crumbs = (Link(label=_("Problems"), url=reverse("web:problems")),)
    return render(request, "problems/page.html", {"kind": kind, "crumbs": crumbs, "address": request.path})


def _line(kind: ProblemKind) -> ProblemLine:
    return ProblemLine(url=reverse("web:problem", args=[kind.slug]), code=kind.code, meaning=kind.meaning)
