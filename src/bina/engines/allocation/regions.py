"""Regions: hundreds of people decided anew at once, beside all others' seats.

Where the search moves a few people at a time and often ends where no small move helps, a region
takes whole units, and for each person the pool's best bundles at the prices (`region`). The linear
program over them gives nearly everybody one bundle; those whom it tears between several are decided
step by step (`diving`), and a search around them mends what that costs. Sessions stay held or
closed. Two regions at a time, side by side, each with half of what is free; small ones first, which
gain quickly, then large ones, which move money and seats across the city.
"""

from dataclasses import dataclass

import numpy as np

from bina.engines.allocation.cells import spans
from bina.engines.allocation.construct import Draft
from bina.engines.allocation.desk import MAX_BUNDLE, make_desk
from bina.engines.allocation.diving import Chosen, choose
from bina.engines.allocation.model import Ints, Longs
from bina.engines.allocation.people import Choice, PriceColumns, Use, pair_prices, use_many
from bina.engines.allocation.pool import Pool
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.region import (
    SIDES,
    Bundles,
    Left,
    Region,
    left_for,
    used_by,
    with_asked_for,
)
from bina.engines.allocation.search import Pools, Tuning, recount, reseat
from bina.engines.allocation.seating import Limits, seat_many
from bina.engines.allocation.side_by_side import side_by_side
from bina.engines.allocation.wishes import Wishes

SIZES = ((10, 120), (16, 1000), (2**62, 2000))  # people in a region until so many were decided
ASK_EVERY = 3  # largest regions: people are asked at the region's own prices
BUNDLES = 10  # of the pool for everybody: the best ones at the prices
NODES = 30  # branchings for the last torn people
TORN_EPS, TORN_WARMTH = 1e-3, 0.05  # of the search around people torn between bundles
TORN_MOVES = 8  # of it per such person


@dataclass(frozen=True, eq=False)
class Offers:
    """Bundles that people may be given, best first: rows of the pool, from first[i] on."""

    pool: Pool
    row: Longs
    first: Longs  # (n_people + 1,)
    prices: PriceColumns


def offers(problem: Problem, prices: PriceColumns, pool: Pool, draft: Draft) -> Offers:
    """Everybody's best bundles of the pool whose sessions are held and that have the pins."""
    P, n = problem, pool.size
    of = pool.of_pair()
    paid = np.bincount(of, pair_prices(P, prices)[pool.pair], minlength=n)
    counted = np.minimum(pool.jp, P.jp_needed[pool.owner])
    worth = prices.mult[pool.owner] * pool.closure + prices.hours * counted - paid
    person = np.repeat(np.arange(P.n_people), np.diff(P.pair_ptr))
    pins = np.bincount(person, P.p_pinned, minlength=P.n_people)
    pinned = np.bincount(of, P.p_pinned[pool.pair], minlength=n)
    shut = np.bincount(of, draft.limits.held[P.p_session[pool.pair]] == 0, minlength=n)
    fits = (pinned == pins[pool.owner]) & (shut == 0) & (np.diff(pool.ptr) <= MAX_BUNDLE)
    rows = np.flatnonzero(fits)
    rows = rows[np.lexsort((-worth[rows], pool.owner[rows]))]
    first = np.searchsorted(pool.owner[rows], np.arange(P.n_people + 1))
    place = np.arange(rows.size) - first[pool.owner[rows]]
    rows = rows[place < BUNDLES]
    return Offers(pool, rows, np.searchsorted(pool.owner[rows], np.arange(P.n_people + 1)), prices)


