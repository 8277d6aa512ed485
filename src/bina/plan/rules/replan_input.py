"""What a re-plan must keep, may move and must not give again, after what has changed.

Source: issue of the year around the plan, point 6: as few changed seats as possible, and approval
only where something changed. Fewer released seats are better.

A seat of a session that has begun is history and stays. A seat that somebody accepted or that was
confirmed is kept; one that nobody answered is preferred, not promised. A seat is released by the
first event that makes it impossible, with that event as its reason.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["moved", "cancelled", "away", "left", "unit"]
GONE: Final = frozenset({"declined", "substituted"})
Key = tuple[int, int | None, int]  # person, session or None, programme
PROMISED: Final = frozenset({"accepted", "confirmed"})


@dataclass(frozen=True)
class Held:
    """A seat of the frozen plan. `session` None: an open programme, without days."""

    seat: int
    person: int
    programme: int
    session: int | None
    start: dt.date | None
    end: dt.date | None
    state: str  # planned, called, accepted, declined, substituted, confirmed


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    moved, cancelled   name a session; moved gives its new days `start` to `end`
    away               names a person, away from `start` to `end` (None: not known when back)
    left               names a person who is gone from `start` on: retired, transferred, died
    unit               names a person who works in another unit from `start` on
    """

    id: int
    kind: Kind
    start: dt.date
    end: dt.date | None = None
    person: int | None = None
    session: int | None = None


@dataclass(frozen=True)
class Released:
    """A seat that cannot stay, and the event that says why."""

    seat: Held
    event: int


@dataclass(frozen=True)
class ReplanInput:
    """What the engine gets, every list in the order of the seats.

    kept       (person, session or None, programme) that must stay
    preferred  the same for seats that nobody answered: stay when nothing is lost
    forbidden  (person, session or None, programme) that must not be given again
    closed     sessions that are cancelled
    released   seats that fell, with the event
    ask_again  seats that stay but whose answer is needed anew, with the event
    from_day   the first day that may change
    """

    from_day: dt.date
    kept: tuple[Key, ...]
    preferred: tuple[Key, ...]
    forbidden: tuple[Key, ...]
    closed: tuple[int, ...]
    released: tuple[Released, ...]
    ask_again: tuple[Released, ...]


def replan_input(seats: Sequence[Held], events: Sequence[Event], day: dt.date) -> ReplanInput:
    """The input of a re-plan from `day` on. Events are read in the order given."""
    _check(events)
    kept: list[Key] = []
    preferred: list[Key] = []
    forbidden: list[Key] = []
    released: list[Released] = []
    ask_again: list[Released] = []
    moved = {event.session: event for event in events if event.kind == "moved"}
    for seat in seats:
        key = (seat.person, seat.session, seat.programme)
        if seat.state in GONE:
            forbidden.append(key)
            continue
        if _begun(seat, day):
            kept.append(key)
            continue
        now = _dated_anew(seat, moved.get(seat.session) if seat.session else None)
        event = next((one for one in events if _releases(one, now)), None)
        if event is not None:
            released.append(Released(seat, event.id))
            forbidden.append(key)
            continue
        again = next((one for one in events if _asks_again(one, seat)), None)
        if again is not None:
            ask_again.append(Released(seat, again.id))
        (kept if seat.state in PROMISED and again is None else preferred).append(key)
    closed = sorted({one.session for one in events if one.kind == "cancelled" and one.session})
    return ReplanInput(
        day,
        tuple(kept),
        tuple(preferred),
        tuple(forbidden),
        tuple(closed),
        tuple(released),
        tuple(ask_again),
    )


def _check(events: Sequence[Event]) -> None:
    for event in events:
        named = event.session if event.kind in ("moved", "cancelled") else event.person
        if named is None:
            raise ValueError(f"event {event.id} ({event.kind}) names no session or person.")
        if event.end is not None and event.end < event.start:
            raise ValueError(f"event {event.id} ends on {event.end}, before {event.start}.")


def _begun(seat: Held, day: dt.date) -> bool:
    return seat.start is not None and seat.start <= day


def _dated_anew(seat: Held, event: Event | None) -> Held:
    """The seat on the days to which its session was moved."""
    if event is None:
        return seat
    return Held(**{**vars(seat), "start": event.start, "end": event.end or event.start})


def _releases(event: Event, seat: Held) -> bool:
    """Whether the seat cannot stay because of the event."""
    if event.kind == "cancelled":
        return seat.session == event.session
    if event.person != seat.person or event.kind not in ("away", "left"):
        return False
    if seat.start is None or seat.end is None:  # an open programme: only who is gone loses it
        return event.kind == "left"
    last = None if event.kind == "left" else event.end
    return seat.end >= event.start and (last is None or seat.start <= last)


def _asks_again(event: Event, seat: Held) -> bool:
    """Whether the seat stays, but its day or its head is another."""
    if event.kind == "moved":
        return seat.session == event.session
    return event.kind == "unit" and event.person == seat.person
