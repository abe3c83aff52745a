"""A copy of everything in which nobody can be found, for trials: same shape, other names, texts that say nothing."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson
from django.contrib.auth.hashers import make_password
from django.db import models

from tongxin.archive.manifest import Manifest
from tongxin.archive.tables import line_of, lines_of
from tongxin.archive.writing import Disguise, write_archive
from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.text.fold import fold
from tongxin.common.text.names import match_key, person_key
from tongxin.common.text.pinyin import sort_key
from tongxin.crm.stakeholders.models import Person, PersonName
from tongxin.privacy.mentions import TECHNICAL
from tongxin.privacy.names import has_han
from tongxin.privacy.pools import filler, han_names, latin_names
from tongxin.privacy.pseudonyms import NameIndex
from tongxin.team.models import User

# What a trial does not need: what was done, by whom, from where; raw files; what is kept for a day; credentials.
LEFT_OUT = frozenset({
    "audit.AuditEvent", "idempotency.IdempotentAnswer", "background.JobRun", "importers.ImportFile",
    "importers.ImportChange", "importers.ExternalRef", "team.ApiToken", "team.FailedSignIn", "search.SearchDocument",
    "crm.PersonMerge", "crm.AccountMerge", "saved_views.SavedView",
})  # fmt: skip
KEYS = {"match_key", "sort_key", "pinyin_key"}
CODE_BYTES = 4


def write_anonymised(target: Path, *, at: datetime) -> tuple[Manifest, str]:
    """Write an archive without any personal data; `tongxin restore` reads it into an empty installation.

    Every name is replaced by the same other one wherever it stands; fields declared as personal that hold text are
    filled with words that say nothing, as long as before; attachments, imports, log and credentials are left out.

    Args:
        target: where.
        at: when.

    Returns:
        what the archive holds, and the password with which every user of the copy signs in.

    Raises:
        OSError: there is no room, or the place cannot be written to; nothing is left behind.

    """
    password = secrets.token_urlsafe(12)
    copy = Anonymiser(password=password)
    manifest = write_archive(
        target,
        at=at,
        with_files=False,
        disguise=Disguise(lines=copy.lines, key=secrets.token_urlsafe(50).encode()),
    )
    record(
        actor=None,
        at=at,
        verb=Verb.EXPORTED,
        kind=Kind.BACKUP,
        label=target.name,
        anonymised=True,
        rows=manifest.rows,
    )
    return manifest, password


class Anonymiser:
    """Replace every person in the rows of a database; one such object keeps to the same names."""

    def __init__(self, *, password: str) -> None:
        self._salt = secrets.token_bytes(16)
        self._password = make_password(password)
        self._names = _other_names()
        self._index = NameIndex(
            self._names
            | _other_addresses()
            | {fold(name): fold(other) for name, other in self._names.items()}
        )

    def lines(self, model: type[models.Model]) -> Iterator[bytes]:
        """Yield the rows of a table as an archive has them, without personal data."""
        label = str(model._meta.label)
        if label in LEFT_OUT:
            return
        fields = {field.attname: field for field in model._meta.concrete_fields}
        personal = getattr(model, "PERSONAL", {})
        for line in lines_of(model):
            row: dict[str, Any] = orjson.loads(line)
            called = _name_in(row)
            for name, value in row.items():
                if isinstance(value, str | list | dict) and value and name not in KEYS:
                    row[name] = self._value(fields[name], value, is_personal=fields[name].name in personal)
            row = self._row(label, row)
            yield line_of(row if _name_in(row) == called else row | _keys_of(label, row))

    def _value(self, field: Any, value: Any, *, is_personal: bool) -> Any:
        is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
        if not is_text or field.choices or field.name in TECHNICAL or field.is_relation:
            return value
        if isinstance(field, models.JSONField):
            return self._filled_json(value) if is_personal else self._index.replace(value)
        if str(value) in self._names:
            return self._names[str(value)][: field.max_length]
        if not is_personal:
            # A longer name in the place of a shorter one must still fit.
            return self._index.replace(value)[: field.max_length]
        return self._filled(value, field.max_length)

    def _filled(self, text: str, longest: int | None) -> str:
        """Return words that say nothing; short texts also get a code, so that what differed still does."""
        words = filler(text, is_han=has_han(text))
        if longest is None:
            return words
        code = blake2b(text.encode(), key=self._salt, digest_size=CODE_BYTES).hexdigest()
        return f"{words[: max(longest - len(code) - 1, 0)]} {code}".strip()[:longest]

    def _filled_json(self, value: Any) -> Any:
        match value:
            case str():
                # Codes are no text.
                return value if value.isascii() and value.isupper() else self._filled(value, None)
            case list():
                return [self._filled_json(item) for item in value]
            case Mapping():
                return {key: self._filled_json(item) for key, item in value.items()}
        return value

    def _row(self, label: str, row: dict[str, Any]) -> dict[str, Any]:
        number = row.get("id")
        if label == "team.User":
            row |= {
                "username": f"user-{number}", "email": f"user-{number}@example.invalid", "password": self._password,
                "last_login": None,
            }  # fmt: skip
        if label == "crm.Person":
            row |= {
                "email": row["email"] and f"person-{number}@example.invalid",
                "phone": row["phone"] and f"000-{number}", "mobile": row["mobile"] and f"000-{number}",
                "form_of_address": "",
            }  # fmt: skip
        return row


def _keys_of(label: str, row: Mapping[str, Any]) -> dict[str, str]:
    """Return what is derived from the name, as its record's actions derive it."""
    name = _name_in(row)
    is_person = label in {"crm.Person", "crm.PersonName"}
    made = {
        "match_key": (person_key if is_person else match_key)(name),
        "sort_key": sort_key(name, language="zh-hant", person=is_person),
        "pinyin_key": sort_key(name, language="zh-hans", person=is_person),
    }
    return {key: text for key, text in made.items() if row.get(key)}


def _name_in(row: Mapping[str, Any]) -> str:
    return str(row.get("full_name") or row.get("name") or "")


def _other_names() -> dict[str, str]:
    """Return every name that somebody bears, with another in its place."""
    found: dict[str, None] = {}
    for rows in (
        Person.objects.order_by("pk").values_list("full_name", "name_latin"),
        PersonName.objects.order_by("pk").values_list("name"),
        User.objects.order_by("pk").values_list("display_name"),
    ):
        for names in rows.iterator():
            found |= dict.fromkeys(name for name in names if name)
    known = NameIndex(dict.fromkeys(found, ""))
    pools = {True: _unused(han_names(), known), False: _unused(latin_names(), known)}
    return {name: next(pools[has_han(name)]) for name in found}


def _unused(pool: Iterator[str], known: NameIndex) -> Iterator[str]:
    """Yield the names of a pool in which none that somebody bears can be read."""
    return (name for name in pool if known.replace(name) == name)


def _other_addresses() -> dict[str, str]:
    found: dict[str, str] = {}
    people = Person.objects.values_list("pk", "email", "phone", "mobile")
    for number, *addresses in people.iterator():
        found |= {
            text: f"person-{number}@example.invalid" if "@" in text else f"000-{number}"
            for text in addresses
            if text
        }
    for number, email, username in User.objects.values_list("pk", "email", "username").iterator():
        found |= {text: f"user-{number}" for text in (username,) if len(text) > 3}
        found |= {text: f"user-{number}@example.invalid" for text in (email,) if text}
    return found
