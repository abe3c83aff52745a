"""Sentences about accounts."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

ACCOUNTS: Mapping[str, LazyText] = {
    # Accounts
    "ACCOUNT_MISSING": _("There is no such account, or it is not visible to you."),
    "ACCOUNT_CLOSED": _("“%(name)s” was merged or deleted. Restore it first."),
    "ACCOUNT_HAS_CHILDREN": _("Accounts stand below “%(name)s”: %(children)s. Move or delete them first."),
    "NAME_MISSING": _("Give it a name."),
    "NAME_KIND_UNKNOWN": _("There is no kind of name “%(kind)s”."),
    "FISCAL_MONTH": _("A fiscal year starts in a month from 1 to 12."),
    "CURRENCY_UNKNOWN": _("“%(currency)s” is not a currency code. Use three capitals, such as TWD."),
    "DICTIONARY_WRONG": _("“%(entry)s” does not belong in this field. Choose from its own list."),
    "ENTRY_UNKNOWN": _("There is no entry “%(entry)s” in this dictionary. Ask for the list of its codes."),
    "TAX_ID_LENGTH": _(
        "“%(number)s” has the wrong length. A 統一編號 has 8 digits, a 統一社會信用代碼 18 characters."
    ),
    "TAX_ID_CHARACTERS": _("“%(number)s” has characters that do not occur in such a number."),
    "TAX_ID_CHECKSUM": _("The check digit of “%(number)s” does not fit. Look for exchanged digits."),
    "TAX_ID_KIND": _("Choose which kind of tax id this is."),
    "PARENT_CIRCLE": _("“%(name)s” stands below this account. Choose one outside its branch."),
    "PARENT_CLOSED": _("“%(name)s” was merged or deleted. Choose another one."),
    "PARENT_IS_SITE": _("“%(name)s” is a site; nothing stands below a site."),
    "GROUP_BELOW": _("A group stands below a group only; “%(name)s” is none."),
    "TREE_DEEP": _("A tree has %(most)s levels at the most."),
    "STATUS_BY_ACTION": _("Merge or delete the account to give it this status."),
    "FIELD_UNKNOWN": _("There is no field “%(name)s” to change here."),
    "RESTORE_MERGED": _("“%(name)s” was merged. Undo the merge instead."),
    "FUNCTION_UNKNOWN": _("There is no function “%(function)s”."),
    "MEMBER_INACTIVE": _("%(name)s no longer signs in. Choose an active colleague."),
    "MEMBER_MISSING": _("There is no such member of the team."),
    "OWNER_STAYS": _("%(name)s owns the account. Hand it to somebody else first."),
    "NOT_IN_GROUP": _("The account does not buy in “%(name)s”."),
    "MERGE_SELF": _("An account cannot be merged with itself. Choose another one."),
    "MERGE_CLOSED": _("“%(name)s” was merged or deleted already."),
    "MERGE_TREE": _("“%(survivor)s” stands below “%(absorbed)s”. Merge the other way round."),
    "MERGE_MISSING": _("There is no such merge."),
    "MERGE_UNDONE": _("The merge of “%(name)s” was undone already."),
}
