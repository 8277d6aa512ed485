"""A person's next best bundle at a certificate's prices: without a seat held, and in all.

Worth at the prices: mult_i closure(bundle) + hours (min(JP, jp_needed) + keep of its seats) - what
its seats cost (people.pair_price). The difference to the bundle held says how much better that one
is for the city at these prices; below 0 the other one would be better but for what the prices do
not see (a session that is full, a minimum that would fall short).

Where fairness makes a person's closure worth less than nothing (mult_i < 0), the bundles are good
ones but not proven best: the search counts closure as worth nothing then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bina.engines.allocation.evaluate import person_closure
from bina.engines.allocation.explain import paid_by
from bina.engines.allocation.model import COLUMNS, Instance, Ints, Prices, Settings, SparePrices
from bina.engines.allocation.people import choose_all, empty_choice, price_columns
from bina.engines.allocation.prepare import fair_groups, prepare

NODES, EPS = 3000, 1e-9
SESSION_COLUMNS = tuple(name for name, column in COLUMNS.items() if column.shape == "session")
LISTS = {
    "staffing": ("staffing_group",),
    "done": ("done_programme",),
    "need": ("need_competency", "need_held", "need_standard", "need_weight"),
}
PAIR_COLUMNS = ("pair_cost", "pair_line", "pair_keep")


@dataclass(frozen=True)
class Bundle:
    """Sessions, rising, and what they are worth: closure (points), JP, worth at the prices."""

    sessions: tuple[int, ...]
    closure: float
    jp: int
    worth: float


@dataclass(frozen=True)
class Second:
    """The bundle held, the best other one, and for every seat held the best bundle without it.

    A pinned seat has no entry in `without`.
    """

    held: Bundle
    best: Bundle | None
    without: dict[int, Bundle]


class _Person:
    """One person of an instance at prices."""

    def __init__(self, instance: Instance, settings: Settings, prices: Prices, person: int) -> None:
        self.whole, self.settings, self.prices, self.person = instance, settings, prices, person
        self.mult = mult_of(instance, settings, prices, person)
        low, high = int(instance.pair_ptr[person]), int(instance.pair_ptr[person + 1])
        self.sessions = instance.pair_session[low:high]
        self.opening = prices.opening[low:high]
        pins = zip(instance.pinned_person.tolist(), instance.pinned_session.tolist(), strict=True)
        self.pinned = {s for i, s in pins if i == person}

    def best(self, *, without: int = -1, beside: Iterable[int] = ()) -> tuple[int, ...] | None:
        """Sessions of the best bundle without one session, or with some; None: there is none."""
        kept = self.sessions != without
        sessions, wanted = self.sessions[kept], self.pinned | set(beside)
        own = alone(self.whole, self.person, sessions, sorted(wanted))
        problem = prepare(own, self.settings)
        mine = replace(
            self.prices, seat=self.prices.seat[sessions], opening=self.opening[kept],
            fairness=np.zeros(problem.fair_need.size),
            spare=_spare_of(self.prices.spare, sessions),
        )  # fmt: skip
        columns = price_columns(problem, mine)._replace(mult=np.array([self.mult]))
        choice = empty_choice(1)
        choose_all(problem, columns, np.zeros(1, np.int32), EPS, NODES, choice)
        rows = problem.p_session[choice.pair[0, : choice.n[0]]]
        found = {int(s) for s in sessions[rows]}
        return tuple(sorted(found)) if wanted <= found else None

    def bundle(self, sessions: Iterable[int]) -> Bundle:
        """What sessions are worth to the person at the prices."""
        rows, instance = sorted(sessions), self.whole
        closure = person_closure(instance, self.settings, self.person, rows)
        jp = int(instance.session_jp[rows].sum()) if rows else 0
        counted = min(jp, int(instance.jp_needed[self.person]))
        pairs = [instance.pair_of(self.person, s) for s in rows]
        counted += int(instance.pair_keep[pairs].sum()) if rows else 0
        paid = sum(paid_by(instance, self.prices, pair).total for pair in pairs)
        worth = self.mult * closure + self.prices.hours * counted - paid
        return Bundle(tuple(rows), closure, jp, worth)


def second_best(
    instance: Instance, settings: Settings, prices: Prices, person: int, sessions: Iterable[int]
) -> Second:
    """See `Second`; `sessions` are those held."""
    one, held = _Person(instance, settings, prices, person), sorted(sessions)
    without = {
        s: one.bundle(found)
        for s in held
        if s not in one.pinned and (found := one.best(without=s)) is not None
    }
    more = [
        one.bundle(found)
        for s in sorted(set(one.sessions.tolist()) - set(held))
        if _fits(instance, person, held, s) and (found := one.best(beside=[*held, s])) is not None
    ]
    best = max([*without.values(), *more], key=lambda bundle: bundle.worth, default=None)
    return Second(one.bundle(held), best, without)


def _spare_of(spare: SparePrices, sessions: Ints) -> SparePrices:
    """The prices of some sessions, rising, which are numbered anew."""
    at = np.minimum(np.searchsorted(sessions, spare.session), max(0, sessions.size - 1))
    here = sessions[at] == spare.session if sessions.size else np.zeros(at.size, bool)
    return SparePrices(spare.group[here], at[here].astype(np.int32), spare.price[here])


def _fits(instance: Instance, person: int, held: Sequence[int], s: int) -> bool:
    """Whether a session can stand beside those held: another programme, free half-days, hours."""
    rows = [*held, s]
    programmes = instance.session_programme[rows]
    slots = np.concatenate([instance.slots_of(row) for row in rows])
    return bool(
        np.unique(programmes).size == programmes.size
        and np.unique(slots).size == slots.size
        and instance.session_jp[rows].sum() <= instance.jp_cap[person]
    )


def mult_of(instance: Instance, settings: Settings, prices: Prices, person: int) -> float:
    """Worth of a point of the person's closure, see people.worth_per_point."""
    flat, share = fair_groups(instance, settings)
    mine = flat[person][flat[person] >= 0]
    return 1.0 - float(prices.fairness @ share) + float(prices.fairness[mine].sum())


