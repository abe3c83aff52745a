"""Addresses of the customer's scorecards."""

from tongxin.common.access import changing, seeing
from tongxin.web.edge.addresses import page
from tongxin.web.scorecards import entry, views

urlpatterns = [
    page(
        "accounts/<str:uid>/scorecard/",
        views.account_scorecard,
        name="account_scorecard",
        access=seeing(uid="ACCOUNT"),
        operations=("account_scorecards",),
    ),
    page(
        "scorecards/<str:uid>/scores/",
        entry.scores_new,
        name="scorecard_scores_new",
        access=changing(uid="SCORECARD"),
        operations=("make_scorecard_sheet", "make_scorecard_scores"),
    ),
    page(
        "scorecards/<str:uid>/editions/",
        entry.scorecard_editions,
        name="scorecard_editions",
        access=changing(uid="SCORECARD"),
        operations=("make_scorecard_edition",),
    ),
    page(
        "scorecard-sheets/<str:uid>/scores/",
        entry.scores_form,
        name="scorecard_scores",
        access=changing(uid="SCORECARD_SHEET"),
        operations=("change_scorecard_sheet", "make_scorecard_scores"),
    ),
]
