"""Sentences for references, the installed base and rules."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.installed_base.reasons import InstalledBaseReason
from kamkit.reasons import Code
from kamkit.references.reasons import ReferenceReason
from kamkit.rules.reasons import RuleReason

REFERENCE_REASONS: Mapping[Code, LazyText] = {
    ReferenceReason.REFERENCE_MOVED: _("helped to win %(customer)s, which is worth %(amount)s of it"),
    ReferenceReason.NO_MATCHED_DEALS: _(
        "none of the %(deals)s deals has its like on the other side, with or without a reference"
    ),
    ReferenceReason.TOO_FEW_MATCHED: _("%(found)s comparable deals on one side; %(needed)s are needed"),
    ReferenceReason.DEALS_NOT_MATCHED: _("%(deals)s deals without their like were left out"),
    ReferenceReason.ASSOCIATION_ONLY: _(
        "an association, not a cause: who sees a reference is not drawn by lot"
    ),
    ReferenceReason.INTERVAL_HOLDS_ZERO: _("the difference may be chance"),
}
INSTALLED_BASE_REASONS: Mapping[Code, LazyText] = {
    InstalledBaseReason.NEED_OVERDUE: _("was due on %(due)s, %(days)s days ago"),
    InstalledBaseReason.OFFER_NOW: _("to be offered now: due on %(due)s, in %(days)s days"),
    InstalledBaseReason.COUNTED_FROM_INSTALLATION: _(
        "never done so far, so counted from the installation on %(installed)s"
    ),
    InstalledBaseReason.COUNTED_BY_USE: _("reckoned from use: %(used)s of %(limit)s"),
    InstalledBaseReason.NO_USE_KNOWN: _("nothing is known of the use of %(asset)s"),
}
RULE_REASONS: Mapping[Code, LazyText] = {
    RuleReason.FACT_DECIDES: _("%(fact)s is %(value)s"),
    RuleReason.FACT_UNKNOWN: _("%(fact)s is not known"),
    RuleReason.FACT_WOULD_DO: _("with %(fact)s at %(value)s it would hold"),
}
