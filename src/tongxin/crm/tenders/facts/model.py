"""The shape of what a compiled release says."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

UNKNOWN_CURRENCY = "?"
"""Key of a total of amounts that were published without a currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A buyer, bidder or supplier that is known.

    Attributes:
        name: as published; the number where no name was.
        key: what tells it from others within the data of one publisher: number, or folded name.
        scheme: register of the number, such as `GB-COH` or 統一編號; empty where not said.
        number: number in that register; empty where there is none, or a stand-in.
        address: region and country as published, for the market by region.

    """

    name: str
    key: str
    scheme: str = ""
    number: str = ""
    region: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount with its currency; `currency` is empty where none was published."""

    amount: Decimal
    currency: str = ""

    @property
    def total_key(self) -> str:
        """Return the currency under which the amount may be added up."""
        return self.currency or UNKNOWN_CURRENCY


@dataclass(frozen=True, slots=True, kw_only=True)
class BidFact:
    """One bid; several tenderers mean that they bid together."""

    id: str
    status: str = ""
    value: Money | None = None
    tenderers: tuple[Organisation, ...] = ()
    lots: tuple[str, ...] = ()
    submitted_at: datetime | None = None

    @property
    def is_valid(self) -> bool:
        """Say whether the bid took part to the end, as far as was published."""
        return self.status not in {"disqualified", "withdrawn", "invited"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardFact:
    """One award.

    Attributes:
        status: `active`, `pending`, `cancelled`, `unsuccessful`; an award of a cancelled tender is cancelled.
        suppliers: who is known of the winners; several mean that they won together.
        is_suspect: the amount equals the number of the supplier: one of the two is a slip of the key.
        has_status: whether the publisher gave a status; a missing one is read as `active`.

    """

    id: str
    status: str
    value: Money | None = None
    suppliers: tuple[Organisation, ...] = ()
    lots: tuple[str, ...] = ()
    awarded_at: datetime | None = None
    title: str = ""
    is_suspect: bool = False
    has_status: bool = True

    @property
    def is_active(self) -> bool:
        """Say whether the award was made and is in force."""
        return self.status == "active"

    @property
    def is_joint(self) -> bool:
        """Say whether several won together; what share each has is not known."""
        return len(self.suppliers) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFact:
    """One contract, as amended."""

    id: str
    award_ids: tuple[str, ...] = ()
    status: str = ""
    value: Money | None = None
    amendments: int = 0
    signed_at: datetime | None = None

    @property
    def is_in_force(self) -> bool:
        """Say whether the contract counts: it was not cancelled and is no draft."""
        return self.status not in {"cancelled", "pending"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFact:
    """One lot."""

    id: str
    title: str = ""
    status: str = ""
    value: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFact:
    """A document of the notice; only links to http and https are kept."""

    title: str
    url: str
    kind: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a compiled release says."""

    ocid: str
    title: str = ""
    description: str = ""
    status: str = ""
    method: str = ""
    category: str = ""
    classification: str = ""
    region: str = ""
    buyer: Organisation | None = None
    estimate: Money | None = None
    floor: Money | None = None
    published_at: datetime | None = None
    opens_at: datetime | None = None
    deadline_at: datetime | None = None
    awarded_at: datetime | None = None
    is_framework: bool = False
    frameworks: tuple[str, ...] = ()
    lots: tuple[LotFact, ...] = ()
    bids: tuple[BidFact, ...] = ()
    tenderers: tuple[Organisation, ...] = ()
    awards: tuple[AwardFact, ...] = ()
    contracts: tuple[ContractFact, ...] = ()
    documents: tuple[DocumentFact, ...] = ()
    price: dict[str, Decimal] = field(default_factory=dict)

    @property
    def bidders(self) -> tuple[Organisation, ...]:
        """Return the different organisations that bid, alone or together; by name."""
        found = {who.key: who for bid in self.bids if bid.status != "invited" for who in bid.tenderers}
        found = {**{who.key: who for who in self.tenderers}, **found}
        return tuple(sorted(found.values(), key=lambda who: who.name))

    @property
    def wins(self) -> tuple[AwardFact, ...]:
        """Return the awards in force."""
        return tuple(award for award in self.awards if award.is_active)
