"""Invented data for the page of components; people and companies do not exist."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongxin.web.shell.day_field import DayField
from tongxin.web.shell.parts import (
    AppliedFilter,
    ColumnHead,
    Difference,
    Link,
    Pages,
    Property,
    Reversal,
    StagePath,
    StageStep,
    TimelineEntry,
)

# What a page would hold; shown as it is in every language.
WORDS: Mapping[str, str] = {
    "award": "決標12/22，多半在12/18到01/08之間",
    "situation": "財務長在意總持有成本，已兩個月沒有見面。",
    "promise": "把3T線圈相容性說明寄給尤振邦主任",
    "as_of": "資料到11月23日09:40",
    "account": "曜禾醫療體系",
    "not_met": "財務長裴慧君74天沒有見面",
    "cadence": "約定每30天一次",
    "deal": "影像中心汰換案",
    "over": "超過44天",
    "total": "3.93億",
    "late": "逾期3天",
    "approver": "核准者",
    "make_time": "約時間",
    "meeting": "影像中心汰換案：資安整合會談",
    "talk": "先給掃描日期，再談報告格式。",
    "place": "曜禾總院資訊室",
    "floor": "行政大樓6樓",
    "person": "鄧書豪 主任",
    "soon": "50分鐘後",
}


class SampleForm(forms.Form):
    """One field of each kind; bound to bad data it shows how errors look."""

    promise = forms.CharField(label=gettext_lazy("What is promised"))
    due = DayField(
        label=gettext_lazy("Delivery date"),
        help_text=gettext_lazy("For example 2026-12-04, 115/12/4, +7 or next Wednesday."),
    )
    side = forms.ChoiceField(
        label=gettext_lazy("Who promised"),
        choices=[("OURS", gettext_lazy("We did")), ("THEIRS", gettext_lazy("They did"))],
        widget=forms.RadioSelect,
        initial="OURS",
    )
    tier = forms.ChoiceField(
        label=gettext_lazy("Account tier"),
        choices=[("A", gettext_lazy("Strategic")), ("B", gettext_lazy("Key"))],
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    remind = forms.BooleanField(label=gettext_lazy("Remind me the day before"), required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOpportunity:
    """One deal as a row and as a card."""

    name: str
    account: str
    stage: str
    amount: Decimal
    days: int
    met: int
    seats: int
    next_step: str = ""
    late: bool = False
    back: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleLane:
    """One stage of the board."""

    name: str
    total: Decimal
    deals: tuple[SampleOpportunity, ...] = ()
    shut: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignPage:
    """What the page of components shows."""

    form: SampleForm
    refused: SampleForm
    at: datetime
    tabs: tuple[Link, ...]
    views: tuple[Link, ...]
    filters: tuple[AppliedFilter, ...]
    heads: tuple[ColumnHead, ...]
    deals: tuple[SampleOpportunity, ...]
    lanes: tuple[SampleLane, ...]
    pages: Pages
    properties: tuple[Property, ...]
    timeline: tuple[TimelineEntry, ...]
    path: StagePath
    steps: tuple[str, ...]
    differences: tuple[Difference, ...]
    amount: Decimal = Decimal(186_000_000)
    words: Mapping[str, str] = field(default_factory=lambda: WORDS)


def sample_page(*, at: datetime) -> DesignPage:
    """Return the page; days lie around `at`."""
    deals = _deals()
    return DesignPage(
        form=SampleForm(),
        refused=SampleForm({"promise": "弱點掃描報告", "due": "115/2/30", "side": "OURS", "tier": "A"}),
        at=at,
        tabs=(
            Link(label=_("Overview"), url="#tabs", current=True),
            Link(label=_("People"), url="#tabs", count=31),
            Link(label=_("Deals"), url="#tabs", count=3),
            Link(label=_("Time line"), url="#tabs"),
        ),
        views=(
            Link(label=_("My opportunities"), url="#views", current=True, changed=True),
            Link(label=_("Bids this quarter"), url="#views"),
            Link(label=_("Stuck"), url="#views"),
        ),
        filters=(
            AppliedFilter(label=_("Owner"), value="沈予安", remove_url="#views"),
            AppliedFilter(label=_("Amount"), value=_("10 million or more"), remove_url="#views"),
        ),
        heads=(
            ColumnHead(key="name", label=_("Deal"), url="#list", direction="ascending"),
            ColumnHead(key="account", label=_("Account"), url="#list"),
            ColumnHead(key="stage", label=_("Stage"), url="#list"),
            ColumnHead(key="amount", label=_("Amount"), url="#list", numeric=True),
        ),
        deals=deals,
        lanes=_lanes(deals),
        pages=Pages(shown=_("1 to 50 of 1,204"), next_url="#list"),
        properties=_properties(),
        timeline=_timeline(at),
        path=_path(),
        differences=_differences(),
        steps=(_("File"), _("Columns"), _("Check"), _("Preview"), _("Run")),
    )


def _deals() -> tuple[SampleOpportunity, ...]:
    return (
        SampleOpportunity(name="東嶺分院超音波聯合採購", account="曜禾醫療體系", stage="分析", amount=Decimal(35_000_000), days=41, met=1, seats=5),
        SampleOpportunity(name="心導管室更新", account="泓恩醫院集團", stage="分析", amount=Decimal(38_000_000), days=16, met=2, seats=6, next_step="11/26需求訪談"),
        SampleOpportunity(name="第二院區影像規劃", account="嶺岸大學附設醫院", stage="立項", amount=Decimal(79_000_000), days=18, met=3, seats=7, next_step="12/02立項書草稿會", back="11/12由選購回到立項：預算重審", selected=True),
        SampleOpportunity(name="總院影像中心汰換案", account="曜禾醫療體系", stage="投標", amount=Decimal(186_000_000), days=7, met=9, seats=10, next_step="今天10:30資安會談"),
        SampleOpportunity(name="移動式X光統購", account="北原聯合醫院", stage="投標", amount=Decimal(55_000_000), days=11, met=3, seats=6, next_step="逾期1天：押標金", late=True),
    )  # fmt: skip


def _lanes(deals: tuple[SampleOpportunity, ...]) -> tuple[SampleLane, ...]:
    return (
        SampleLane(name="調研", total=Decimal(62_000_000), shut=True, count=4),
        *(
            SampleLane(
                name=stage,
                total=sum((deal.amount for deal in deals if deal.stage == stage), Decimal(0)),
                deals=tuple(deal for deal in deals if deal.stage == stage),
            )
            for stage in ("分析", "立項", "選購", "投標")
        ),
        SampleLane(name="採購", total=Decimal(108_000_000), shut=True, count=3),
    )


def sample_property() -> Property:
    """Return the value that can be tried out."""
    return Property(
        key="legal",
        label=_("Contracting party"),
        value="曜禾醫療財團法人",
        edit_url=reverse("web:design_value"),
    )


def _properties() -> tuple[Property, ...]:
    return (
        sample_property(),
        Property(key="industry", label=_("Industry"), value="醫院集團"),
        Property(key="terms", label=_("Payment terms")),
        Property(key="owner", label=_("Owner"), value="沈予安", url="#properties"),
        Property(
            key="floor",
            label=_("Price floor"),
            locked=_("You do not have the right to see the price floor."),
        ),
    )


def _timeline(at: datetime) -> tuple[TimelineEntry, ...]:
    return (
        TimelineEntry(at=at, title="資安整合會談", note="鄧書豪、駱冠廷", key=True),
        TimelineEntry(
            at=at - timedelta(days=3),
            title="游靖堯：資訊室在意資安",
            note="沈予安 · 電話",
            body="請我們在12/4前給弱點掃描報告。",
            tags=(Link(label="@游靖堯", url="#timeline"), Link(label="#影像中心汰換案", url="#timeline")),
        ),
        TimelineEntry(at=at - timedelta(days=400), title="第一次拜訪", note="葉芷寧 · 現場"),
    )


def _path() -> StagePath:
    return StagePath(
        label=_("The customer's process"),
        steps=(
            StageStep(label="調研", state="done", note="03/04，21天"),
            StageStep(label="分析", state="done", note="03/25，48天"),
            StageStep(label="立項", state="done", note="05/12，66天"),
            StageStep(label="選購", state="done", note="07/17，122天"),
            StageStep(label="投標", state="now", note="現在，7天"),
            StageStep(label="測試"),
            StageStep(label="採購"),
        ),
        reversals=(Reversal(came_from=4, went_to=2, text="08/20回到分析：預算重審，51天"),),
    )


def _differences() -> tuple[Difference, ...]:
    return (
        Difference(name="amount", label=_("Amount"), before="1.86億", theirs="1.92億", yours="1.90億"),
        Difference(name="close", label=_("Expected close"), before="12/22", theirs="01/08", yours="12/29"),
    )
