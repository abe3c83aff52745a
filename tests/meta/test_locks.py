"""The locks are whole: whatever is released elsewhere, they install as they are, by the pip that a new `.venv` brings."""

import base64
import hashlib
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tools import bootstrap

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?$", re.M)


def pins(text: str) -> dict[str, str]:
    """Return name → version of what a lock installs on this machine."""
    return {
        canonicalize_name(name): version
        for name, version, marker in PIN.findall(text)
        if not marker or Requirement(f"x ; {marker}").marker.evaluate()
    }


def wanted(kind: str) -> list[Requirement]:
    """Return what the project itself asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["postgres"]
    return [*map(Requirement, asked + (project["dependency-groups"]["dev"] if kind == "dev" else []))]


def gaps(lock: dict[str, str], asked: list[Requirement]) -> list[str]:
    """Return what the packages of a lock need, with the extras asked of them, and the lock does not have."""
    found, waiting, seen = [], [(requirement, "the project") for requirement in asked], set()
    while waiting:
        requirement, by = waiting.pop()
        name = canonicalize_name(requirement.name)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        if not requirement.specifier.contains(lock.get(name, ""), prereleases=True) or name not in lock:
            found.append(f"{by} needs {requirement}, pinned is {lock.get(name)}")
            continue
        for extra in ("", *requirement.extras):
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting += [(each, name) for each in _needs(name, extra)]
    return sorted(found)


def _needs(name: str, extra: str) -> list[Requirement]:
    needs = []
    for text in metadata.requires(name) or ():
        each = Requirement(text)
        if each.marker is None and not extra:
            needs.append(each)
        elif each.marker and each.marker.evaluate({"extra": extra}):
            each.marker = None
            needs.append(each)
    return needs


@pytest.mark.parametrize("kind", ["runtime", "dev"])
def test_a_lock_holds_all_that_its_packages_need(kind):
    text = (ROOT / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")
    lock = pins(text)
    assert len(lock) > 20
    assert [name for name, version in lock.items() if metadata.version(name) != version] == []
    assert gaps(lock, wanted(kind)) == []


def test_a_missing_or_wrong_pin_is_named():
    lock = pins((ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8"))
    del lock["asgiref"]
    lock["pluggy"] = "0.1"
    found = gaps(lock, wanted("dev"))
    assert any(line.startswith("django needs asgiref") for line in found)
    assert any("needs pluggy" in line and "pinned is 0.1" in line for line in found)


def wheel(folder: Path, name: str, version: str, *needs: str, extra: str = "") -> str:
    """Write a wheel without contents; return its hash."""
    info = f"{name}-{version}.dist-info"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {need}" for need in needs] + ([f"Provides-Extra: {extra}"] if extra else [])
    files = {
        f"{info}/METADATA": "\n".join(lines) + "\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{path},sha256={_digest(text)},{len(text)}" for path, text in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,"]) + "\n"
    target = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(target, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return hashlib.sha256(target.read_bytes()).hexdigest()


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def test_a_newer_release_of_what_is_asked_for_with_an_extra_changes_nothing(tmp_path):
    """With the pip of a new environment, the oldest there is for this Python."""
    hashes = {
        "measure==1.0": wheel(tmp_path, "measure", "1.0", extra="toml"),
        "plugin==1.0": wheel(tmp_path, "plugin", "1.0", "measure[toml]>=1.0"),
    }
    wheel(tmp_path, "measure", "2.0", extra="toml")
    lock = tmp_path / "lock.txt"
    lock.write_text(
        "".join(f"{pin} --hash=sha256:{kept}\n" for pin, kept in hashes.items()), encoding="utf-8"
    )
    python = tmp_path / "new" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "new"], check=True)
    command = [python, *bootstrap.install_from(lock)[1:], "--no-index", "--find-links", tmp_path]
    subprocess.run(command, check=True, capture_output=True)
    question = "from importlib.metadata import version; print(version('measure'), version('plugin'))"
    told = subprocess.run([python, "-c", question], check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["1.0", "1.0"]
