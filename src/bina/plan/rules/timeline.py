"""When a dated session of the facts meets, and how often its people travel."""

import datetime as dt

from bina.calendar.rules.days import HALVES
from bina.catalog.rules.cost import Journey
from bina.catalog.rules.slots import meeting_days, session_slots, stays
from bina.plan.rules.facts import Facts, ProgrammeFact, SessionFact


def n_half_days(year: int) -> int:
    """Number of half-days of the year.

    >>> n_half_days(2027), n_half_days(2028)
    (730, 732)
    """
    return HALVES * ((dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days)


def half_days_of(facts: Facts, session: SessionFact) -> list[int]:
    """The half-days that the session takes in the plan's year, rising."""
    days = meeting_days(session.start, session.end, session.weekdays, facts.holidays)
    slots: list[int] = session_slots(days, session.halves, facts.year).tolist()
    return slots


def journey_of(facts: Facts, programme: ProgrammeFact, session: SessionFact) -> Journey:
    """What the session costs a participant: a journey, its nights and days per stay.

    An online session needs no journey. Days are the calendar days of each stay.
    """
    if programme.mode == "online":
        return Journey(session.place, session.contribution)
    days = meeting_days(session.start, session.end, session.weekdays, facts.holidays)
    nights = [(last - first).days for first, last in stays(days)]
    return Journey(
        session.place,
        session.contribution,
        n_journeys=len(nights),
        n_nights=sum(nights),
        n_days=sum(nights) + len(nights),
    )
