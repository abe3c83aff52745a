#!/usr/bin/env python3
"""Keep the message catalogues: extract, untranslated, apply, check, compile.

English texts are the msgids, so English needs no catalogue. `compile` needs nothing but Python;
`extract` and `check` need Django and GNU gettext (`apt-get install gettext`).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import catalogue, i18n_checks  # noqa: E402  (the file is run as a script)
from tools.catalogue import Key, Message  # noqa: E402

SOURCE = ROOT / "src" / "tongxin"
LOCALES = ("zh_Hant", "zh_Hans")
PLURAL_MARK = " ||| "


def po_path(locale: str) -> Path:
    return SOURCE / "locale" / locale / "LC_MESSAGES" / "django.po"


def source_messages() -> list[Message]:
    """Return every translatable message of the source, untranslated.

    Django writes helper files beside the templates it reads, so it works on a copy.
    """
    if shutil.which("xgettext") is None:
        sys.exit("GNU gettext is missing: apt-get install gettext")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "source"
        shutil.copytree(SOURCE, copy, ignore=_not_translatable)
        (copy / "locale").mkdir()
        command = ["makemessages", "-v", "0", "-l", "zh_Hant", "--keep-pot", "--no-location", "--no-wrap"]
        environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        environment["LC_ALL"] = "C.UTF-8"
        done = subprocess.run(
            [sys.executable, "-m", "django", *command],
            cwd=copy,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode or done.stderr.strip() or done.stdout.strip():
            sys.exit(f"Extraction failed:\n{done.stdout}{done.stderr}")
        pot = copy / "locale" / "django.pot"
        messages = catalogue.read_po(pot)
    return [_without_noise(message) for message in messages]


def _not_translatable(folder: str, names: list[str]) -> set[str]:
    kept = (".py", ".html", ".txt")
    hidden = {"__pycache__", "migrations", "static", "locale"}
    return {
        name
        for name in names
        if name in hidden or (not (Path(folder) / name).is_dir() and not name.endswith(kept))
    }


def _without_noise(message: Message) -> Message:
    message.flags = tuple(flag for flag in message.flags if flag != "fuzzy")
    message.comments = tuple(dict.fromkeys(c for c in message.comments if not c.startswith("#-#")))
    return message


def extract() -> int:
    """Bring both catalogues to the messages of the source; translations of unchanged messages stay."""
    found = source_messages()
    for locale in LOCALES:
        known = {m.key: m.translation for m in catalogue.read_po(po_path(locale)) if not m.obsolete}
        for message in found:
            message.translation = known.get(message.key, "")
        write(locale, found)
        missing = sum(not m.translation for m in found)
        print(f"{locale}: {len(found)} messages, {missing} untranslated")
    return 0


def write(locale: str, messages: list[Message]) -> None:
    path = po_path(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(catalogue.format_po(locale, messages), encoding="utf-8")


def apply(files: list[Path], *, overwrite: bool) -> int:
    """Fill translations from TSV files; report lines that fit no message."""
    given: dict[Key, tuple[str, str]] = {}
    for file in files:
        given |= _read_tsv(file)
    for index, locale in enumerate(LOCALES):
        messages = catalogue.read_po(po_path(locale))
        for message in messages:
            pair = given.get(message.key)
            if pair and pair[index] and (overwrite or not message.translation):
                message.translation = pair[index]
        write(locale, messages)
        unknown = given.keys() - {message.key for message in messages}
        missing = sum(not m.translation for m in messages)
        print(f"{locale}: {missing} untranslated, {len(unknown)} lines fit no message")
    for key in sorted(unknown, key=lambda k: (k.msgid, k.context)):
        print(f"no such message: {_escape(key.context)}\t{_escape(key.msgid)}")
    return 0


def _read_tsv(file: Path) -> dict[Key, tuple[str, str]]:
    rows: dict[Key, tuple[str, str]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [_unescape(cell) for cell in line.split("\t")]
        if len(cells) != 4:
            sys.exit(f"{file.name}, line {number}: {len(cells)} cells instead of 4")
        context, msgid, hant, hans = cells
        rows[Key(context, msgid.split(PLURAL_MARK)[0])] = (hant, hans)
    return rows


def untranslated() -> int:
    """Print one TSV line for each message that lacks a translation, ready to be filled in."""
    hant, hans = ({m.key: m for m in catalogue.read_po(po_path(locale))} for locale in LOCALES)
    for key, message in hant.items():
        other = hans.get(key, message)
        if not (message.translation and other.translation):
            msgid = key.msgid + (PLURAL_MARK + message.plural if message.plural else "")
            cells = (key.context, msgid, message.translation, other.translation)
            print("\t".join(map(_escape, cells)))
    return 0


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def _unescape(text: str) -> str:
    halves = text.split("\\\\")
    return "\\".join(half.replace("\\n", "\n").replace("\\t", "\t") for half in halves)


def check() -> int:
    """Print every fault of the catalogues; return 1 when there is one."""
    found = {message.key for message in source_messages()}
    faults: list[str] = []
    for locale in LOCALES:
        messages = catalogue.read_po(po_path(locale))
        faults += [f"{locale}: {fault}" for fault in i18n_checks.faults(locale, messages, found)]
        if po_path(locale).exists() and po_path(locale).read_text("utf-8") != catalogue.format_po(
            locale, messages
        ):
            faults.append(f"{locale}: not in canonical form, run: python tools/i18n.py extract")
    print("\n".join(faults) or "catalogues complete")
    return 1 if faults else 0


def compile_all() -> int:
    """Write a .mo beside every .po that is newer than it."""
    for po in sorted(SOURCE.glob("locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            mo.write_bytes(catalogue.compile_mo(po.parent.parent.name, catalogue.read_po(po)))
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract", help="bring the catalogues to the messages of the source")
    commands.add_parser("untranslated", help="print TSV lines to fill in: msgctxt, msgid, zh_Hant, zh_Hans")
    fill = commands.add_parser("apply", help="fill translations from TSV files")
    fill.add_argument("file", type=Path, nargs="+")
    fill.add_argument("--keep", action="store_true", help="never replace a translation that is there")
    commands.add_parser("check", help="find untranslated, stale and suspicious messages")
    commands.add_parser("compile", help="write the .mo files")
    options = parser.parse_args(arguments)
    if options.command == "apply":
        return apply(options.file, overwrite=not options.keep)
    actions = {"extract": extract, "untranslated": untranslated, "check": check, "compile": compile_all}
    return actions[options.command]()


if __name__ == "__main__":
    sys.exit(main())
