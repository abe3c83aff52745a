"""Pressures of the customer and the value case, as declared objects."""

from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.rights import Right
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.competition.choices import Confidence, LineKind, PressureKind, QuoteState
from tongxin.crm.competition.models import CaseLine, CaseQuote, Pressure, ValueCase
from tongxin.crm.competition.rules import check_case_line, check_quote
from tongxin.crm.opportunities.references import OPPORTUNITIES
from tongxin.crm.stakeholders.references import PEOPLE
from tongxin.records.definition import Definition
from tongxin.records.fields import Amount, Choice, Currency, Day, Paragraphs, Percent, Ref, Text, Whole

PRESSURE = Definition(
    kind=Kind.PRESSURE,
    model=Pressure,
    one="pressure",
    many="pressures",
    path="pressures",
    tag="competition",
    title=_("Customer pressures and goals"),
    about="A pressure, goal, obstacle or initiative of an account, and who on their side owns it.",
    hint=_("Note what presses the customer and who owns it there; the value case answers it."),
    visible=lambda actor: Pressure.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    part="competition",
    order=("kind", "text"),
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True, sort=True),
        Choice(
            "kind",
            pgettext_lazy("pressure", "Kind"),
            of=PressureKind,
            required=True,
            sort=True,
            filters=("eq",),
        ),
        Text(
            "text",
            pgettext_lazy("pressure", "What it is"),
            most=300,
            required=True,
            main=True,
            sort=True,
            indexed=True,
        ),
        Ref("owner", pgettext_lazy("pressure", "Owned by"), to=PEOPLE),
        Choice("confidence", _("Confidence"), of=Confidence, required=True, initial=Confidence.GUESS),
        Text("source", pgettext_lazy("share", "Source"), column="offered"),
        Day("heard_on", pgettext_lazy("pressure", "Heard on"), sort=True, column="offered"),
    ),
)
VALUE_CASE = Definition(
    kind=Kind.VALUE_CASE,
    model=ValueCase,
    one="value_case",
    many="value_cases",
    path="value-cases",
    tag="competition",
    title=_("Value cases"),
    about="What our offer brings an account over some years; cases of one name are editions of each other.",
    hint=_("Show in numbers what our offer brings the customer, with every assumption and who agreed to it."),
    visible=lambda actor: ValueCase.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    part="competition",
    is_made_alone=True,
    order=("name", "-edition"),
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True, sort=True),
        Text(
            "name",
            pgettext_lazy("value case", "Value case"),
            required=True,
            main=True,
            sort=True,
            indexed=True,
        ),
        Whole(
            "edition",
            pgettext_lazy("value case", "Edition"),
            least=1,
            most=999,
            required=True,
            initial=1,
            sort=True,
        ),
        Whole(
            "horizon",
            pgettext_lazy("value case", "Horizon in years"),
            least=1,
            most=30,
            required=True,
            initial=5,
        ),
        Percent("rate", pgettext_lazy("value case", "Discount rate"), places=2, required=True),
        Amount("price", pgettext_lazy("value case", "Our price")),
        Currency(
            "currency", _("Currency"), required=True, initial=settings.REPORTING_CURRENCY, column="none"
        ),
        Ref("opportunity", _("Opportunity"), to=OPPORTUNITIES, column="offered"),
        Ref("pressure", pgettext_lazy("value case", "Answers"), to=PRESSURE.reference, column="offered"),
        Paragraphs("note", _("Note"), most=10_000),
    ),
)
CASE_LINE = Definition(
    kind=Kind.CASE_LINE,
    model=CaseLine,
    one="case_line",
    many="case_lines",
    path="value-case-lines",
    tag="competition",
    title=_("Value case lines"),
    about="An amount a year of a value case, the assumption behind it, who agreed, and what was measured later.",
    hint=_("Enter what our offer brings and costs, and what the customer pays today, one line each."),
    visible=lambda actor: CaseLine.objects.filter(
        visible_through(actor, "case__account"), case__deleted_at=None
    ),
    account="case__account",
    parent="case",
    order=("kind", "name"),
    check=check_case_line,
    fields=(
        Ref(
            "case",
            pgettext_lazy("value case", "Value case"),
            to=VALUE_CASE.reference,
            required=True,
            fixed=True,
        ),
        Choice(
            "kind",
            pgettext_lazy("value line", "Kind"),
            of=LineKind,
            required=True,
            sort=True,
            filters=("eq",),
        ),
        Text("name", pgettext_lazy("value line", "Line"), required=True, main=True, sort=True),
        Amount(
            "amount", pgettext_lazy("value line", "Amount a year"), currency="case__currency", required=True
        ),
        Whole(
            "first_year",
            pgettext_lazy("value line", "First year"),
            most=30,
            required=True,
            initial=1,
            help=_("0 is the year of the purchase."),
        ),
        Whole(
            "last_year",
            pgettext_lazy("value line", "Last year"),
            most=30,
            help=_("Leave it empty for an amount of one year only."),
        ),
        Percent(
            "growth",
            pgettext_lazy("value line", "Growth a year"),
            least=-99,
            places=2,
            required=True,
            initial=Decimal(0),
        ),
        Ref("agreed_by", pgettext_lazy("value line", "Agreed by"), to=PEOPLE),
        Day("agreed_on", pgettext_lazy("value line", "Agreed on")),
        Amount(
            "measured",
            pgettext_lazy("value line", "Measured a year"),
            currency="case__currency",
            column="offered",
        ),
        Day("measured_on", pgettext_lazy("value line", "Measured on"), column="offered"),
        Paragraphs("assumption", pgettext_lazy("value line", "Assumption"), most=10_000),
    ),
)
CASE_QUOTE = Definition(
    kind=Kind.CASE_QUOTE,
    model=CaseQuote,
    one="case_quote",
    many="case_quotes",
    path="value-case-quotes",
    tag="competition",
    title=_("Quotes behind our cost"),
    about="A supplier's quote that our cost of a value case rests on.",
    hint=_("Enter the quotes our own cost rests on; one that ran out is marked in the case."),
    visible=lambda actor: CaseQuote.objects.filter(
        visible_through(actor, "case__account"), case__deleted_at=None
    ),
    account="case__account",
    parent="case",
    order=("valid_until",),
    check=check_quote,
    fields=(
        Ref(
            "case",
            pgettext_lazy("value case", "Value case"),
            to=VALUE_CASE.reference,
            required=True,
            fixed=True,
        ),
        Text("title", pgettext_lazy("quote", "Quote"), required=True, main=True, sort=True),
        Choice(
            "state",
            pgettext_lazy("quote", "State"),
            of=QuoteState,
            required=True,
            initial=QuoteState.SUBMITTED,
        ),
        Day("quoted_on", pgettext_lazy("quote", "Quoted on"), required=True),
        Day("valid_until", pgettext_lazy("quote", "Valid until"), required=True, sort=True, filters=("lte",)),
        Amount(
            "quoted_price", pgettext_lazy("quote", "Price"), currency="case__currency", right=Right.MARGIN
        ),
    ),
)
