"""What counting proves: no plan of a tiny year gives up fewer seats, and what a line asks for."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.model import Settings
from bina.plan.rules.fewest import fewest_released
from tests.engines.allocation.brute import all_plans
from tests.engines.allocation.tiny import Person, Session, build, random_tiny


@given(st.integers(0, 10**9))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_plan_releases_fewer(seed):
    instance = random_tiny(seed, held=True)
    held = set(np.flatnonzero(instance.pair_keep > 0).tolist())

    plans = all_plans(instance, Settings())

    low = fewest_released(instance)
    assert all(len(held - set(rows)) >= low for _, _, rows in plans)


def town(**changed):
    """Four people in one session of two half-days, 10 a head and 20 for the room, all held."""
    facts = {
        "people": [Person(staffing=[0]) for _ in range(4)],
        "programmes": [([(0, 1.0, 3.0)], [])],
        "sessions": [Session(0, 4, seats=(1, 4), slots=[0, 1], fixed=(20, 0))],
        "pairs": [(i, 0, 10, 0) for i in range(4)],
        "lines": [60],
        "staffing": [[4] * 8],
        "keep": [100] * 4,
    } | changed
    parts = [facts.pop(name) for name in ("people", "programmes", "sessions", "pairs")]
    return build(*parts, **facts)


def test_an_overdrawn_line_asks_for_the_seats_that_give_back_most():
    assert fewest_released(town()) == 0
    assert fewest_released(town(lines=[55])) == 1  # 10 and a quarter of the room
    assert fewest_released(town(lines=[44])) == 2
    assert fewest_released(town(lines=[0])) == 4


def test_fewer_places_or_a_smaller_counter_ask_for_the_difference():
    smaller = [Session(0, 4, seats=(1, 3), slots=[0, 1], fixed=(20, 0))]

    assert fewest_released(town(sessions=smaller)) == 1
    assert fewest_released(town(staffing=[[4, 2] + [4] * 6])) == 2
