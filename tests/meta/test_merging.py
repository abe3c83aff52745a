"""Branches that both add messages, or both change what is generated, meet without a hand on a conflict."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tools import bootstrap
from tools.catalogue import Key, Message, format_po, parse_po
from tools.merge_catalogue import MetError, merge

ROOT = Path(__file__).resolve().parents[2]
PO = "src/tongxin/locale/zh_Hant/LC_MESSAGES/django.po"
GENERATED = "docs/reference/openapi.json"


def catalogue(**words: str) -> str:
    return format_po("zh_Hant", [Message(Key("", key), translation=value) for key, value in words.items()])


BASE = catalogue(Deal="商機", Visit="拜訪")


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ({"Deal": "商機", "Visit": "拜訪", "Norm": "常值"}, {"Deal": "商機", "Visit": "拜訪", "Note": "紀錄"},
         {"Deal": "商機", "Norm": "常值", "Note": "紀錄", "Visit": "拜訪"}),
        ({"Deal": "生意", "Visit": "拜訪"}, {"Deal": "商機", "Visit": "訪問"}, {"Deal": "生意", "Visit": "訪問"}),
        ({"Visit": "拜訪"}, {"Deal": "商機", "Visit": "拜訪", "Note": ""}, {"Note": "", "Visit": "拜訪"}),
        ({"Visit": "拜訪"}, {"Deal": "生意", "Visit": "拜訪"}, {"Deal": "生意", "Visit": "拜訪"}),
        ({"Deal": "商機", "Note": ""}, {"Deal": "商機", "Note": "紀錄"}, {"Deal": "商機", "Note": "紀錄"}),
    ],
    ids=["both add", "both change", "one removes, one adds", "removed here, changed there", "translated there"],
)  # fmt: skip
def test_catalogues_meet_entry_by_entry(ours, theirs, merged):
    met = merge(BASE, catalogue(**ours), catalogue(**theirs))
    assert met == catalogue(**merged)


def test_one_message_translated_in_two_ways_is_left_to_people():
    with pytest.raises(MetError, match="'Deal' is '生意' here and '交易' there"):
        merge(BASE, catalogue(Deal="生意"), catalogue(Deal="交易"))


@pytest.fixture
def git(tmp_path):
    """Return a command of git in a clone that has the project's attributes, merge settings and tools."""
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    (tmp_path / "tools").symlink_to(ROOT / "tools")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (tmp_path / ".gitignore").write_text("/.venv\n/tools\n", encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        names = ["-c", "user.name=A", "-c", "user.email=a@example.test"]
        return subprocess.run(
            ["git", *names, *arguments], cwd=tmp_path, check=False, capture_output=True, text=True
        )

    run("init", "--quiet", "--initial-branch", "main")
    bootstrap.set_merges(tmp_path)
    return run


def commit(git, folder: Path, po: str, generated: str) -> None:
    for name, text in ((PO, po), (GENERATED, generated)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git("add", "--all")
    git("commit", "--quiet", "--message", "Change")


def test_a_rebase_joins_catalogues_and_leaves_generated_files_to_be_written_anew(git, tmp_path):
    commit(git, tmp_path, BASE, "1")
    git("switch", "--quiet", "--create", "mine")
    commit(git, tmp_path, catalogue(Deal="商機", Note="紀錄", Visit="拜訪"), "2")
    git("switch", "--quiet", "main")
    commit(git, tmp_path, catalogue(Deal="商機", Norm="常值", Visit="拜訪"), "3")
    git("switch", "--quiet", "mine")

    done = git("rebase", "main")

    assert done.returncode == 0, done.stdout + done.stderr
    known = [message.key.msgid for message in parse_po((tmp_path / PO).read_text(encoding="utf-8"))]
    assert known == ["Deal", "Norm", "Note", "Visit"]
    assert (tmp_path / GENERATED).read_text(encoding="utf-8") == "3"


def test_a_true_conflict_stops_the_rebase_and_is_marked(git, tmp_path):
    commit(git, tmp_path, BASE, "1")
    git("switch", "--quiet", "--create", "mine")
    commit(git, tmp_path, catalogue(Deal="交易", Visit="拜訪"), "1")
    git("switch", "--quiet", "main")
    commit(git, tmp_path, catalogue(Deal="生意", Visit="拜訪"), "1")
    git("switch", "--quiet", "mine")

    assert git("rebase", "main").returncode == 1
    text = (tmp_path / PO).read_text(encoding="utf-8")
    assert "生意" in text
    assert "交易" in text
    assert "=" * 7 in text
