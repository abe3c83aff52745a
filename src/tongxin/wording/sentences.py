"""The one place where the codes of refusals become sentences, in three languages."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from tongxin.common.errors import Refusal
from tongxin.wording.accountplans import ACCOUNT_PLANS
from tongxin.wording.accounts import ACCOUNTS
from tongxin.wording.bids import BIDS
from tongxin.wording.committees import COMMITTEES
from tongxin.wording.competition import COMPETITION
from tongxin.wording.deals import DEALS
from tongxin.wording.documents import DOCUMENTS
from tongxin.wording.imports import IMPORTS
from tongxin.wording.ladder import LADDER
from tongxin.wording.notices import TENDERS
from tongxin.wording.people import PEOPLE
from tongxin.wording.privacy import PRIVACY
from tongxin.wording.projects import PROJECTS
from tongxin.wording.records import OF_RECORDS
from tongxin.wording.requests import REQUESTS
from tongxin.wording.scorecards import SCORECARDS
from tongxin.wording.settings import SETTINGS

SENTENCES: Mapping[str, LazyText] = {
    # What has a sentence of its own below keeps it.
    **OF_RECORDS,
    **REQUESTS,
    **DOCUMENTS,
    **IMPORTS,
    **PRIVACY,
    # Rights
    "RIGHT_MISSING": _("You do not have the right to do this. Ask an administrator for “%(right)s”."),
    "STALE_VERSION": _("Somebody changed this record meanwhile. Compare both versions and save again."),
    # Users
    "USER_MISSING": _("There is no such user."),
    "USERNAME_TAKEN": _("The sign-in name “%(username)s” is taken. Choose another one."),
    "ROLE_MISSING": _("Choose at least one role."),
    "ROLE_UNKNOWN": _("There is no role “%(role)s”."),
    "RIGHT_UNKNOWN": _("There is no right “%(right)s”."),
    "MANAGER_CIRCLE": _("%(manager)s reports to this user. Choose a manager outside their line."),
    "LAST_ADMINISTRATOR": _("This is the last active administrator. Make somebody else one first."),
    "PASSWORD_WRONG": _("The current password is not right."),
    "PASSWORD_WEAK": _("This password is too easy to guess: %(problems)s"),
    "PREFERENCE_UNKNOWN": _("There is no preference “%(name)s”."),
    "SIGN_IN_FAILED": _("Sign-in name and password do not match. Check both and try again."),
    "SIGN_IN_SLOWED": _("Too many failed sign-ins. Try again in %(retry_after)s seconds."),
    "PASSWORD_SLOWED": _("The current password was wrong too often. Try again in %(retry_after)s seconds."),
    "DEPUTY_IS_SELF": _("A deputy is somebody else. Choose a colleague."),
    "DEPUTY_INACTIVE": _("%(deputy)s no longer signs in. Choose an active colleague."),
    "DATES_REVERSED": _("The last day lies before the first. Exchange them."),
    "SCOPE_UNKNOWN": _("There is no scope “%(scope)s”. Use read, write or admin."),
    "SCOPE_TOO_WIDE": _("Only administrators can issue a token with the scope “%(scope)s”."),
    "EXPIRY_PAST": _("The token would have ended already. Choose a later day."),
    "EXPIRY_TOO_FAR": _("A token lasts %(days)s days at the most. Choose an earlier day."),
    "TOKEN_MISSING": _("There is no such token."),
    "ABSENCE_MISSING": _("There is no such absence."),
    "PREFERENCE_WRONG": _("“%(value)s” is not possible for the preference “%(name)s”."),
    "SCOPE_BEYOND_TOKEN": _("A token cannot issue one that may do more: “%(scope)s” is beyond it."),
    # Jobs
    "JOB_MISSING": _("There is no such job."),
    "JOB_OVER": _("The job is over and cannot be cancelled."),
    # Each of these names its codes otherwise than all others.
    **SETTINGS,
    **ACCOUNTS,
    **BIDS,
    **COMPETITION,
    **LADDER,
    **SCORECARDS,
    **ACCOUNT_PLANS,
    **DEALS,
    **COMMITTEES,
    **PEOPLE,
    **PROJECTS,
    **TENDERS,
}


def sentence(refusal: Refusal) -> str:
    """Return what is wrong and how to mend it, in the active language."""
    return str(SENTENCES[refusal.code]) % _plain(refusal.params)


def _plain(params: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: "; ".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)
        for name, value in params.items()
    }
