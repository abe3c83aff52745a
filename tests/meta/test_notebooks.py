"""The notebooks under docs/tutorials print what they show."""

import json
from pathlib import Path
from typing import Any

import pytest
from tools import notebooks


def notebook(*sources: str) -> dict[str, Any]:
    cells = [{"cell_type": "code", "source": [source], "outputs": [], "metadata": {}} for source in sources]
    return {"cells": [{"cell_type": "markdown", "source": ["# Title"]}, *cells]}


def test_every_notebook_shows_what_its_cells_print_now():
    assert list(notebooks.FOLDER.glob("*.ipynb"))
    assert notebooks.main(["--check"]) == 0


def test_a_cell_shows_what_it_prints_and_its_last_value():
    cells = notebooks.run(notebook("a = 2\nprint('so')", "a + 1", "None", "b = 1"))["cells"]
    assert cells[0] == {"cell_type": "markdown", "source": ["# Title"]}
    assert cells[1]["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["so\n"]}]
    assert cells[2]["outputs"][0]["data"] == {"text/plain": ["3"]}
    assert [cell["outputs"] for cell in cells[3:]] == [[], []]
    assert [cell["execution_count"] for cell in cells[1:]] == [1, 2, 3, 4]


def test_a_stale_notebook_is_told_or_written_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "one.ipynb"
    file.write_text(json.dumps(notebook("1 + 1")), encoding="utf-8")
    assert notebooks.main(["--check"], folder=tmp_path) == 1
    assert "one.ipynb" in capsys.readouterr().out
    assert notebooks.main([], folder=tmp_path) == 0
    assert notebooks.main(["--check"], folder=tmp_path) == 0
    assert "2" in file.read_text(encoding="utf-8")


def test_a_cell_that_fails_stops_the_run():
    with pytest.raises(ZeroDivisionError):
        notebooks.run(notebook("1 / 0"))
