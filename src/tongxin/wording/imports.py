"""What imports say: refusals, problems of files, columns and rows, and the names of what is imported."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.wording.import_fields import field_label

# Refusals of the actions.
IMPORTS: Mapping[str, LazyText] = {
    "IMPORT_MISSING": _("There is no such import."),
    "IMPORT_STATE": _("The import has gone on meanwhile. Load the page again to see how far it is."),
    "FILES_MISSING": _("Choose at least one file."),
    "FILES_MANY": _("One import takes %(most)s files at the most. Import the others after it."),
    "FILE_TOO_LARGE": _("The file is too large. Divide it."),
    "ENCODING_UNKNOWN": _(
        "There is no encoding “%(encoding)s”. Usual ones are utf-8, big5, gb18030 and cp1252."
    ),
    "TABLE_UNKNOWN": _("The import has no table “%(name)s”. The mapping names those it has."),
    "TABLE_UNREADABLE": _(
        "Read in this way, the file holds no table “%(name)s”. Choose another encoding or separator."
    ),
    "COLUMN_MISSING": _(
        "There is no column “%(name)s”. Columns are named by table and header, as in accounts.revenue."
    ),
    "COLUMN_UNKNOWN": _("The table “%(table)s” has no column %(index)s. Columns are counted from 0."),
    "IMPORT_FIELD_UNKNOWN": _("An import cannot fill “%(name)s” in this table. Possible are: %(allowed)s"),
    "DECISIONS_UNREADABLE": _("A column was led to a field that does not exist. Choose another field."),
    "TABLES_UNSURE": _(
        "It is not clear what these tables hold: %(tables)s. Say what their rows are, or leave them out; nothing was written."
    ),
    "AUTHOR_FOREIGN": _("Only administrators can import entries of %(author)s."),
    "ROW_WITHOUT_TITLE": _("Neither the relation nor the person has a title."),
    "IN_USE": _("Something else depends on this record."),
    "HISTORY_STAYS": _("Steps of a deal's history are not undone. Move the deal back by hand."),
    "STAGE_OF_OTHER_PROCESS": _("The deal runs in another process. Move it by hand."),
    "USERS_NEED_ADMINISTRATOR": _("Only administrators can add users. Ask one to import this file."),
}

# What is wrong with a file or a row; `%(column)s` is the header of the column, where there is one.
PROBLEMS: Mapping[str, LazyText] = {
    "NOT_FOUND": _("There is no file “%(name)s”."),
    "EMPTY_FILE": _("The file holds no table."),
    "UNKNOWN_FORMAT": _("This is neither an Excel workbook nor a text table. Save it as XLSX or CSV."),
    "OLD_EXCEL": _("This is a workbook of the old XLS format, or one with a password. Save it as XLSX without one."),
    "PROTECTED_WORKBOOK": _("The workbook is protected by a password. Save it without one."),
    "DAMAGED_ARCHIVE": _("The file is damaged. Export it again."),
    "ARCHIVE_TOO_LARGE": _("The file is too large once unpacked. Divide it."),
    "ARCHIVE_RATIO": _("The file is packed so tightly that it may be an attack. Save it again with Excel."),
    "ARCHIVE_MEMBERS": _("The archive holds too many files. Divide it."),
    "ARCHIVE_NESTED": _("The archive holds another archive: “%(name)s”. Unpack it first."),
    "ARCHIVE_UNSAFE_NAME": _("The archive holds a file with an unsafe name: “%(name)s”."),
    "XML_DOCTYPE": _("The workbook holds instructions that are not allowed in one. Save it again with Excel."),
    "XML_DAMAGED": _("The workbook is damaged. Save it again with Excel."),
    "WORKBOOK_TOO_HEAVY": _("The workbook takes too much memory or time to read. Save the table as CSV."),
    "DOCUMENT_UNREADABLE": _("The tables of the document cannot be read. Save it again with Word, or as XLSX."),
    "WORKBOOK_UNREADABLE": _("The workbook cannot be read. Save it again with Excel."),
    "FILE_TOO_LARGE": _("The file is too large. Divide it."),
    "TOO_MANY_ROWS": _("The table has more than %(limit)s rows; the rows from here on are not read. Divide the file."),
    "TOO_MANY_COLUMNS": _("The table has %(found)s columns; %(limit)s are the most."),
    "NO_HEADER": _("The table has no row of column names."),
    "NO_ROWS": _("The table has no rows below its column names."),
    "EMPTY_HEADER": _("Column %(position)s has no name."),
    "REPEATED_HEADER": _("The name “%(column)s” stands above several columns."),
    "ROWS_ABOVE_HEADER": _("Title lines above the column names were passed over: %(count)s."),
    "ENCODING_UNSURE": _("The encoding may be %(encoding)s. Look at the sample and choose another one if it is garbled."),
    "ENCODED_TWICE": _("The text looks as if it had been encoded twice, such as Ã¶ for ö. Export it again, once as UTF-8."),
    "HIDDEN_SHEET": _("This sheet is hidden in the workbook."),
    "FOOTER": _("A total or a footer, not data: “%(text)s”."),
    "ROW_TOO_LONG": _("The row has %(found)s cells, the table %(expected)s columns; too many: “%(text)s”."),
    "ROW_TOO_SHORT": _("The row has only %(found)s of %(expected)s cells; the others are taken as blank."),
    "DAMAGED_TEXT": _("%(column)s: characters are damaged in “%(text)s”."),
    "CONTROL_CHARACTERS": _("%(column)s: invisible control characters were taken out of “%(text)s”."),
    "CELL_TOO_LONG": _("%(column)s: the text was cut after %(limit)s characters."),
    "QUOTE_NOT_CLOSED": _("A quotation mark is opened here and never closed."),
    "MISSING_VALUE": _("A needed value is missing: %(field)s."),
    "NOT_A_DATE": _("%(column)s: “%(text)s” is not a day of the calendar."),
    "AMBIGUOUS_DATE": _("%(column)s: “%(text)s” may be several days: %(candidates)s."),
    "NOT_A_NUMBER": _("%(column)s: “%(text)s” is not one number; it is left out."),
    "AMBIGUOUS_NUMBER": _("%(column)s: “%(text)s” may be several numbers: %(candidates)s."),
    "NEGATIVE_AMOUNT": _("The amount is negative: %(text)s. It is left out."),
    "OUT_OF_RANGE": _("%(column)s: “%(text)s” is out of range."),
    "NOT_YES_OR_NO": _("%(column)s: “%(text)s” means neither yes nor no."),
    "NOT_AN_EMAIL": _("%(column)s: “%(text)s” is not an e-mail address; it is left out."),
    "BAD_TAX_ID": _("%(column)s: the check digit of “%(text)s” is wrong; it is left out."),
    "TEXT_TOO_LONG": _("%(column)s: the text has %(found)s characters, %(limit)s are the most; the rest is cut off or left out."),
    "UNKNOWN_CURRENCY": _("%(column)s: “%(text)s” is not a currency; use a code such as TWD."),
    "UNKNOWN_STAGE": _("The stage “%(text)s” means none of ours. Choose the one it stands for."),
    "UNKNOWN_VALUE": _("%(column)s: “%(text)s” is not known here."),
    "SPELLING": _("%(column)s: “%(text)s” is perhaps “%(suggestion)s”."),
    "LINK_NOT_FOUND": _("%(column)s: there is no “%(text)s”."),
    "LINK_CORRECTED": _("%(column)s: “%(text)s” was read as “%(suggestion)s”."),
    "LINK_AMBIGUOUS": _("%(column)s: %(count)s records are called “%(text)s”; none is taken."),
    "WITHOUT_ACCOUNT": _("The deal has no account; it is kept under an account of its own for such deals."),
    "WITHOUT_START_DATE": _("The deal has no first day; its history begins with the import."),
    "REPEATED_KEY": _("“%(text)s” stands in row %(first)s already, with other values."),
    "REPEATED_ROW": _("The same row stands in row %(first)s already."),
    "REPEATED_NAME": _("The name “%(text)s” stands in row %(first)s already."),
    "REPEATED_EMAIL": _("The address “%(text)s” stands in row %(first)s already."),
    "REPEATED_ROLE": _("The person stands on the same deal in row %(first)s already."),
    "PARENT_CYCLE": _("The parents go round in a circle: %(text)s. They are left out."),
    "PARENT_NOT_FOUND": _("%(column)s: there is no parent “%(text)s”; it is left out."),
    "REPORTS_CYCLE": _("The bosses go round in a circle: %(text)s. They are left out."),
    "BOSS_LEFT_OUT": _("The boss “%(text)s” is left out: both people need a post, in one group of accounts."),
    "CLOSE_BEFORE_START": _("The deal ended (%(close)s) before it began (%(start)s); the first day is left out."),
    "CLOSE_IN_FUTURE": _("The deal is closed, but on a day still to come (%(text)s); the day of the import is taken."),
    "START_IN_FUTURE": _("The deal begins on a day still to come (%(text)s); the day is left out."),
    "ROLE_OF_OTHER_ACCOUNT": _("The person belongs to another account than the opportunity."),
    "SEVERAL_PRIMARY": _("The deal has %(count)s primary contacts; the first one is kept as such."),
    "NO_PRIMARY": _("The deal has no primary contact."),
    "NO_ROLE": _("Nobody at the customer is named for the opportunity."),
    "WON_NOT_CERTAIN": _("The deal is won, but its probability says %(text)s."),
    "LOST_NOT_ZERO": _("The deal is lost, but its probability says %(text)s."),
    "DELETED_IN_SOURCE": _("The row is marked as deleted in the other system."),
    "CREATED_FROM_NAME": _("“%(text)s” is named, but not listed in any file; it is added by its name."),
    "NOT_YOURS": _("The record was deleted here, or you may not see it; it is left as it is."),
    "OWNER_UNKNOWN": _("There is no user “%(text)s”; whoever imports becomes the owner."),
    "OWNER_INACTIVE": _("“%(text)s” has left; whoever imports takes it over."),
    "CURRENCY_UNKNOWN": _("The currency “%(text)s” is not known; the amount %(amount)s is left out."),
    "CURRENCY_UNCLEAR": _("“%(text)s” is the sign of several currencies; the amount %(amount)s is left out. Add a column with the currency."),
    "CURRENCY_CONTRADICTS": _("Two currencies are named, %(text)s; the amount %(amount)s is left out."),
    "REVENUE_UNIT_UNCLEAR": _("%(column)s: figures this small are thousands or millions, and the file does not say which; they are left out. Choose the unit of the column."),
    "SEVERAL_EMAILS": _("%(column)s: of the addresses “%(text)s” the first one is kept: %(taken)s."),
    "NUMBER_ROUNDED": _("%(column)s: a spreadsheet has rounded “%(text)s”; it is left out. Export it again as text."),
    "ZERO_LOST": _("%(column)s: “%(text)s” may have lost a zero at the front in a spreadsheet."),
    "OUTCOME_UNCLEAR": _("The deal is closed, but nothing says whether it was won; it is kept as dropped."),
    "OUTCOME_CONTRADICTS": _("The row contradicts itself about how the deal stands (%(text)s); the first one is taken."),
    "PRIVATE_LEFT_OUT": _("The entry is private; it is left out."),
    "PRIVATE_KEPT": _("The entry is private; only its owner can read it."),
    "LEAD_LEFT_OUT": _("The row is a lead, not a deal; it is left out."),
    "TASK_BECAME_PROMISE": _("The task is not done; it becomes a promise of its owner."),
    "TASK_CANCELLED": _("The activity was cancelled; it is left out."),
    "NOT_YET_HAPPENED": _("It is done, but dated on a day still to come (%(text)s); the day of the import is taken."),
    "MOMENT_UNKNOWN": _("The row does not say when it happened; the day of the import is taken."),
    "HISTORY_WITHOUT_DEAL": _("The step belongs to a deal that is not in the files."),
    "HISTORY_UNREADABLE": _("The step lacks its stage or its day."),
    "ACCOUNT_DIFFERS": _("The deal is with “%(text)s” here and with “%(named)s” in the file; it stays where it is."),
    "SAME_ACCOUNT": _("“%(text)s” is the account of row %(first)s already; both rows are one account."),
    "MERGED_IN_SOURCE": _("The record was merged into “%(text)s” in the other system; what hangs on it goes there."),
    "STAGE_ORDER_UNSURE": _("Nothing says where the stage “%(text)s” stands among the others. Look at its place in the process."),
    "TABLE_LEFT_OUT": _("The table “%(name)s” has no place here and is not imported: %(kind)s."),
    "TABLE_NOT_RECOGNISED": _("What the table “%(name)s” holds was not recognised; it is not imported."),
    "TABLE_UNSURE": _("The table “%(name)s” perhaps holds this: %(target)s. It is not imported until somebody says so."),
    "COLUMN_LEFT_OUT": _("The column “%(column)s” fills no field here; it is left out."),
    "COLUMN_WITH_MEANING": _("The column “%(column)s” may change what a record means, and fills no field. Choose one, or ignore it on purpose."),
    "ENTRY_UNKNOWN": _("“%(text)s” is not in the dictionary, and only administrators can add it; it is left out."),
    "EDITED": _("Somebody edited the record since."),
    "GONE": _("The record is no longer there."),
}  # fmt: skip

TARGETS: Mapping[str, LazyText] = {
    "USER": pgettext_lazy("import target", "Users"),
    "PRODUCT": pgettext_lazy("import target", "Products"),
    "COMPETITOR": pgettext_lazy("import target", "Competitors"),
    "ACCOUNT": pgettext_lazy("import target", "Accounts"),
    "TEAM": pgettext_lazy("import target", "Account teams"),
    "PERSON": pgettext_lazy("import target", "People"),
    "OPPORTUNITY": pgettext_lazy("import target", "Opportunities"),
    "CONTACT_ROLE": pgettext_lazy("import target", "People on opportunities"),
    "ACTIVITY": pgettext_lazy("import target", "Visits and notes"),
    "POST": pgettext_lazy("import target", "Second posts of people"),
    "STAGE_HISTORY": pgettext_lazy("import target", "Past stages of opportunities"),
    "LINE_ITEM": pgettext_lazy("import target", "Products on opportunities"),
    "PROMISE": pgettext_lazy("import target", "Promises (open tasks)"),
    "CASE": pgettext_lazy("import target", "Service cases (not imported)"),
}

# Tables of other systems that are known and have no place here.
TABLE_KINDS: Mapping[str, LazyText] = {
    "HIDDEN": pgettext_lazy("table", "hidden sheet"),
    "HISTORY": pgettext_lazy("table", "history of changed fields"),
    "SHARE": pgettext_lazy("table", "who may see what"),
    "FEED": pgettext_lazy("table", "feed"),
    "ROLE": pgettext_lazy("table", "roles and rights"),
    "CAMPAIGN": pgettext_lazy("table", "campaigns"),
    "CAMPAIGN_MEMBER": pgettext_lazy("table", "members of campaigns"),
    "LEAD": pgettext_lazy("table", "leads"),
    "QUOTE": pgettext_lazy("table", "quotes"),
    "QUOTE_LINE": pgettext_lazy("table", "lines of quotes"),
    "CONTRACT": pgettext_lazy("table", "contracts"),
    "ASSET": pgettext_lazy("table", "assets"),
    "ORDER": pgettext_lazy("table", "orders"),
    "ORDER_LINE": pgettext_lazy("table", "lines of orders"),
    "INVOICE": pgettext_lazy("table", "invoices and payments"),
    "PRICE_BOOK": pgettext_lazy("table", "price books"),
    "TERRITORY": pgettext_lazy("table", "territories"),
    "ATTACHMENT": pgettext_lazy("table", "files"),
    "ACTIVITY_LINK": pgettext_lazy("table", "people on activities"),
    "PARTNER": pgettext_lazy("table", "partners and suppliers"),
    "SPLIT": pgettext_lazy("table", "teams and shares of deals"),
    "FORECAST": pgettext_lazy("table", "forecasts and quotas"),
    "SOLUTION": pgettext_lazy("table", "knowledge articles"),
    "MESSAGE": pgettext_lazy("table", "messages"),
    "CASE": pgettext_lazy("table", "service cases"),
    "PROJECT": pgettext_lazy("table", "projects and work orders"),
}

# How many rows have a finding, for summaries: without the values of a single row.
FINDINGS: Mapping[str, LazyText] = {
    "LINK_CORRECTED": _("names that differ only in blanks and marks from a listed one"),
    "LINK_NOT_FOUND": _("names or ids that lead nowhere"),
    "LINK_AMBIGUOUS": _("names that several records have"),
    "SPELLING": _("values that look misspelt"),
    "WITHOUT_ACCOUNT": _("deals without an account"),
    "WITHOUT_START_DATE": _("deals without a first day"),
    "ROLE_OF_OTHER_ACCOUNT": _("people on deals of another account"),
    "SEVERAL_PRIMARY": _("deals with several primary contacts"),
    "NO_PRIMARY": _("deals without a primary contact"),
    "NO_ROLE": _("deals without anybody of the customer"),
    "WON_NOT_CERTAIN": _("won deals whose probability is not 100"),
    "LOST_NOT_ZERO": _("lost deals whose probability is not 0"),
    "REPEATED_NAME": _("repeated account names"),
    "REPEATED_EMAIL": _("repeated e-mail addresses"),
    "REPEATED_ROLE": _("people who stand twice on a deal"),
    "REPEATED_ROW": _("repeated rows"),
    "REPEATED_KEY": _("ids that stand for different rows"),
    "CLOSE_IN_FUTURE": _("closed deals with a closing day still to come"),
    "CREATED_FROM_NAME": _("records added because others name them"),
    "PARENT_CYCLE": _("accounts in a circle of parents"),
    "PARENT_NOT_FOUND": _("accounts whose parent is nowhere"),
    "REPORTS_CYCLE": _("people in a circle of bosses"),
    "BOSS_LEFT_OUT": _("bosses left out"),
    "CLOSE_BEFORE_START": _("deals that ended before they began"),
    "START_IN_FUTURE": _("deals with a first day still to come"),
    "MISSING_VALUE": _("rows that lack a needed value"),
    "NOT_A_DATE": _("days that could not be read"),
    "AMBIGUOUS_DATE": _("days that may be several"),
    "NOT_A_NUMBER": _("numbers that could not be read"),
    "AMBIGUOUS_NUMBER": _("numbers that may be several"),
    "NEGATIVE_AMOUNT": _("negative amounts"),
    "OUT_OF_RANGE": _("numbers out of range"),
    "NOT_YES_OR_NO": _("cells that mean neither yes nor no"),
    "NOT_AN_EMAIL": _("cells that are no e-mail address"),
    "BAD_TAX_ID": _("tax ids with a wrong check digit"),
    "TEXT_TOO_LONG": _("texts that were too long"),
    "CELL_TOO_LONG": _("cells that were too long"),
    "UNKNOWN_CURRENCY": _("currencies that are not known"),
    "UNKNOWN_VALUE": _("words that are not known here"),
    "DELETED_IN_SOURCE": _("rows deleted in the other system"),
    "ACCOUNT_DIFFERS": _("deals that the file has with another account"),
    "SAME_ACCOUNT": _("rows of one account under several spellings"),
    "MERGED_IN_SOURCE": _("rows merged in the other system"),
    "NOT_YOURS": _("records deleted here, or not yours to see"),
    "OWNER_UNKNOWN": _("owners who are no users here"),
    "OWNER_INACTIVE": _("promises of colleagues who have left"),
    "ENTRY_UNKNOWN": _("words that are not in a dictionary"),
    "CURRENCY_UNKNOWN": _("amounts left out: currency not known"),
    "CURRENCY_UNCLEAR": _("amounts left out: sign of several currencies"),
    "CURRENCY_CONTRADICTS": _("amounts left out: two currencies named"),
    "REVENUE_UNIT_UNCLEAR": _("revenues left out: unit not said"),
    "SEVERAL_EMAILS": _("cells with several addresses; the first is kept"),
    "NUMBER_ROUNDED": _("numbers rounded by a spreadsheet"),
    "ZERO_LOST": _("numbers that may have lost a zero"),
    "OUTCOME_UNCLEAR": _("closed deals of which it is not said whether they were won"),
    "OUTCOME_CONTRADICTS": _("deals whose row contradicts itself"),
    "PRIVATE_LEFT_OUT": _("private rows left out"),
    "PRIVATE_KEPT": _("private entries that only their owner reads"),
    "LEAD_LEFT_OUT": _("leads left out"),
    "TASK_BECAME_PROMISE": _("open tasks that became promises"),
    "TASK_CANCELLED": _("cancelled activities left out"),
    "NOT_YET_HAPPENED": _("activities done before their day"),
    "MOMENT_UNKNOWN": _("activities without a day"),
    "HISTORY_WITHOUT_DEAL": _("past steps of deals that are not in the files"),
    "HISTORY_UNREADABLE": _("past steps without stage or day"),
    "STAGE_ORDER_UNSURE": _("stages whose place is not known"),
    "TABLE_LEFT_OUT": _("tables without a place here"),
    "TABLE_NOT_RECOGNISED": _("tables that were not recognised"),
    "TABLE_UNSURE": _("tables of which it is not clear what they hold"),
    "COLUMN_LEFT_OUT": _("columns that fill no field"),
    "COLUMN_WITH_MEANING": _("columns that may change what a record means"),
    "FOOTER": _("totals and footers passed over"),
    "ROW_TOO_LONG": _("rows with too many cells"),
    "ROW_TOO_SHORT": _("rows with too few cells"),
    "DAMAGED_TEXT": _("cells with damaged characters"),
    "CONTROL_CHARACTERS": _("cells with control characters"),
    "QUOTE_NOT_CLOSED": _("quotation marks that are never closed"),
    "EMPTY_HEADER": _("columns without a name"),
    "REPEATED_HEADER": _("columns of one name"),
    "ROWS_ABOVE_HEADER": _("tables with title lines above the column names"),
    "ENCODING_UNSURE": _("files whose encoding is not sure"),
    "ENCODED_TWICE": _("files whose text looks encoded twice"),
    "HIDDEN_SHEET": _("hidden sheets"),
}


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def problem_sentence(code: str, column: str = "", params: Mapping[str, Any] | None = None) -> str:
    """Return the sentence of a problem or refusal of a row; an unknown code stands for itself."""
    text = PROBLEMS.get(code) or IMPORTS.get(code)
    values = _Blank({"column": column, **(params or {})})
    if "field" in values:
        values["field"] = field_label(str(values["field"]))
    if "kind" in values:
        values["kind"] = TABLE_KINDS.get(str(values["kind"]), values["kind"])
    if "target" in values:
        values["target"] = target_label(str(values["target"]))
    return str(text) % values if text else code


def finding_label(code: str) -> str:
    """Return what a count of findings counts; an unknown code stands for itself."""
    return str(FINDINGS.get(code, code))


def target_label(code: str) -> str:
    """Return the name of what a table holds."""
    return str(TARGETS.get(code, code))