def alone(instance: Instance, person: int, sessions: Ints, pinned: Sequence[int] = ()) -> Instance:
    """The instance of one person with some of the person's sessions, numbered anew, and pins."""
    some = {name: getattr(instance, name)[sessions] for name in SESSION_COLUMNS}
    some["session_min"] = np.zeros(sessions.size, np.int64)  # others fill it
    slots = [instance.slots_of(int(s)) for s in sessions]
    some["slot_ptr"] = np.concatenate([[0], np.cumsum([len(row) for row in slots])]).astype(
        np.int64
    )
    some["slot_index"] = np.concatenate([np.zeros(0, np.int32), *slots])
    for name, columns in LISTS.items():
        ptr = getattr(instance, f"{name}_ptr")
        first, last = int(ptr[person]), int(ptr[person + 1])
        some[f"{name}_ptr"] = np.array([0, last - first])
        some |= {column: getattr(instance, column)[first:last] for column in columns}
    rows = [instance.pair_of(person, int(s)) for s in sessions]
    some |= {name: getattr(instance, name)[rows] for name in PAIR_COLUMNS}
    some["pair_ptr"] = np.array([0, len(rows)])
    some["pair_session"] = np.arange(len(rows), dtype=np.int64)
    at = {int(s): row for row, s in enumerate(sessions)}
    some["pinned_session"] = np.array([at[s] for s in pinned if s in at], dtype=np.int64)
    some["pinned_person"] = np.zeros(some["pinned_session"].size, np.int64)
    some["forbidden_person"] = some["forbidden_session"] = np.zeros(0, np.int64)
    ptr, members = instance.quota_ptr, instance.quota_person
    inside = [int(person in members[ptr[q] : ptr[q + 1]]) for q in range(ptr.size - 1)]
    some["quota_ptr"] = np.concatenate([[0], np.cumsum(inside)]).astype(np.int64)
    some["quota_person"] = np.zeros(sum(inside), np.int64)
    for name in ("jp_needed", "jp_cap", "fair_group"):
        some[name] = getattr(instance, name)[person : person + 1]
    return replace(instance, **some)
