"""Addresses of the way in and out."""

from django.urls import path

from tongxin.web.signin import views

urlpatterns = [
    path("sign-in/", views.sign_in_page, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("language/", views.choose_language, name="language"),
    path("health/", views.health, name="health"),
]
