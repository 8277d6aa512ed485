"""First come, first served: the plan that registration lists would give, for comparison.

People arrive in random order, again and again; at each arrival a person takes the first own wish
that the hard rules still allow. Wishes are all eligible sessions by closure per JP on their own;
those that close nothing are wanted only while hours are missing. The first to register pays the
session's fixed cost from its line. In the end sessions below their minimum are cancelled and their
people may choose once more among what is held.

Pins and quotas are demands that the plan must meet, too, so their seats are kept back before the
registration opens: about the fewest that meet all of them, for whom is drawn anew each year
(`kept_back.seats_demanded`). Members of a quota who merely registered first could fill a session
that is cancelled in the end; seats that are a plan by themselves cannot be lost.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from bina.engines.allocation.desk import Desk, closure_of, entry_of, make_desk
from bina.engines.allocation.kept_back import seats_demanded
from bina.engines.allocation.model import Bytes, Floats, Instance, Ints, Longs, Settings
from bina.engines.allocation.people import Choice, Use, empty_choice, empty_use, use_one
from bina.engines.allocation.prepare import prepare
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.seating import counter_is_free, fairness_shortfall

ARRIVALS = 40  # more often than anybody can use
OPEN, WAIT, NEVER = 1, 0, -1


@dataclass(frozen=True, kw_only=True)
class FirstCome:
    """Figures per seed and their means; units as in `Plan`."""

    values: tuple[float, ...]
    missing_jp: tuple[int, ...]

    @property
    def mean_value(self) -> float:
        """Mean of closure - M x fairness shortfall."""
        return float(np.mean(self.values))

    @property
    def mean_missing_jp(self) -> float:
        """Mean of missing JP."""
        return float(np.mean(self.missing_jp))


def _worth_alone(problem: Problem) -> Floats:
    """Closure per JP of every pair on its own."""
    gain = problem.cls["gain"][problem.pair["cls"][:-1]]
    return np.asarray(gain / problem.s_jp[problem.p_session], dtype=np.float64)


@njit(cache=True, nogil=True)
def _suits_person(P: Problem, C: Choice, i: int, p: int) -> int:
    """Whether the person's own rules allow pair p beside what they hold: OPEN, WAIT or NEVER."""
    s = P.pair[p].session
    if C.n[i] >= C.pair.shape[1] or C.jp[i] + P.session[s].jp > P.person[i].jp_cap:
        return NEVER
    for a in range(C.n[i]):
        if P.clash[s, P.pair[C.pair[i, a]].session] == 1:
            return NEVER
    e = entry_of(P, i, p)
    form, form_jp = P.session[s].form, P.session[s].jp
    waiting = P.entry[P.person[i].entry + e + 1].before - P.entry[P.person[i].entry + e].before
    for a in range(C.n[i]):
        other = P.pair[C.pair[i, a]].session
        number = entry_of(P, i, C.pair[i, a])
        if number == e:
            return NEVER
        if form >= 0 and P.session[other].form == form:
            form_jp += P.session[other].jp
        if P.session[s].first < 0 or P.session[other].last < P.session[s].first:
            for q in range(
                P.entry[P.person[i].entry + e].before, P.entry[P.person[i].entry + e + 1].before
            ):
                if P.before_entry[q] == number:
                    waiting -= 1
    if form >= 0 and form_jp > P.form_cap[form]:
        return NEVER
    return WAIT if waiting > 0 else OPEN


@njit(cache=True, nogil=True)
def _join(P: Problem, C: Choice, U: Use, held: Bytes, i: int, p: int) -> int:
    """Register person i for pair p if all rules allow it: OPEN (done), WAIT or NEVER.

    NEVER only where nothing that others or the person register later can make it possible.
    """
    s, line = P.pair[p].session, P.pair[p].line
    if held[s] == 0 or U.seats[s] >= P.session[s].most:
        return NEVER
    suits = _suits_person(P, C, i, p)
    if suits != OPEN:
        return suits
    first = U.seats[s] == 0 and P.session[s].line >= 0
    cost = P.pair[p].cost
    if first and P.session[s].line == line:
        cost += P.session[s].fixed
    elif first and U.money[P.session[s].line] + P.session[s].fixed > P.line[P.session[s].line]:
        return WAIT
    if line >= 0 and U.money[line] + cost > P.line[line]:
        return WAIT if first else NEVER
    pool = P.session[s].pool
    if pool >= 0 and U.minutes[pool] + P.session[s].minutes > P.pool[pool]:
        return NEVER
    if not counter_is_free(P, U, p):
        return NEVER
    use_one(P, i, -1, C, U)
    C.pair[i, C.n[i]] = p
    C.n[i] += 1
    C.jp[i] += P.session[s].jp
    use_one(P, i, 1, C, U)
    if first:
        U.money[P.session[s].line] += P.session[s].fixed
    return OPEN


@njit(cache=True, nogil=True)
def _arrive(
    P: Problem,
    C: Choice,
    U: Use,
    held: Bytes,
    order: Ints,
    wishes: Longs,
    alone: Floats,
    dead: Bytes,
) -> int:
    """Everybody in `order` takes at most one wish; returns how many did. Marks dead wishes."""
    n = 0
    for at in range(order.size):
        i = order[at]
        for w in range(P.person[i].pair, P.person[i + 1].pair):
            if dead[w] == 1:
                continue
            p = wishes[w]
            if alone[p] <= 0.0 and C.jp[i] >= P.person[i].jp_needed:
                break
            found = _join(P, C, U, held, i, p)
            if found != WAIT:
                dead[w] = 1
            if found == OPEN:
                n += 1
                break
    return n


