#!/usr/bin/env python3
"""Find the tests that a change may break: those of the changed modules and of what imports them, nearest first.

Modules are linked by the import graph of the source; a template by the modules and templates that name it; a test file
by what it imports and by the folder it mirrors (`tests/web/accounts` shows `tongxin.web.accounts`). Modules that only
put the product together import everything and say nothing, so nothing is followed through them.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import grimp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("tongxin", "kamkit")
# What gathers parts for all: the address tables, the API's list of routers, the base of all models of a layer.
GATHERING = re.compile(r"^tongxin\.(config(\..*)?|.*\.urls|api\.v1\.build|__main__|jobs\..*)$")
# Folders of tests whose files each mirror one module, not all of the package.
BY_NAME = frozenset({"api", "common", "config", "kamkit", "jobs"})


@dataclass(frozen=True)
class Project:
    """What the source and the tests are made of.

    Attributes:
        importers: module → the modules that import it directly.
        templates: template name (`accounts/page.html`) → modules and templates that name it.
        tests: test file → the modules it imports, source and tests alike.

    """

    importers: Mapping[str, frozenset[str]]
    templates: Mapping[str, frozenset[str]]
    tests: Mapping[str, frozenset[str]]
    support: Mapping[str, frozenset[str]] = field(default_factory=dict)


def read_project(root: Path = ROOT) -> Project:
    """Read the import graph of the source, the users of templates, and the imports of the tests."""
    sys.path.insert(0, str(root / "src"))
    graph = grimp.build_graph(*PACKAGES, cache_dir=None, exclude_type_checking_imports=True)
    importers = {name: frozenset(graph.find_modules_that_directly_import(name)) for name in graph.modules}
    files = sorted((root / "tests").rglob("*.py"))
    imported = {str(file.relative_to(root)): _imports(file, graph.modules, root) for file in files}
    tests = {name: found for name, found in imported.items() if Path(name).name.startswith("test_")}
    support = {_module(name): found for name, found in imported.items() if name not in tests}
    return Project(importers, _template_users(root), tests, support)


def _module(name: str) -> str:
    """Return the dotted name of a file of the project: `src/a/b.py` → `a.b`, `tests/a.py` → `tests.a`."""
    return name.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imports(file: Path, known: Iterable[str], root: Path) -> frozenset[str]:
    """Return the modules of the source, the tests and the tools that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    ours = set(known)
    return frozenset(
        name
        for name in found
        if name in ours
        or (name.startswith(("tests.", "tools.")) and (root / (name.replace(".", "/") + ".py")).is_file())
    )


def _template_users(root: Path) -> dict[str, frozenset[str]]:
    """Return template → who names it: modules by their dotted name, templates by their own."""
    source = root / "src" / "tongxin"
    templates = {_template(file): file for file in source.rglob("templates/**/*.html")}
    texts = {name: file.read_text(encoding="utf-8") for name, file in templates.items()}
    texts |= {
        _module(str(file.relative_to(root))): file.read_text(encoding="utf-8")
        for file in source.rglob("*.py")
    }
    users: dict[str, set[str]] = {name: set() for name in templates}
    for user, text in texts.items():
        for named in set(re.findall(r"[\w./-]+\.html", text)) & users.keys():
            users[named].add(user)
    return {name: frozenset(found) for name, found in users.items()}


def _template(file: Path) -> str:
    return str(file).rpartition("/templates/")[2]


def distances(project: Project, changed: Iterable[str]) -> dict[str, int]:
    """Return how many steps of importing lie between each module of the source and the changed files (0: changed)."""
    found: dict[str, int] = {}
    queue = deque((name, 0) for path in changed for name in _starts(path))
    while queue:
        name, steps = queue.popleft()
        if found.get(name, steps + 1) <= steps:
            continue
        found[name] = steps
        if not GATHERING.match(name) or not steps:
            users = project.templates.get(name) or project.importers.get(name, frozenset())
            queue.extend((user, steps + 1) for user in sorted(users))
    return found


def _starts(path: str) -> list[str]:
    """Return the module or template that a changed file stands for; nothing for other files."""
    if not path.startswith("src/"):
        return []
    if path.endswith(".html"):
        return [_template(ROOT / path)]
    if "/migrations/" in path:
        return [_module(path.partition("/migrations/")[0] + "/models.py")]
    if path.endswith(".py"):
        return [_module(path)]
    # Data belong to the package that reads them.
    folder = next((part for part in Path(path).parents if (ROOT / part / "__init__.py").is_file()), None)
    return [_module(f"{folder}/__init__.py")] if folder and not path.endswith((".po", ".js", ".css")) else []


def affected_tests(project: Project, changed: Iterable[str]) -> dict[str, int]:
    """Return test file → distance from the change, nearest first; a changed test is at 0."""
    changed = sorted(changed)
    modules = distances(project, changed)
    shared = _changed_support(project, changed)
    static = [Path(path).name for path in changed if path.endswith((".js", ".css"))]
    found: dict[str, int] = {}
    for test, imported in project.tests.items():
        near = [steps for name, steps in modules.items() if name in imported or mirrors(test, name)]
        near += [0] * (test in changed)
        near += [1] * bool(shared & imported or shared & _conftests(test))
        near += [1] * any(name in (ROOT / test).read_text(encoding="utf-8") for name in static)
        if near:
            found[test] = min(near)
    return dict(sorted(found.items(), key=lambda pair: (pair[1], pair[0])))


def _conftests(test: str) -> set[str]:
    return {_module(f"{folder}/conftest.py") for folder in Path(test).parents if folder.name}


def _changed_support(project: Project, changed: Iterable[str]) -> set[str]:
    """Return the helpers of tests and the tools that changed, with the helpers that import them."""
    known = {path for path in changed if path.startswith(("tests/", "tools/")) and path.endswith(".py")}
    found = {_module(path) for path in known if not Path(path).name.startswith("test_")}
    while more := {name for name, imported in project.support.items() if imported & found} - found:
        found |= more
    return found


def mirrors(test: str, module: str) -> bool:
    """Whether a test file shows a module by its place: same folder, and for flat folders the same name."""
    folder = Path(test).parent.relative_to("tests").parts
    name = Path(test).stem.removeprefix("test_")
    parts = module.split(".")
    inside = parts[1:] if parts[0] == "tongxin" else parts
    if not folder or tuple(inside[: len(folder)]) != folder:
        return False
    return folder[-1] not in BY_NAME or len(folder) > 1 or name in inside[len(folder) :]


def within(
    found: Mapping[str, int], budget: float, cost: Callable[[str], float]
) -> tuple[list[str], list[str]]:
    """Part tests into those that fit a budget of seconds, nearest first, and the rest."""
    taken, rest, spent = [], [], 0.0
    for test in found:
        fits = spent + cost(test) <= budget
        spent += cost(test) if fits else 0
        (taken if fits else rest).append(test)
    return taken, rest
