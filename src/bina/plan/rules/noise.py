"""What a plan counts that plans for noise: the expected closure, as far as an instance can say it.

The engine's stand-in (`engines/whatif/expected.py`) takes the place of the levels and weights;
prices, refusals and pins of such a plan rest on it. Seats and sums are shown as measured.
"""

from dataclasses import dataclass, replace

import numpy as np

from bina.engines.allocation.model import Floats
from bina.engines.whatif.expected import for_noise
from bina.plan.rules.facts import Facts, Needs
from bina.plan.rules.instance import Built
from bina.plan.rules.settings import PlanSettings


@dataclass(frozen=True, eq=False)
class Counted:
    """Facts and instance with the stand-in's needs, and the errors (n_needs,) they come from."""

    facts: Facts
    built: Built
    errors: Floats


def counted(facts: Facts, built: Built, settings: PlanSettings, errors: Floats) -> Counted:
    """The stand-in of an instance; `errors` (n_needs,) per need of it, NaN: not known."""
    instance = for_noise(built.instance, settings.engine, errors, settings.shows)
    needs = Needs(
        np.repeat(np.arange(instance.n_people), np.diff(instance.need_ptr)),
        instance.need_competency.astype(np.int64),
        instance.need_held,
        instance.need_standard,
        instance.need_weight,
    )
    return Counted(replace(facts, needs=needs), replace(built, instance=instance), errors)
