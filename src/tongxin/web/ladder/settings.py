"""What is asked for at each level, for administrators: the usual criteria and the house's own rules."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.ladder.adopting import adopt_criterion
from tongxin.crm.ladder.choices import BY_HAND, LadderFact, Level
from tongxin.crm.ladder.criteria import USUAL, Asked
from tongxin.crm.ladder.selectors import criteria_in_force, house_criteria
from tongxin.web.edge.requests import PageRequest
from tongxin.web.edge.rights import needs
from tongxin.web.ladder.pages import AskedLine, AskedSection, LadderSettingsPage
from tongxin.web.settings.pages import settings_crumbs
from tongxin.web.shell.addresses import record_url
from tongxin.wording.ladder import asked_text


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def ladder_settings(request: PageRequest) -> HttpResponse:
    """Show what is asked for at each level; posting a level and a fact makes the usual criterion one of the house's."""
    if request.method == "POST":
        level, fact = request.POST.get("level", ""), request.POST.get("fact", "")
        made = adopt_criterion(actor=request.actor, at=now(), level=level, fact=fact)
        return redirect(record_url("web:ladder_criterion_form", made.uid))
    in_force = criteria_in_force()
    used = {each.key for each in in_force}
    page = LadderSettingsPage(
        crumbs=settings_crumbs(),
        sections=tuple(
            AskedSection(
                title=str(level.label),
                anchor=f"level-{level.lower()}",
                lines=tuple(_line(each) for each in in_force if each.level == level),
            )
            for level in Level
        ),
        left_out=tuple(f"{Level(each.level).label}: {each.label}" for each in USUAL if each.key not in used),
        house=len(house_criteria()),
        house_url=reverse("web:ladder_criteria"),
        new_url=reverse("web:ladder_criterion_new"),
    )
    return render(request, "ladder/settings.html", {"page": page})


def _line(asked: Asked) -> AskedLine:
    return AskedLine(
        level=asked.level,
        fact=asked.fact,
        label=asked.label,
        measured=str(LadderFact(asked.fact).label) if asked.name else "",
        asked=asked_text(asked),
        effort=asked.effort,
        is_by_hand=asked.fact in BY_HAND,
        url=record_url("web:ladder_criterion_form", asked.uid) if asked.uid else "",
    )