@njit(cache=True, nogil=True)
def _drop(P: Problem, C: Choice, U: Use, held: Bytes, i: int) -> bool:
    """Take away i's seats in cancelled sessions, and what loses its prerequisite with them."""
    lost = False
    again = True
    while again:
        again = False
        for a in range(C.n[i]):
            p = C.pair[i, a]
            gone = held[P.pair[p].session] == 0
            if not gone and P.pair[p].pinned == 0:
                e = P.person[i].entry + entry_of(P, i, p)
                for q in range(P.entry[e].before, P.entry[e + 1].before):
                    there = False
                    for b in range(C.n[i]):
                        there = there or entry_of(P, i, C.pair[i, b]) == P.before_entry[q]
                    gone = gone or not there
            if gone:
                use_one(P, i, -1, C, U)
                C.jp[i] -= P.session[P.pair[p].session].jp
                for b in range(a, C.n[i] - 1):
                    C.pair[i, b] = C.pair[i, b + 1]
                C.n[i] -= 1
                use_one(P, i, 1, C, U)
                lost = again = True
                break
    return lost


@njit(cache=True, nogil=True)
def _cancel(P: Problem, C: Choice, U: Use, held: Bytes) -> Bytes:
    """Cancel all sessions below their minimum until none is left; marks who lost a seat."""
    touched = np.zeros(P.n_people, np.uint8)
    again = True
    while again:
        again = False
        for s in range(P.n_sessions):
            if held[s] == 1 and U.seats[s] < P.session[s].least:
                held[s] = 0
                again = True
                if U.seats[s] > 0 and P.session[s].line >= 0:
                    U.money[P.session[s].line] -= P.session[s].fixed
        if again:
            before = U.seats.copy()
            for i in range(P.n_people):
                if _drop(P, C, U, held, i):
                    touched[i] = 1
            for s in range(P.n_sessions):  # emptied by a lost prerequisite
                if held[s] == 1 and before[s] > 0 and U.seats[s] == 0 and P.session[s].line >= 0:
                    U.money[P.session[s].line] -= P.session[s].fixed
    return touched


@njit(cache=True, nogil=True)
def _closures(P: Problem, D: Desk, C: Choice, U: Use) -> None:
    """Closure of every bundle, into C and U."""
    for i in range(P.n_people):
        C.closure[i] = closure_of(P, D, i, C.pair[i], C.n[i])
        U.total[0] += C.closure[i]
        for column in range(P.fair.shape[1]):
            if P.fair[i, column] >= 0:
                U.fair[P.fair[i, column]] += C.closure[i]


def _keep_back(problem: Problem, C: Choice, U: Use, held: Bytes, rows: Longs) -> None:
    """Seat the pairs of these rows before anybody registers, what others need first before them."""
    owner = np.repeat(np.arange(problem.n_people), np.diff(problem.pair_ptr))
    waiting = np.flatnonzero(np.isin(problem.p_row, rows)).tolist()
    while waiting:
        left = [p for p in waiting if _join(problem, C, U, held, int(owner[p]), p) != OPEN]
        if len(left) == len(waiting):
            raise ValueError(f"seats kept back do not fit: {len(left)} pairs, first row {left[0]}")
        waiting = left


def _one_year(
    problem: Problem, kept_back: Longs, wishes: Longs, alone: Floats, seed: int
) -> tuple[Choice, Use]:
    rng = np.random.default_rng(seed)
    choice, use = empty_choice(problem.n_people), empty_use(problem)
    held = np.ones(problem.n_sessions, dtype=np.uint8)
    _keep_back(problem, choice, use, held, kept_back)
    dead = np.zeros(wishes.size, dtype=np.uint8)
    for _ in range(ARRIVALS):
        order = rng.permutation(problem.n_people).astype(np.int32)
        if not _arrive(problem, choice, use, held, order, wishes, alone, dead):
            break
    touched = _cancel(problem, choice, use, held)
    held[use.seats == 0] = 0
    held[(problem.s_min <= 1) & (problem.s_fixed == 0)] = 1
    again = rng.permutation(np.flatnonzero(touched)).astype(np.int32)
    _arrive(problem, choice, use, held, again, wishes, alone, np.zeros_like(dead))
    _closures(problem, make_desk(problem), choice, use)
    return choice, use


def first_come_plan(instance: Instance, settings: Settings, seed: int) -> Longs:
    """Rows of the pairs that first come, first served gives, rising."""
    problem = prepare(instance, settings)
    (kept_back,) = seats_demanded(instance, (seed,))
    choice, _ = _one_year(problem, kept_back, *_wishes(problem), seed)
    used = np.arange(choice.pair.shape[1])[None] < choice.n[:, None]
    return np.sort(problem.p_row[choice.pair[used]])


def _wishes(problem: Problem) -> tuple[Longs, Floats]:
    """Pairs of each person by closure per JP on their own (highest first), and that worth."""
    alone = _worth_alone(problem)
    owner = np.repeat(np.arange(problem.n_people), np.diff(problem.pair_ptr))
    return np.lexsort((-alone, owner)).astype(np.int64), alone


def first_come(
    instance: Instance, settings: Settings, seeds: tuple[int, ...] = tuple(range(20))
) -> FirstCome:
    """First come, first served for each seed."""
    problem = prepare(instance, settings)
    wishes, alone = _wishes(problem)

    def year(seed: int, kept_back: Longs) -> tuple[float, int]:
        _, use = _one_year(problem, kept_back, wishes, alone, seed)
        short = fairness_shortfall(problem, use.fair, float(use.total[0]))
        return float(use.total[0]) - settings.fair_penalty * float(short), int(use.total[1])

    years = [year(*each) for each in zip(seeds, seats_demanded(instance, seeds), strict=True)]
    return FirstCome(
        values=tuple(value for value, _ in years), missing_jp=tuple(jp for _, jp in years)
    )
