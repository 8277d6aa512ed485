"""Tokens of programs: issued by the operator, approved by the agency's head, revoked by both."""

import datetime as dt
import hashlib
import secrets
from typing import Any, Final

from django.utils import timezone

from bina.api.errors import Closed, OwnToken
from bina.api.models import ApiClient
from bina.audit.services import Actor, act

PREFIX: Final = "bina_"
TOKEN_BYTES: Final = 32


def token_hash(token: str) -> str:
    """sha256 of a token; a plain hash suffices, for it is random."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(actor: Actor, facts: dict[str, Any]) -> tuple[ApiClient, str]:
    """A client that still waits for approval, and its token, which is never shown again."""
    assert actor.user_id is not None  # a person issues it
    token = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    with act(actor, "api.issue") as entry:
        made = ApiClient.objects.create(
            name=facts["name"], purpose=facts["purpose"], scopes=sorted(facts["scopes"]),
            expires_on=facts["expires_on"], issued_by_id=actor.user_id,
            token_sha256=token_hash(token), token_tail=token[-4:],
        )  # fmt: skip
        entry.about("api_client", made.public_id)
        entry.note(name=made.name, purpose=made.purpose, scopes=made.scopes, until=made.expires_on)
    return made, token


def approve(actor: Actor, client: ApiClient, day: dt.date) -> None:
    """The token works from now on. Raises OwnToken, Closed."""
    if client.issued_by_id == actor.user_id:
        raise OwnToken
    with act(actor, "api.approve", ("api_client", client.public_id)) as entry:
        moved = ApiClient.objects.filter(
            pk=client.pk, approved_at=None, revoked_at=None, expires_on__gte=day
        ).update(approved_at=timezone.now(), approved_by=actor.user_id)
        if not moved:
            raise Closed
        entry.note(name=client.name, scopes=client.scopes)


def revoke(actor: Actor, client: ApiClient) -> None:
    """The token works no more, at once. Raises Closed."""
    with act(actor, "api.revoke", ("api_client", client.public_id)) as entry:
        moved = ApiClient.objects.filter(pk=client.pk, revoked_at=None).update(
            revoked_at=timezone.now(), revoked_by=actor.name
        )
        if not moved:
            raise Closed
        entry.note(name=client.name)