def region_size(n_people: int, number: int) -> int:
    """People of region `number` in a city of so many: first small ones, for the quick gains."""
    size = next(size for until, size in SIZES if number < until)
    return max(1, min(size, -(-n_people // SIDES)))


def drawn(pools: Pools, rng: np.random.Generator, wanted: int) -> list[Ints]:
    """People of SIDES regions that share no staffing group; of a large unit a part."""
    order, found = rng.permutation(pools.n_islands), []
    members = np.argsort(pools.island, kind="stable")
    first = np.searchsorted(pools.island[members], np.arange(pools.n_islands + 1))
    at = 0
    for _ in range(SIDES):
        own: list[Ints] = []
        while at < order.size and sum(x.size for x in own) < wanted:
            g = order[at]
            people = members[first[g] : first[g + 1]]
            own.append(rng.permutation(people)[:wanted])
            at += 1
        if own:
            found.append(np.sort(np.concatenate(own)).astype(np.int32))
    return found


def decide_anew(
    problem: Problem, given: Offers, pools: Pools, draft: Draft, *, hours: float, seed: int,
    number: int,
) -> bool:  # fmt: skip
    """Two regions anew; `hours` is the worth of a missing JP. True if the draft got better."""
    size = region_size(problem.n_people, number)
    people = drawn(pools, np.random.default_rng([seed, number, 1]), size)
    before, was = draft.score(problem), draft.copy()

    def region(side: int) -> bool:
        return _decide(problem, given, pools, draft, people[side], side, number, seed, hours)

    if not any(side_by_side(region, range(len(people)))):
        return False
    recount(problem, draft)
    if draft.score(problem) < before and keeps_all(problem, draft):
        return True
    for now, then in ((draft.choice, was.choice), (draft.use, was.use)):
        for name in now._fields:
            getattr(now, name)[...] = getattr(then, name)
    return False


def keeps_all(problem: Problem, draft: Draft) -> bool:
    """All shared rules hold to the last rupiah; HiGHS allows itself a millionth."""
    P, U, L = problem, draft.use, draft.limits
    few = (L.held == 1) & (U.seats < L.least)
    return not (
        few.any()
        or (U.seats > np.where(L.held == 1, L.seats, 0)).any()
        or (U.money > L.money).any()
        or (U.minutes > L.minutes).any()
        or (U.away > P.staffing).any()
        or (U.quota < L.quota).any()
    )


def _decide(
    problem: Problem, given: Offers, pools: Pools, draft: Draft, own: Ints, side: int, number: int,
    seed: int, hours: float,
) -> bool:  # fmt: skip
    """Decide one region anew in the draft's rows of its people; True if they have more of it.

    Of the draft's use only the away of its own groups is kept true.
    """
    C = draft.choice
    columns, left = _columns(given, draft, own), left_for(problem, draft, own, side, number)
    if number >= SIZES[-2][0] and number % ASK_EVERY == ASK_EVERY - 1:
        columns = with_asked_for(problem, given.prices.unit, draft, own, columns, left, hours)
    region = Region(problem, draft, own, columns, left)
    chosen = choose(region.program, -region.worth(hours), columns.owner, NODES)
    if chosen is None:
        return False
    was = Choice._make(column[own].copy() for column in C)
    before, pins = _score(problem, C, own), _pins(problem, C, own)
    U = draft.use
    use = used_by(problem, draft, own)._replace(
        away=U.away, fair=U.fair.copy(), total=U.total.copy()
    )
    _take(problem, C, use, own, columns, np.flatnonzero(chosen.columns > 0.5))
    if chosen.torn.any():
        prices = region.prices(chosen.duals, draft.limits.held, left, hours, given.prices.unit)
        _seat_torn(problem, prices, pools, draft, own, columns, chosen, left, use, seed, number)
    keeps = _keeps_least(left, use) and _pins(problem, C, own) == pins
    if keeps and _score(problem, C, own) < before:
        return True
    use_many(problem, own, -1, C, use)
    for name in C._fields:
        getattr(C, name)[own] = getattr(was, name)
    use_many(problem, own, 1, C, use)
    return False


def _columns(given: Offers, draft: Draft, own: Ints) -> Bundles:
    """What the people hold, then what they are offered."""
    C, pool = draft.choice, given.pool
    number, at = spans(given.first[own], given.first[own + 1])
    rows = given.row[at]
    held, offered = C.n[own].astype(np.int64), np.diff(pool.ptr)[rows]
    _, pairs = spans(pool.ptr[rows], pool.ptr[rows] + offered)
    return Bundles(
        np.concatenate([np.arange(own.size), number]).astype(np.int32),
        np.concatenate([[0], np.cumsum(np.concatenate([held, offered]))]).astype(np.int64),
        np.concatenate([_pairs(C, own), pool.pair[pairs]]).astype(np.int32),
        np.concatenate([C.closure[own], pool.closure[rows]]),
        np.concatenate([C.jp[own], pool.jp[rows]]).astype(np.int32),
    )


def _pairs(choice: Choice, own: Ints) -> Ints:
    """Pairs of the people's bundles, person by person."""
    used = np.arange(choice.pair.shape[1])[None] < choice.n[own, None]
    return np.asarray(choice.pair[own][used])


def _score(problem: Problem, choice: Choice, own: Ints) -> tuple[int, float]:
    """(missing JP, -closure) of the people: the smaller the better."""
    missing = np.maximum(0, problem.jp_needed[own] - choice.jp[own]).sum()
    kept = problem.p_keep[_pairs(choice, own)].sum()
    return int(missing - kept), -float(choice.closure[own].sum())


def _pins(problem: Problem, choice: Choice, own: Ints) -> int:
    """Pinned seats that the people have: a torn person may find the own one taken."""
    return int(problem.p_pinned[_pairs(choice, own)].sum())


def _keeps_least(left: Left, use: Use) -> bool:
    return not ((use.seats < left.least).any() or (use.quota < left.quota).any())


def _seat_torn(
    problem: Problem, prices: PriceColumns, pools: Pools, draft: Draft, own: Ints,
    columns: Bundles, chosen: Chosen, left: Left, use: Use, seed: int, number: int,
) -> None:  # fmt: skip
    """Seat the torn people who have no bundle in what is left; a search around all torn ones."""
    C, desk, eps = draft.choice, make_desk(problem), TORN_EPS * prices.unit
    limits = Limits(draft.limits.held, left.seats, left.least, left.money, left.minutes, left.quota)
    torn = own[chosen.torn]
    none = torn[C.n[torn] == 0]
    seat_many(problem, prices, desk, limits, none, 1.0, prices.hours, eps, C, use)
    wishes = Wishes(np.zeros_like(C.pair), np.zeros_like(C.n), np.zeros(problem.n_people))
    at = chosen.wish[chosen.torn]
    for i, j in zip(torn.tolist(), at.tolist(), strict=True):
        pairs = columns.pair[columns.ptr[j] : columns.ptr[j + 1]]
        wishes.pair[i, : pairs.size], wishes.n[i], wishes.regret[i] = pairs, pairs.size, 1.0
    parts = np.zeros(problem.n_people, dtype=np.int32)
    parts[own] = 1
    state = np.random.default_rng([seed, number, int(own[0]), 2]).integers(1, 2**62, 1)
    tuning = Tuning(prices.hours, 0.0, TORN_WARMTH * prices.unit, eps)
    reseat(
        problem, prices, desk, limits, C, use, tuning, pools, wishes, parts, 1, torn,
        TORN_MOVES * torn.size, state,
    )  # fmt: skip


def _take(
    problem: Problem, choice: Choice, use: Use, own: Ints, columns: Bundles, taken: Longs
) -> None:
    """Give the people the chosen bundles; who has none gets no seat."""
    use_many(problem, own, -1, choice, use)
    choice.n[own], choice.closure[own], choice.jp[own] = 0, 0.0, 0
    for j in taken.tolist():
        i, pairs = own[columns.owner[j]], columns.pair[columns.ptr[j] : columns.ptr[j + 1]]
        choice.pair[i, : pairs.size], choice.n[i] = pairs, pairs.size
        choice.closure[i], choice.jp[i] = columns.closure[j], columns.jp[j]
    use_many(problem, own, 1, choice, use)
