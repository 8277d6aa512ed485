"""The best set of sessions of one person at given prices, exactly, by branch and bound.

    max  mult x closure + hours x min(JP, owed) - what the seats ask
    over sets that keep the person's own rules: one session per programme, no shared half-day,
    prerequisites earlier, JP at most the cap, caps of forms, the person's pins

Closure is submodular in the set of programmes: each level map has slope 0 or 1 and phi is concave,
so what a programme adds to a set is no more than what it adds to a part of that set. At a node a
programme is therefore worth at most what it adds to the seats chosen so far; and for any t <= hours

    hours x min(JP, owed)  <=  t JP + (hours - t) owed          for t >= 0
                           <=  t JP + hours x owed - t cap      for t < 0, as JP <= cap

which makes the rest a sum over programmes. A search that is cut off returns its open nodes' bound.
"""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_NODES = 20_000
TURNS = 12  # of the search for t at a node
Effects = tuple[tuple[float, float], ...]  # (ceiling, lift) above the level held, rising


class Need(NamedTuple):
    """A gap of the person: its size, the part closed at slope 1, its weight, the later slope."""

    gap: float
    full: float
    weight: float
    late: float


class Option(NamedTuple):
    """A session that the person may take."""

    asked: float
    jp: int
    units: int
    slots: int  # bits of half-days
    first: int  # half-day; -1: an open form
    last: int
    form: int
    pair: int


@dataclass
class Programme:
    """A programme with its sessions, what it lifts (need, lift, ceiling), what comes before it."""

    options: list[Option]
    lifts: list[tuple[int, float, float]]
    before: list[int]  # numbers of the person's programmes
    pinned: bool = False


@dataclass
class Person:
    """One person's problem at the prices."""

    programmes: list[Programme]
    needs: list[Need]
    mult: float
    hours: float
    owed: int
    cap: int
    form_caps: dict[int, int] = field(default_factory=dict)


class Found(NamedTuple):
    """Upper bound of the best set, the best set met (pairs), and whether the search was whole."""

    bound: float
    best: float
    pairs: list[int]
    whole: bool


def closed(need: Need, effects: Effects) -> float:
    """Weighted closure of a need after its effects, which are in order of their ceilings."""
    level = 0.0
    for ceiling, lift in effects:
        level = max(level, min(level + lift, ceiling))
    level = min(level, need.gap)
    return need.weight * (min(level, need.full) + need.late * max(0.0, level - need.full))


class Node(NamedTuple):
    """Seats chosen so far, what must still come, and the programmes that are not decided yet."""

    sure: float  # without the hours' worth
    jp: int
    slots: int
    effects: tuple[Effects, ...]
    chosen: dict[int, Option]
    must: frozenset[int]
    rest: list[int]
    tilt: float  # the t of the bound above


Live = list[tuple[int, list[tuple[float, Option]]]]  # programmes with what each session adds


def in_order(earlier: Option, later: Option) -> bool:
    """Whether one session is over before another begins; an open form fits anywhere."""
    return earlier.last < 0 or later.first < 0 or earlier.last < later.first


