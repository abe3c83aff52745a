"""The imports made so far, and handing in files for a new one."""

from typing import BinaryIO, cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tongxin.common.clock import now
from tongxin.common.errors import Denied, Refusal
from tongxin.common.rights import Right
from tongxin.importers.actions import start_import
from tongxin.importers.selectors import visible_imports
from tongxin.web.edge.requests import PageRequest
from tongxin.web.imports.mapping import steps
from tongxin.web.imports.pages import ImportLine
from tongxin.web.shell.addresses import record_url
from tongxin.wording.sentences import sentence

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: PageRequest) -> HttpResponse:
    """List the imports; a POST with files begins a new one."""
    request.actor.must_have(Right.IMPORT)
    error = ""
    if request.method == "POST":
        files = [(file.name or "", cast("BinaryIO", file)) for file in request.FILES.getlist("files")]
        try:
            batch = start_import(actor=request.actor, at=now(), files=files)
        except Denied:
            raise
        except Refusal as refusal:
            error = sentence(refusal)
        else:
            return redirect("web:import_mapping", uid=batch.uid)
    lines = tuple(
        ImportLine(
            url=record_url("web:import", batch.uid),
            title=batch.title,
            state=batch.get_state_display(),
            by=batch.created_by.display_name,
            at=batch.created_at,
            rows=batch.total_rows,
        )
        for batch in visible_imports(request.actor)[:SHOWN]
    )
    context = {"lines": lines, "error": error, "steps": steps()}
    return render(request, "imports/list.html", context, status=422 if error else 200)
