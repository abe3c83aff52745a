"""A bare Django view: one query, as many rows as asked for, in a plain template."""

import os

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.bare_settings")
application = get_wsgi_application()

TEMPLATE = engines["django"].from_string(
    "<!doctype html><title>Accounts</title><table>{% for row in rows %}<tr><td>{{ row.name }}<td>{{ row.tier.code }}"
    "<td>{{ row.owner.display_name }}<td>{{ row.employees }}<td>{{ row.phone }}<td>{{ row.last_contact_at }}"
    "<td>{{ row.updated_at }}</tr>{% endfor %}</table>"
)


def rows(request: HttpRequest) -> HttpResponse:
    """Print the first rows by name."""
    from tongxin.crm.accounts.models import Account

    found = Account.objects.select_related("tier", "owner").order_by("sort_key", "id")
    return HttpResponse(TEMPLATE.render({"rows": found[: int(request.GET["rows"])]}, request))


urlpatterns = [path("", rows)]
