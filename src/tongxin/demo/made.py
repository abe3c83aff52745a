"""What the demo world holds so far, for those who tell its parts."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tongxin.common.actor import Actor
from tongxin.common.rights import Channel
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.dictionaries import find_entry
from tongxin.demo.chronicle import Chronicle
from tongxin.demo.words import Facts, Words
from tongxin.team.selectors import get_actor

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account, DictionaryEntry
    from tongxin.crm.committees.models import Committee
    from tongxin.crm.market.models import Competitor, Product
    from tongxin.crm.opportunities.models import Opportunity, Stage
    from tongxin.crm.stakeholders.models import Person, Post
    from tongxin.team.models import User


@dataclass(slots=True)
class World:
    """What was made so far, each under the key that the facts name it by."""

    chronicle: Chronicle
    words: Words = field(default_factory=Words)
    users: "dict[str, User]" = field(default_factory=dict)
    accounts: "dict[str, Account]" = field(default_factory=dict)
    people: "dict[str, Person]" = field(default_factory=dict)
    posts: "dict[str, Post]" = field(default_factory=dict)
    products: "dict[str, Product]" = field(default_factory=dict)
    competitors: "dict[str, Competitor]" = field(default_factory=dict)
    deals: "dict[str, Opportunity]" = field(default_factory=dict)
    committees: "dict[str, Committee]" = field(default_factory=dict)
    stages: "dict[str, Stage]" = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)
    _entries: "dict[tuple[str, str], DictionaryEntry | None]" = field(default_factory=dict)

    def told(self, facts: Facts) -> Facts:
        """Return facts with their texts in the language of this world; every text goes through here."""
        return self.words.told(facts)

    def user(self, name: str) -> "User":
        """Return a colleague by the sign-in name without the prefix."""
        return self.users[f"demo.{name}"]

    def actor(self, name: str) -> Actor:
        """Return a colleague as who acts on the pages: histories read as if people had worked there."""
        if name not in self._actors:
            self._actors[name] = get_actor(self.user(name), as_of=self.chronicle.today)
        return self._actors[name]

    def importer(self) -> Actor:
        """Return the administrator as who imports."""
        return replace(self.actor("admin"), channel=Channel.IMPORT)

    def entry(self, kind: DictionaryKind, code: str) -> "DictionaryEntry | None":
        """Return a dictionary's entry by its code."""
        if (kind, code) not in self._entries:
            self._entries[kind, code] = find_entry(kind, code)
        return self._entries[kind, code]


def owner_name(world: World, account: str) -> str:
    """Return the sign-in name, without the prefix, of who owns an account."""
    owner = world.accounts[account].owner
    return owner.username.removeprefix("demo.") if owner else "director"
