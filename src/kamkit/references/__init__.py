"""What a reference customer is worth, and whether references go with later wins."""

from kamkit.verbs import Verb

VERBS = (
    Verb("value", "kamkit.references.value:value", "What each customer is worth as a reference (Kumar)."),
    Verb(
        "effect",
        "kamkit.references.effect:effect",
        "How much more often deals that had seen a reference were won, matched, with interval.",
    ),
)
