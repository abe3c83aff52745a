"""How a committee is looked at: with which lines, and whether as the variant that may be shared."""

from dataclasses import dataclass, replace

from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.committees.choices import STRUCTURE, TieKind
from tongxin.crm.committees.selectors import CommitteeMap
from tongxin.web.edge.requests import PageRequest

ASKED = "lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChoice:
    """One kind of line, and whether it is drawn."""

    code: str
    label: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What of a committee is shown; the variant to share is read without the right to judgements.

    Attributes:
        actor: as whom the committee is read.
        is_shared: whether it is the variant to share.
        kinds: the kinds of line to choose from.
        kept: what else the address asks for, as (name, value).
    """

    actor: Actor
    is_shared: bool
    kinds: tuple[LineChoice, ...]
    kept: tuple[tuple[str, str], ...]

    def seen(self, found: CommitteeMap) -> CommitteeMap:
        """Return the committee with the lines that are shown."""
        shown = {choice.code for choice in self.kinds if choice.is_shown}
        ties = tuple(tie for tie in found.ties if tie.kind in shown)
        return replace(found, ties=ties) if len(ties) < len(found.ties) else found


def look_of(request: PageRequest) -> Look:
    """Return how the address asks to look: `variant=share`, and `lines` with each `line` to draw, all without it."""
    asked, actor = request.GET, request.actor
    is_shared = asked.get("variant") == "share"
    if is_shared:
        actor = replace(actor, rights=actor.rights - {Right.JUDGEMENT.value, Right.EDIT.value})
    chosen = set(asked.getlist("line")) if ASKED in asked else set(TieKind.values)
    kinds = tuple(
        LineChoice(code=kind.value, label=str(kind.label), is_shown=kind.value in chosen)
        for kind in TieKind
        if kind in STRUCTURE or actor.has(Right.JUDGEMENT)
    )
    kept = tuple((name, asked[name]) for name in ("committee", "on", "variant") if name in asked)
    return Look(actor=actor, is_shared=is_shared, kinds=kinds, kept=kept)
