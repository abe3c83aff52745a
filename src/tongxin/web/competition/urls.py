"""Addresses of competition."""

from tongxin.common.access import changing, seeing, signed_in
from tongxin.web.competition import placing, value, views
from tongxin.web.edge.addresses import page

urlpatterns = [
    page(
        "competition/",
        views.competition,
        name="competition",
        access=signed_in(),
        operations=("supplier_rings", "competition_changes", "rival_results"),
    ),
    # In the place of the derived page of one value case.
    page(
        "value-cases/<str:uid>/",
        value.value_case,
        name="value_case_answer",
        access=seeing(uid="VALUE_CASE"),
        operations=("value_case", "value_case_answer"),
    ),
    page(
        "value-cases/<str:uid>/workbook.xlsx",
        value.value_case_workbook,
        name="value_case_workbook",
        access=seeing(uid="VALUE_CASE"),
        operations=("value_case_answer",),
    ),
    page(
        "value-cases/<str:uid>/one-page.pdf",
        value.value_case_pdf,
        name="value_case_pdf",
        access=seeing(uid="VALUE_CASE"),
        operations=("value_case_answer",),
    ),
    page(
        "value-cases/<str:uid>/one-page.docx",
        value.value_case_docx,
        name="value_case_docx",
        access=seeing(uid="VALUE_CASE"),
        operations=("value_case_answer",),
    ),
    page(
        "value-cases/<str:uid>/editions/",
        value.value_case_editions,
        name="value_case_editions",
        access=changing(uid="VALUE_CASE"),
        operations=("make_value_case_edition",),
    ),
    page(
        "accounts/<str:uid>/competition/placing/",
        placing.account_placing,
        name="account_placing",
        access=changing(uid="ACCOUNT"),
        operations=("make_placement", "make_competitor"),
    ),
    page(
        "accounts/<str:uid>/competition/",
        views.account_competition,
        name="account_competition",
        access=seeing(uid="ACCOUNT"),
        operations=("account_rings", "account_positions", "rival_results"),
    ),
]
