"""Addresses of the pages of a committee."""

from tongxin.common.access import seeing, signed_in
from tongxin.web.committees import files, senior, views
from tongxin.web.edge.addresses import page

urlpatterns = [
    page(
        "people/senior/",
        senior.senior_relationships,
        name="senior_relationships",
        access=signed_in(),
        operations=("senior_touches",),
    ),
    page(
        "opportunities/<str:uid>/committee/",
        views.opportunity_committee,
        name="opportunity_committee",
        access=seeing(uid="OPPORTUNITY"),
        operations=("committees", "committee_map_of", "make_committee", "make_committee_member"),
    ),
    page(
        "committees/<str:uid>/map/",
        views.committee_map_page,
        name="committee_map",
        access=seeing(uid="COMMITTEE"),
        operations=("committee_map_of", "make_committee_member"),
    ),
    page(
        "committees/<str:uid>/<str:part>.<str:form>",
        files.committee_file,
        name="committee_file",
        access=seeing(uid="COMMITTEE"),
        operations=("committee_map_of",),
    ),
    page(
        "committees/<str:uid>/lines/",
        views.committee_lines,
        name="committee_lines",
        access=seeing(uid="COMMITTEE"),
        operations=("make_tie",),
    ),
    page(
        "committees/<str:uid>/opinions/",
        views.committee_opinions,
        name="committee_opinions",
        access=seeing(uid="COMMITTEE"),
        operations=("make_committee_opinion",),
    ),
    page(
        "committees/<str:uid>/weights/",
        views.committee_weights,
        name="committee_weights",
        access=seeing(uid="COMMITTEE"),
        operations=("make_committee_weights",),
    ),
    page(
        "seats/<str:uid>/judgement/",
        views.seat_judgement,
        name="seat_judgement",
        access=seeing(uid="SEAT"),
        operations=("change_seat",),
    ),
    page(
        "seats/<str:uid>/counterpart/",
        views.seat_counterpart,
        name="seat_counterpart",
        access=seeing(uid="SEAT"),
        operations=("change_seat",),
    ),
]
