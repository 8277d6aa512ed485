"""The rules of who can be spared: they cut off no plan, and bounds hold at any of their prices."""

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.bounds import closure_bound
from bina.engines.allocation.cells import most_seats
from bina.engines.allocation.model import Settings, SparePrices
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.solve import person_bounds, zero_prices
from bina.engines.allocation.spare import binding_cells, mixed_spare, of_cells, on_cells
from tests.engines.allocation.brute import all_plans, best_value
from tests.engines.allocation.tiny import Person, Session, build, random_tiny

CONSTANTS = Settings()
seeds = st.integers(0, 10**9)
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@given(seeds, seeds)
@many
def test_no_plan_beats_the_bound_at_any_prices_of_being_spared(seed, at_prices):
    instance = random_tiny(seed)
    problem = prepare(instance, CONSTANTS)
    plans = all_plans(instance, CONSTANTS)
    r = np.random.default_rng(at_prices)
    tau = r.random(problem.cells.size) * (r.random(problem.cells.size) < 0.7) * 3.0
    seat = r.normal(0.0, 0.3, problem.n_sessions)
    zero = zero_prices(problem, instance.n_pairs, hours=0.2)
    prices = replace(zero, seat=seat, spare=of_cells(problem, tau))

    bounds = person_bounds(problem, prices, closure=True, nodes=2000)

    for missing in {m for m, _, _ in plans}:
        bound = closure_bound(problem, prices, bounds, float(missing))
        assert bound >= best_value(plans, missing) - 1e-9


@given(seeds)
@many
def test_no_plan_fills_more_seats_than_can_be_filled(seed):
    instance = random_tiny(seed)
    problem = prepare(instance, CONSTANTS)
    asked = set(problem.p_row.tolist())
    most = most_seats(instance, instance.pair_person(), instance.pair_session)

    for _, _, rows in all_plans(instance, CONSTANTS):
        seats = np.bincount(
            instance.pair_session[np.array(rows, dtype=np.int64)], minlength=instance.n_sessions
        )
        assert set(rows) <= asked
        assert (seats <= problem.s_max).all()
        assert (problem.s_max <= most).all()


def test_a_counter_that_spares_one_fills_one_seat():
    """Three colleagues of one counter that may miss one; the session needs two: it never is."""
    people = [Person(needs=[(0, 1.0, 3.0, 1.0)], staffing=[0]) for _ in range(3)]
    programmes = [([(0, 1.0, 5.0)], [])]
    pairs = [(i, 0, 0, -1) for i in range(3)]
    held = build(
        people, programmes, [Session(0, 4, (1, 3), [0, 1])], pairs, staffing=[[1] * 8]
    )  # fmt: skip
    never = replace(held, session_min=np.array([2]))

    problem = prepare(held, CONSTANTS)
    assert problem.s_max.tolist() == [1]
    assert binding_cells(problem).tolist() == [1]
    assert problem.cells["spare"].tolist() == [1]
    assert prepare(never, CONSTANTS).p_row.size == 0


def test_prices_of_cells_go_to_the_certificate_and_back():
    instance = random_tiny(5)
    problem = prepare(instance, CONSTANTS)
    values = np.arange(problem.cells.size) % 3 * 0.5

    assert on_cells(problem, of_cells(problem, values)).tolist() == values.tolist()
    unknown = SparePrices(np.array([10**6]), np.array([0]), np.array([1.0]))
    assert not on_cells(problem, unknown).any()
    half = mixed_spare(of_cells(problem, values), unknown, 0.25)
    assert on_cells(problem, half).tolist() == (0.75 * values).tolist()
    assert half.price[half.group == 10**6].tolist() == [0.25]
