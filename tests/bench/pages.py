"""The pages that are measured, and what is asked of them."""

from dataclasses import dataclass
from urllib.parse import quote

# Words of the data: one or two records have the rare one, four visits of ten the common one.
RARE = "翡翠鷸"
COMMON = "客戶"
COMMON_PREFIX = "曜禾"
MOST_QUERIES = 25
MOST_ON_A_LIST = 12
MOST_ON_A_RECORD = 25
TIMES_BARE = 4.0
# Five lists on one page, each of its own records, with what can be done to every row in it.
TIMES_BARE_OF_TODAY = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page.

    Attributes:
        name: in the report.
        path: address.
        who: sign-in name of who looks, without prefix: `boss` sees everything, `kam` two hundred accounts.
        rows: rows of the plain page that its cost is compared with.
        times_bare: most CPU, in times of the plain page's.
        queries: most database queries.
        per_second: least requests a second on the set of 5,000 accounts, where one is asked for.

    """

    name: str
    path: str
    who: str = "boss"
    rows: int = 50
    times_bare: float = TIMES_BARE
    queries: int = MOST_QUERIES
    per_second: int | None = None


def _palette(word: str) -> str:
    return f"/search/palette/?q={quote(word)}"


PAGES: tuple[Page, ...] = (
    Page(name="Accounts, list of 50", path="/accounts/", queries=MOST_ON_A_LIST, per_second=50),
    Page(name="Accounts, list of 50, own 200", path="/accounts/", who="kam", queries=MOST_ON_A_LIST),
    Page(name="Account page", path="/accounts/a0000000000007/", queries=MOST_ON_A_RECORD, per_second=35),
    Page(name="Account page, time line", path="/accounts/a0000000000007/timeline/", queries=MOST_ON_A_RECORD),
    Page(name="People, list of 50", path="/people/", queries=MOST_ON_A_LIST),
    Page(name="Opportunities, list of 50", path="/opportunities/?layout=table", queries=MOST_ON_A_LIST),
    Page(name="Opportunity page", path="/opportunities/d0000000000007/", queries=MOST_ON_A_RECORD),
    Page(name="Board", path="/opportunities/?layout=board", rows=140),
    Page(name="Board, own 200", path="/opportunities/?layout=board", who="kam", rows=140),
    Page(name="Today", path="/", who="kam", times_bare=TIMES_BARE_OF_TODAY),
    Page(name="Search, rare word", path=_palette(RARE), rows=12, per_second=70),
    Page(name="Search, common word", path=_palette(COMMON), rows=12),
    Page(name="Search, two characters of names", path=_palette(COMMON_PREFIX), rows=12),
    Page(name="Search, common word, own 200", path=_palette(COMMON), who="kam", rows=12),
)
