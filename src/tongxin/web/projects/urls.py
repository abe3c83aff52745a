"""Addresses of customers' projects; the list and the forms are those of declared objects."""

from tongxin.common.access import changing, seeing
from tongxin.crm.projects.papers import Paper
from tongxin.web.edge.addresses import page
from tongxin.web.projects import editions, views
from tongxin.web.projects.papers import FORMS, address_of, papers, sending
from tongxin.web.projects.pulses import pulse_link, pulse_link_revocation, pulses
from tongxin.web.projects.workshop import workshop

urlpatterns = [
    # In the place of the derived page of one project.
    page(
        "projects/<str:uid>/",
        views.dossier,
        name="project_dossier",
        access=seeing(uid="CUSTOMER_PROJECT"),
        operations=("customer_project", "customer_project_dossier"),
    ),
    page(
        "projects/<str:uid>/papers/",
        papers,
        name="project_papers",
        access=seeing(uid="CUSTOMER_PROJECT"),
        operations=("customer_project_paper",),
    ),
    *(
        page(
            f"projects/<str:uid>/papers/{paper.value.lower()}.{form}",
            sending(paper, form),
            name=address_of(paper, form),
            access=seeing(uid="CUSTOMER_PROJECT"),
            operations=("customer_project_paper",),
        )
        for paper in Paper
        for form in FORMS
    ),
    page(
        "projects/<str:uid>/versions/",
        editions.editions,
        name="project_editions",
        access=seeing(uid="CUSTOMER_PROJECT"),
        operations=("customer_project_editions", "customer_project_changes", "customer_project_gates"),
    ),
    page(
        "projects/<str:uid>/versions/new/",
        editions.edition_new,
        name="project_edition_new",
        access=changing(uid="CUSTOMER_PROJECT"),
        operations=("make_customer_project_edition",),
    ),
    page(
        "project-gates/<str:uid>/decisions/",
        editions.gate_decision,
        name="project_gate_decision",
        access=changing(uid="PROJECT_GATE"),
        operations=("make_project_gate_decision",),
    ),
    page(
        "projects/<str:uid>/workshop/",
        workshop,
        name="project_workshop",
        access=seeing(uid="CUSTOMER_PROJECT"),
        operations=("customer_project_questions", "make_customer_project_answers"),
    ),
    page(
        "projects/<str:uid>/pulses/",
        pulses,
        name="project_pulses",
        access=seeing(uid="CUSTOMER_PROJECT"),
        operations=("pulses", "customer_project_sentiment"),
    ),
    page(
        "pulses/<str:uid>/link/",
        pulse_link,
        name="pulse_link",
        access=changing(uid="PULSE"),
        operations=("make_pulse_link",),
    ),
    page(
        "pulses/<str:uid>/link-revocation/",
        pulse_link_revocation,
        name="pulse_link_revocation",
        access=changing(uid="PULSE"),
        operations=("make_pulse_link_revocation",),
    ),
]
