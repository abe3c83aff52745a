"""The address of the page of components."""

from django.urls import path

from tongxin.web.design.views import design_page, design_value

urlpatterns = [
    path("design/", design_page, name="design"),
    path("design/value/", design_value, name="design_value"),
]
