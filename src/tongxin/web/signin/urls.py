"""Addresses of the way in and out."""

from tongxin.common.access import anyone
from tongxin.web.edge.addresses import BrowserOnly, page
from tongxin.web.signin import views

urlpatterns = [
    page(
        "sign-in/",
        views.sign_in_page,
        name="sign_in",
        access=anyone(),
        operations=BrowserOnly("programs come with a personal token"),
    ),
    page(
        "sign-out/",
        views.sign_out,
        name="sign_out",
        access=anyone(),
        operations=BrowserOnly("ends the browser's session; a token is revoked with delete_token"),
    ),
    page(
        "language/",
        views.choose_language,
        name="language",
        access=anyone(),
        operations=BrowserOnly("a cookie for the pages before sign-in; programs send Accept-Language"),
    ),
    page(
        "health/",
        views.health,
        name="health",
        access=anyone(),
        operations=BrowserOnly("is itself made for programs: supervisors and load balancers"),
    ),
]
