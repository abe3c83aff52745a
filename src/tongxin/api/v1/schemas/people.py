"""People, their posts and who held them, in JSON."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints

from tongxin.api.representations import Input, Representation, optional
from tongxin.api.v1.schemas.accounts import AccountRef, Paragraphs
from tongxin.api.v1.schemas.team import Uid, UserRef
from tongxin.common.rights import Right
from tongxin.crm.accounts.choices import NameKind
from tongxin.crm.stakeholders.choices import PostLevel, TenureEnd

PersonName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Text120 = Annotated[str, StringConstraints(max_length=120)]
Text60 = Annotated[str, StringConstraints(max_length=60)]
Email = Annotated[str, StringConstraints(max_length=254)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
RESTRICTED: Mapping[str, str] = {"judgement": Right.JUDGEMENT}


class PersonRef(Representation):
    """A person, by name."""

    uid: str
    full_name: str


class PostRef(Representation):
    """A post, by title."""

    uid: str
    title: str


class PersonOut(Representation):
    """Somebody at a customer, or who was; account and title are those of the main post today."""

    restricted: ClassVar[Mapping[str, str]] = RESTRICTED

    uid: str
    version: int
    name: str
    name_latin: str
    form_of_address: str
    email: str
    phone: str
    mobile: str
    note: str
    judgement: str
    source: str
    status: str
    account: AccountRef | None
    title: str
    owner: UserRef | None
    last_contact_at: datetime | None
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_name(person: Any) -> str:
        """Return the full name, under the name the list's filter has."""
        return str(person.full_name)


class OtherName(Input):
    """Another name of a person."""

    name: PersonName
    kind: NameKind = NameKind.OTHER


class PersonIn(Input):
    """A new person; only the name is needed. With account and title a post is taken, or made."""

    name: PersonName
    account: Uid | None = None
    title: Title | None = None
    department: Text120 = ""
    level: PostLevel = PostLevel.UNKNOWN
    reports_to: Uid | None = None
    names: list[OtherName] = Field(default_factory=list, max_length=20)
    name_latin: Text120 = ""
    form_of_address: Text60 = ""
    email: Email = ""
    phone: Text60 = ""
    mobile: Text60 = ""
    note: Paragraphs = ""
    judgement: Paragraphs | None = None
    source: Text120 = ""
    owner: Uid | None = None


class PersonChange(Input):
    """What is changed about a person; posts have addresses of their own."""

    name: PersonName = optional()
    name_latin: Text120 = optional()
    form_of_address: Text60 = optional()
    email: Email = optional()
    phone: Text60 = optional()
    mobile: Text60 = optional()
    note: Paragraphs = optional()
    judgement: Paragraphs = optional()
    source: Text120 = optional()
    owner: Uid = optional()


class OtherNameOut(Representation):
    """Another name of a person."""

    name: str
    kind: str


class NamesOut(Representation):
    """A person's other names."""

    names: list[OtherNameOut]


class NamesIn(Input):
    """The other names, in the place of those there were."""

    names: list[OtherName] = Field(max_length=20)


class PostOut(Representation):
    """A post in a customer's organisation; it stays when its holder goes."""

    uid: str
    version: int
    account: AccountRef
    title: str
    department: str
    level: str
    reports_to: PostRef | None
    is_active: bool


class PostIn(Input):
    """A new post, which stands vacant."""

    title: Title
    department: Text120 = ""
    level: PostLevel = PostLevel.UNKNOWN
    reports_to: Uid | None = None


class PostChange(Input):
    """What is changed about a post."""

    title: Title = optional()
    department: Text120 = optional()
    level: PostLevel = optional()
    reports_to: Uid | None = None


class TenureOut(Representation):
    """Who held a post from when to when; `until` is the first day after it."""

    uid: str
    version: int
    person: PersonRef
    post: PostOut
    since: date | None
    until: date | None
    is_current: bool
    is_main: bool
    end_reason: str


class TenuresOut(Representation):
    """The posts somebody holds and held at visible accounts, the current ones first."""

    tenures: list[TenureOut]


class PersonMergeIn(Input):
    """The person to be absorbed, and the fields whose value comes from them."""

    absorbed: Uid
    take: list[
        Literal[
            "name_latin",
            "form_of_address",
            "email",
            "phone",
            "mobile",
            "note",
            "judgement",
            "source",
            "owner",
        ]
    ] = Field(default=[], max_length=20)


class PersonMergeOut(Representation):
    """Two people made one."""

    uid: str
    survivor: PersonRef
    absorbed: PersonRef
    created_at: datetime
    undone_at: datetime | None


class PersonMergesOut(Representation):
    """Merges into a person that can still be undone, newest first."""

    merges: list[PersonMergeOut]


class TenureIn(Input):
    """A person takes a post."""

    post: Uid
    since: date | None = None
    is_main: bool = True


class TenureEndingIn(Input):
    """Why and when somebody left a post."""

    reason: TenureEnd
    until: date | None = None


class MoveIn(Input):
    """A person leaves a post, the main one unless another is named, and takes another."""

    post: Uid
    on: date | None = None
    leaving: Uid | None = None


class HolderOut(Representation):
    """Who holds a post now."""

    tenure: str
    person: PersonRef


class NodeOut(Representation):
    """One post of an organisation; `depth` 0 stands at the top."""

    post: PostOut
    depth: int
    holders: list[HolderOut]
    is_vacant: bool


class OrganisationChartOut(Representation):
    """An account's posts by reporting line, each boss before their reports."""

    nodes: list[NodeOut]


class PersonLookalikeQuery(Input):
    """Who is about to be entered."""

    name: PersonName
    name_latin: Text120 = ""
    email: Email = ""
    account: Uid | None = None


class KnownPersonOut(Representation):
    """A person, with the account they are at."""

    uid: str
    full_name: str
    account: AccountRef | None


class PersonLookalikeOut(Representation):
    """A person who may be the same one, because of their `EMAIL` or their `NAME`."""

    person: KnownPersonOut
    reason: str


class PersonLookalikesOut(Representation):
    """People who may be the one about to be entered."""

    lookalikes: list[PersonLookalikeOut]


class SeniorPostOut(Representation):
    """A senior post, and where it is."""

    uid: str
    title: str
    level: str
    account: AccountRef


class CoverageGapOut(Representation):
    """A senior post without a holder, or with one who was not met for long."""

    post: SeniorPostOut
    person: PersonRef | None
    last_contact_at: datetime | None

    @staticmethod
    def resolve_last_contact_at(gap: Any) -> datetime | None:
        """Return when the holder was last met."""
        return gap.person.last_contact_at if gap.person else None


class CoverageOut(Representation):
    """Where we know too few, vacant posts first."""

    gaps: list[CoverageGapOut]
