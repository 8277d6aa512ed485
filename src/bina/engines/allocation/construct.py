"""A first feasible plan: sessions to hold, everybody seated by price, too small ones closed.

Seats held before (`pair_keep` > 0) come first: their sessions are held while money lasts, and their
people are seated in them before anybody takes anything new.
"""

from dataclasses import dataclass

import numpy as np

from bina.engines.allocation.desk import Desk, closure_of, make_desk
from bina.engines.allocation.model import Bytes, Floats, Ints, Longs
from bina.engines.allocation.people import (
    Choice,
    PriceColumns,
    Use,
    empty_choice,
    empty_use,
    use_many,
)
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.seating import Limits, fairness_shortfall, first_limits, seat_many

HELD_FROM = 0.6  # hold a session that the relaxed plan fills to this share of its minimum


@dataclass
class Draft:
    """A feasible plan in the kernels' shape."""

    choice: Choice
    use: Use
    limits: Limits

    def copy(self) -> "Draft":
        """An independent copy."""
        return Draft(
            Choice._make(x.copy() for x in self.choice),
            Use._make(x.copy() for x in self.use),
            Limits._make(x.copy() for x in self.limits),
        )

    def score(self, problem: Problem) -> tuple[int, float]:
        """(missing JP, -value): the smaller the better."""
        closure, missing = float(self.use.total[0]), int(self.use.total[1])
        short = fairness_shortfall(problem, self.use.fair, closure)
        return missing, -(closure - problem.fair_penalty * short)


def seated(problem: Problem, pairs: Longs) -> Choice:
    """Everybody's bundle, from the problem's pairs in any order, each once."""
    owner = np.repeat(np.arange(problem.n_people), np.diff(problem.pair_ptr))
    rows: Ints = np.sort(pairs).astype(np.int32)
    who = owner[rows]
    choice, desk = empty_choice(problem.n_people), make_desk(problem)
    people, first = np.unique(who, return_index=True)
    for i, own in zip(people.tolist(), np.split(rows, first[1:]), strict=False):
        choice.pair[i, : own.size], choice.n[i] = own, own.size
        choice.closure[i] = closure_of(problem, desk, i, own, own.size)
        choice.jp[i] = problem.s_jp[problem.p_session[own]].sum()
    return choice


def with_seats(problem: Problem, choice: Choice) -> Draft:
    """A draft of these bundles and no other; sessions without a seat are closed if they can be."""
    used = np.arange(choice.pair.shape[1])[None] < choice.n[:, None]
    held = np.maximum(always_held(problem), problem.s_must)
    held[problem.p_session[choice.pair[used]]] = 1
    return Draft(choice, empty_use(problem), first_limits(problem, held))


def always_held(problem: Problem) -> Bytes:
    """Sessions that cost nothing to hold and need nobody: open forms."""
    held: Bytes = ((problem.s_fixed == 0) & (problem.s_min <= 1)).astype(np.uint8)
    return held


def held_before(problem: Problem) -> Bytes:
    """Sessions held anyway, and those of a former plan, the fullest first while money lasts."""
    held = np.maximum(always_held(problem), problem.s_must)
    kept = problem.p_keep > 0
    if not kept.any():
        return held
    cost = np.where(kept, problem.p_cost, 0)
    seats = np.bincount(problem.p_session[kept], minlength=problem.n_sessions)
    spent = np.bincount(problem.p_session, cost, minlength=problem.n_sessions).astype(np.int64)
    money = problem.line.copy()
    for s in np.argsort(-seats, kind="stable"):
        line, price = problem.s_line[s], problem.s_fixed[s] + spent[s]
        if seats[s] == 0 or (line >= 0 and held[s] == 0 and price > money[line]):
            continue
        held[s] = 1
        if line >= 0:
            money[line] -= price
    return held


def sessions_to_hold(problem: Problem, expected: Floats, fixed_share: Floats) -> Bytes:
    """Sessions by expected seats, while fixed costs stay within a share of each budget line."""
    held = held_before(problem)
    money = np.floor(problem.line * fixed_share).astype(np.int64)
    pays = (held == 1) & (problem.s_line >= 0)
    np.subtract.at(money, problem.s_line[pays], problem.s_fixed[pays])
    wanted = expected / np.maximum(1, problem.s_min)
    for s in np.argsort(-wanted, kind="stable"):
        if held[s] == 1 or wanted[s] < HELD_FROM:
            continue
        line = problem.s_line[s]
        if line < 0 or problem.s_fixed[s] <= money[line]:
            held[s] = 1
            if line >= 0:
                money[line] -= problem.s_fixed[s]
    return held


