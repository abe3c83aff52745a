"""The address of the page of components."""

from django.urls import path

from tongxin.web.design.views import design_page

urlpatterns = [path("design/", design_page, name="design")]
