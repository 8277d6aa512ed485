"""Every step of the engine has a sentence for the page."""

from bench.allocation.generate import city

from bina.engines.allocation.model import Settings, Work
from bina.engines.allocation.solve import solve
from bina.plan.services.computing import PHASES

WORK = Work(
    hours_rounds=4, closure_rounds=8, deciding_rounds=5, masters=1, blocks=2, moves_per_block=10,
    settled_rounds=2, regions=2,
)  # fmt: skip


def test_every_phase_of_a_run_is_told_in_words():
    result = solve(city(60, seed=2), Settings(), seed=1, work=WORK, clock=lambda: 0.0)

    assert {step.phase for step in result.history} == set(PHASES)