def _attendants(problem: Problem, choice: Choice, sessions: Ints) -> Ints:
    """People with a seat in one of the sessions."""
    closing = np.zeros(problem.n_sessions, dtype=np.bool_)
    closing[sessions] = True
    used = np.arange(choice.pair.shape[1])[None] < choice.n[:, None]
    if not problem.p_session.size:
        return np.zeros(0, dtype=np.int32)
    inside = closing[problem.p_session[choice.pair]] & used
    return np.flatnonzero(inside.any(axis=1)).astype(np.int32)


def close_sessions(
    problem: Problem,
    columns: PriceColumns,
    desk: Desk,
    draft: Draft,
    sessions: Ints,
    *,
    theta: float,
    hours: float,
    eps: float,
    order: np.random.Generator,
) -> None:
    """Close sessions, give their money back and seat their people anew."""
    people = order.permutation(_attendants(problem, draft.choice, sessions))
    use_many(problem, people, -1, draft.choice, draft.use)
    draft.choice.n[people] = 0
    draft.choice.closure[people] = 0.0
    draft.choice.jp[people] = 0
    draft.limits.held[sessions] = 0
    pays = sessions[problem.s_line[sessions] >= 0]
    np.add.at(draft.limits.money, problem.s_line[pays], problem.s_fixed[pays])
    if (problem.p_keep > 0).any():
        seat_as_before(problem, columns, desk, draft, people, hours=hours, eps=eps)
    seat_many(
        problem, columns, desk, draft.limits, people, theta, hours, eps, draft.choice, draft.use
    )


def construct(
    problem: Problem,
    columns: PriceColumns,
    held: Bytes,
    *,
    seed: int,
    theta: float,
    hours: float,
    eps: float,
) -> Draft:
    """Seat all in random order, then close what stays below its minimum, a third at a time."""
    rng = np.random.default_rng(seed)
    desk = make_desk(problem)
    draft = Draft(empty_choice(problem.n_people), empty_use(problem), first_limits(problem, held))
    pinned = np.zeros(problem.n_people, dtype=np.bool_)
    owner = np.repeat(np.arange(problem.n_people), np.diff(problem.pair_ptr))
    pinned[owner[problem.p_pinned == 1]] = True
    order = rng.permutation(problem.n_people).astype(np.int32)
    order = np.concatenate([order[pinned[order]], order[~pinned[order]]])
    if (problem.p_keep > 0).any():
        seat_as_before(problem, columns, desk, draft, order, hours=hours, eps=eps)
    seat_many(
        problem, columns, desk, draft.limits, order, theta, hours, eps, draft.choice, draft.use
    )
    close_small(problem, columns, desk, draft, theta=theta, hours=hours, eps=eps, order=rng)
    return draft


def seat_as_before(
    problem: Problem,
    columns: PriceColumns,
    desk: Desk,
    draft: Draft,
    order: Ints,
    *,
    hours: float,
    eps: float,
) -> None:
    """Seat people in what they held before, as far as it fits, with nothing new beside it."""
    kept = problem.p_keep > 0
    owner = np.repeat(np.arange(problem.n_people), np.diff(problem.pair_ptr))
    had = np.zeros(problem.n_people, dtype=np.bool_)
    had[owner[kept]] = True
    seat_many(
        problem, columns, desk, draft.limits, order[had[order]], 0.0, hours, eps, draft.choice,
        draft.use, True,
    )  # fmt: skip


def close_small(
    problem: Problem,
    columns: PriceColumns,
    desk: Desk,
    draft: Draft,
    *,
    theta: float,
    hours: float,
    eps: float,
    order: np.random.Generator,
) -> None:
    """Close what stays below its minimum, a third at a time, until nothing does."""
    while True:
        few = (draft.limits.held == 1) & (draft.use.seats < problem.s_min)
        few |= (draft.limits.held == 1) & (draft.use.seats == 0) & (problem.s_fixed > 0)
        low = np.flatnonzero(few & (problem.s_must == 0))
        if not low.size:
            return
        fill = draft.use.seats[low] / np.maximum(1, problem.s_min[low])
        low = low[np.argsort(fill, kind="stable")][: max(1, low.size // 3)]
        close_sessions(
            problem,
            columns,
            desk,
            draft,
            low.astype(np.int32),
            theta=theta,
            hours=hours,
            eps=eps,
            order=order,
        )
