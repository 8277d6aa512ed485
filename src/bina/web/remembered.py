"""Rendered cards kept until anything is written (`audit.kept`).

A new day, another language or other roles make another text.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from bina.accounts.access import Access
from bina.audit.kept import kept
from bina.calendar.today import today

Card = Callable[[Access], dict[str, Any]]


def remembered_cards(
    request: HttpRequest, access: Access, cards: Iterable[Card], *, of: str
) -> SafeString:
    """The HTML of cards without forms. `of`: whom the text is for, e.g. "city" or a user's id."""
    cards = list(cards)
    names = tuple(f"{card.__module__}.{card.__name__}" for card in cards)
    key = ("cards", of, names, tuple(sorted(access.roles)), get_language(), today())
    found = kept(key, lambda: "".join(rendered(request, card(access)) for card in cards))
    return SafeString(found)  # made by our own templates, which escape


def rendered(request: HttpRequest, card: dict[str, Any]) -> str:
    """One card's HTML."""
    return render_to_string(card["template"], {"card": card}, request)
