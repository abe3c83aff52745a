"""Addresses of the pages about personal data."""

from tongxin.common.access import holding
from tongxin.common.rights import Right
from tongxin.web.edge.addresses import page
from tongxin.web.privacy import retention, subjects

urlpatterns = [
    page(
        "",
        subjects.personal_data,
        name="personal_data",
        access=holding(Right.ADMINISTER),
        operations=("personal_data_subjects",),
    ),
    page(
        "retention/",
        retention.retention_rules,
        name="retention",
        access=holding(Right.ADMINISTER),
        operations=("retention_rules", "retention_due"),
    ),
    page(
        "retention/<slug:code>/",
        retention.retention_term,
        name="retention_term",
        access=holding(Right.ADMINISTER),
        operations=("make_retention_term",),
    ),
    page(
        "retention/<slug:code>/removal/",
        retention.retention_removal,
        name="retention_removal",
        access=holding(Right.ADMINISTER),
        operations=("make_retention_removal",),
    ),
    page(
        "people/<str:uid>/",
        subjects.of_person,
        name="personal_data_of_person",
        access=holding(Right.ADMINISTER, uid="PERSON"),
        operations=("person_held", "person_erasure_preview"),
    ),
    page(
        "people/<str:uid>/file/",
        subjects.file_of_person,
        name="personal_data_of_person_file",
        access=holding(Right.ADMINISTER, uid="PERSON"),
        operations=("person_held",),
    ),
    page(
        "people/<str:uid>/erasure/",
        subjects.erasure_of_person,
        name="personal_data_of_person_erasure",
        access=holding(Right.ADMINISTER, uid="PERSON"),
        operations=("make_person_erasure",),
    ),
    page(
        "users/<str:uid>/",
        subjects.of_user,
        name="personal_data_of_user",
        access=holding(Right.ADMINISTER, uid="USER"),
        operations=("user_held", "user_erasure_preview"),
    ),
    page(
        "users/<str:uid>/file/",
        subjects.file_of_user,
        name="personal_data_of_user_file",
        access=holding(Right.ADMINISTER, uid="USER"),
        operations=("user_held",),
    ),
    page(
        "users/<str:uid>/erasure/",
        subjects.erasure_of_user,
        name="personal_data_of_user_erasure",
        access=holding(Right.ADMINISTER, uid="USER"),
        operations=("make_user_erasure",),
    ),
]
