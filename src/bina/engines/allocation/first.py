"""First plans: at the ascent's prices, and with sessions that are decided step by step."""

from dataclasses import dataclass

import numpy as np

from bina.engines.allocation.ascent import Ascent
from bina.engines.allocation.construct import Draft, construct, held_before, sessions_to_hold
from bina.engines.allocation.deciding import Deciding
from bina.engines.allocation.demanded import demanded_alone, taken_over
from bina.engines.allocation.model import Prices
from bina.engines.allocation.people import price_columns
from bina.engines.allocation.pool import Pool
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.running import Run
from bina.engines.allocation.search import recount
from bina.engines.allocation.side_by_side import side_by_side

THETAS = (0.7, 0.9, 1.05)  # shares of the prices at which people are seated, one plan each
DECIDED_THETAS = (1.05, 1.15)  # the same where sessions are decided
QUOTA_TRIES = 3  # with decided sessions
MORE_FOR_QUOTAS = 0.5  # of a typical seat's worth, for those that the drafts before missed
HOURS_WEIGHT = 10.0  # typical seats' worth per missing JP: hours come first
EPS = 0.005  # of a typical seat's worth: how near to the best a bundle must be


def first_plans(run: Run, ascent: Ascent, thetas: tuple[float, ...]) -> None:
    """Plans from the ascent's present prices; keeps the best.

    Where one breaks a pin or a quota, the seats that these demand are taken first (`demanded`);
    where money does not reach for them either, no session is held but for them; at the worst
    nobody else gets a seat, and the search begins from there.
    """
    P, prices = run.problem, ascent.prices()
    for number, theta in enumerate(thetas):
        seed = run.seed + 7919 * number + run.steps
        draft = _constructed(P, ascent, prices, seed, theta)
        made = None if is_feasible(P, draft) else run.with_demands_pinned()
        if made is not None:
            draft = _constructed(made, ascent, prices, seed, theta)
            if not is_feasible(made, draft):
                draft = _constructed(made, ascent, prices, seed, theta, demanded_only=True)
            draft = taken_over(P, made, draft)
        recount(P, draft)
        if is_feasible(P, draft):
            run.offer(draft)
        elif made is not None and run.best is None:
            alone = demanded_alone(P, made)
            recount(P, alone)
            if is_feasible(P, alone):
                run.offer(alone)


def _constructed(
    problem: Problem,
    ascent: Ascent,
    prices: Prices,
    seed: int,
    theta: float,
    *,
    demanded_only: bool = False,
) -> Draft:
    """A draft from the ascent's prices, of its problem or of the one with demands pinned."""
    columns = price_columns(problem, prices, closure=ascent.closure, unit=ascent.unit)
    held = held_before(problem)
    if not demanded_only:
        held = sessions_to_hold(problem, ascent.expected_seats(), ascent.fixed_share())
    return construct(
        problem,
        columns,
        held,
        seed=seed,
        theta=theta,
        hours=HOURS_WEIGHT * ascent.unit,
        eps=EPS * ascent.unit,
    )


@dataclass(frozen=True, eq=False)
class Decided:
    """A plan with the sessions that were decided, and the prices that fit these sessions."""

    draft: Draft
    prices: Prices


def decided(run: Run, ascent: Ascent, pool: Pool) -> Decided | None:
    """Decide the sessions step by step, and make plans with them; offers these, returns the best.

    None where no such plan is feasible or the run was stopped.
    """
    P, deciding, unit = run.problem, Deciding(ascent, run.work.deciding_rounds), ascent.unit
    for _ in range(run.work.deciding_rounds):
        deciding.round()
        pool.add(deciding.choice)
        if not run.step("sessions"):
            return None
    columns, held = deciding.columns(deciding.prices()), deciding.sessions

    def made(theta: float) -> Draft:
        draft = construct(
            P, columns, held, seed=run.seed + 104729, theta=theta,
            hours=HOURS_WEIGHT * unit, eps=EPS * unit,
        )  # fmt: skip
        recount(P, draft)
        return draft

    feasible: list[Draft] = []
    for _ in range(QUOTA_TRIES):
        drafts = side_by_side(made, DECIDED_THETAS)
        feasible = [draft for draft in drafts if is_feasible(P, draft)]
        if feasible:
            break
        columns.quota[drafts[0].use.quota < P.quota] += MORE_FOR_QUOTAS * unit
    for draft in feasible:
        run.offer(draft)
    if not feasible:
        return None
    return Decided(dearest(P, feasible, ascent), deciding.found_prices())


def dearest(problem: Problem, drafts: list[Draft], ascent: Ascent) -> Draft:
    """The draft of most worth, a missing hour at its price: the search will find the hours."""
    price = ascent.best_prices.hours
    scores = [draft.score(problem) for draft in drafts]
    return drafts[int(np.argmin([value + price * jp for jp, value in scores]))]


def is_feasible(problem: Problem, draft: Draft) -> bool:
    """Minimum seats, quotas and pins hold (all other rules hold while seating)."""
    seats, must = draft.use.seats, problem.s_must == 1
    if (must & (seats < np.maximum(1, problem.s_min))).any():
        return False
    if (draft.use.quota < problem.quota).any() or (draft.limits.money < draft.use.money).any():
        return False
    used = np.arange(draft.choice.pair.shape[1])[None] < draft.choice.n[:, None]
    return int(problem.p_pinned[draft.choice.pair[used]].sum()) == problem.n_pins
