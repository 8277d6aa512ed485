"""Every installed solver of the benchmark against every plan of tiny instances."""

import numpy as np
import pytest
from bench.allocation.compact import compact
from bench.allocation.mip import INF, Gathering
from bench.allocation.solvers import Outcome, Task, is_installed, solvers
from bench.allocation.solvers.cpsat import UNIT, hint_of, whole_rows
from bench.allocation.solvers.stages import better
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.evaluate import evaluate
from bina.engines.allocation.model import Settings
from tests.bench.test_compact import layered
from tests.engines.allocation.brute import all_plans, best_value, feasible
from tests.engines.allocation.tiny import random_tiny

pytestmark = pytest.mark.slow

# mild enough for the program without `exact` to be exact
MILD = Settings(fair_penalty=0.55)
INSTALLED = [name for name, s in solvers().items() if is_installed(s) and "bina" not in name]


@pytest.mark.parametrize("name", INSTALLED)
@given(seed=st.integers(0, 10**9))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_peers_find_the_optimum_of_tiny_instances(name, seed):
    instance = random_tiny(seed) if seed % 2 else layered(seed)
    plans = all_plans(instance, MILD)
    solver = solvers()[name]
    start = np.array(sorted(plans[0][2]), dtype=np.int64) if plans else None
    assume(start is not None or not solver.wants_start)

    seconds = 0.5 if name == "highs-fix" else 6.0  # that one goes on until its time is over
    task = Task(instance, MILD, seconds, 1, 1, start if solver.wants_start else None)
    found = solver.solve(task)

    if not plans:
        assert found.pairs is None
        return
    least = min(m for m, _, _ in plans)
    plan = evaluate(instance, MILD, found.pairs)
    assert feasible(instance, found.pairs.tolist())
    if name == "highs-fix":  # proves nothing, and a part of two people may be stuck
        assert (plan.owed_jp, -plan.value) <= (plans[0][0], -plans[0][1] + 1e-9)
        return
    assert plan.owed_jp == least
    assert found.missing_bound == pytest.approx(least, abs=1e-5)
    best = best_value(plans, least)
    assert plan.value == pytest.approx(best, rel=2e-4, abs=2e-3)
    assert best - 1e-6 <= found.closure_bound <= best + 1e-2


def test_the_first_plan_and_ours_keep_every_rule():
    instance = layered(8)
    for name in ("bina", "bina-first"):
        found = solvers()[name].solve(Task(instance, MILD, 1.0))
        assert feasible(instance, found.pairs.tolist())
        assert found.closure_bound >= evaluate(instance, MILD, found.pairs).value


@given(seed=st.integers(0, 10**9))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whole_rows_lose_no_plan(seed):
    instance = random_tiny(seed) if seed % 2 else layered(seed)
    constants = Settings(fair_share=1 / 3, late_slope=1 / 7)
    plans = all_plans(instance, constants)
    assume(plans)
    missing, _, rows = plans[seed % len(plans)]
    model = compact(instance, constants)
    mip = model.closure(missing)
    point = model.point(np.array(sorted(rows), dtype=np.int64))
    counted = np.array([name.startswith("short_") for name in mip.names], dtype=bool)
    unit = np.where(mip.whole | counted, 1.0, UNIT)
    for columns, value, low, high in whole_rows(mip):
        done = float(value @ (point[columns] / unit[columns]))
        slack = np.abs(value).sum()  # a column that is no multiple of its unit is off by one
        assert low - slack <= done <= high + slack
        assert np.array_equal(value, np.round(value))


@given(seed=st.integers(0, 10**9))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_hint_keeps_every_whole_row(seed):
    instance = random_tiny(seed) if seed % 2 else layered(seed)
    plans = all_plans(instance, MILD)
    assume(plans)
    missing, _, rows = plans[seed % len(plans)]
    model = compact(instance, MILD)
    mip = model.closure(missing)
    hint = hint_of(mip, model.point(np.array(sorted(rows), dtype=np.int64)))
    assert (hint >= 0).all()
    for columns, value, low, high in whole_rows(mip):
        assert low <= value @ hint[columns] <= high


def test_rows_that_are_whole_stay_as_they_are():
    built = Gathering()
    x = built.columns(["x_0", "x_1"], 0.0, 1.0, whole=True)
    built.rows(["r"], -INF, 2.5, ([0, 0], x, [0.5, 1.25]))
    ((columns, value, low, high),) = whole_rows(built.finish())
    assert columns.tolist() == [0, 1]
    assert (value / high).tolist() == pytest.approx([0.2, 0.5])
    assert low < -(2**50)


def test_the_better_plan_owes_less_then_closes_more():
    instance = layered(8)
    model = compact(instance, MILD)
    plans = sorted(all_plans(instance, MILD), key=lambda plan: (plan[0], -plan[1]))
    rows = [np.array(sorted(plan[2]), dtype=np.int64) for plan in (plans[0], plans[-1])]
    for one, other in (rows, rows[::-1]):
        chosen = evaluate(instance, MILD, better(model, one, model.point(other)))
        assert (chosen.owed_jp, chosen.value) == pytest.approx(plans[0][:2])
    assert better(model, rows[1], None) is rows[1]


def test_a_solver_without_its_package_is_named():
    solver = solvers()["cpsat"]
    solver.package = "no_such_package_is_there"
    assert not is_installed(solver)
    assert Outcome(None).pairs is None
