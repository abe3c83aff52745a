"""Every field that a column can be led to is read by what makes or writes the record: nothing mapped is dropped in silence.

Objects that are declared are written by their declaration, field by field.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tongxin.importers import apply, plan
from tongxin.importers.mapping.targets import DECLARED, IMPORTABLE, Target, fields_of

APPLY, PLAN = Path(apply.__file__).parent, Path(plan.__file__).parent
# The modules that read the rows of a target on their way into the database.
WRITERS = {
    Target.USER: "users",
    Target.ACCOUNT: "accounts",
    Target.TEAM: "accounts",
    Target.PERSON: "people",
    Target.POST: "posts",
    Target.OPPORTUNITY: "deals",
    Target.STAGE_HISTORY: "lines",
    Target.LINE_ITEM: "lines",
    Target.CONTACT_ROLE: "people",
    Target.ACTIVITY: "activities",
    Target.PROMISE: "promises",
}
SHARED = (APPLY / "context.py", PLAN / "rows.py", PLAN / "money.py")
PLANS = {
    Target.OPPORTUNITY: ("deals", "build"),
    Target.STAGE_HISTORY: ("history", "build"),
    Target.ACTIVITY: ("activities", "links"),
    Target.PROMISE: ("activities", "links"),
}


@cache
def words(path: Path) -> frozenset[str]:
    """Return the texts that stand in the code of a module, its docstrings taken apart from them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@pytest.mark.requirement("R9.7")
@pytest.mark.parametrize("target", [target for target in IMPORTABLE if target not in DECLARED])
def test_every_field_of_a_target_is_read_by_a_writer(target: Target) -> None:
    modules = [APPLY / "writers" / f"{WRITERS[target]}.py", *SHARED]
    modules += [PLAN / f"{name}.py" for name in PLANS.get(target, ())]
    read = frozenset().union(*(words(module) for module in modules))
    assert [field.name for field in fields_of(target) if field.name not in read] == []
