"""Pages sent compressed, but only to those who asked for them themselves.

Who can make a victim's browser ask for pages with words of their choice, and can see how long the answers are, learns
from a compressed page which of the words stand in it (BREACH, https://breachattack.com). Every browser says in
`Sec-Fetch-Site` whether a page of ours asked, or the reader by hand; only those get a compressed answer. The token
against forged posts is masked anew in each answer, and Django adds to each a name of random length.
"""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

ASKED_BY_THE_READER = frozenset({"same-origin", "none"})


class CompressionMiddleware(GZipMiddleware):
    """Compress what a page of ours or the reader asked for, never what another site made the browser ask for."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the answer, compressed where that is safe and worth it."""
        if request.headers.get("Sec-Fetch-Site") not in ASKED_BY_THE_READER:
            return response
        # A file for download is compressed already, or too large to be held in memory.
        if response.streaming or response.has_header("Content-Disposition"):
            return response
        return super().process_response(request, response)
