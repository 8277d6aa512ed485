"""The cheapest change that would give a refused wish its seat, over all rules at once.

A change lets go some of the person's own seats and asks from outside for what is still missing:
rupiah on a budget line, a seat, people who open a session, coach time, a stand-in, hours of a cap,
a prerequisite. Cheapest is what waives the fewest rules, then what loses the fewest closure points
(rupiah counted at the plan's own price of its line), then the fewest rupiah, then seats let go.
A way never leaves more hours missing, breaks a session's minimum, a quota or a pin.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.model import UNLIMITED_SEATS, Instance

Kind = Literal[
    "release", "money", "seat", "opening", "coach", "staffing", "jp_cap", "form_cap", "prerequisite"
]
WITHIN_THE_RULES = frozenset({"release", "money"})  # waive nothing
GIVEN_BACK = frozenset({"money", "coach", "jp_cap", "form_cap"})  # by seats let go
MOST_SEATS = 8  # own seats among which the ones to let go are sought
Rank = tuple[int, float, int, int, int]


@dataclass(frozen=True)
class Change:
    """One thing to change.

    row      session let go, budget line, session, coach pool, staffing group, form, programme
    amount   JP let go, rupiah, seats, people, minutes, half-days, JP over the cap, 1
    """

    kind: Kind
    row: int
    amount: int


@dataclass(frozen=True)
class Way:
    """A seat in `session` after `changes`; `points` are closure lost by the seats let go."""

    session: int
    changes: tuple[Change, ...]
    points: float
    priced: float  # points, and rupiah at the plan's price

    @property
    def rupiah(self) -> int:
        """Money from outside."""
        return sum(each.amount for each in self.changes if each.kind == "money")

    @property
    def rank(self) -> Rank:
        """Smaller is cheaper."""
        waived = sum(each.kind not in WITHIN_THE_RULES for each in self.changes)
        return waived, round(self.priced, 9), self.rupiah, len(self.changes), self.session


@dataclass(frozen=True)
class Used:
    """What a plan takes of everything that people share."""

    heads: NDArray[np.int64]  # per session
    line_left: NDArray[np.int64]
    pool_left: NDArray[np.int64]
    staffing_left: NDArray[np.int64]  # (groups, slots)


@dataclass(frozen=True)
class Wish:
    """A person (row) with the sessions held, and what closure a set of sessions gives them."""

    person: int
    held: tuple[int, ...]
    worth: Callable[[Sequence[int]], float]


def cheapest_way(
    instance: Instance, used: Used, wish: Wish, sessions: Iterable[int], price: NDArray[np.float64]
) -> Way | None:
    """The cheapest way into one of these sessions; None when no change of this kind suffices.

    `price` is closure points per rupiah of each budget line, from the plan's certificate.
    """
    best: Way | None = None
    for session in sessions:
        if instance.pair_of(wish.person, session) >= 0:
            best = _cheaper(instance, used, wish, session, price, best)
    return best


def _cheaper(
    instance: Instance,
    used: Used,
    wish: Wish,
    session: int,
    price: NDArray[np.float64],
    best: Way | None,
) -> Way | None:
    """The best way so far or a cheaper one into this session.

    Letting more seats go loses no fewer points, and what no seat gives back stays missing: sets
    that cannot get below the best way are not followed further.
    """
    clash = _clash(instance, wish, session)
    if any(not can_go(instance, used, wish.person, s) for s in clash):
        return best
    missing = _short_of(instance, used, wish, session, clash)
    lasting = sum(each.kind not in GIVEN_BACK for each in missing)
    free = _useful(instance, used, wish, clash, missing)
    whole = wish.worth([*wish.held, session]) if clash or free else 0.0
    sets = [(clash, 0)]
    while sets:
        gone, following = sets.pop()
        kept = [s for s in wish.held if s not in gone]
        points = whole - wish.worth([*kept, session]) if gone else 0.0
        if best is not None and (lasting, round(points, 9)) > best.rank[:2]:
            continue
        if not _keeps_hours(instance, wish, session, kept):
            continue
        way = _way(instance, used, wish, session, gone, points, price)
        if way is not None and (best is None or way.rank < best.rank):
            best = way
        sets += [((*gone, free[k]), k + 1) for k in range(following, len(free))]
    return best


def _clash(instance: Instance, wish: Wish, session: int) -> tuple[int, ...]:
    """Own seats of the same programme or at the same time."""
    wanted = set(instance.slots_of(session).tolist())
    programme = instance.session_programme[session]
    return tuple(
        s
        for s in wish.held
        if instance.session_programme[s] == programme or wanted & set(instance.slots_of(s).tolist())
    )


def _useful(
    instance: Instance, used: Used, wish: Wish, clash: tuple[int, ...], missing: list[Change]
) -> list[int]:
    """Further own seats that can go and give back something of what is missing."""
    return [
        s
        for s in wish.held
        if s not in clash
        and any(_gives_back(instance, used, wish.person, s, each) for each in missing)
        and can_go(instance, used, wish.person, s)
    ][:MOST_SEATS]


def _keeps_hours(instance: Instance, wish: Wish, session: int, kept: Sequence[int]) -> bool:
    """No more hours are missing than before."""
    needed = int(instance.jp_needed[wish.person])
    before = sum(int(instance.session_jp[s]) for s in wish.held)
    after = sum(int(instance.session_jp[s]) for s in [*kept, session])
    return min(needed, after) >= min(needed, before)


def _gives_back(instance: Instance, used: Used, person: int, seat: int, missing: Change) -> bool:
    """Whether letting the seat go lessens what is missing; what does not is never cheaper."""
    if missing.kind == "money":
        line = int(instance.pair_line[instance.pair_of(person, seat)])
        closes = int(used.heads[seat]) == 1
        return missing.row == line or (
            closes and missing.row == int(instance.session_fixed_line[seat])
        )
    if missing.kind == "coach":
        return missing.row == int(instance.session_pool[seat])
    if missing.kind == "form_cap":
        return missing.row == int(instance.session_form[seat])
    return missing.kind == "jp_cap"


def can_go(instance: Instance, used: Used, person: int, session: int) -> bool:
    """Whether the seat can be let go: not pinned, no quota, and the session keeps its minimum."""
    pinned = (instance.pinned_person == person) & (instance.pinned_session == session)
    if pinned.any() or instance.session_programme[session] in instance.quota_programme:
        return False
    left = int(used.heads[session]) - 1
    return left == 0 or left >= int(instance.session_min[session])


def _way(
    instance: Instance,
    used: Used,
    wish: Wish,
    session: int,
    gone: tuple[int, ...],
    points: float,
    price: NDArray[np.float64],
) -> Way | None:
    kept = [s for s in wish.held if s not in gone]
    if any(_unready(instance, wish.person, s, kept) for s in kept):
        return None
    asked = _short_of(instance, used, wish, session, gone)
    let_go = tuple(Change("release", s, int(instance.session_jp[s])) for s in gone)
    money = sum(float(price[each.row]) * each.amount for each in asked if each.kind == "money")
    return Way(session, (*let_go, *asked), points, points + money)


def _unready(instance: Instance, person: int, session: int, held: Sequence[int]) -> list[int]:
    """Programmes that must come before the session and do not."""
    k = int(instance.session_programme[session])
    if instance.prereq_ptr[k] == instance.prereq_ptr[k + 1]:
        return []
    low, high = instance.done_ptr[person], instance.done_ptr[person + 1]
    done = set(instance.done_programme[low:high].tolist())
    start = instance.slots_of(session)[:1]
    for s in held:
        if not start.size or not (instance.slots_of(s) >= start[0]).any():
            done.add(int(instance.session_programme[s]))
    wanted = instance.prereq_programme[instance.prereq_ptr[k] : instance.prereq_ptr[k + 1]]
    return [each for each in wanted.tolist() if each not in done]


def _short_of(
    instance: Instance, used: Used, wish: Wish, session: int, gone: tuple[int, ...]
) -> list[Change]:
    """What is still missing once these seats are let go."""
    return [
        *_seats(instance, used, session),
        *_money(instance, used, wish.person, session, gone),
        *_coach(instance, used, session, gone),
        *_staffing(instance, used, wish.person, session, gone),
        *_own(instance, wish, session, gone),
    ]


def _seats(instance: Instance, used: Used, session: int) -> Iterable[Change]:
    heads, most = int(used.heads[session]), int(instance.session_max[session])
    if most != UNLIMITED_SEATS and heads >= most:
        yield Change("seat", session, heads + 1 - most)
    least = int(instance.session_min[session])
    if heads + 1 < least:
        yield Change("opening", session, least - heads - 1)


def _money(
    instance: Instance, used: Used, person: int, session: int, gone: tuple[int, ...]
) -> Iterable[Change]:
    need: dict[int, int] = {}
    for s, sign in [(session, 1), *((each, -1) for each in gone)]:
        pair = instance.pair_of(person, s)
        line, fixed = int(instance.pair_line[pair]), int(instance.session_fixed_line[s])
        if line >= 0:
            need[line] = need.get(line, 0) + sign * int(instance.pair_cost[pair])
        if fixed >= 0 and int(used.heads[s]) == (0 if sign > 0 else 1):
            need[fixed] = need.get(fixed, 0) + sign * int(instance.session_fixed_cost[s])
    for line, amount in sorted(need.items()):
        more = amount - int(used.line_left[line])
        if more > 0 and amount > 0:
            yield Change("money", line, more)


def _coach(instance: Instance, used: Used, session: int, gone: tuple[int, ...]) -> Iterable[Change]:
    pool = int(instance.session_pool[session])
    if pool >= 0:
        back = sum(
            int(instance.session_pool_minutes[s]) for s in gone if instance.session_pool[s] == pool
        )
        wanted = int(instance.session_pool_minutes[session])
        more = wanted - back - int(used.pool_left[pool])
        if more > 0 and wanted > back:
            yield Change("coach", pool, more)


def _staffing(
    instance: Instance, used: Used, person: int, session: int, gone: tuple[int, ...]
) -> Iterable[Change]:
    back = {int(t) for s in gone for t in instance.slots_of(s)}
    slots = np.array([t for t in instance.slots_of(session).tolist() if t not in back], dtype=int)
    low, high = instance.staffing_ptr[person], instance.staffing_ptr[person + 1]
    for group in instance.staffing_group[low:high].tolist():
        n = int((used.staffing_left[group, slots] < 1).sum()) if slots.size else 0
        if n:
            yield Change("staffing", group, n)


def _own(instance: Instance, wish: Wish, session: int, gone: tuple[int, ...]) -> Iterable[Change]:
    """Caps of hours and prerequisites."""
    i = wish.person
    mine = [*(s for s in wish.held if s not in gone), session]
    over = sum(int(instance.session_jp[s]) for s in mine) - int(instance.jp_cap[i])
    if over > 0:
        yield Change("jp_cap", i, over)
    form = int(instance.session_form[session])
    if form >= 0:
        alike = [s for s in mine if instance.session_form[s] == form]
        over = sum(int(instance.session_jp[s]) for s in alike) - int(instance.form_jp_cap[form])
        if over > 0:
            yield Change("form_cap", form, over)
    for programme in _unready(instance, i, session, mine[:-1]):
        yield Change("prerequisite", programme, 1)
