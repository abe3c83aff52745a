"""What the writers of one run share: who imports, which records the files mean, dictionaries and stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from tongxin.crm.accounts.selectors import survivors_of_accounts, visible_accounts
from tongxin.crm.opportunities.models import Opportunity, OpportunityContact, OpportunityLine, Stage
from tongxin.crm.opportunities.selectors import visible_opportunities
from tongxin.crm.relationships.models import Promise
from tongxin.crm.relationships.selectors import visible_interactions
from tongxin.crm.stakeholders.models import Person, Post, Tenure
from tongxin.crm.stakeholders.selectors import survivors_of, visible_people
from tongxin.importers.mapping.targets import DECLARED, Target
from tongxin.importers.models import ExternalRef, ImportBatch
from tongxin.importers.plan.target_rows import Ref, TargetRow
from tongxin.importers.plan.values import code_of
from tongxin.importers.problems import PlanCode, Severity
from tongxin.records.definition import Definition
from tongxin.records.reading import find_by_key, visible, with_names
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
    # What rows of this run without a note of earlier imports were found to stand for already.
    met: set[tuple[Target, int]] = field(default_factory=set)
    # What writers found that a row without a note of earlier imports may stand for, by what makes them alike.
    alike: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    # What the file says of a record that is about to be changed, by target and id: days of its steps, its history.
    drafts: dict[tuple[Target, int], Any] = field(default_factory=dict)

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

    def bound(self, target: Target, pks: Iterable[int]) -> set[int]:
        """Return which records stand for rows of this source already: another id of it is another record."""
        refs = ExternalRef.objects.filter(source=self.batch.source, target=target, object_pk__in=set(pks))
        return set(refs.values_list("object_pk", flat=True))

    def load(self, target: Target, keys: Sequence[str]) -> None:
        """Fetch the records that these keys stand for, in two queries, for `resolve`."""
        wanted = [key for key in set(keys) if (target, key) not in self.found]
        noted = self.refs(target, wanted)
        pks = {key: noted[key].object_pk for key in wanted if key in noted}
        survivors = _SURVIVORS.get(target, _no_survivors)(pks.values()) if pks else {}
        pks = {key: survivors.get(pk, pk) for key, pk in pks.items()}
        records = self.visible(target).in_bulk(list(pks.values()))
        for key in wanted:
            self.found[target, key] = records.get(pks[key]) if key in pks else None

    def remember(self, target: Target, key: str, record: Model) -> None:
        """Let later rows find a record that this run created or met."""
        self.found[target, key] = record

    def resolve(self, row: TargetRow, *names: str) -> Any:
        """Return the record that the first given pointer of these names leads to, or None."""
        for name in names:
            ref = row.refs.get(name)
            if ref is not None:
                record = self._of_key(ref) or self._of_words(row, ref)
                if record is not None:
                    return record
        return None

    def related(self, row: TargetRow) -> tuple[Account | None, Person | None, Opportunity | None]:
        """Return account, person and deal that a row hangs on, whichever of them its pointers lead to."""
        person = self.resolve(row, "contact_id", "contact_name")
        deal = self.resolve(row, "opportunity_id", "opportunity_name")
        account = self.resolve(row, "account_id", "account_name")
        for name in ("related_id", "related_name"):
            if name not in row.refs:
                continue
            aims = [replace(row.refs[name], target=target) for target in _RELATED]
            records = [self._of_key(aim) or self._of_words(row, aim) for aim in aims]
            deal, account, person = deal or records[0], account or records[1], person or records[2]
            if not any(records):
                text = row.refs[name].text[:80]
                row.report(PlanCode.LINK_NOT_FOUND, Severity.WARNING, row.columns.get(name, ""), text=text)
        account = account or (deal.account if deal else None) or (person.account if person else None)
        return account, person, deal

    def _of_key(self, ref: Ref) -> Any:
        key = ref.key or ("" if ref.by_name else ref.text)
        if not key:
            return None
        if (ref.target, key) not in self.found:
            self.load(ref.target, [key])
        return self.found[ref.target, key]

    def _of_words(self, row: TargetRow, ref: Ref) -> Any:
        """Return the one record of these words; of several the one of the row's own account, else none, and say so."""
        if not ref.by_name or ref.ambiguous:
            return None
        if (ref.target, ref.text) not in self.named:
            self.named[ref.target, ref.text] = _BY_WORDS[ref.target](self.actor, ref.text)
        found: Sequence[Any] = self.named[ref.target, ref.text]
        if len(found) > 1 and ref.target in _OF_ACCOUNT:
            home = self._home(row)
            found = [record for record in found if home is not None and record.account_id == home.pk] or found
        if len(found) > 1:
            row.report(
                PlanCode.LINK_AMBIGUOUS,
                Severity.WARNING,
                _column(row, ref),
                text=ref.text[:80],
                count=len(found),
            )
        return found[0] if len(found) == 1 else None

    def _home(self, row: TargetRow) -> Account | None:
        """Return the account that a row itself names."""
        refs = [row.refs[name] for name in ("account_id", "account_name") if name in row.refs]
        home = next((record for ref in refs if (record := self._of_key(ref)) is not None), None)
        return (
            home
            if home is not None
            else next((self._of_words(row, ref) for ref in refs if ref.by_name), None)
        )

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
        """Return the colleague a row names as owner, also one who has left; report one who is not found."""
        owner: User | None = self.resolve(row, "owner_id", "owner_email", "owner_name")
        named = next((row.refs[name] for name in ("owner_name", "owner_email") if name in row.refs), None)
        if owner is None and named is not None:
            row.report(PlanCode.OWNER_UNKNOWN, Severity.WARNING, text=named.text[:80])
        return owner

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


