"""Sentences about dictionaries, processes, rates, competitors and products."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

SETTINGS: Mapping[str, LazyText] = {
    # Labels and dictionaries
    "LABEL_MISSING": _("Enter the name in at least one language."),
    "LABEL_LONG": _("A name has %(most)s characters at the most. Shorten it."),
    "LABEL_LANGUAGE_UNKNOWN": _("There is no language “%(language)s”."),
    "ENTRY_MISSING": _("There is no such dictionary entry."),
    "ENTRY_TAKEN": _("The dictionary has an entry “%(label)s” already."),
    "FIELD_UNKNOWN": _("There is no field “%(name)s” to change here."),
    # Processes
    "PROCESS_MISSING": _("There is no such process."),
    "STAGE_MISSING": _("There is no such stage."),
    "STAGE_IN_USE": _("Deals stand in “%(stage)s” or have been there. Switch it off instead of deleting it."),
    "LAST_STAGE": _("“%(stage)s” is the last stage of a process in use. Add another one first."),
    "DEFAULT_NEEDED": _("New opportunities need a process. Make another one the default instead."),
    "DEFAULT_INACTIVE": _("The default process must be in use. Make another one the default first."),
    "PROCESS_WITHOUT_STAGES": _("A process in use needs at least one stage. Add one first."),
    "PROBABILITY_RANGE": _("A probability lies between 0 and 100 percent."),
    # Rates
    "RATE_MISSING": _("There is no such exchange rate."),
    # Backups
    "ARCHIVE_MISSING": _("There is no file %(name)s."),
    "ARCHIVE_DAMAGED": _("The backup is damaged at %(part)s. Nothing was changed; take another one."),
    "ARCHIVE_NEWER": _("Tongxin %(version)s wrote this backup, and this one is older. Update it first."),
    "ARCHIVE_ROWS_DIFFER": _("%(part)s came back with other rows than were written. Nothing was changed."),
    "RESTORE_NOT_EMPTY": _(
        "This installation is not empty, and nothing is overwritten. Set TONGXIN_HOME to a new folder, and "
        "TONGXIN_DATABASE_URL to an empty database if you use one."
    ),
    "DATABASE_NOT_EMPTY": _(
        "There are people or accounts in this database already. The demo company needs an empty one."
    ),
    "NO_RATE": _("There is no rate for %(currency)s on %(day)s. Enter one under Settings, Exchange rates."),
    "RATE_OF_REPORTING_CURRENCY": _("%(currency)s is the reporting currency; its rate is always 1."),
    "RATE_NOT_POSITIVE": _("A rate is greater than zero."),
    "RATE_TAKEN": _("There is a rate for %(currency)s from %(day)s already. Delete it first."),
    # Saved views
    "VIEW_MISSING": _("There is no such view, or it is no longer shared with you."),
    "VIEW_LOCKED": _("Only %(owner)s may change the view “%(name)s”. Save yours under another name."),
    "VIEW_OF_ANOTHER": _("Only your own views have an order of yours; “%(name)s” is %(owner)s’s."),
    "VIEW_FOR_EVERYBODY": _("Only administrators share a view with everybody. Share it with your team."),
    "VIEW_SHARING_UNKNOWN": _("“%(sharing)s” is none of PERSONAL, TEAM, LOCKED, COMPANY."),
    "VIEW_AREA_UNKNOWN": _("There is no list “%(area)s” that has views."),
    "VIEW_NAME_LONG": _("The name of a view has %(most)s characters at the most. Shorten it."),
    "VIEW_QUERY_LONG": _("This view has too many conditions. Take some of them away."),
    "VIEWS_TOO_MANY": _("You have %(most)s views of this list. Delete one of them first."),
    # Market
    "COMPETITOR_MISSING": _("There is no such competitor."),
    "PRODUCT_MISSING": _("There is no such product."),
    "NAME_EMPTY": _("Enter a name."),
    "NAME_TAKEN": _("“%(name)s” is there already."),
    "PRICE_NEGATIVE": _("A price is not negative."),
    "PRICE_WITHOUT_CURRENCY": _("Say in which currency the price is."),
}
