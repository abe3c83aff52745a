"""Enter what a supplier was given in a period on one page, and begin a new edition of a card."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.audit.choices import Kind
from tongxin.common.clock import now
from tongxin.crm.scorecards.records import CARD, SHEET
from tongxin.crm.scorecards.scoring import enter_sheet, make_edition
from tongxin.crm.scorecards.selectors import criteria_of, scores_of
from tongxin.records import reading
from tongxin.records.checks import check_may_write
from tongxin.web.edge.editing import change, make
from tongxin.web.edge.requests import PageRequest, posted, safe_next
from tongxin.web.records.forms import RecordForm, first_values, initial_of
from tongxin.web.records.heads import crumbs_of
from tongxin.web.records.pages import RecordFormPage
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next
from tongxin.wording.scorecards import figure

if TYPE_CHECKING:
    from tongxin.crm.scorecards.models import Scorecard, ScorecardCriterion, ScorecardSheet

PREFIX = "score_"


class SheetForm(RecordForm):
    """What is stated of a supplier, and below it a field for each criterion of the card; an empty one is unknown."""

    def __init__(self, *args: Any, card: "Scorecard", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arguments["card"] = card
        for criterion in criteria_of(card):
            self.fields[f"{PREFIX}{criterion.uid}"] = forms.DecimalField(
                label=criterion.name,
                help_text=_scale(criterion),
                required=False,
                min_value=criterion.lowest,
                max_value=criterion.highest,
                max_digits=9,
                decimal_places=2,
            )

    def _meant(self, name: str, value: Any) -> Any:
        return value if name.startswith(PREFIX) else super()._meant(name, value)

    def _is_later(self, name: str) -> bool:
        return not name.startswith(PREFIX) and super()._is_later(name)

    @property
    def stated(self) -> dict[str, Any]:
        """Return what is stated beside the scores."""
        return {name: value for name, value in self.values.items() if not name.startswith(PREFIX)}

    @property
    def scores(self) -> dict[str, Decimal | None]:
        """Return the scores by the uid of their criterion."""
        return {
            name.removeprefix(PREFIX): value for name, value in self.values.items() if name.startswith(PREFIX)
        }


@require_http_methods(["GET", "HEAD", "POST"])
def scores_new(request: PageRequest, uid: str) -> HttpResponse:
    """Ask for what a supplier was given by a card in a period, and keep it whole or not at all."""
    actor = request.actor
    card = reading.get_for(CARD, actor, uid)
    check_may_write(SHEET, actor, None, card.account)
    form = SheetForm(
        posted(request),
        definition=SHEET,
        actor=actor,
        given={"card": card},
        card=card,
        initial=first_values(SHEET, actor),
    )

    def save() -> object:
        stated = {name: value for name, value in form.stated.items() if name != "card"}
        return enter_sheet(actor=actor, at=now(), card=card, values=stated, scores=form.scores)

    def show(status: int) -> HttpResponse:
        return _shown(request, form, card, _("Enter scores"), f"scorecard-scores-new-{uid}", status)

    return make(
        request,
        form,
        save=save,
        show=show,
        done=lambda: redirect(_back(request, card)),
        said=_("The scores were kept."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def scores_form(request: PageRequest, uid: str) -> HttpResponse:
    """Ask for changes to what is stated of a supplier and to its scores, and keep them."""
    actor = request.actor
    sheet = reading.get_for(SHEET, actor, uid)
    card = sheet.card
    check_may_write(SHEET, actor, sheet, card.account)
    form = SheetForm(
        posted(request),
        definition=SHEET,
        actor=actor,
        record=sheet,
        card=card,
        initial=_initial(sheet),
    )

    def save() -> object:
        return enter_sheet(
            actor=actor,
            at=now(),
            card=card,
            sheet=sheet,
            values=form.stated,
            scores=form.scores,
            expected_version=form.expected_version,
        )

    return change(
        request,
        form,
        save=save,
        show=lambda status: _shown(
            request, form, card, _("Change %(name)s") % {"name": sheet}, f"scorecard-scores-{uid}", status
        ),
        done=lambda: redirect(_back(request, card)),
        fresh=_initial,
        title=str(sheet),
        kind=Kind.SCORECARD_SHEET,
    )


@require_POST
def scorecard_editions(request: PageRequest, uid: str) -> HttpResponse:
    """Make the next edition of a card, with its criteria and grades."""
    made = make_edition(actor=request.actor, at=now(), card=reading.get_for(CARD, request.actor, uid))
    said = _("Edition %(edition)s was made; scores of earlier periods stay with theirs.")
    say_next(request, said % {"edition": made.edition})
    return redirect(record_url("web:scorecard", made.uid))


def _initial(sheet: "ScorecardSheet") -> Mapping[str, Any]:
    scores = {f"{PREFIX}{each.criterion.uid}": each.score for each in scores_of(sheet)}
    return {**initial_of(SHEET, sheet), **scores}


def _scale(criterion: "ScorecardCriterion") -> str:
    return _("%(lowest)s to %(highest)s; weight %(weight)s%%. Empty is unknown.") % {
        "lowest": criterion.lowest,
        "highest": figure(criterion.highest),
        "weight": figure(criterion.weight),
    }


def _back(request: PageRequest, card: "Scorecard") -> str:
    return safe_next(request, default=record_url("web:account_scorecard", card.account.uid))


def _shown(
    request: PageRequest, form: SheetForm, card: "Scorecard", title: str, draft: str, status: int
) -> HttpResponse:
    page = RecordFormPage(
        title=f"{title}: {card.name}",
        crumbs=crumbs_of(SHEET, card),
        back_url=record_url("web:account_scorecard", card.account.uid),
        draft=draft,
    )
    return render(request, "records/form.html", {"page": page, "form": form}, status=status)
