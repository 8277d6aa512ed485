"""How steady a plan's closure is: errors of the levels, and people who stay away."""

from dataclasses import dataclass

from bina.audit.kept import kept
from bina.engines.whatif.noise import Noise, noise_of
from bina.plan.models import Plan
from bina.plan.rules.settings import AWAY
from bina.plan.selectors.errors import errors_of
from bina.plan.selectors.stored import can_be_read, stored_plan


@dataclass(frozen=True)
class Expected:
    """With so many percent of the seats unused: closure expected, with and without errors."""

    away: int
    measured: float
    expected: float
    share: float  # of what the plan promises


@dataclass(frozen=True)
class Steadiness:
    """The page: what is promised and what may be expected, in closure points."""

    noise: Noise
    rows: list[Expected]

    @property
    def share_without_gap(self) -> float:
        """Share of the promise that goes to gaps which are expected not to exist."""
        return self.noise.without_gap / self.noise.planned if self.noise.planned else 0.0


def steadiness_of(plan: Plan) -> Steadiness | None:
    """The figures; None when the plan kept no instance or no gap run."""
    if not can_be_read(plan) or plan.gap_run_id is None:
        return None
    noise = plan_noise(plan)
    rows = []
    for away in AWAY:
        shows = 1.0 - away / 100
        expected = noise.expected(shows)
        share = expected / noise.planned if noise.planned else 0.0
        rows.append(Expected(away, noise.expected(shows, measured=True), expected, share))
    return Steadiness(noise, rows)


def plan_noise(plan: Plan) -> Noise:
    """A plan that `can_be_read`, under the errors of its gap run."""
    return kept(("plan.noise", plan.pk), lambda: _noise(plan))


def _noise(plan: Plan) -> Noise:
    stored = stored_plan(plan)
    keys, measured = stored.keys, stored.measured
    errors = errors_of(plan.gap_run, measured, keys["people"], keys["competencies"])
    return noise_of(measured, stored.certificate.settings, stored.pairs, errors)
