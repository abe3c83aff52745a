"""Rules over a sheet of facts, in one language for gates, playbooks, ladders and mandates."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "evaluate",
        "kamkit.rules.evaluate:evaluate",
        "Whether rules in CEL hold over a sheet of facts: true, false or unknown, and what would have to change.",
    ),
)
