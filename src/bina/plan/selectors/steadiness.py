"""How steady a plan's closure is: errors of the levels, and people who stay away."""

from dataclasses import dataclass

import numpy as np

from bina.audit.kept import kept
from bina.engines.allocation.model import Floats
from bina.engines.whatif.noise import Noise, noise_of
from bina.gaps.rules.columns import joined
from bina.plan.models import Plan
from bina.plan.selectors.stored import StoredPlan, can_be_read, stored_plan
from bina.standards.models import Competency

AWAY = (0, 5, 10, 20, 30)  # percent of the seats that nobody uses


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
    noise = kept(("plan.noise", plan.pk), lambda: _noise(plan))
    rows = []
    for away in AWAY:
        shows = 1.0 - away / 100
        expected = noise.expected(shows)
        share = expected / noise.planned if noise.planned else 0.0
        rows.append(Expected(away, noise.expected(shows, measured=True), expected, share))
    return Steadiness(noise, rows)


def _noise(plan: Plan) -> Noise:
    stored = stored_plan(plan)
    settings = stored.certificate.settings
    return noise_of(stored.instance, settings, stored.pairs, errors_of(plan, stored))


def errors_of(plan: Plan, stored: StoredPlan) -> Floats:
    """Standard error per need of the instance, from the plan's gap run; NaN: not known."""
    assert plan.gap_run is not None
    blocks = plan.gap_run.blocks.order_by("pk").values_list("payload", flat=True)
    columns = joined([bytes(block) for block in blocks])
    ids = dict(Competency.objects.values_list("code", "pk"))
    of_row = np.array([ids.get(code, 0) for code in stored.keys["competencies"]], dtype=np.int64)
    instance = stored.instance
    people = np.array(stored.keys["people"], dtype=np.int64)
    owner = np.repeat(people, np.diff(instance.need_ptr))
    width = int(max(ids.values(), default=0)) + 1
    asked = owner * width + of_row[instance.need_competency]
    known = columns["person_id"].astype(np.int64) * width + columns["competency_id"]
    order = np.argsort(known, kind="stable")
    place = np.minimum(np.searchsorted(known[order], asked), max(0, known.size - 1))
    out = np.full(asked.size, np.nan)
    if known.size:
        same = known[order][place] == asked
        out[same] = columns["se"][order][place][same]
    return out
