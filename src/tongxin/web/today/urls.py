"""Address of Today."""

from django.urls import path

from tongxin.web.today import views

urlpatterns = [path("", views.today, name="today")]
