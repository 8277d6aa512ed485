"""The card that leads from a person's report to the indices behind it."""

from typing import Any

from bina.accounts.access import Access
from bina.people.models import Person


def card_indices(access: Access, person: Person) -> dict[str, Any]:
    """A door only: the figures are computed on their own page."""
    return {"template": "indices/cards/own.html", "person": person}
