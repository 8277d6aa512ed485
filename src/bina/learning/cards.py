"""Cards of the learning stage: own learning on Rapor Saya, what waits for a head or HR."""

from typing import Any

from bina.accounts.access import Access
from bina.learning.models import Outcome
from bina.learning.selectors.outcomes import current, waiting
from bina.learning.selectors.sessions import sessions
from bina.people.models import Person

SHOWN = 5


def card_learning(access: Access, person: Person) -> dict[str, Any]:
    """What the person reported or attended that is not decided yet, and the way to report."""
    mine = current().filter(person=person).exclude(state=Outcome.State.APPROVED)
    return {
        "template": "learning/cards/own.html",
        "own": access.person_id == person.pk,
        "outcomes": list(mine[:SHOWN]),
    }


def card_outcomes_waiting(access: Access) -> dict[str, Any]:
    """Learning that waits for the reader's word."""
    found = waiting(access)
    return {
        "template": "learning/cards/waiting.html",
        "n": found.count(),
        "outcomes": list(found[:SHOWN]),
    }


def card_unclosed(access: Access) -> dict[str, Any]:
    """Sessions that are over and whose attendance nobody closed."""
    found = sessions(state="open").order_by("end", "code")
    return {
        "template": "learning/cards/unclosed.html",
        "n": found.count(),
        "sessions": list(found[:SHOWN]),
    }
