"""The kit as a command, as a stranger runs it: a process of its own."""

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kamkit.__main__ import main
from kamkit.verbs import verbs

SOURCE = Path(__file__).parents[2] / "src"
QUESTION = {
    "bids": [
        {"auction": "1", "bidder": "a", "amount": 100},
        {"auction": "1", "bidder": "b", "amount": "110"},
        {"auction": 2, "bidder": "a", "amount": 0.5},
    ],
    "rho": [0, "0.10"],
}


def run(*arguments: str, given: Any = None) -> tuple[int, Any, str]:
    text = given if isinstance(given, bytes) else json.dumps(given).encode()
    done = subprocess.run(
        [sys.executable, "-m", "kamkit", *arguments], input=text, capture_output=True, cwd=SOURCE, check=False
    )
    return done.returncode, json.loads(done.stdout), done.stderr.decode()


def test_a_function_answers_in_json() -> None:
    code, answer, told = run("bids.counterfactual_win_rate", given=QUESTION)
    assert (code, told) == (0, "")
    assert answer["rates"] == [{"rho": 0, "rate": 0.5}, {"rho": 0.1, "rate": 0.25}]
    assert (answer["bids"], answer["auctions"]) == (2, 1)
    assert answer["reasons"][0] == {"code": "AUCTIONS_WITHOUT_RIVAL", "params": {"auctions": 1}, "weight": 0}


def test_a_wrong_field_is_named_and_the_code_is_two() -> None:
    wrong = QUESTION | {"bids": [{"auction": "1", "bidder": "a", "amount": -1}, {"auction": "1"}]}
    code, answer, told = run("bids.counterfactual_win_rate", given=wrong)
    assert (code, answer["code"], answer["field"]) == (2, "OUT_OF_RANGE", "bids[0].amount")
    assert [error["field"] for error in answer["errors"]] == [
        "bids[0].amount",
        "bids[1].bidder",
        "bids[1].amount",
    ]
    assert told.startswith("kamkit: bids[0].amount: must be above 0")


@pytest.mark.parametrize(
    ("arguments", "given", "problem"),
    [
        (["bids.nonsense"], {}, "UNKNOWN_VERB"),
        (["schema", "bids.nonsense"], {}, "UNKNOWN_VERB"),
        ([], {}, "UNKNOWN_VERB"),
        (["--help"], {}, "UNKNOWN_VERB"),
        (["bids.counterfactual_win_rate"], b"{", "NOT_JSON"),
        (["bids.counterfactual_win_rate"], b"\xff", "NOT_JSON"),
    ],
)
def test_a_call_that_cannot_be_understood_is_a_problem(
    arguments: list[str], given: Any, problem: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any
) -> None:
    text = given if isinstance(given, bytes) else json.dumps(given).encode()
    monkeypatch.setattr(
        "sys.stdin", type("Standing", (), {"buffer": type("Buffer", (), {"read": lambda: text})})
    )
    assert main(arguments) == 2
    assert json.loads(capfdbinary.readouterr().out)["code"] == problem


def test_the_module_is_the_command(monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> None:
    monkeypatch.setattr("sys.argv", ["kamkit", "list"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("kamkit", run_name="__main__")
    assert ended.value.code == 0
    assert b"bids." in capfdbinary.readouterr().out


def test_the_list_names_every_function_and_schema_describes_each(capfdbinary: Any) -> None:
    assert main(["list"]) == 0
    listed = json.loads(capfdbinary.readouterr().out)["verbs"]
    assert [verb["name"] for verb in listed] == list(verbs())
    for verb in listed:
        assert main(["schema", verb["name"]]) == 0
        schema = json.loads(capfdbinary.readouterr().out)
        assert schema["summary"] == verb["summary"]
        assert {"input", "output"} <= set(schema)


def test_the_list_loads_no_heavy_library_and_the_kit_no_django() -> None:
    script = (
        "import sys; import kamkit.__main__ as command; command.main(['list']);"
        "heavy = {'numpy', 'scipy', 'networkx', 'django'} & set(sys.modules);"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=SOURCE, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_kits_tests_import_nothing_of_django() -> None:
    tests = sorted(Path(__file__).parent.rglob("*.py"))
    imports = re.compile(r"^\s*(?:from|import) (?:django|tongxin)\b", flags=re.MULTILINE)
    assert [test.name for test in tests if imports.search(test.read_text(encoding="utf-8"))] == []


def test_the_kits_tests_run_where_there_is_no_django() -> None:
    tests = Path(__file__).parent
    block = "import sys; sys.modules['django'] = None; import pytest; sys.exit(pytest.main(sys.argv[1:]))"
    options = ["-q", "-c", "/dev/null", "--confcutdir", str(tests), "--import-mode=importlib"]
    plugins = ["-p", "no:django", "-p", "no:xdist", "-p", "no:cacheprovider", "-p", "no:cov"]
    some = [tests / "test_money.py", tests / "bids" / "test_counterfactual.py", tests / "wire"]
    done = subprocess.run(
        [sys.executable, "-c", block, *options, *plugins, *map(str, some)],
        capture_output=True,
        cwd=SOURCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
