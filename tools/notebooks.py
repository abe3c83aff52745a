#!/usr/bin/env python3
"""Run the notebooks under docs/tutorials and write what their cells print back into them.

With --check they are only compared: exit code 1 if a cell would print something else, or fails.
A cell is run as in Jupyter: the value of its last expression is shown unless it is None. No kernel is needed.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "tutorials"
sys.path.insert(0, str(ROOT / "src"))


def run(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook with the outputs of its code cells, run from top to bottom in one name space."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells, count = [], 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            outputs = _outputs("".join(cell["source"]), names, count)
            cells.append({**cell, "execution_count": count, "outputs": outputs})
        else:
            cells.append(cell)
    return {**notebook, "cells": cells}


def written(notebook: dict[str, Any]) -> str:
    """Return the text of a notebook file, the same for the same notebook."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(arguments: list[str] | None = None, folder: Path = FOLDER) -> int:
    """Run the tool; see the module's text."""
    only_check = "--check" in (sys.argv[1:] if arguments is None else arguments)
    stale = []
    for file in sorted(folder.glob("*.ipynb")):
        before = file.read_text(encoding="utf-8")
        after = written(run(json.loads(before)))
        if after == before:
            continue
        stale.append(file.name)
        if not only_check:
            file.write_text(after, encoding="utf-8")
    if only_check and stale:
        print(f"{', '.join(stale)}: cells print something else now; run: make generated")
        return 1
    return 0


def _outputs(source: str, names: dict[str, Any], count: int) -> list[dict[str, Any]]:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, f"cell {count}", "exec"), names)  # noqa: S102 - our own notebooks
        value = None
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"cell {count}", "eval"), names)  # noqa: S307
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        lines = printed.getvalue().splitlines(keepends=True)
        outputs.append({"name": "stdout", "output_type": "stream", "text": lines})
    if value is not None:
        data = {"text/plain": repr(value).splitlines(keepends=True)}
        outputs.append(
            {"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"}
        )
    return outputs


if __name__ == "__main__":
    sys.exit(main())
