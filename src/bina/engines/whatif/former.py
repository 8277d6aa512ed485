"""A former plan as a draft to begin from: as it is, or what of it still fits."""

import numpy as np

from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.construct import Draft, seated, with_seats
from bina.engines.allocation.evaluate import violations
from bina.engines.allocation.first import EPS, HOURS_WEIGHT
from bina.engines.allocation.master import Mixture
from bina.engines.allocation.model import Instance, Longs
from bina.engines.allocation.people import Choice
from bina.engines.allocation.pool import Pool
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.rounding import round_mixture
from bina.engines.allocation.running import Run
from bina.engines.allocation.search import recount

WHOLE = 1.0  # weight of a former bundle, and share to which its sessions are held


def former_draft(run: Run, ascent: Ascent, former: Longs) -> Draft:
    """The former plan's pairs as they are, or what of them fits and the others seated anew."""
    if violations(run.instance, former):
        return _still_held(run, ascent, _possible(run.instance, run.problem, former))
    return _as_it_is(run.problem, former)


def draft_of(instance: Instance, problem: Problem, pairs: Longs) -> Draft:
    """A plan's pairs as the search carries a plan along. Raises ValueError for a broken rule."""
    broken = violations(instance, pairs)
    if broken:
        raise ValueError(
            f"The plan to begin from must keep every rule, but breaks {len(broken)}, first "
            f"{broken[0]}. Solve without it."
        )
    return _as_it_is(problem, pairs)


def _as_it_is(problem: Problem, pairs: Longs) -> Draft:
    draft = with_seats(problem, seated(problem, np.flatnonzero(np.isin(problem.p_row, pairs))))
    recount(problem, draft)
    return draft


def _possible(instance: Instance, problem: Problem, pairs: Longs) -> Choice:
    """Former bundles; none for who has a pair that nobody can hold now, as others may need it."""
    gone = np.setdiff1d(pairs, problem.p_row)
    person = instance.pair_person()
    kept = pairs[~np.isin(person[pairs], person[gone])]
    return seated(problem, np.flatnonzero(np.isin(problem.p_row, kept)))


def _still_held(run: Run, ascent: Ascent, former: Choice) -> Draft:
    """The former plan as far as it fits what there is now, and the others seated anew."""
    problem, pool = run.problem, Pool(run.problem)
    pool.add(former)
    held = np.zeros(problem.n_sessions)
    held[problem.p_session[pool.pair]] = WHOLE
    whole = Mixture(ascent.best_prices, np.full(pool.size, WHOLE), held)
    draft = round_mixture(
        problem, ascent.columns(ascent.best_prices), pool, whole, least=WHOLE, seed=run.seed,
        hours=HOURS_WEIGHT * ascent.unit, eps=EPS * ascent.unit,
    )  # fmt: skip
    recount(problem, draft)
    return draft
