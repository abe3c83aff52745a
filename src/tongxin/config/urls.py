"""Where every address leads."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("tongxin.api.urls")),
    path("", include("tongxin.web.urls")),
]