class Search:
    """Depth first, the most promising programme first."""

    def __init__(self, person: Person, most_nodes: int = MOST_NODES) -> None:
        self.person, self.nodes_left = person, most_nodes
        self.best, self.cut = -math.inf, -math.inf
        self.pairs: list[int] = []
        self.after: dict[int, set[int]] = {}  # programmes that wait for a programme
        for e, programme in enumerate(person.programmes):
            for b in programme.before:
                self.after.setdefault(b, set()).add(e)

    def run(self) -> Found:
        """Search everything, or until the nodes are used up."""
        programmes, needs = self.person.programmes, self.person.needs
        pinned = frozenset(e for e, k in enumerate(programmes) if k.pinned)
        root = Node(0.0, 0, 0, ((),) * len(needs), {}, pinned, list(range(len(programmes))), 0.0)
        self._visit(root)
        return Found(max(self.best, self.cut), self.best, self.pairs, self.cut <= self.best)

    def _bound(self, node: Node, live: Live, tilt: float) -> tuple[float, int, dict[int, float]]:
        """What the node can reach at most by t; the JP of what it takes; each programme's worth."""
        person = self.person
        spare = person.owed if tilt >= 0.0 else person.cap
        total = node.sure + tilt * (node.jp - spare) + person.hours * person.owed
        jp, tops = node.jp, {}
        for e, options in live:
            top, hours = max((worth + tilt * o.jp, o.jp) for worth, o in options)
            tops[e] = top
            if top > 0.0 or e in node.must:
                total += top
                jp += hours
        return total, jp, tops

    def _tightest(self, node: Node, live: Live) -> tuple[float, float, dict[int, float]]:
        """The bound, its t, and the worths: halving where the bound, convex in t, still falls."""
        low, high = min(0.0, *(-worth / o.jp for _, options in live for worth, o in options)), 0.0
        total, jp, tops = self._bound(node, live, 0.0)
        best = total, 0.0, tops
        if jp < self.person.owed:
            low, high = 0.0, self.person.hours
        elif jp <= self.person.cap:
            return best
        tilt = node.tilt if low < node.tilt < high else (low + high) / 2
        for _ in range(TURNS):
            total, jp, tops = self._bound(node, live, tilt)
            if total < best[0]:
                best = total, tilt, tops
            if total <= self.best:
                break
            if jp > (self.person.owed if tilt >= 0.0 else self.person.cap):
                high = tilt
            else:
                low = tilt
            tilt = (low + high) / 2
        return best

    def _live(self, node: Node) -> Live | None:
        """What can still be taken and may be of use; None where a must is impossible."""
        person, chosen = self.person, node.chosen
        owed = max(0, person.owed - node.jp)
        there = chosen.keys() | set(node.rest)
        live = []
        for e in node.rest:
            programme, gains = person.programmes[e], {}  # type: Programme, dict[int, float]
            ready = all(b in there for b in programme.before)
            kept = e in node.must or bool(self.after.get(e, set()) & there)
            options = []
            for o in programme.options if ready else ():
                if o.slots & node.slots or not self._fits(node, e, o):
                    continue
                if o.units not in gains:
                    gains[o.units] = max(0.0, self._gain(node, e, o.units))
                worth = gains[o.units] - o.asked
                if kept or worth + person.hours * min(o.jp, owed) > 0.0:
                    options.append((worth, o))
            if options:
                live.append((e, options))
            elif e in node.must:
                return None
        return live

    def _fits(self, node: Node, e: int, o: Option) -> bool:
        """Caps and order beside the seats chosen."""
        person, chosen = self.person, node.chosen
        if node.jp + o.jp > person.cap:
            return False
        if o.form >= 0:
            used = sum(c.jp for c in chosen.values() if c.form == o.form)
            if used + o.jp > person.form_caps[o.form]:
                return False
        return all(
            in_order(chosen[b], o) for b in person.programmes[e].before if b in chosen
        ) and all(in_order(o, chosen[a]) for a in self.after.get(e, ()) if a in chosen)

    def _gain(self, node: Node, e: int, units: int) -> float:
        """What a programme adds to the closure of the seats chosen, times mult."""
        total = 0.0
        for need, lift, ceiling in self.person.programmes[e].lifts:
            now = node.effects[need]
            more = tuple(sorted((*now, (ceiling, lift * units))))
            total += closed(self.person.needs[need], more) - closed(self.person.needs[need], now)
        return self.person.mult * total

    def _with(self, node: Node, e: int, o: Option, rest: list[int], tilt: float) -> Node:
        """The node with one more seat."""
        effects = list(node.effects)
        for need, lift, ceiling in self.person.programmes[e].lifts:
            effects[need] = tuple(sorted((*effects[need], (ceiling, lift * o.units))))
        chosen = {**node.chosen, e: o}
        must = (node.must | set(self.person.programmes[e].before)) - chosen.keys()
        gain = self._gain(node, e, o.units)
        return Node(
            node.sure + gain - o.asked, node.jp + o.jp, node.slots | o.slots, tuple(effects),
            chosen, must, rest, tilt,
        )  # fmt: skip

    def _visit(self, node: Node) -> None:
        live = self._live(node)
        if live is None:
            return
        person = self.person
        value = node.sure + person.hours * min(node.jp, person.owed)
        if not node.must and value > self.best:
            self.best, self.pairs = value, [o.pair for o in node.chosen.values()]
        if not live:
            return
        total, tilt, tops = self._tightest(node, live)
        if total <= self.best:
            return
        if self.nodes_left <= 0:
            self.cut = max(self.cut, total)
            return
        self.nodes_left -= 1
        e, options = max(live, key=lambda one: (one[0] in node.must, tops[one[0]]))
        rest = [other for other, _ in live if other != e]
        without = total - (tops[e] if e in node.must else max(0.0, tops[e]))
        for worth, o in sorted(options, key=lambda one: -(one[0] + tilt * one[1].jp)):
            if without + worth + tilt * o.jp <= self.best:
                break
            self._visit(self._with(node, e, o, rest, tilt))
        if e not in node.must and without > self.best:
            self._visit(node._replace(rest=rest, tilt=tilt))
