"""Addresses of joint plans."""

from tongxin.common.access import changing, seeing
from tongxin.web.edge.addresses import page
from tongxin.web.plans import views

urlpatterns = [
    # In the place of the derived page of one plan.
    page(
        "joint-plans/<str:uid>/",
        views.joint_plan,
        name="joint_plan_rows",
        access=seeing(uid="JOINT_PLAN"),
        operations=("joint_plan_schedule", "make_plan_row"),
    ),
    page(
        "projects/<str:uid>/plan/",
        views.project_plan,
        name="project_plan",
        access=changing(uid="CUSTOMER_PROJECT"),
        operations=("make_joint_plan",),
    ),
    page(
        "plan-rows/<str:uid>/completion/",
        views.plan_row_completion,
        name="plan_row_completion",
        access=changing(uid="PLAN_ROW"),
        operations=("change_plan_row",),
    ),
    page(
        "plan-rows/<str:uid>/unit/",
        views.plan_row_unit,
        name="plan_row_unit",
        access=changing(uid="PLAN_ROW"),
        operations=("plan_row_units", "make_plan_row_unit"),
    ),
    page(
        "joint-plans/<str:uid>/links/",
        views.plan_links,
        name="plan_links",
        access=changing(uid="JOINT_PLAN"),
        operations=("joint_plan_links", "make_joint_plan_link"),
    ),
    page(
        "shared-links/<str:uid>/revocation/",
        views.shared_link_revocation,
        name="shared_link_revocation",
        access=changing(uid="SHARED_LINK"),
        operations=("make_link_revocation",),
    ),
    page(
        "plan-proposals/<str:uid>/decision/",
        views.plan_proposal_decision,
        name="plan_proposal_decision",
        access=changing(uid="PLAN_PROPOSAL"),
        operations=("plan_proposals", "make_proposal_decision"),
    ),
]
