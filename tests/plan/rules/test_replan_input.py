"""What each kind of change keeps, releases, forbids and asks again; hand-computed."""

import datetime as dt

import pytest

from bina.plan.rules.replan_input import Event, Held, replan_input

DAY = dt.date(2027, 3, 1)
ANI, DANI = 1, 2
A, B = 10, 20  # sessions
EMPATHY, COACHING = 100, 200  # programmes


def on(day: int, month: int = 3) -> dt.date:
    return dt.date(2027, month, day)


def seat(number: int = 1, person: int = ANI, session: int | None = A, state: str = "confirmed",
         days: tuple[int, int] = (10, 11)) -> Held:  # fmt: skip
    if session is None:
        return Held(number, person, COACHING, None, None, None, state)
    return Held(number, person, EMPATHY, session, on(days[0]), on(days[1]), state)


def test_without_events_promises_are_kept_and_the_rest_preferred() -> None:
    states = ["planned", "called", "accepted", "confirmed"]
    seats = [seat(n, person=n, state=state) for n, state in enumerate(states)]

    found = replan_input(seats, [], DAY)

    assert [key[0] for key in found.preferred] == [0, 1]
    assert [key[0] for key in found.kept] == [2, 3]
    assert (found.forbidden, found.released, found.closed, found.from_day) == ((), (), (), DAY)


@pytest.mark.parametrize("state", ["declined", "substituted"])
def test_a_seat_that_is_gone_is_not_given_again(state: str) -> None:
    found = replan_input([seat(state=state)], [], DAY)

    assert found.forbidden == ((ANI, A, EMPATHY),)
    assert (found.kept, found.preferred, found.released) == ((), (), ())


@pytest.mark.parametrize(("start", "is_kept"), [(on(1), True), (on(2), False)])
def test_a_session_that_has_begun_is_history(start: dt.date, is_kept: bool) -> None:
    begun = Held(1, ANI, EMPATHY, A, start, on(5), "planned")

    found = replan_input([begun], [Event(7, "cancelled", DAY, session=A)], DAY)

    assert (len(found.kept), len(found.released)) == ((1, 0) if is_kept else (0, 1))


def test_a_cancelled_session_releases_its_seats_only() -> None:
    seats = [seat(1), seat(2, DANI), seat(3, ANI, B, days=(20, 21))]

    found = replan_input(seats, [Event(7, "cancelled", DAY, session=A)], DAY)

    assert [(one.seat.seat, one.event) for one in found.released] == [(1, 7), (2, 7)]
    assert found.closed == (A,)
    assert found.kept == ((ANI, B, EMPATHY),)
    assert found.forbidden == ((ANI, A, EMPATHY), (DANI, A, EMPATHY))


@pytest.mark.parametrize(
    ("start", "end", "is_released"),
    [
        (on(8), on(9), False),  # back the day before
        (on(8), on(10), True),  # back on the second day
        (on(11), on(12), True),
        (on(12), on(13), False),
        (on(8), None, True),  # nobody knows when back
        (on(12), None, False),
    ],
)
def test_an_absence_releases_what_it_touches(
    start: dt.date, end: dt.date | None, is_released: bool
) -> None:
    found = replan_input([seat()], [Event(7, "away", start, end, person=ANI)], DAY)

    assert len(found.released) == is_released


def test_somebody_elses_absence_changes_nothing() -> None:
    found = replan_input([seat()], [Event(7, "away", on(8), None, person=DANI)], DAY)

    assert found.released == ()


@pytest.mark.parametrize(("leaves", "n_released"), [(on(11), 2), (on(12), 1)])
def test_who_leaves_loses_what_comes_after_and_every_open_form(
    leaves: dt.date, n_released: int
) -> None:
    found = replan_input(
        [seat(1), seat(2, session=None)], [Event(7, "left", leaves, person=ANI)], DAY
    )

    assert len(found.released) == n_released
    assert found.released[-1].seat.seat == 2


def test_an_illness_leaves_open_forms() -> None:
    found = replan_input([seat(session=None)], [Event(7, "away", on(2), on(30), person=ANI)], DAY)

    assert (found.released, found.kept) == ((), ((ANI, None, COACHING),))


def test_a_moved_session_asks_again_and_promises_no_longer() -> None:
    found = replan_input([seat()], [Event(7, "moved", on(17), on(18), session=A)], DAY)

    assert [(one.seat.seat, one.event) for one in found.ask_again] == [(1, 7)]
    assert (found.kept, found.preferred) == ((), ((ANI, A, EMPATHY),))


def test_an_absence_is_held_against_the_new_days_of_a_moved_session() -> None:
    moved = Event(7, "moved", on(17), on(18), session=A)

    on_the_old = replan_input([seat()], [moved, Event(8, "away", on(10), on(11), person=ANI)], DAY)
    on_the_new = replan_input([seat()], [moved, Event(8, "away", on(18), on(20), person=ANI)], DAY)

    assert on_the_old.released == ()
    assert [one.event for one in on_the_new.released] == [8]


def test_another_unit_asks_again() -> None:
    found = replan_input([seat()], [Event(7, "unit", on(5), person=ANI)], DAY)

    assert (len(found.ask_again), found.preferred) == (1, ((ANI, A, EMPATHY),))


def test_an_event_without_its_person_or_with_days_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="names no session or person"):
        replan_input([], [Event(7, "away", DAY)], DAY)
    with pytest.raises(ValueError, match="before"):
        replan_input([], [Event(7, "away", on(5), on(4), person=ANI)], DAY)
