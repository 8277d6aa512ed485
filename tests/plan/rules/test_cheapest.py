"""The cheapest change for a refused wish: by hand, and against every possible way."""

from itertools import chain, combinations

import numpy as np
import pytest

from bina.engines.allocation.evaluate import missing_jp, person_closure, violations
from bina.engines.allocation.model import Instance, Settings
from bina.plan.rules.cheapest import Change, Used, Way, Wish, cheapest_way
from tests.engines.allocation.tiny import Person, Session, build, random_tiny

SETTINGS = Settings()
NEED = [(0, 1.0, 3.0, 1.0)]
IMPOSSIBLE = {"twice", "overlap", "quota", "pin"}
LIFT = ([(0, 1.0, 3.0)], [])


def used_by(instance: Instance, pairs: list[int]) -> Used:
    rows = np.array(pairs, dtype=np.int64)
    person, session = instance.pair_person()[rows], instance.pair_session[rows]
    heads = np.bincount(session, minlength=instance.n_sessions).astype(np.int64)
    line, pool = instance.line_amount.copy(), instance.pool_minutes.copy()
    staffing = instance.staffing_capacity.astype(np.int64)
    for row, i, s in zip(rows, person, session, strict=True):
        if instance.pair_line[row] >= 0:
            line[instance.pair_line[row]] -= instance.pair_cost[row]
        if instance.session_pool[s] >= 0:
            pool[instance.session_pool[s]] -= instance.session_pool_minutes[s]
        groups = instance.staffing_group[instance.staffing_ptr[i] : instance.staffing_ptr[i + 1]]
        staffing[np.ix_(groups, instance.slots_of(s))] -= 1
    for s in np.unique(session):
        if instance.session_fixed_line[s] >= 0:
            line[instance.session_fixed_line[s]] -= instance.session_fixed_cost[s]
    return Used(heads, line, pool, staffing)


def wish_of(instance: Instance, pairs: list[int], person: int) -> Wish:
    rows = [p for p in pairs if instance.pair_person()[p] == person]
    held = tuple(int(instance.pair_session[p]) for p in rows)
    return Wish(person, held, lambda s: person_closure(instance, SETTINGS, person, list(s)))


def ask(instance: Instance, pairs: list[int], person: int, sessions: list[int]) -> Way | None:
    price = np.full(instance.line_amount.size, 0.001)
    wish = wish_of(instance, pairs, person)
    return cheapest_way(instance, used_by(instance, pairs), wish, sessions, price)


def test_a_full_session_takes_one_more_seat() -> None:
    instance = build(
        [Person(NEED), Person(NEED)], [LIFT], [Session(0, 8, (1, 1), [0])],
        [(0, 0, 0, -1), (1, 0, 0, -1)],
    )  # fmt: skip

    way = ask(instance, [0], 1, [0])

    assert way is not None
    assert way.changes == (Change("seat", 0, 1),)


@pytest.mark.parametrize(
    ("left", "changes"),
    [(500, ()), (499, (Change("money", 0, 1),)), (0, (Change("money", 0, 500),))],
    ids=["just enough", "one rupiah short", "nothing left"],
)
def test_money_is_asked_to_the_rupiah(left: int, changes: tuple[Change, ...]) -> None:
    instance = build(
        [Person(NEED)], [LIFT], [Session(0, 8, (1, 5), [0])], [(0, 0, 500, 0)], lines=[left]
    )

    way = ask(instance, [], 0, [0])

    assert way is not None
    assert way.changes == changes


def test_letting_go_an_own_seat_serves_clash_and_money_at_once() -> None:
    instance = build(
        [Person([*NEED, (1, 2.0, 2.5, 1.0)])], [LIFT, ([(1, 0.5, 3.0)], [])],
        [Session(1, 8, (1, 5), [0]), Session(0, 8, (1, 5), [0])],
        [(0, 0, 300, 0), (0, 1, 500, 0)], lines=[400],
    )  # fmt: skip

    way = ask(instance, [0], 0, [1])

    assert way is not None  # 100 left and 300 back: 100 are missing
    assert way.changes == (Change("release", 0, 8), Change("money", 0, 100))
    assert way.points == pytest.approx(0.4)  # 0.3 whole, 0.2 at half


