"""The standard endpoints of every declared object."""

from tongxin.api.records.routes import add_endpoints
from tongxin.api.routes import ApiRouter
from tongxin.crm.records import RECORDS

router = ApiRouter()
for definition in RECORDS:
    if definition.in_api:
        add_endpoints(router, definition)
