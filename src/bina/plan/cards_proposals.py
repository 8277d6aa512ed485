"""The card of proposals with what the approved plan made of them."""

from typing import Any

from bina.accounts.access import Access
from bina.people.models import Person
from bina.plan.selectors.fates import fates_of
from bina.proposals.cards import card_own


def card_proposals(access: Access, person: Person) -> dict[str, Any]:
    """The proposals' own card; each validated one says where it sits, or why not."""
    card = card_own(access, person)
    return {**card, "fates": fates_of(card["proposals"])}
