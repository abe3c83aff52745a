"""Addresses of people."""

from django.urls import path

from tongxin.web.people import changes, lists, places, records

urlpatterns = [
    path("people/", lists.people, name="people"),
    path("people/export.<str:form>", lists.people_export, name="people_export"),
    path("people/coverage/", lists.coverage, name="people_coverage"),
    path("people/new/", records.new_person, name="person_new"),
    path("people/lookalikes/", records.lookalikes, name="person_lookalikes"),
    path("people/<str:uid>/", records.person, name="person"),
    path("people/<str:uid>/history/", records.person_history, name="person_history"),
    path("people/<str:uid>/form/", changes.person_form, name="person_form"),
    path("people/<str:uid>/fields/<str:person_field>/", changes.person_field, name="person_field"),
    path("people/<str:uid>/deletion/", changes.person_deletion, name="person_deletion"),
    path("people/<str:uid>/restoration/", changes.person_restoration, name="person_restoration"),
    path("people/<str:uid>/move/", places.person_move, name="person_move"),
    path("people/<str:uid>/tenures/<str:tenure_uid>/ending/", places.tenure_ending, name="tenure_ending"),
    path("posts/<str:uid>/form/", places.post_form, name="post_form"),
    path("posts/<str:uid>/closure/", places.post_closure, name="post_closure"),
    path("accounts/<str:uid>/people/", places.account_people, name="account_people"),
    path("accounts/<str:uid>/posts/", places.account_posts, name="account_posts"),
]
