import pytest
from bench.allocation.generate import city
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.evaluate import evaluate, violations
from bina.engines.allocation.fcfs import first_come, first_come_plan
from bina.engines.allocation.model import Settings
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings()


@given(st.integers(0, 10**9), st.integers(0, 50))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_first_come_plan_keeps_the_same_hard_rules(seed, arrival):
    instance = random_tiny(seed)

    rows = first_come_plan(instance, CONSTANTS, arrival)

    kinds = {v.kind for v in violations(instance, rows)}
    assert kinds <= {"quota", "pin"}


def test_figures_are_those_of_the_plans():
    instance = city(150, seed=2)

    found = first_come(instance, CONSTANTS, seeds=(4, 5))

    plans = [evaluate(instance, CONSTANTS, first_come_plan(instance, CONSTANTS, s)) for s in (4, 5)]
    assert found.values == pytest.approx([p.value for p in plans], abs=1e-9)
    assert found.missing_jp == tuple(p.missing_jp for p in plans)
