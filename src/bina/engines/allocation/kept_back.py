"""Seats that are kept back for pins and quotas before a registration opens."""

import numpy as np

from bina.engines.allocation.cells import spans
from bina.engines.allocation.demands import Demands, Marks, concerned, with_prerequisites
from bina.engines.allocation.model import Instance, Ints, Longs

DRAWN = 3  # so many times the people who are needed are drawn at first,
WIDER = 8  # and ever so many times more while those cannot do it


def _drawn(instance: Instance, rng: np.random.Generator, times: int) -> Marks:
    """Pairs of who is pinned, and of `times` as many people as each quota and minimum needs."""
    person, session = instance.pair_person(), instance.pair_session
    by_session = np.argsort(session, kind="stable")
    starts = np.searchsorted(session[by_session], np.arange(instance.n_sessions + 1))
    marked = np.zeros(instance.n_pairs, dtype=np.bool_)

    def pairs_of(s: int) -> Longs:
        return by_session[starts[s] : starts[s + 1]]

    def mark(people: Ints, programmes: set[int]) -> None:
        _, rows = spans(instance.pair_ptr[people], instance.pair_ptr[people + 1])
        useful = np.zeros(instance.n_programmes, dtype=np.bool_)
        useful[sorted(programmes)] = True
        marked[rows[useful[instance.session_programme[session[rows]]]]] = True

    for i, s in zip(instance.pinned_person, instance.pinned_session, strict=True):
        mark(np.array([i]), with_prerequisites(instance, {int(instance.session_programme[s])}))
    for q, k in enumerate(instance.quota_programme.tolist()):
        members = instance.quota_person[instance.quota_ptr[q] : instance.quota_ptr[q + 1]]
        inside = np.flatnonzero(instance.session_programme == k)
        rows = np.concatenate([np.zeros(0, np.int64), *(pairs_of(s) for s in inside.tolist())])
        able = np.intersect1d(person[rows], members)
        mark(
            rng.permutation(able)[: times * int(instance.quota_seats[q])],
            with_prerequisites(instance, {k}),
        )
    for s in sorted(concerned(instance)):
        drawn = rng.permutation(pairs_of(s))[: times * int(instance.session_min[s])]
        marked[drawn] = True
        k = int(instance.session_programme[s])
        mark(person[drawn], with_prerequisites(instance, {k}) - {k})
    return marked


def _seats(instance: Instance, order: int) -> Longs:
    rng, times = np.random.default_rng(order), DRAWN
    while True:
        marked = _drawn(instance, rng, times)
        demands = Demands(instance, marked)
        everything = {rule for rule in demands.rule_of if rule is not None}
        drawn = 1.0 + rng.random(len(demands.x))
        seats = demands.solve(everything, dict(zip(demands.x, drawn.tolist(), strict=True)))
        if seats is not None or times > instance.n_people:
            rows = sorted(instance.pair_of(i, s) for i, s in seats or ())
            return np.array(rows, dtype=np.int64)
        times *= WIDER


def seats_demanded(instance: Instance, orders: tuple[int, ...]) -> list[Longs]:
    """Per order of luck the rows of about the fewest pairs that keep every pin and quota, rising.

    The rows alone are a plan that keeps all hard rules. Who is among them is drawn: a few people
    at first, and only where these cannot do it more of them. Empty where there are no demands, or
    where they cannot be met.
    """
    if not instance.pinned_person.size and not instance.quota_programme.size:
        return [np.zeros(0, np.int64) for _ in orders]
    return [_seats(instance, order) for order in orders]
