"""A first plan where pins and quotas are hard to meet by chance: their seats come first.

`kept_back.seats_demanded` finds about the fewest seats that keep every pin and quota and all other
rules. Here these seats count as pinned and as held before, so that they are taken before any other
and never given up; everybody is then seated as always. The plan that comes out is one of the
original problem, and the search may change all of it.
"""

from dataclasses import replace

import numpy as np

from bina.engines.allocation.construct import Draft, seated, with_seats
from bina.engines.allocation.kept_back import seats_demanded
from bina.engines.allocation.model import Instance, Settings
from bina.engines.allocation.people import empty_use
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.seating import first_limits

FIRST_OF_ALL = 1000  # JP that a demanded seat counts for while the plan is made


def with_demands_pinned(instance: Instance, settings: Settings, seed: int) -> Problem | None:
    """The problem with the seats demanded as pins; None where there are none, or none that do."""
    rows = seats_demanded(instance, (seed,))[0]
    if not rows.size:
        return None
    keep = instance.pair_keep.copy()
    keep[rows] = np.maximum(keep[rows], 0) + FIRST_OF_ALL
    pinned = replace(
        instance,
        pinned_person=instance.pair_person()[rows],
        pinned_session=instance.pair_session[rows],
        pair_keep=keep,
    )
    return prepare(pinned, settings)


def demanded_alone(problem: Problem, made: Problem) -> Draft:
    """The demanded seats and no other: they are a plan by themselves (`seats_demanded`)."""
    alone = with_seats(made, seated(made, np.flatnonzero(made.p_pinned == 1)))
    draft = Draft(alone.choice, alone.use, first_limits(problem, alone.limits.held))
    return taken_over(problem, made, draft)


def taken_over(problem: Problem, made: Problem, draft: Draft) -> Draft:
    """A draft of the problem with pins as one of the problem itself: pairs by their rows."""
    number = np.zeros(int(problem.p_row.max(initial=0)) + 1, np.int32)
    number[problem.p_row] = np.arange(problem.p_row.size)
    number = number[made.p_row]
    out = Draft(draft.choice, empty_use(problem), draft.limits).copy()
    used = np.arange(out.choice.pair.shape[1])[None] < out.choice.n[:, None]
    out.choice.pair[used] = number[draft.choice.pair[used]]
    return out
