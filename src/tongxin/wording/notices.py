"""What there is to say about notices that were read, one sentence for each code."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

# Refusals of the actions and selectors.
TENDERS: Mapping[str, LazyText] = {
    "TENDER_MISSING": _("There is no such tender."),
    "BUYER_EMPTY": _("Enter the buyer."),
    "TITLE_EMPTY": _("Enter what is bought."),
    "CURRENCY_CODE": _("“%(currency)s” is no currency code. Use three capitals, for example USD."),
    "URL_SCHEME": _("“%(url)s” is no address of the web. It starts with https://."),
    "OUTBOUND_OFF": _("The server fetches nothing: name the hosts it may ask in TONGXIN_OUTBOUND_HOSTS."),
    "OUTBOUND_URL": _("This is no address that can be fetched. It has the form https://host/path."),
    "OUTBOUND_SCHEME": _("“%(scheme)s” is not fetched; only https is, unless the operator allows http."),
    "OUTBOUND_HOST": _("“%(host)s” is none of the hosts that the operator allows (TONGXIN_OUTBOUND_HOSTS)."),
    "OUTBOUND_PORT": _("The port %(port)s is not asked, only that of https."),
    "OUTBOUND_NAME": _("No host of this name was found. Check the address."),
    "OUTBOUND_ADDRESS": _("The host leads to an address that is not part of the public internet."),
    "OUTBOUND_REDIRECTS": _("The server sent on more than %(most)s times."),
    "OUTBOUND_STATUS": _("The server answered with status %(status)s."),
    "OUTBOUND_TYPE": _("The server sent “%(type)s”, which is no data."),
    "OUTBOUND_ENCODING": _("The answer is packed in an unknown way, “%(encoding)s”."),
    "OUTBOUND_DAMAGED": _("The answer is damaged or cut off."),
    "OUTBOUND_TOO_LARGE": _("The answer is larger than %(most)s MB (TONGXIN_OUTBOUND_MB)."),
    "OUTBOUND_PACKED": _("The answer becomes larger than %(most)s MB when it is unpacked."),
    "OUTBOUND_SLOW": _("The server was too slow (TONGXIN_OUTBOUND_SECONDS)."),
    "OUTBOUND_FAILED": _("The connection failed (%(detail)s)."),
    "ORGANISATION_MISSING": _("There is no such organisation in the notices."),
    "HIT_MISSING": _("There is no such notice among those found for you."),
    "MATCH_MISSING": _("There is no such match to decide."),
    "MATCH_DECIDED": _("Somebody has decided this match already. Load the page again to see how."),
}

FINDINGS: Mapping[str, LazyText] = {
    "NOT_FOUND": _("There is no such file or folder."),
    "UNREADABLE": _("The file cannot be read (%(detail)s)."),
    "DAMAGED_ARCHIVE": _("The file is damaged or cut off (%(detail)s). Download it again."),
    "INVALID_JSON": _("Not valid JSON: %(detail)s, line %(row)s, column %(column)s."),
    "TOO_LARGE": _("One entry or line of more than %(limit)s MB: no release is so large."),
    "NOT_A_PACKAGE": _("Not an OCDS package, a release or a record. The file says: %(message)s"),
    "NOT_A_LIST": _("A list of releases or records belongs here."),
    "NULL_ENTRY": _("An empty entry (null) in place of a release."),
    "NOT_A_RELEASE": _("Not a release: “%(found)s”."),
    "PACKAGE_WITHOUT_NOTICES": _("Describes a package; there are no notices in it."),
    "NUL_REMOVED": _("A NUL character was taken out of the text."),
    "ENCODING_GUESSED": _("Not UTF-8; read as %(encoding)s."),
    "FILE_SKIPPED": _("Not read: neither JSON nor a table."),
    "SCHEMA": _("Against the schema of OCDS 1.1.5: %(detail)s. Further faults: %(others)s"),
    "OCID_MISSING": _("The release has no ocid, so it belongs to no process."),
    "DATE_UNREADABLE": _("“%(text)s” is no date-time; it is left out."),
    "OBJECT_FOR_LIST": _("One object where a list belongs; read as a list with it."),
    "TEXT_FOR_LIST": _("One text where a list belongs; read as a list with it."),
    "LIST_FOR_OBJECT": _("A list of one where an object belongs; its entry was taken."),
    "TEXT_FOR_NUMBER": _("The number was written as text, “%(text)s”; read as %(value)s."),
    "AMOUNT_AMBIGUOUS": _("“%(text)s” can be read in two ways; the amount is taken as unknown."),
    "AMOUNT_UNREADABLE": _("“%(text)s” is no amount; it is taken as unknown."),
    "NUMBER_OUT_OF_RANGE": _("The number is beyond any price, a stand-in; it is taken as unknown."),
    "CODE_MISSING": _("A code was left out; taken as “%(value)s”."),
    "CODE_SPELLING": _("“%(text)s” was read as the code “%(value)s”."),
    "NULL_FOR_LIST": _("Null where a list or an object belongs; taken as empty."),
    "VALUE_MISSING": _("The schema asks for a value here; an earlier or later release may give it."),
    "EXTENSION_LEFT_OUT": _("This value has not the form its extension asks for; it is left out."),
    "BUYER_MISSING": _("The process has no buyer so far."),
    "SUPPLIER_MISSING": _("Awarded, but no supplier is named: the amount counts, nobody wins."),
    "PLACEHOLDER_ID": _("“%(text)s” stands for no number; it is not used to tell who this is."),
    "PLACEHOLDER_NAME": _("“%(text)s” is no name: who this is stays unknown."),
    "STATUS_MISSING": _("The award has no status; it is read as in force."),
    "CURRENCY_MISSING": _("The amount has no currency; it is in no total of a currency."),
    "AMOUNT_IS_SUPPLIER_ID": _(
        "The amount equals the supplier's number: one of the two is a slip. Look it up."
    ),
    "DUPLICATE_ID": _(
        "“%(id)s” stands twice in one release; merged into one, %(amount)s is no longer counted."
    ),
    "LINKED_ONLY": _("The record only links to its releases; nothing is fetched."),
    "RECORD_EMPTY": _("The record has neither releases nor a compiled release."),
    "COMPILED_DISAGREES": _("The compiled release disagrees with the releases; these were merged."),
    "COMPILED_USED": _("A release of the record cannot be taken in; its compiled release was used."),
    "SAME_ID_OTHER_CONTENT": _("Several releases have the id “%(id)s” and one date, but different contents."),
    "CONFLICT": _("Releases of one date disagree: %(values)s. The last one read holds."),
    "OTHER_SUPPLIER": _(
        "Award “%(id)s” has another supplier than in the earlier release; %(amount)s is no longer counted."
    ),
    "COLUMN_MISSING": _("Not a list of tenders: no column of case numbers. Its columns are: %(columns)s"),
    "CASE_MISSING": _("The case number is missing."),
    "NO_SUCH_DATE": _("There is no such day: “%(text)s”."),
    "DAMAGED_ROW": _("The row is damaged (%(detail)s)."),
    "VALUES_DIFFER": _(
        "Rows of one contract or award say different amounts: %(values)s. The last one holds."
    ),
    "FIGURES_DIFFER": _("The total is given as %(total)s; its parts make %(sum)s."),
}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def finding_sentence(code: str, params: Mapping[str, Any]) -> str:
    """Return what is wrong, or was repaired, in the active language."""
    return str(FINDINGS[code]) % _Blank(params)
