"""What tables and treatments are called on the pages."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from tongxin.audit.choices import Kind
from tongxin.privacy.treatments import Treatment

# Tables that are no record of their own in the log; the others are called as the log calls them.
TABLES: Mapping[str, LazyText] = {
    "PERSON_NAME": _("Other names"),
    "PERSON_MERGE": _("Merged entries of one person"),
    "TENURE": _("Times in a post"),
    "OPPORTUNITY_CONTACT": _("Parts in the decision on an opportunity"),
    "STAY": _("Times in a seat"),
    "JUDGEMENT": _("Judgements"),
    "INTERACTION_PERSON": _("Presence at visits"),
    "INTERACTION_COLLEAGUE": _("Presence at visits"),
    "API_TOKEN": _("API tokens"),
    "IMPORT_CHANGE": _("Rows of imports"),
    "IMPORT_BATCH": _("Imports"),
    "IMPORT_FILE": _("Files of imports"),
    "ACCOUNT_MEMBER": _("Account teams"),
    "OPPORTUNITY_MEMBER": _("Opportunity teams"),
    "STAGE_ENTRY": _("Stages gone through"),
    "JOB_RUN": _("Background jobs"),
}
TREATMENTS: Mapping[Treatment, LazyText] = {
    Treatment.KEPT: _("Stays, without the name"),
    Treatment.CLEARED: _("Stays, without what was thought of them"),
    Treatment.DELETED: _("Is deleted"),
}


def table_name(label: str) -> str:
    """Return what the rows of a model are called."""
    code = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", label.rpartition(".")[2]).upper()
    if code in TABLES:
        return str(TABLES[code])
    return str(Kind(code).label) if code in Kind.values else label.rpartition(".")[2]
