"""Addresses of the import wizard."""

from tongxin.common.access import seeing, signed_in
from tongxin.web.edge.addresses import page
from tongxin.web.imports import checks, files, mapping, previews, progress

urlpatterns = [
    page("", files.imports, name="imports", access=signed_in(), operations=("imports", "make_import")),
    page(
        "<str:uid>/",
        progress.import_progress,
        name="import",
        access=seeing(uid="IMPORT"),
        operations=("import_batch", "import_files", "import_rows", "job"),
    ),
    page(
        "<str:uid>/mapping/",
        mapping.import_mapping,
        name="import_mapping",
        access=seeing(uid="IMPORT"),
        operations=("import_mapping", "change_import_mapping"),
    ),
    page(
        "<str:uid>/check/",
        checks.import_check,
        name="import_check",
        access=seeing(uid="IMPORT"),
        operations=("import_check", "make_import_repairs"),
    ),
    page(
        "<str:uid>/preview/",
        previews.import_preview,
        name="import_preview",
        access=seeing(uid="IMPORT"),
        operations=("import_preview", "make_import_run"),
    ),
    page(
        "<str:uid>/errors.xlsx",
        progress.import_errors,
        name="import_errors",
        access=seeing(uid="IMPORT"),
        operations=("import_error_workbook", "import_rows"),
    ),
    page(
        "<str:uid>/cancellation/",
        progress.import_cancellation,
        name="import_cancellation",
        access=seeing(uid="IMPORT"),
        operations=("make_import_cancellation",),
    ),
    page(
        "<str:uid>/undoing/",
        progress.import_undoing,
        name="import_undoing",
        access=seeing(uid="IMPORT"),
        operations=("make_import_undoing",),
    ),
    page(
        "<str:uid>/discarding/",
        progress.import_discarding,
        name="import_discarding",
        access=seeing(uid="IMPORT"),
        operations=("delete_import",),
    ),
]
