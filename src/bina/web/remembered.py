"""Rendered cards kept until anything is written: the ledger's last hash names the data's state.

Every write goes through `audit.act`, so equal hashes mean equal data, after a restore too; a new
day, another language or other roles make another text. Kept per process; nothing is ever cleared.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from bina.accounts.access import Access
from bina.audit.models import Head
from bina.calendar.today import today

KEPT_SECONDS = 600
Card = Callable[[Access], dict[str, Any]]


def remembered_cards(
    request: HttpRequest, access: Access, cards: Iterable[Card], *, of: str
) -> SafeString:
    """The HTML of cards without forms. `of`: whom the text is for, e.g. "city" or a user's id."""
    state = Head.objects.values_list("hash", flat=True).first() or ""
    roles = ",".join(sorted(access.roles))
    cards = list(cards)
    names = ",".join(f"{card.__module__}.{card.__name__}" for card in cards)
    key = f"cards|{of}|{names}|{roles}|{get_language()}|{today()}|{state}"
    found: str | None = cache.get(hash_of(key))
    if found is None:
        found = "".join(rendered(request, card(access)) for card in cards)
        cache.set(hash_of(key), found, KEPT_SECONDS)
    return SafeString(found)  # made by our own templates, which escape


def rendered(request: HttpRequest, card: dict[str, Any]) -> str:
    """One card's HTML."""
    return render_to_string(card["template"], {"card": card}, request)


def hash_of(key: str) -> str:
    """A key that every cache takes."""
    return hashlib.sha256(key.encode()).hexdigest()
