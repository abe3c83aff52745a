"""What the writers of one run share: who imports, which records the files mean, dictionaries and stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.common.text.fold import fold
from tongxin.common.text.names import match_key, person_key
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.dictionaries import add_entry, find_entry
from tongxin.crm.accounts.models import Account, AccountMember, DictionaryEntry
from tongxin.crm.accounts.selectors import visible_accounts
from tongxin.crm.market.models import Competitor, Product
from tongxin.crm.market.selectors import find_competitor, find_product
from tongxin.crm.opportunities.models import Opportunity, OpportunityContact, Stage
from tongxin.crm.opportunities.selectors import visible_opportunities
from tongxin.crm.relationships.selectors import visible_interactions
from tongxin.crm.stakeholders.models import Person, Post, Tenure
from tongxin.crm.stakeholders.selectors import visible_people
from tongxin.importers.mapping.targets import Target
from tongxin.importers.models import ExternalRef, ImportBatch
from tongxin.importers.plan.rows import Ref, TargetRow
from tongxin.importers.plan.values import code_of
from tongxin.importers.problems import PlanCode, Severity
from tongxin.team.models import User
from tongxin.team.selectors import all_users

LONGEST_LABEL = 60


@dataclass(slots=True, kw_only=True)
class Context:
    """One run of an import; with `dry` nothing may be written and new records are unsaved stand-ins."""

    actor: Actor
    at: datetime
    batch: ImportBatch
    dry: bool = False
    stages: dict[str, Stage] = field(default_factory=dict)
    last_stage: Stage | None = None
    found: dict[tuple[Target, str], Any] = field(default_factory=dict)
    entries: dict[tuple[str, str], DictionaryEntry | None] = field(default_factory=dict)
    named: dict[tuple[Target, str], Any] = field(default_factory=dict)
    posts: dict[int, Post | None] = field(default_factory=dict)
    # What this import created, as (target, id), in this run or in one that was broken off.
    made: set[tuple[Target, int]] = field(default_factory=set)
    # What writers found that a row without a note of earlier imports may stand for, by what makes them alike.
    alike: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    @property
    def may_administer(self) -> bool:
        """Say whether who imports may add users, processes and dictionary entries."""
        return self.actor.has(Right.ADMINISTER)

    def visible(self, target: Target) -> QuerySet[Any]:
        """Return the records of a target that who imports may see; only these are ever touched."""
        return _VISIBLE[target](self.actor)

    def refs(self, target: Target, keys: Iterable[str]) -> dict[str, ExternalRef]:
        """Return what earlier imports of this source noted about these keys."""
        rows = ExternalRef.objects.filter(source=self.batch.source, target=target, external_id__in=set(keys))
        return {row.external_id: row for row in rows}

    def load(self, target: Target, keys: Sequence[str]) -> None:
        """Fetch the records that these keys stand for, in two queries, for `resolve`."""
        wanted = [key for key in set(keys) if (target, key) not in self.found]
        noted = self.refs(target, wanted)
        records = self.visible(target).in_bulk([ref.object_pk for ref in noted.values()])
        for key in wanted:
            self.found[target, key] = records.get(noted[key].object_pk) if key in noted else None

    def remember(self, target: Target, key: str, record: Model) -> None:
        """Let later rows find a record that this run created or met."""
        self.found[target, key] = record

    def resolve(self, row: TargetRow, *names: str) -> Any:
        """Return the record that the first given pointer of these names leads to, or None."""
        for name in names:
            ref = row.refs.get(name)
            if ref is not None:
                record = self._of_key(ref) or self._of_words(ref)
                if record is not None:
                    return record
        return None

    def _of_key(self, ref: Ref) -> Any:
        key = ref.key or ("" if ref.by_name else ref.text)
        if not key:
            return None
        if (ref.target, key) not in self.found:
            self.load(ref.target, [key])
        return self.found[ref.target, key]

    def _of_words(self, ref: Ref) -> Any:
        if not ref.by_name:
            return None
        if (ref.target, ref.text) not in self.named:
            self.named[ref.target, ref.text] = _BY_WORDS[ref.target](self.actor, ref.text)
        return self.named[ref.target, ref.text]

    def load_posts(self, people: Iterable[Person | None]) -> None:
        """Fetch the posts that people hold now, their main ones, for `post_of`."""
        wanted = {person.pk for person in people if person is not None and person.pk} - self.posts.keys()
        held = Tenure.objects.filter(person__in=wanted, is_current=True, is_main=True).order_by("-pk")
        self.posts |= dict.fromkeys(wanted)
        self.posts |= {tenure.person_id: tenure.post for tenure in held.select_related("post__account")}

    def post_of(self, person: Person) -> Post | None:
        """Return the post that somebody holds now, their main one."""
        self.load_posts([person])
        return self.posts.get(person.pk)

    def owner(self, row: TargetRow) -> User | None:
        """Return the active colleague a row names as owner; report one who is not found."""
        owner: User | None = self.resolve(row, "owner_id", "owner_email", "owner_name")
        named = next((row.refs[name] for name in ("owner_name", "owner_email") if name in row.refs), None)
        if owner is None and named is not None:
            row.report(PlanCode.OWNER_UNKNOWN, Severity.WARNING, text=named.text[:80])
        return owner if owner is not None and owner.is_active else None

    def entry(self, row: TargetRow, name: str, kind: DictionaryKind) -> DictionaryEntry | None:
        """Return the dictionary entry of a cell; an administrator's import adds it, others report it."""
        text = str(row.values.get(name, ""))[:LONGEST_LABEL].strip()
        if not text:
            return None
        if (kind, text) not in self.entries:
            self.entries[kind, text] = self._entry(kind, text)
        entry = self.entries[kind, text]
        if entry is None:
            row.report(PlanCode.ENTRY_UNKNOWN, Severity.WARNING, text=text)
        return entry

    def _entry(self, kind: DictionaryKind, text: str) -> DictionaryEntry | None:
        known = find_entry(kind, text)
        if known is None and kind is DictionaryKind.INDUSTRY and (code := code_of("industry", text)):
            known = find_entry(kind, code)
        if known is not None or not self.may_administer:
            return known
        labels = dict.fromkeys(("zh-hant", "zh-hans", "en"), text)
        if self.dry:
            return DictionaryEntry(kind=kind, code="NEW", labels=labels)
        return add_entry(actor=self.actor, at=self.at, kind=kind, labels=labels)


