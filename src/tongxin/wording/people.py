"""Sentences of refusals about people, visits, promises and files."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

PEOPLE: Mapping[str, LazyText] = {
    # People
    "PERSON_MISSING": _("There is no such person."),
    "PERSON_DELETED": _("%(name)s was deleted. Restore the person first."),
    "PERSON_NAME_MISSING": _("Enter the person's name."),
    "EMAIL_WRONG": _("“%(email)s” is not an e-mail address. Write it like name@example.com."),
    "POST_MISSING": _("There is no such post."),
    "POST_TITLE_MISSING": _("Enter the title of the post."),
    "POST_LEVEL_UNKNOWN": _("There is no level “%(level)s”."),
    "POST_CLOSED": _("The post “%(post)s” is closed. Choose another one."),
    "POST_HELD": _("Somebody holds the post “%(post)s”. Let them leave it first."),
    "POST_HELD_BY_THEM": _("%(name)s holds the post “%(post)s” already."),
    "REPORTS_CIRCLE": _("“%(post)s” reports to this post. Choose a post outside its line."),
    "REPORTS_ELSEWHERE": _("“%(post)s” belongs to another group. Choose a post of the same group."),
    "REPORTS_CLOSED": _("The post “%(post)s” is closed. Choose one that is in use."),
    "TENURE_MISSING": _("There is no such time in a post."),
    "TENURE_OVER": _("This time in the post is over already."),
    "PERSON_MERGE_SELF": _("A person cannot be merged with themselves. Choose somebody else."),
    "PERSON_MERGE_GONE": _("“%(name)s” was deleted or merged already."),
    "PERSON_MERGE_MISSING": _("There is no such merge."),
    "PERSON_MERGE_UNDONE": _("The merge of “%(name)s” was undone already."),
    "TENURE_END_UNKNOWN": _("There is no reason “%(reason)s” to leave a post."),
    # Visits, promises, files
    "INTERACTION_MISSING": _("There is no such log entry."),
    "INTERACTION_DELETED": _("This log entry was deleted. Restore it first."),
    "INTERACTION_NOT_YOURS": _("Only its author changes a log entry. Add an entry of your own."),
    "INTERACTION_KIND_UNKNOWN": _("There is no kind of log entry “%(kind)s”."),
    "TEXT_MISSING": _("Write what happened; nothing else is needed."),
    "TEXT_LONG": _("The text is too long. Use %(most)s characters at the most."),
    "SENTIMENT_UNKNOWN": _("Choose how it went from 1 (very bad) to 5 (very good)."),
    "MOMENT_FAR": _("This moment lies more than a year ahead. Check the year."),
    "MOMENT_EARLY": _("This moment lies before the year %(first)s. Check the year."),
    "PRIVATE_NOTE_NOT_YOURS": _("Only its author writes a private note."),
    "PROMISE_MISSING": _("There is no such promise."),
    "PROMISE_TEXT_MISSING": _("Write what was promised."),
    "PROMISE_TEXT_LONG": _("The promise is too long. Use %(most)s characters at the most."),
    "PROMISE_ACCOUNT_MISSING": _(
        "Say to which account the promise belongs, or name a person or an opportunity."
    ),
    "PROMISE_SETTLED": _("This promise is settled already. Reopen it first."),
    "PROMISE_STATE_UNKNOWN": _("A promise is kept or dropped, not “%(state)s”."),
    "SIDE_UNKNOWN": _("Either we promised or they did; there is no side “%(side)s”."),
    "OWNER_INACTIVE": _("%(owner)s no longer signs in. Choose an active colleague."),
    "DAYS_OUTSIDE": _("Put it off by 1 to %(most)s days."),
    "ATTACHMENT_MISSING": _("There is no such file."),
    "ATTACHMENT_DELETED": _("The file “%(name)s” was deleted already."),
    "FILE_PLACE_MISSING": _("Say with which account, person, opportunity or log entry the file is kept."),
    "FILE_EMPTY": _("The file is empty. Choose another one."),
    "FILE_LARGE": _("The file is too large. Files of up to %(most)s MiB are kept."),
    "FILE_KIND": _(
        "Files of this kind are not kept. Use a document, a spreadsheet, slides, a picture, sound, text or a ZIP archive."
    ),
    "FILE_ACTIVE": _("The file holds a program or a web page. Save it without macros, or as PDF."),
    "ARCHIVE_MANY": _("The archive holds more than %(most)s files. Split it."),
    "ARCHIVE_LARGE": _("Unpacked, the archive is larger than %(most)s MiB. Split it."),
    "ARCHIVE_RATIO": _("The archive is packed suspiciously tight. Send the files themselves."),
    "ARCHIVE_LOCKED": _("The archive is locked with a password. Send it without one."),
    "ARCHIVE_NESTED": _("There is an archive inside the archive: %(member)s. Unpack it first."),
    "PACKED_FILE_DAMAGED": _("The archive is damaged. Make it anew."),
    "LINE_KIND_UNKNOWN": _("A time line can be narrowed to these kinds: %(allowed)s."),
}