def test_a_pinned_seat_stays() -> None:
    instance = build(
        [Person(NEED)], [LIFT, LIFT], [Session(1, 8, (1, 5), [0]), Session(0, 8, (1, 5), [0])],
        [(0, 0, 0, -1), (0, 1, 0, -1)], pins=[(0, 0)],
    )  # fmt: skip

    assert ask(instance, [0], 0, [1]) is None


def test_no_way_leaves_more_hours_missing() -> None:
    people = [Person(NEED, jp_needed=8)]
    sessions = [Session(1, 8, (1, 5), [0]), Session(0, 7, (1, 5), [0])]
    instance = build(people, [LIFT, LIFT], sessions, [(0, 0, 0, -1), (0, 1, 0, -1)])

    assert ask(instance, [0], 0, [1]) is None


def feasible(instance: Instance, seed: int) -> list[int]:
    """A plan by chance that keeps every hard rule; without one, everything, so nothing is asked."""
    r = np.random.default_rng(seed)
    pairs = range(min(instance.n_pairs, 9))
    plans = [
        list(p) for n in range(5) for p in combinations(pairs, n)
        if not violations(instance, np.array(p, dtype=np.int64))
    ]  # fmt: skip
    return plans[int(r.integers(0, len(plans)))] if plans else list(range(instance.n_pairs))


def every_way(
    instance: Instance, pairs: list[int], wish: Wish, session: int
) -> list[tuple[int, float, int]]:
    """(rules waived, priced points, rupiah) of every set of own seats let go, from violations."""
    found = []
    sets = chain.from_iterable(combinations(wish.held, n) for n in range(len(wish.held) + 1))
    before = missing_jp(instance, np.array(pairs, dtype=np.int64)).sum()
    for gone in sets:
        rows = {instance.pair_of(wish.person, s) for s in gone}
        after = sorted({*pairs} - rows | {instance.pair_of(wish.person, session)})
        new = np.array(after, dtype=np.int64)
        if missing_jp(instance, new).sum() > before:
            continue
        waived, rupiah, possible = set(), 0, True
        for v in violations(instance, new):
            if v.kind == "money":
                rupiah += v.used - v.limit
            elif v.kind in IMPOSSIBLE or (v.kind == "seats_min" and v.where[0] != session):
                possible = False
            elif v.kind == "prerequisite":
                possible &= v.where[1] == session
                waived.add((v.kind, v.where))
            elif v.kind == "staffing":
                waived.add((v.kind, v.where[0]))
            else:
                waived.add((v.kind, v.where))
        if possible:
            kept = [s for s in wish.held if s not in gone]
            lost = wish.worth([*wish.held, session]) - wish.worth([*kept, session])
            found.append((len(waived), round(lost + 0.001 * rupiah, 9), rupiah))
    return found


def compared(seed: int) -> int:
    """Every refused pair of a tiny instance against every way; how many had one."""
    instance = random_tiny(seed, pins=False)
    pairs = feasible(instance, seed)
    kept_for_quotas = set(instance.quota_programme.tolist())
    n = 0
    for pair in set(range(instance.n_pairs)) - set(pairs):
        person, session = int(instance.pair_person()[pair]), int(instance.pair_session[pair])
        wish = wish_of(instance, pairs, person)
        if kept_for_quotas & {int(instance.session_programme[s]) for s in wish.held}:
            continue  # such a seat is never let go, though it might be
        way, ways = (
            ask(instance, pairs, person, [session]),
            every_way(instance, pairs, wish, session),
        )
        assert (way is None) == (not ways)
        if way is not None:
            assert (way.rank[0], way.rank[1], way.rupiah) == pytest.approx(min(ways))
            n += bool(way.changes)
    return n


def test_no_other_way_is_cheaper() -> None:
    assert sum(compared(seed) for seed in range(150)) > 200
