"""Senin: what this week asks of HR, of a head, of an OPD officer; each row has one action."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bina.accounts.access import Access, access_of, requires
from bina.accounts.permissions import Role
from bina.calendar.today import today
from bina.learning.cards import card_outcomes_waiting, card_unclosed
from bina.letters.cards import card_letters_waiting
from bina.money.cards import card_ledger
from bina.people.cards import card_activation, card_disputes, card_doubts, card_zero_places
from bina.plan.cards import card_approve
from bina.plan.cards_week import card_heads_waiting, card_unanswered, card_week
from bina.proposals.cards import card_decide, card_rank, card_send
from bina.web.remembered import remembered_cards

Card = Callable[[Access], dict[str, Any]]
HR: tuple[Card, ...] = (
    card_week,
    card_unanswered,
    card_heads_waiting,
    card_letters_waiting,
    card_decide,
    card_outcomes_waiting,
    card_unclosed,
    card_ledger,
    card_zero_places,
    card_doubts,
    card_disputes,
)
HEAD: tuple[Card, ...] = (
    card_week,
    card_heads_waiting,
    card_rank,
    card_outcomes_waiting,
    card_zero_places,
)
OFFICER: tuple[Card, ...] = (
    card_week,
    card_unanswered,
    card_heads_waiting,
    card_send,
    card_outcomes_waiting,
    card_zero_places,
    card_activation,
    card_disputes,
)


def cards_for(access: Access) -> tuple[Card, ...]:
    """The cards of the widest role: HR before the officer before the head."""
    if Role.HR_HEAD in access.roles:
        return (*HR, card_rank)  # lists that no head can rank
    if Role.HR_ANALYST in access.roles:
        return HR
    return OFFICER if Role.OPD_OFFICER in access.roles else HEAD


@requires("monday.view")
@require_GET
def monday(request: HttpRequest) -> HttpResponse:
    """The week."""
    access = access_of(request)
    acts = [card_approve(access)] if Role.UNIT_HEAD in access.roles else []  # has forms
    html = remembered_cards(request, access, cards_for(access), of=f"user {access.user_id}")
    return render(request, "web/monday.html", {"cards": acts, "html": html, "today": today()})
