"""Cards of letters: a person's own on Rapor Saya, those that wait on the page of the week."""

from typing import Any

from bina.accounts.access import Access
from bina.calendar.today import today
from bina.letters.selectors.pages import own_letters
from bina.letters.selectors.waiting import batches_waiting, letters_waiting, plans_waiting
from bina.people.models import Person

SHOWN = 6


def card_letters(access: Access, person: Person) -> dict[str, Any]:
    """The newest letters in force, and the way to the calendar."""
    return {
        "template": "letters/cards/own.html",
        "letters": list(own_letters(person)[:SHOWN]),
        "own": access.person_id == person.pk,
    }


def card_letters_waiting(access: Access) -> dict[str, Any]:
    """Letters and signatures that wait: for what, with whom, since when."""
    rows = letters_waiting(access, today())
    batches, plans = batches_waiting(), plans_waiting()
    return {
        "template": "letters/cards/waiting.html",
        "rows": rows[:SHOWN],
        "batches": batches[:SHOWN],
        "plans": plans,
        "n": sum(row.n for row in rows) + len(batches) + len(plans),
        "more": max(0, len(rows) - SHOWN),
    }
