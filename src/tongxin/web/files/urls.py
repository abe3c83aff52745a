"""Addresses of files."""

from tongxin.common.access import seeing, signed_in
from tongxin.web.edge.addresses import page
from tongxin.web.files import views

urlpatterns = [
    page(
        "",
        views.attachments,
        name="attachments",
        access=signed_in(),
        operations=(
            "make_account_attachment",
            "make_person_attachment",
            "make_opportunity_attachment",
            "make_interaction_attachment",
            "make_qualification_attachment",
        ),
    ),
    page(
        "<str:uid>/",
        views.attachment,
        name="attachment",
        access=seeing(uid="ATTACHMENT"),
        operations=("attachment", "attachment_content"),
    ),
    page(
        "<str:uid>/deletion/",
        views.attachment_deletion,
        name="attachment_deletion",
        access=seeing(uid="ATTACHMENT"),
        operations=("delete_attachment",),
    ),
    page(
        "<str:uid>/restoration/",
        views.attachment_restoration,
        name="attachment_restoration",
        access=seeing(uid="HIDDEN_ATTACHMENT"),
        operations=("make_attachment_restoration",),
    ),
]
