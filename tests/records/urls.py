"""The product's addresses, and those of the object that only tests know."""

from django.urls import include, path
from tests.records.licences import LICENCE

from tongxin.config import urls
from tongxin.web import urls as web
from tongxin.web.records.urls import pages_of

urlpatterns = [
    path("", include(([*pages_of(LICENCE), *web.urlpatterns], "web"))),
    *(each for each in urls.urlpatterns if getattr(each, "namespace", None) != "web"),
]
