"""Sentences about documents that are written as files."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

DOCUMENTS: Mapping[str, LazyText] = {
    "FONT_MISSING": _(
        "This machine has no typeface with Chinese characters, and the file would show boxes. Ask the administrator to "
        "install the package %(package)s, or to name a folder with fonts in TONGXIN_FONT_FOLDER."
    ),
    "LAYOUT_FAILED": _("The layout “%(file)s” does not work: %(message)s. Ask the administrator to mend it."),
    "PICTURE_MISSING": _("This page has no picture “%(name)s”. Take one of those it offers."),
    "TEMPLATE_FIELD_UNKNOWN": _(
        "The template “%(template)s” has the field “%(field_name)s”, which does not exist there. Possible are: %(known)s."
    ),
    "TEMPLATE_UNREADABLE": _("The template “%(template)s” is no text in UTF-8. Save it as such."),
}
