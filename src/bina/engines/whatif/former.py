"""A former plan as a draft to begin from: as it is, or what of it still fits."""

import numpy as np

from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.construct import Draft, always_held
from bina.engines.allocation.desk import closure_of, make_desk
from bina.engines.allocation.evaluate import violations
from bina.engines.allocation.first import EPS, HOURS_WEIGHT
from bina.engines.allocation.master import Mixture
from bina.engines.allocation.model import Instance, Longs
from bina.engines.allocation.people import Choice, empty_choice, empty_use
from bina.engines.allocation.pool import Pool
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.rounding import round_mixture
from bina.engines.allocation.running import Run
from bina.engines.allocation.search import recount
from bina.engines.allocation.seating import first_limits

WHOLE = 1.0  # weight of a former bundle, and share to which its sessions are held


def choice_of(instance: Instance, problem: Problem, pairs: Longs) -> Choice:
    """A plan's pairs as everybody's bundle.

    Who has a pair that nobody can hold any more has no bundle: others of it may need that one.
    """
    number = np.full(instance.n_pairs, -1, dtype=np.int32)
    number[problem.p_row] = np.arange(problem.p_row.size)
    ordered = np.sort(pairs)
    rows, owner = number[ordered], instance.pair_person()[ordered]
    choice, desk = empty_choice(problem.n_people), make_desk(problem)
    for i in np.unique(owner):
        own = np.sort(rows[owner == i])
        if own[0] < 0:
            continue
        choice.pair[i, : own.size], choice.n[i] = own, own.size
        choice.closure[i] = closure_of(problem, desk, i, own, own.size)
        choice.jp[i] = problem.s_jp[problem.p_session[own]].sum()
    return choice


def draft_of(instance: Instance, problem: Problem, pairs: Longs) -> Draft:
    """A plan's pairs as the search carries a plan along. Raises ValueError for a broken rule."""
    broken = violations(instance, pairs)
    if broken:
        raise ValueError(
            f"The plan to begin from must keep every rule, but breaks {len(broken)}, first "
            f"{broken[0]}. Solve without it."
        )
    choice = choice_of(instance, problem, pairs)
    held = np.maximum(always_held(problem), problem.s_must)
    held[np.unique(instance.pair_session[pairs])] = 1
    draft = Draft(choice, empty_use(problem), first_limits(problem, held))
    recount(problem, draft)
    return draft


def former_draft(run: Run, ascent: Ascent, former: Longs) -> Draft:
    """The former plan's pairs as they are, or what of them fits and the others seated anew."""
    if violations(run.instance, former):
        return _still_held(run, ascent, choice_of(run.instance, run.problem, former))
    return draft_of(run.instance, run.problem, former)


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
