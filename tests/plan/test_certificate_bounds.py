"""The checker's own bounds against every plan of tiny instances, at any prices."""

import io
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tools.check_plan.bounds import closure_bound, hours_bound, multipliers
from tools.check_plan.bundle import Search
from tools.check_plan.instance import Instance, hash_of, read_instance
from tools.check_plan.people import At, Constants, Reader, fair_groups
from tools.check_plan.possible import possible
from tools.check_plan.prices import Prices, WrongPrices, asked, read_prices
from tools.check_plan.report import Report
from tools.check_plan.seating import check_seats, worth

from bina.engines.allocation import model
from bina.engines.allocation.model import COLUMNS, Settings
from bina.engines.allocation.store import FORMAT, instance_hash
from tests.engines.allocation.brute import all_plans, best_value, closure, person_bundles
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings()
OWN = Constants(**vars(CONSTANTS))
seeds = st.integers(0, 10**9)
many = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def told(_n: int, _all: int) -> None:
    """Nobody is told."""


def saved(instance: model.Instance) -> Instance:
    """The instance as the checker reads it from its file."""
    file = io.BytesIO()
    np.savez(file, format=np.array(FORMAT), **{n: getattr(instance, n) for n in COLUMNS})
    file.seek(0)
    return read_instance(file)


def random_prices(instance: Instance, seed: int, *, hours: float | None = None) -> Prices:
    """Any prices of the right sign, many of them 0; `hours`: those of the first stage."""
    r = np.random.default_rng(seed)

    def some(size: Any, most: float) -> Any:
        return r.random(size) * most * (r.random(size) < 0.6)

    n_groups = len(fair_groups(instance, OWN))
    scale = float(r.choice([0.05, 0.5, 2.0]))
    return Prices(
        seat=some(instance.n_sessions, scale) - some(instance.n_sessions, scale / 3),
        money=some(instance["line_amount"].size, scale / 3),
        coach=some(instance["pool_minutes"].size, scale / 3),
        quota=some(instance["quota_programme"].size, scale),
        fairness=np.zeros(n_groups) if hours else some(n_groups, OWN.fair_penalty),
        staffing=some(instance["staffing_capacity"].shape, scale / 3),
        opening=some(instance["pair_session"].size, scale / 2),
        spare=some((instance["staffing_capacity"].shape[0], instance.n_sessions), scale / 3)
        * (np.diff(instance["slot_ptr"]) > 0),
        hours=hours or float(some(1, 0.5)[0]),
    )


@given(seeds, st.booleans())
@many
def test_the_hash_and_the_worth_of_every_plan_are_the_ones_of_the_engine(seed, held):
    instance = random_tiny(seed, held=held)
    reader = Reader(saved(instance), OWN)

    assert hash_of(reader.instance) == instance_hash(instance)
    for missing, value, rows in all_plans(instance, CONSTANTS)[:20]:
        report = Report()
        pairs = np.array(rows, dtype=np.int64)
        check_seats(reader, pairs, report)
        own = worth(reader, pairs)

        assert report.violations == []
        assert own.missing_jp == missing
        assert own.value == pytest.approx(value, abs=1e-9)


@given(seeds, seeds)
@many
def test_a_set_of_seats_that_is_no_plan_is_refused(seed, choice):
    instance = random_tiny(seed)
    rows = np.flatnonzero(np.random.default_rng(choice).random(instance.n_pairs) < 0.4)
    plans = {tuple(sorted(r)) for _, _, r in all_plans(instance, CONSTANTS)}
    report = Report()

    check_seats(Reader(saved(instance), OWN), rows, report)

    assert (report.violations == []) == (tuple(rows.tolist()) in plans)


@given(seeds, seeds, st.booleans())
@many
def test_one_persons_best_bundle_is_the_best_of_all_bundles(seed, at_prices, held):
    tiny = random_tiny(seed, held=held, pins=False)
    instance = saved(tiny)
    prices = random_prices(instance, at_prices)
    reader = Reader(instance, OWN)
    mult = multipliers(instance, OWN, prices) - (0.0 if at_prices % 3 else 1.2)
    keep = np.ones(tiny.n_pairs, dtype=bool)
    at = At(asked(instance, prices), keep, mult, prices.hours)

    for i in range(tiny.n_people):
        found = Search(reader.person(at, i)).run()
        values = []
        for bundle in person_bundles(tiny, i):
            jp = sum(int(tiny.session_jp[tiny.pair_session[p]]) for p in bundle)
            values.append(
                mult[i] * closure(tiny, CONSTANTS, i, bundle)
                + prices.hours * min(jp, int(tiny.jp_needed[i]))
                - sum(at.asked[p] for p in bundle)
            )

        assert found.whole
        assert found.bound == pytest.approx(max(values), abs=1e-9)
        assert tuple(sorted(found.pairs)) in person_bundles(tiny, i)


@given(seeds, seeds, st.booleans())
@many
def test_no_plan_beats_a_bound_at_any_prices(seed, at_prices, held):
    tiny = random_tiny(seed, held=held)
    plans = all_plans(tiny, CONSTANTS)
    instance = saved(tiny)
    reader, keep = Reader(instance, OWN), possible(instance)
    at, first = random_prices(instance, at_prices), random_prices(instance, at_prices, hours=1.0)

    fewest, _ = hours_bound(reader, first, keep, told)
    assert fewest <= min((m for m, _, _ in plans), default=math.inf)
    for missing in {m for m, _, _ in plans}:
        bound = closure_bound(reader, at, keep, missing, told).total
        assert bound >= best_value(plans, missing)


@given(seeds, seeds)
@many
def test_a_search_that_is_cut_off_bounds_the_whole_one(seed, at_prices):
    instance = saved(random_tiny(seed))
    prices = random_prices(instance, at_prices)
    reader = Reader(instance, OWN)
    at = At(asked(instance, prices), possible(instance), np.ones(instance.n_people), prices.hours)

    for person in reader.people(at):
        whole = Search(person).run()
        for nodes in (0, 1, 3):
            assert Search(person, nodes).run().bound >= whole.bound - 1e-12


@pytest.mark.parametrize("name", ["money", "coach", "quota", "fairness"])
def test_a_price_of_the_wrong_sign_is_named(name):
    instance = saved(random_tiny(3))
    n_groups = len(fair_groups(instance, OWN))
    right = random_prices(instance, 1)
    stored = {
        n: getattr(right, n).tolist() for n in ("seat", "money", "coach", "quota", "fairness")
    }
    stored |= {"hours": right.hours, "staffing": [], "opening": []}
    read_prices(instance, stored, n_groups)

    with pytest.raises(WrongPrices, match=name):
        read_prices(instance, {**stored, name: [-1.0] * max(1, len(stored[name]))}, n_groups)
    with pytest.raises(WrongPrices, match="rows"):
        read_prices(instance, {**stored, name: [*stored[name], 1.0]}, n_groups)
