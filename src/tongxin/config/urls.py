"""Where every address leads."""

from django.urls import URLPattern, URLResolver, include, path

handler500 = "tongxin.web.edge.failures.failed"
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("tongxin.api.urls")),
    path("", include("tongxin.web.urls")),
]
