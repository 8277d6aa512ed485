import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.evaluate import violations
from bina.engines.allocation.exact import NoFeasiblePlanError, solve_exact
from bina.engines.allocation.model import Settings
from tests.engines.allocation.brute import all_plans, best_value
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings()


@given(st.integers(0, 10**9), st.booleans())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_exact_solver_finds_the_optimum_of_both_stages(seed, held):
    instance = random_tiny(seed, held=held)
    plans = all_plans(instance, CONSTANTS)
    if not plans:
        with pytest.raises(NoFeasiblePlanError):
            solve_exact(instance, CONSTANTS)
        return

    result = solve_exact(instance, CONSTANTS)

    best = min(m for m, _, _ in plans)
    assert violations(instance, result.plan.pairs) == []
    assert result.plan.owed_jp == best == result.certificate.missing_jp_bound
    assert result.plan.value == pytest.approx(best_value(plans, best), abs=1e-5)
    assert result.certificate.closure_bound >= result.plan.value
