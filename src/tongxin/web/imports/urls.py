"""Addresses of the import wizard."""

from django.urls import path

from tongxin.web.imports import checks, files, mapping, previews, progress

urlpatterns = [
    path("", files.imports, name="imports"),
    path("<str:uid>/", progress.import_progress, name="import"),
    path("<str:uid>/mapping/", mapping.import_mapping, name="import_mapping"),
    path("<str:uid>/check/", checks.import_check, name="import_check"),
    path("<str:uid>/preview/", previews.import_preview, name="import_preview"),
    path("<str:uid>/errors.xlsx", progress.import_errors, name="import_errors"),
    path("<str:uid>/cancellation/", progress.import_cancellation, name="import_cancellation"),
    path("<str:uid>/undoing/", progress.import_undoing, name="import_undoing"),
    path("<str:uid>/discarding/", progress.import_discarding, name="import_discarding"),
]
