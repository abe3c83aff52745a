"""Where the pages are; each area keeps its own addresses."""

from django.urls import URLPattern, URLResolver, include, path

from tongxin.web.records.urls import OF_MANY

app_name = "web"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tongxin.web.today.urls")),
    path("", include("tongxin.web.signin.urls")),
    path("settings/views/", include("tongxin.web.saved_views.urls")),
    path("settings/imports/", include("tongxin.web.imports.urls")),
    path("settings/personal-data/", include("tongxin.web.privacy.urls")),
    path("settings/", include("tongxin.web.settings.urls")),
    # Before the pages of one project, whose uid it is not.
    path("", include("tongxin.web.early.urls")),
    path("", include(OF_MANY)),
    # Its page of one bid stands in the place of the derived one.
    path("", include("tongxin.web.bids.urls")),
    path("", include("tongxin.web.competition.urls")),
    path("", include("tongxin.web.ladder.urls")),
    path("", include("tongxin.web.scorecards.urls")),
    # Its page of one account plan stands in the place of the derived one.
    path("", include("tongxin.web.accountplans.urls")),
    path("", include("tongxin.web.tenders.source_urls")),
    path("", include("tongxin.web.projects.urls")),
    path("shared/", include("tongxin.web.shared.urls")),
    path("", include("tongxin.web.plans.urls")),
    # Its page of one committee stands in the place of the derived one.
    path("", include("tongxin.web.committees.urls")),
    path("", include("tongxin.web.records.urls")),
    path("", include("tongxin.web.people.urls")),
    path("", include("tongxin.web.visits.urls")),
    path("promises/", include("tongxin.web.promises.urls")),
    path("attachments/", include("tongxin.web.files.urls")),
    path("search/", include("tongxin.web.search.urls")),
    path("problems/", include("tongxin.web.problems.urls")),
    path("", include("tongxin.web.design.urls")),
    path("", include("tongxin.web.opportunities.urls")),
    path("", include("tongxin.web.viewers.urls")),
    path("", include("tongxin.web.tenders.urls")),
    path("accounts/", include("tongxin.web.accounts.urls")),
]
