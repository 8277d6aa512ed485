"""First come, first served: the plan that registration lists would give, for comparison.

People arrive in random order, again and again; at each arrival a person takes the first own wish
that the hard rules still allow. Wishes are all eligible sessions by closure per JP on their own;
those that close nothing are wanted only while hours are missing. The first to register pays the
session's fixed cost from its line. In the end sessions below their minimum are cancelled and their
people may choose once more among what is held. Pins come first; quotas are not looked after.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from bina.engines.allocation.bundle import Desk, gain_of, make_desk
from bina.engines.allocation.model import Floats, Instance, Ints, Longs, Settings
from bina.engines.allocation.people import Choice, Use, empty_choice, empty_use, use_one
from bina.engines.allocation.prepare import Bytes, Problem, prepare
from bina.engines.allocation.search_bundle import clear_desk, leave_pair, take_pair
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


@njit(cache=True, nogil=True)
def _worth_alone(P: Problem) -> Floats:
    """Closure per JP of every pair on its own."""
    D = make_desk(P)
    out = np.zeros(P.p_session.size)
    for i in range(P.n_people):
        clear_desk(P, D, i)
        for e in range(P.entry_ptr[i], P.entry_ptr[i + 1]):
            for p in range(P.e_pair[e], P.e_pair[e + 1]):
                s = P.p_session[p]
                out[p] = gain_of(P, D, P.need_ptr[i], e, P.s_units[s]) / P.s_jp[s]
    return out


@njit(cache=True, nogil=True)
def _number_of(P: Problem, i: int, p: int) -> int:
    """Entry of pair p, as a number within the person."""
    low, high = P.entry_ptr[i], P.entry_ptr[i + 1]
    while low + 1 < high:
        middle = (low + high) // 2
        if P.e_pair[middle] <= p:
            low = middle
        else:
            high = middle
    return low - P.entry_ptr[i]


@njit(cache=True, nogil=True)
def _suits_person(P: Problem, C: Choice, i: int, p: int) -> int:
    """Whether the person's own rules allow pair p beside what they hold: OPEN, WAIT or NEVER."""
    s = P.p_session[p]
    if C.n[i] >= C.pair.shape[1] or C.jp[i] + P.s_jp[s] > P.jp_cap[i]:
        return NEVER
    for a in range(C.n[i]):
        if P.clash[s, P.p_session[C.pair[i, a]]] == 1:
            return NEVER
    e = _number_of(P, i, p)
    form, form_jp = P.s_form[s], P.s_jp[s]
    waiting = P.before_ptr[P.entry_ptr[i] + e + 1] - P.before_ptr[P.entry_ptr[i] + e]
    for a in range(C.n[i]):
        other = P.p_session[C.pair[i, a]]
        number = _number_of(P, i, C.pair[i, a])
        if number == e:
            return NEVER
        if form >= 0 and P.s_form[other] == form:
            form_jp += P.s_jp[other]
        if P.s_first[s] < 0 or P.s_last[other] < P.s_first[s]:
            for q in range(P.before_ptr[P.entry_ptr[i] + e], P.before_ptr[P.entry_ptr[i] + e + 1]):
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
    s, line = P.p_session[p], P.p_line[p]
    if held[s] == 0 or U.seats[s] >= P.s_max[s]:
        return NEVER
    suits = _suits_person(P, C, i, p)
    if suits != OPEN:
        return suits
    first = U.seats[s] == 0 and P.s_line[s] >= 0
    cost = P.p_cost[p]
    if first and P.s_line[s] == line:
        cost += P.s_fixed[s]
    elif first and U.money[P.s_line[s]] + P.s_fixed[s] > P.line[P.s_line[s]]:
        return WAIT
    if line >= 0 and U.money[line] + cost > P.line[line]:
        return WAIT if first else NEVER
    pool = P.s_pool[s]
    if pool >= 0 and U.minutes[pool] + P.s_minutes[s] > P.pool[pool]:
        return NEVER
    if not counter_is_free(P, U, p):
        return NEVER
    use_one(P, i, -1, C, U)
    C.pair[i, C.n[i]] = p
    C.n[i] += 1
    C.jp[i] += P.s_jp[s]
    use_one(P, i, 1, C, U)
    if first:
        U.money[P.s_line[s]] += P.s_fixed[s]
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
        for w in range(P.pair_ptr[i], P.pair_ptr[i + 1]):
            if dead[w] == 1:
                continue
            p = wishes[w]
            if alone[p] <= 0.0 and C.jp[i] >= P.jp_needed[i]:
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
            gone = held[P.p_session[p]] == 0
            if not gone and P.p_pinned[p] == 0:
                e = P.entry_ptr[i] + _number_of(P, i, p)
                for q in range(P.before_ptr[e], P.before_ptr[e + 1]):
                    there = False
                    for b in range(C.n[i]):
                        there = there or _number_of(P, i, C.pair[i, b]) == P.before_entry[q]
                    gone = gone or not there
            if gone:
                use_one(P, i, -1, C, U)
                C.jp[i] -= P.s_jp[P.p_session[p]]
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
            if held[s] == 1 and U.seats[s] < P.s_min[s]:
                held[s] = 0
                again = True
                if U.seats[s] > 0 and P.s_line[s] >= 0:
                    U.money[P.s_line[s]] -= P.s_fixed[s]
        if again:
            before = U.seats.copy()
            for i in range(P.n_people):
                if _drop(P, C, U, held, i):
                    touched[i] = 1
            for s in range(P.n_sessions):  # emptied by a lost prerequisite
                if held[s] == 1 and before[s] > 0 and U.seats[s] == 0 and P.s_line[s] >= 0:
                    U.money[P.s_line[s]] -= P.s_fixed[s]
    return touched


@njit(cache=True, nogil=True)
def _closures(P: Problem, D: Desk, C: Choice, U: Use) -> None:
    """Closure of every bundle, into C and U."""
    for i in range(P.n_people):
        clear_desk(P, D, i)
        for a in range(C.n[i]):
            p = C.pair[i, a]
            take_pair(P, D, i, a, p - P.pair_ptr[i], _number_of(P, i, p), 1.0)
        C.closure[i] = D.closure[C.n[i]]
        for a in range(C.n[i] - 1, -1, -1):
            leave_pair(P, D, i, a)
        U.total[0] += C.closure[i]
        for column in range(P.fair.shape[1]):
            if P.fair[i, column] >= 0:
                U.fair[P.fair[i, column]] += C.closure[i]


def _one_year(problem: Problem, wishes: Longs, alone: Floats, seed: int) -> tuple[Choice, Use]:
    rng = np.random.default_rng(seed)
    choice, use = empty_choice(problem.n_people), empty_use(problem)
    held = np.ones(problem.n_sessions, dtype=np.uint8)
    owner = np.repeat(np.arange(problem.n_people), np.diff(problem.pair_ptr))
    for p in np.flatnonzero(problem.p_pinned):
        _join(problem, choice, use, held, int(owner[p]), int(p))
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
    choice, _ = _one_year(problem, *_wishes(problem), seed)
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

    def year(seed: int) -> tuple[float, int]:
        _, use = _one_year(problem, wishes, alone, seed)
        short = fairness_shortfall(problem, use.fair, float(use.total[0]))
        return float(use.total[0]) - settings.fair_penalty * float(short), int(use.total[1])

    years = [year(seed) for seed in seeds]
    return FirstCome(
        values=tuple(value for value, _ in years), missing_jp=tuple(jp for _, jp in years)
    )
