"""What the installed base will need."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "due",
        "kamkit.installed_base.due:due",
        "Spares, maintenance, upgrades and refits that come due in a time, with the days to offer them by.",
    ),
)
