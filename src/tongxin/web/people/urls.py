"""Addresses of people."""

from tongxin.common.access import changing, seeing, signed_in
from tongxin.web.edge.addresses import page
from tongxin.web.people import changes, lists, merges, places, records

urlpatterns = [
    page("people/", lists.people, name="people", access=signed_in(), operations=("people",)),
    page(
        "people/export.<str:form>",
        lists.people_export,
        name="people_export",
        access=signed_in(),
        operations=("people",),
    ),
    page(
        "people/coverage/",
        lists.coverage,
        name="people_coverage",
        access=signed_in(),
        operations=("coverage_gaps",),
    ),
    page(
        "people/new/", records.new_person, name="person_new", access=signed_in(), operations=("make_person",)
    ),
    page(
        "people/lookalikes/",
        records.lookalikes,
        name="person_lookalikes",
        access=signed_in(),
        operations=("make_person_lookalikes",),
    ),
    page(
        "people/<str:uid>/",
        records.person,
        name="person",
        access=seeing(uid="PERSON"),
        operations=("person", "person_names", "person_tenures"),
    ),
    page(
        "people/<str:uid>/history/",
        records.person_history,
        name="person_history",
        access=seeing(uid="PERSON"),
        operations=("person_history",),
    ),
    page(
        "people/<str:uid>/form/",
        changes.person_form,
        name="person_form",
        access=changing(uid="PERSON"),
        operations=("person", "change_person", "make_person_names"),
    ),
    page(
        "people/<str:uid>/fields/<str:person_field>/",
        changes.person_field,
        name="person_field",
        access=changing(uid="PERSON"),
        operations=("change_person",),
    ),
    page(
        "people/<str:uid>/deletion/",
        changes.person_deletion,
        name="person_deletion",
        access=seeing(uid="PERSON"),
        operations=("delete_person",),
    ),
    page(
        "people/<str:uid>/restoration/",
        changes.person_restoration,
        name="person_restoration",
        access=seeing(uid="HIDDEN_PERSON"),
        operations=("make_person_restoration",),
    ),
    page(
        "people/<str:uid>/merge/",
        merges.person_merge,
        name="person_merge",
        access=changing(uid="PERSON"),
        operations=("make_person_merge", "person_merges"),
    ),
    page(
        "people/<str:uid>/merges/<str:merge_uid>/undoing/",
        merges.person_merge_undoing,
        name="person_merge_undoing",
        access=seeing(uid="PERSON", merge_uid="PERSON_MERGE"),
        operations=("make_person_merge_undoing",),
    ),
    page(
        "people/<str:uid>/move/",
        places.person_move,
        name="person_move",
        access=changing(uid="PERSON"),
        operations=("make_move", "make_tenure", "make_post"),
    ),
    page(
        "people/<str:uid>/tenures/<str:tenure_uid>/ending/",
        places.tenure_ending,
        name="tenure_ending",
        access=changing(uid="PERSON", tenure_uid="TENURE"),
        operations=("make_tenure_ending",),
    ),
    page(
        "posts/<str:uid>/form/",
        places.post_form,
        name="post_form",
        access=changing(uid="POST"),
        operations=("post", "change_post"),
    ),
    page(
        "posts/<str:uid>/closure/",
        places.post_closure,
        name="post_closure",
        access=seeing(uid="POST"),
        operations=("delete_post",),
    ),
    page(
        "accounts/<str:uid>/people/",
        places.account_people,
        name="account_people",
        access=seeing(uid="ACCOUNT"),
        operations=("account_organisation", "people"),
    ),
    page(
        "accounts/<str:uid>/posts/",
        places.account_posts,
        name="account_posts",
        access=seeing(uid="ACCOUNT"),
        operations=("make_post",),
    ),
]
