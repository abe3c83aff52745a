"""Addresses of the tender register."""

from tongxin.common.access import holding, seeing, signed_in
from tongxin.common.rights import Right
from tongxin.web.edge.addresses import page
from tongxin.web.tenders import hits, lists, market, matches, organisations, records

urlpatterns = [
    page("tenders/", lists.tenders, name="tenders", access=signed_in(), operations=("tenders",)),
    page(
        "tenders/deadlines/",
        lists.deadlines,
        name="tender_deadlines",
        access=signed_in(),
        operations=("tenders",),
    ),
    page(
        "tenders/new/",
        records.new_tender,
        name="tender_new",
        access=holding(Right.EDIT),
        operations=("make_tender",),
    ),
    page(
        "tenders/matches/",
        matches.matches,
        name="tender_matches",
        access=holding(Right.EDIT),
        operations=("notice_matches",),
    ),
    page(
        "tenders/matches/<str:uid>/decision/",
        matches.decision,
        name="tender_match_decision",
        access=seeing(uid="MATCH"),
        operations=("make_notice_match_decision",),
    ),
    page(
        "tenders/found/",
        hits.found,
        name="tender_hits",
        access=signed_in(),
        operations=("watch_hits",),
    ),
    page(
        "tenders/found/seeing/",
        hits.seeing_all,
        name="tender_hits_seeing",
        access=signed_in(),
        operations=("make_watch_hits_seeing",),
    ),
    page(
        "tenders/found/<str:uid>/decision/",
        hits.decision,
        name="tender_hit_decision",
        access=seeing(uid="WATCH_HIT"),
        operations=("make_watch_hit_decision",),
    ),
    page(
        "tenders/flags/",
        market.flags,
        name="tender_flags",
        access=signed_in(),
        operations=("tender_flags",),
    ),
    page(
        "tenders/market/<str:question>/",
        market.market,
        name="tender_market",
        access=signed_in(),
        operations=("tender_market",),
    ),
    page(
        "tenders/organisations/<str:uid>/",
        organisations.organisation,
        name="tender_organisation",
        access=signed_in(uid="ORGANISATION"),
        operations=("notice_organisation",),
    ),
    page(
        "tenders/<str:uid>/",
        records.tender,
        name="tender",
        access=signed_in(uid="TENDER"),
        operations=("tender", "tender_facts", "tender_releases"),
    ),
]