def _no_rows(model: type[Model]) -> Callable[[Actor], QuerySet[Any]]:
    return lambda _actor: model._default_manager.all()


_VISIBLE: Mapping[Target, Callable[[Actor], QuerySet[Any]]] = {
    Target.ACCOUNT: visible_accounts,
    Target.TEAM: lambda actor: AccountMember.objects.filter(
        account__in=visible_accounts(actor)
    ).select_related("account", "user"),
    Target.PERSON: lambda actor: visible_people(actor).select_related("account"),
    Target.CONTACT_ROLE: lambda actor: OpportunityContact.objects.filter(
        opportunity__in=visible_opportunities(actor)
    ).select_related("opportunity__account", "person"),
    Target.ACTIVITY: lambda actor: visible_interactions(actor).select_related("account"),
    Target.OPPORTUNITY: lambda actor: visible_opportunities(actor).select_related(
        "account", "stage", "process"
    ),
    Target.PRODUCT: _no_rows(Product),
    Target.COMPETITOR: _no_rows(Competitor),
    Target.USER: lambda _actor: all_users(),
}


def _account(actor: Actor, text: str) -> Account | None:
    return visible_accounts(actor).filter(match_key=match_key(text)).order_by("pk").first()


def _person(actor: Actor, text: str) -> Person | None:
    people = visible_people(actor)
    if "@" in text:
        return people.filter(email__iexact=text).order_by("pk").first()
    return people.filter(match_key=person_key(text)).order_by("pk").first()


def _opportunity(actor: Actor, text: str) -> Opportunity | None:
    found = list(visible_opportunities(actor).filter(name=text)[:2])
    return found[0] if len(found) == 1 else None


def _user(_actor: Actor, text: str) -> User | None:
    wanted = fold(text)
    for user in all_users():
        if wanted in {fold(user.username), fold(user.display_name), fold(user.email) or None}:
            return user
    return None


_BY_WORDS: Mapping[Target, Callable[[Actor, str], Any]] = {
    Target.ACCOUNT: _account,
    Target.PERSON: _person,
    Target.OPPORTUNITY: _opportunity,
    Target.PRODUCT: lambda _actor, text: find_product(text),
    Target.COMPETITOR: lambda _actor, text: find_competitor(text),
    Target.USER: _user,
}
