"""Where a seat stands, from what was said and done about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """What is known of a seat; the answer is open, accepted or declined."""

    answer: str = "open"
    head_approved: bool | None = None
    is_called: bool = False
    is_confirmed: bool = False
    is_replaced: bool = False


def state_of(said: Said) -> str:
    """The state, the strongest fact first: replaced, refused, confirmed, accepted, called.

    The head's refusal frees the seat like the person's own. A confirmation only holds with the
    person's word.

    >>> state_of(Said()), state_of(Said("accepted", head_approved=False))
    ('planned', 'declined')
    """
    if said.is_replaced:
        return "substituted"
    if said.answer == "declined" or said.head_approved is False:
        return "declined"
    if said.answer == "accepted":
        return "confirmed" if said.is_confirmed else "accepted"
    return "called" if said.is_called else "planned"
