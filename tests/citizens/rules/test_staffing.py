"""Capacity against a hand-computed week and against a plain per-half-day count on random cases."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bina.calendar.rules.days import Span, YearDays, half_day_index, year_days
from bina.citizens.rules.membership import Role, Staff, StandIn
from bina.citizens.rules.staffing import UNLIMITED, Staffing, staffing_groups

MONDAY = half_day_index(dt.date(2027, 1, 4), 0)  # 4 January 2027 is a Monday
YEAR = year_days(2027, [Span(dt.date(2027, 1, 6), dt.date(2027, 1, 6), "holiday")])
SCHOOL_YEAR = year_days(
    2027,
    [
        Span(dt.date(2027, 1, 5), dt.date(2027, 1, 5), "school_exam"),
        Span(dt.date(2027, 1, 7), dt.date(2027, 1, 7), "school_holiday"),
    ],
)


def staff(units: list[int], *, n_units: int = 2, **more: object) -> Staff:
    fields: dict[str, object] = {
        "unit": units,
        "position": [0] * len(units),
        "measured": np.full((len(units), 1), np.nan),
        "unit_path": [f"/{number}/" for number in range(n_units)],
        "unit_is_school": [False] * n_units,
        **more,
    }
    return Staff(**fields)  # type: ignore[arg-type]  # fields are named above


def compute(
    people: Staff, roles: list[Role], *stand_ins: StandIn, days: YearDays = YEAR
) -> Staffing:
    return staffing_groups(people, roles, stand_ins, days=days, unit_cap_share=0.08)


def test_capacity_is_present_minus_minimum_while_open_and_unlimited_while_closed() -> None:
    people = staff([0, 0, 0], absences=[(1, slice(MONDAY, MONDAY + 2))])
    role = Role(unit=0, min_staff=2, opens=8 * 60, closes=12 * 60)

    row = compute(people, [role]).capacity[0]

    # Monday morning one of three is on leave; afternoons closed; Wednesday 6 January is a holiday
    assert row[MONDAY : MONDAY + 6].tolist() == [0, UNLIMITED, 1, UNLIMITED, UNLIMITED, UNLIMITED]
    assert row[MONDAY + 10] == UNLIMITED  # Saturday


def test_a_service_of_seven_days_stays_open_on_a_holiday() -> None:
    role = Role(unit=0, min_staff=1, open_days=frozenset(range(7)), opens=0, closes=0)

    row = compute(staff([0, 0]), [role]).capacity[0]

    assert set(row.tolist()) == {1}


@pytest.mark.parametrize(
    ("level", "is_member"), [(np.nan, True), (1.99, False), (2.0, True), (3.0, True)]
)
def test_only_a_measured_level_below_the_minimum_keeps_out(level: float, is_member: bool) -> None:
    people = staff([0, 0], measured=np.array([[3.0], [level]]))
    role = Role(unit=0, min_staff=0, competency=0, min_level=2)

    assert compute(people, [role]).group_person.tolist() == ([0, 1] if is_member else [0])


def test_units_below_count_and_positions_limit() -> None:
    people = staff([0, 1, 1], position=[3, 3, 4], unit_path=["/1/", "/1/2/"])

    found = compute(people, [Role(unit=0, min_staff=1, positions=frozenset({3}))])

    assert found.group_person.tolist() == [0, 1]


def test_a_stand_in_adds_one_for_its_time_only_and_counts_itself() -> None:
    people = staff([0, 1])
    role = Role(unit=0, min_staff=1)
    helper = StandIn(role=0, person=1, half_days=slice(MONDAY, MONDAY + 2))

    found = compute(people, [role], helper)

    alone, helped = found.capacity[0], found.capacity[1]
    assert found.sole_holders == ((0, 0),)
    assert found.group_person[found.group_ptr[0] : found.group_ptr[1]].tolist() == [0]
    assert found.group_person[found.group_ptr[1] : found.group_ptr[2]].tolist() == [0, 1]
    assert alone[MONDAY : MONDAY + 3].tolist() == [UNLIMITED, UNLIMITED, 0]
    assert helped[MONDAY : MONDAY + 3].tolist() == [1, 1, UNLIMITED]


@pytest.mark.parametrize(("n", "cap"), [(1, 1), (12, 1), (24, 1), (25, 2), (37, 2), (38, 3)])
def test_a_unit_without_minimum_lets_eight_percent_go_but_at_least_one(n: int, cap: int) -> None:
    found = compute(staff([0] * n), [])

    assert found.capacity[0, MONDAY] == cap
    assert found.capacity[0, MONDAY + 10] == UNLIMITED  # Saturday
    assert (found.role.tolist(), found.unit.tolist()) == ([-1], [0])


def test_a_unit_with_a_minimum_has_no_default_cap() -> None:
    found = compute(staff([0, 0, 1]), [Role(unit=0, min_staff=1)])

    assert (found.role.tolist(), found.unit.tolist()) == ([0, -1], [0, 1])


def test_nobody_leaves_a_school_in_exams_and_its_holidays_are_free() -> None:
    people = staff([0, 0], n_units=1, unit_is_school=[True])

    row = compute(people, [], days=SCHOOL_YEAR).capacity[0]

    assert row[MONDAY : MONDAY + 7 : 2].tolist() == [1, 0, 1, UNLIMITED]


def test_by_person_is_the_same_membership() -> None:
    found = compute(staff([0, 0, 1]), [Role(unit=0, min_staff=1), Role(unit=1, min_staff=1)])

    pointer, group = found.by_person(3)

    assert (pointer.tolist(), group.tolist()) == ([0, 1, 2, 3], [0, 0, 1])


@st.composite
def cases(draw: st.DrawFn) -> tuple[Staff, list[Role], list[StandIn]]:
    n = draw(st.integers(1, 5))
    level = st.sampled_from([float("nan"), 1.0, 2.0, 3.0])
    span = st.builds(
        lambda low, length: slice(low, low + length), st.integers(0, 20), st.integers(1, 8)
    )
    people = Staff(
        unit=draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)),
        position=draw(st.lists(st.integers(-1, 1), min_size=n, max_size=n)),
        measured=np.array([[draw(level)] for _ in range(n)]),
        unit_path=["/0/", "/0/1/", "/2/"],
        unit_is_school=[False, False, draw(st.booleans())],
        absences=draw(st.lists(st.tuples(st.integers(0, n - 1), span), max_size=3)),
    )
    role = st.builds(
        Role,
        unit=st.integers(0, 2),
        min_staff=st.integers(0, 3),
        positions=st.frozensets(st.integers(0, 1)),
        competency=st.sampled_from([-1, 0]),
        min_level=st.sampled_from([0, 2]),
        open_days=st.frozensets(st.integers(0, 6), min_size=1),
        opens=st.sampled_from([0, 480, 720, 1080]),
        closes=st.sampled_from([360, 720, 721, 960]),
    )
    roles = draw(st.lists(role, min_size=1, max_size=3))
    helper = st.builds(StandIn, st.integers(0, len(roles) - 1), st.integers(0, n - 1), span)
    return people, roles, draw(st.lists(helper, max_size=3))


def may_leave(case: tuple[Staff, list[Role], list[StandIn]], who: set[int], slot: int) -> bool:
    """Straight from the words: with `who` away in training, does every open role keep enough?"""
    people, roles, stand_ins = case
    day = dt.date(2027, 1, 1) + dt.timedelta(days=slot // 2)
    on_leave = {person for person, span in people.absences if span.start <= slot < span.stop}
    for index, role in enumerate(roles):
        path = people.unit_path[role.unit]
        fill = set()
        for person, unit in enumerate(people.unit):
            low = people.measured[person, 0] < role.min_level and role.competency == 0
            fits = not role.positions or people.position[person] in role.positions
            if people.unit_path[unit].startswith(path) and fits and not low:
                fill.add(person)
        fill |= {
            s.person
            for s in stand_ins
            if s.role == index and s.half_days.start <= slot < s.half_days.stop
        }
        minutes = range(360, 720) if slot % 2 == 0 else range(720, 1080)
        if role.closes <= role.opens:
            open_now = any(m >= role.opens or m < role.closes for m in minutes)
        else:
            open_now = any(role.opens <= m < role.closes for m in minutes)
        open_now &= day.weekday() in role.open_days
        open_now &= day != dt.date(2027, 1, 6) or len(role.open_days) == 7
        there = fill - on_leave
        if open_now and there & who and len(there - who) < role.min_staff:
            return False
    return True


@settings(max_examples=60, deadline=None)
@given(cases(), st.integers(0, 29), st.data())
def test_capacity_lets_exactly_those_go_whom_the_words_let_go(
    case: tuple[Staff, list[Role], list[StandIn]], slot: int, data: st.DataObject
) -> None:
    people, roles, stand_ins = case
    found = staffing_groups(people, roles, stand_ins, days=YEAR, unit_cap_share=1.0)
    on_leave = {p for p, span in people.absences if span.start <= slot < span.stop}
    free = sorted(set(range(len(people.unit))) - on_leave)
    who = data.draw(st.sets(st.sampled_from(free))) if free else set()

    allowed = all(
        len(who & set(found.group_person[found.group_ptr[g] : found.group_ptr[g + 1]].tolist()))
        <= found.capacity[g, slot]
        for g in range(found.role.size)
    )

    assert allowed == may_leave(case, who, slot)
