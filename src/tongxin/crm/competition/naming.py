"""What we are called among suppliers."""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import pgettext


def us() -> str:
    """Return the name of the company that uses the product, as its administrator set it; else a word for us."""
    return settings.COMPANY or pgettext("supplier", "We")


OUR_NAME = lazy(us, str)()
