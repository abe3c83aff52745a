"""Addresses of files."""

from django.urls import path

from tongxin.web.files import views

urlpatterns = [
    path("", views.attachments, name="attachments"),
    path("<str:uid>/", views.attachment, name="attachment"),
    path("<str:uid>/deletion/", views.attachment_deletion, name="attachment_deletion"),
    path("<str:uid>/restoration/", views.attachment_restoration, name="attachment_restoration"),
]
