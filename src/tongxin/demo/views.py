"""Views of lists that the people of the demo keep."""

from dataclasses import dataclass

from tongxin.saved_views.choices import Area, Sharing


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewFact:
    """One view: whose, of which list, and what it holds."""

    owner: str
    area: Area
    name: str
    query: str
    sharing: Sharing = Sharing.PERSONAL


VIEWS = (
    ViewFact(
        owner="director",
        area=Area.OPPORTUNITIES,
        name="千萬以上",
        query="amount_reporting.gte=10000000&outcome=OPEN&sort=-amount_reporting",
        sharing=Sharing.LOCKED,
    ),
    ViewFact(
        owner="kam",
        area=Area.ACCOUNTS,
        name="我的重點客戶",
        query="owner=me&tier=STRATEGIC,KEY&sort=last_contact_at",
    ),
    ViewFact(
        owner="kam",
        area=Area.OPPORTUNITIES,
        name="我的看板",
        query="layout=board&outcome=OPEN&owner=me",
        sharing=Sharing.TEAM,
    ),
)
