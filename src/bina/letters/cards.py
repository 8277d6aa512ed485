"""The card of a person's letters on Rapor Saya."""

from typing import Any

from bina.accounts.access import Access
from bina.letters.selectors.pages import own_letters
from bina.people.models import Person

SHOWN = 6


def card_letters(access: Access, person: Person) -> dict[str, Any]:
    """The newest letters in force, and the way to the calendar."""
    return {
        "template": "letters/cards/own.html",
        "letters": list(own_letters(person)[:SHOWN]),
        "own": access.person_id == person.pk,
    }
