"""Addresses of account plans."""

from tongxin.common.access import seeing
from tongxin.web.accountplans import views
from tongxin.web.edge.addresses import page

urlpatterns = [
    page(
        "accounts/<str:uid>/plan/",
        views.account_plan_now,
        name="account_plan_now",
        access=seeing(uid="ACCOUNT"),
        operations=("account_plan_now",),
    ),
    # In the place of the derived page of one plan.
    page(
        "account-plans/<str:uid>/",
        views.account_plan,
        name="account_plan_page",
        access=seeing(uid="ACCOUNT_PLAN"),
        operations=("account_plan_standing",),
    ),
    page(
        "account-plans/<str:uid>/review.pdf",
        views.account_plan_pdf,
        name="account_plan_pdf",
        access=seeing(uid="ACCOUNT_PLAN"),
        operations=("account_plan_standing",),
    ),
    page(
        "account-plans/<str:uid>/review.docx",
        views.account_plan_docx,
        name="account_plan_docx",
        access=seeing(uid="ACCOUNT_PLAN"),
        operations=("account_plan_standing",),
    ),
]
