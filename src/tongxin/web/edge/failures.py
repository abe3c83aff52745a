"""What is answered when the server itself fails: busy and full disks are told apart from mistakes of ours."""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from tongxin.common.errors import Refusal
from tongxin.common.failures import Failure, failure_of
from tongxin.web.edge.requests import wants_fragment
from tongxin.wording.problems import RETRY_AFTER, STATUS_OF_FAILURE
from tongxin.wording.sentences import sentence

logger = logging.getLogger(__name__)
PAGES = {Failure.BUSY: ("errors/busy.html", "SERVER_BUSY"), Failure.NO_ROOM: ("errors/507.html", "DISK_FULL")}


def failed(request: HttpRequest) -> HttpResponse:
    """Answer a request whose view, or whose way to it, raised; Django calls this while the error is at hand.

    The page is drawn without the database, which may be what failed.
    """
    error = sys.exc_info()[1]
    failure = failure_of(error)
    language = getattr(request, "LANGUAGE_CODE", None) or translation.get_language_from_request(request)
    with translation.override(language):
        if failure is None:
            return HttpResponse(render_to_string("500.html"), status=500)
        template, code = PAGES[failure]
        said = sentence(Refusal(code))
        logger.warning("Nothing was written at %s: %s", request.path, error)
        response = HttpResponse(status=STATUS_OF_FAILURE[failure])
        if wants_fragment(request):
            # No page goes into a page: the script says the sentence.
            response["Content-Type"] = "text/plain; charset=utf-8"
            response.content = said.encode()
        else:
            response.content = render_to_string(template, {"sentence": said}).encode()
    response["Retry-After"] = str(RETRY_AFTER[failure])
    # Said in one line above; Django would add the whole trace for each of many.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own mark
    return response
