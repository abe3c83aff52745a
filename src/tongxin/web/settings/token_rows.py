"""API tokens as the pages show them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from tongxin.team.choices import Scope
from tongxin.web.settings.pages import TokenRow
from tongxin.web.shell.addresses import record_url

if TYPE_CHECKING:
    from tongxin.team.models import ApiToken


def token_row(token: "ApiToken", *, at: datetime, revocation_url: str = "") -> TokenRow:
    """Return a token with how it stands: in use, ended or revoked; revoked at its owner's address unless another is given."""
    if token.revoked_at is not None:
        state, word = "unknown", pgettext("token", "Revoked")
    elif token.expires_at <= at:
        state, word = "watch", pgettext("token", "Ended")
    else:
        state, word = "good", pgettext("token", "Valid")
    labels = dict(Scope.choices)
    return TokenRow(
        name=token.name,
        prefix=token.prefix,
        scopes=pgettext("between names", ", ").join(str(labels.get(scope, scope)) for scope in token.scopes),
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        state=state,
        word=word,
        revocation_url=(revocation_url or record_url("web:token_revocation", token.uid))
        if state == "good"
        else "",
    )