def _visible_declared(definition: Definition) -> Callable[[Actor], QuerySet[Any]]:
    return lambda actor: with_names(definition, visible(definition, actor))


_VISIBLE: Mapping[Target, Callable[[Actor], QuerySet[Any]]] = {
    Target.ACCOUNT: visible_accounts,
    Target.TEAM: lambda actor: AccountMember.objects.filter(
        account__in=visible_accounts(actor)
    ).select_related("account", "user"),
    Target.PERSON: lambda actor: visible_people(actor).select_related("account"),
    Target.CONTACT_ROLE: lambda actor: OpportunityContact.objects.filter(
        opportunity__in=visible_opportunities(actor)
    ).select_related("opportunity__account", "person"),
    Target.POST: lambda actor: Tenure.objects.filter(person__in=visible_people(actor)).select_related(
        "person", "post", "post__account"
    ),
    # A history hangs on its deal and has no record of its own.
    Target.STAGE_HISTORY: lambda actor: visible_opportunities(actor).select_related(
        "account", "stage", "process"
    ),
    Target.LINE_ITEM: lambda actor: OpportunityLine.objects.filter(
        opportunity__in=visible_opportunities(actor)
    ).select_related("opportunity__account", "product"),
    Target.PROMISE: lambda actor: Promise.objects.filter(account__in=visible_accounts(actor)).select_related(
        "account", "owner"
    ),
    Target.ACTIVITY: lambda actor: visible_interactions(actor).select_related("account"),
    Target.OPPORTUNITY: lambda actor: visible_opportunities(actor).select_related(
        "account", "stage", "process"
    ),
    Target.USER: lambda _actor: all_users(),
    **{target: _visible_declared(definition) for target, definition in DECLARED.items()},
}


def _column(row: TargetRow, ref: Ref) -> str:
    name = next((name for name, other in row.refs.items() if other.text == ref.text), "")
    return row.columns.get(name, "")


def _no_survivors(_pks: Iterable[int]) -> dict[int, int]:
    return {}


# Where records that were merged here live on, by their ids.
_SURVIVORS: Mapping[Target, Callable[[Iterable[int]], dict[int, int]]] = {
    Target.ACCOUNT: survivors_of_accounts,
    Target.PERSON: survivors_of,
}
_RELATED = (Target.OPPORTUNITY, Target.ACCOUNT, Target.PERSON)
_OF_ACCOUNT = frozenset({Target.PERSON, Target.OPPORTUNITY})
# Of more than these it is clear that a name alone tells nothing.
MOST_NAMESAKES = 20


def _accounts(actor: Actor, text: str) -> Sequence[Account]:
    found = list(visible_accounts(actor).filter(match_key=match_key(text)).order_by("pk")[:MOST_NAMESAKES])
    exact = [account for account in found if account.name == text]
    return exact if len(exact) == 1 else found


def _people(actor: Actor, text: str) -> Sequence[Person]:
    people = visible_people(actor)
    alike = people.filter(email__iexact=text) if "@" in text else people.filter(match_key=person_key(text))
    return list(alike.order_by("pk")[:MOST_NAMESAKES])


def _opportunities(actor: Actor, text: str) -> Sequence[Opportunity]:
    return list(visible_opportunities(actor).filter(name=text).order_by("pk")[:MOST_NAMESAKES])


def _users(_actor: Actor, text: str) -> Sequence[User]:
    wanted = fold(text)
    users = all_users()
    exact = [user for user in users if wanted in {fold(user.username), fold(user.email) or None}]
    return exact or [user for user in users if wanted == fold(user.display_name)]


def _named_in(definition: Definition) -> Callable[[Actor, str], Sequence[Any]]:
    def find(actor: Actor, text: str) -> Sequence[Any]:
        if definition.key is not None:
            found = find_by_key(definition, text)
            return [] if found is None else [found]
        return list(visible(definition, actor).filter(**{definition.main.name: text})[:MOST_NAMESAKES])

    return find


_BY_WORDS: Mapping[Target, Callable[[Actor, str], Sequence[Any]]] = {
    Target.ACCOUNT: _accounts,
    Target.PERSON: _people,
    Target.OPPORTUNITY: _opportunities,
    Target.USER: _users,
    **{target: _named_in(definition) for target, definition in DECLARED.items()},
}
