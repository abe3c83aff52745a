"""Accounts, their names, teams, groups and merges in JSON."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints

from tongxin.api.representations import Input, Representation, optional
from tongxin.api.v1.schemas.team import Uid, UserRef
from tongxin.crm.accounts.choices import AccountKind, NameKind, TaxIdKind, TeamFunction
from tongxin.crm.accounts.selectors import seen_parent

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account

LongName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Code = Annotated[str, StringConstraints(max_length=40)]
Currency = Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]
Count = Annotated[int, Field(ge=0, le=2_000_000_000)]
Month = Annotated[int, Field(ge=1, le=12)]
Year = Annotated[int, Field(ge=1, le=9999)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)]
Text200 = Annotated[str, StringConstraints(max_length=200)]
Paragraphs = Annotated[str, StringConstraints(max_length=20_000)]


class AccountRef(Representation):
    """An account, by name."""

    uid: str
    name: str


class EntryRef(Representation):
    """A dictionary entry: its code, and its label in the language asked for."""

    code: str
    label: str


class AccountOut(Representation):
    """A customer organisation: group, company or site."""

    uid: str
    version: int
    name: str
    name_latin: str
    short_name: str
    kind: str
    status: str
    parent: AccountRef | None
    tier: EntryRef | None
    segment: EntryRef | None
    region: EntryRef | None
    industry: EntryRef | None
    tax_id: str
    tax_id_kind: str
    country: str
    currency: str
    fiscal_year_start: int
    website: str
    phone: str
    address: str
    employees: int | None
    annual_revenue: Decimal | None
    founded_year: int | None
    situation: str
    owner: UserRef | None
    last_contact_at: datetime | None
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_parent(account: "Account") -> "Account | None":
        """Return the account above, `None` for who does not see it."""
        return seen_parent(account)


class AliasIn(Input):
    """Another name of an account."""

    name: LongName
    kind: NameKind = NameKind.OTHER


class AliasOut(Representation):
    """Another name of an account."""

    name: str
    kind: str


class AccountIn(Input):
    """A new account; only its name is needed. Dictionary fields take codes."""

    name: LongName
    name_latin: Text200 = ""
    short_name: Annotated[str, StringConstraints(max_length=60)] = ""
    kind: AccountKind = AccountKind.COMPANY
    parent: Uid | None = None
    owner: Uid | None = None
    aliases: list[AliasIn] = Field(default=[], max_length=50)
    tier: Code | None = None
    segment: Code | None = None
    region: Code | None = None
    industry: Code | None = None
    tax_id: Annotated[str, StringConstraints(max_length=30)] = ""
    tax_id_kind: TaxIdKind | None = None
    country: Annotated[str, StringConstraints(max_length=60)] = ""
    currency: Currency | None = None
    fiscal_year_start: Month = 1
    website: Text200 = ""
    phone: Annotated[str, StringConstraints(max_length=60)] = ""
    address: Annotated[str, StringConstraints(max_length=300)] = ""
    employees: Count | None = None
    annual_revenue: Amount | None = None
    founded_year: Year | None = None
    situation: Paragraphs = ""


class AccountChange(Input):
    """What is changed about an account; `parent` and `owner` move it and hand it over."""

    name: LongName = optional()
    name_latin: Text200 = optional()
    short_name: Annotated[str, StringConstraints(max_length=60)] = optional()
    kind: AccountKind = optional()
    parent: Uid | None = None
    owner: Uid = optional()
    tier: Code | None = None
    segment: Code | None = None
    region: Code | None = None
    industry: Code | None = None
    tax_id: Annotated[str, StringConstraints(max_length=30)] = optional()
    tax_id_kind: TaxIdKind | None = None
    country: Annotated[str, StringConstraints(max_length=60)] = optional()
    currency: Currency = optional()
    fiscal_year_start: Month = optional()
    website: Text200 = optional()
    phone: Annotated[str, StringConstraints(max_length=60)] = optional()
    address: Annotated[str, StringConstraints(max_length=300)] = optional()
    employees: Count | None = None
    annual_revenue: Amount | None = None
    founded_year: Year | None = None
    situation: Paragraphs = optional()


class AliasesIn(Input):
    """All other names of an account, in the place of what it had."""

    aliases: list[AliasIn] = Field(max_length=50)


class AliasesOut(Representation):
    """All other names of an account."""

    aliases: list[AliasOut]


class MemberIn(Input):
    """A colleague who joins an account team."""

    user: Uid
    function: TeamFunction
    with_branch: bool = False


class MemberOut(Representation):
    """A colleague on an account team."""

    uid: str
    user: UserRef
    function: str
    since: date


class MembersOut(Representation):
    """An account team, or those who joined it."""

    members: list[MemberOut]


class TreeNodeOut(Representation):
    """One account of a group tree, and how deep it stands."""

    account: AccountRef
    depth: int


class TreeOut(Representation):
    """The visible tree around an account, from the top."""

    nodes: list[TreeNodeOut]


class LookalikeQuery(Input):
    """What is about to be entered."""

    names: list[LongName] = Field(min_length=1, max_length=10)
    tax_id: Annotated[str, StringConstraints(max_length=30)] = ""


class LookalikeOut(Representation):
    """An account that may be the same one; `uid` is empty when it belongs to another team."""

    uid: str
    name: str
    likeness: float
    reason: str


class LookalikesOut(Representation):
    """Accounts that may be the one about to be entered, most alike first."""

    lookalikes: list[LookalikeOut]


class MergeIn(Input):
    """The account to be absorbed, and the fields whose value comes from it."""

    absorbed: Uid
    take: list[Code] = Field(default=[], max_length=40)


class MergeOut(Representation):
    """Two accounts made one."""

    uid: str
    survivor: AccountRef
    absorbed: AccountRef
    created_at: datetime
    undone_at: datetime | None


class MergesOut(Representation):
    """Merges into an account, newest first."""

    merges: list[MergeOut]


class PurchasingGroupOut(Representation):
    """Organisations that buy together."""

    uid: str
    name: str


class PurchasingGroupsOut(Representation):
    """The groups in which an account buys."""

    groups: list[PurchasingGroupOut]


class DictionaryOut(Representation):
    """Active entries of one dictionary."""

    kind: str
    entries: list[EntryRef]


class DictionariesOut(Representation):
    """All dictionaries with their active entries."""

    dictionaries: list[DictionaryOut]
