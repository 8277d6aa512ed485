"""What the plan would give a person next best, seat by seat, at the prices of its certificate."""

from dataclasses import dataclass

from bina.audit.kept import kept
from bina.catalog.models import Programme, Session
from bina.engines.whatif.second import Bundle, second_best
from bina.people.models import Person
from bina.plan.models import Plan
from bina.plan.selectors.stored import StoredPlan, can_be_read, stored_plan

UNSEEN = 0.005  # points


@dataclass(frozen=True)
class Place:
    """A seat in words: programme, times of an open form, the dated session if there is one."""

    name: str
    times: int
    session: Session | None


@dataclass(frozen=True)
class Instead:
    """Another bundle against the one held.

    seat     the held seat that it must do without; None: the best of all other bundles
    gone     seats held that it lacks; `new` seats that it has beside those kept
    points   closure that it gives more (below 0: less)
    jp       JP of all its seats
    worth    points that it is worth less at the prices (below 0: more)
    """

    seat: Place | None
    gone: list[Place]
    new: list[Place]
    points: float
    jp: int
    worth: float

    @property
    def closes_the_same(self) -> bool:
        """No difference in closure that two decimals would show."""
        return abs(self.points) < UNSEEN

    @property
    def is_worth_the_same(self) -> bool:
        """No difference at the prices that two decimals would show."""
        return abs(self.worth) < UNSEEN

    @property
    def less(self) -> float:
        """Closure that it gives less."""
        return -self.points

    @property
    def above(self) -> float:
        """Points that it is worth more at the prices."""
        return -self.worth


@dataclass(frozen=True)
class NextBest:
    """The person's answers: one per seat that is no pin, and the best other bundle of all."""

    closure: float
    jp: int
    best: Instead | None
    seats: list[Instead]


def next_best(plan: Plan, person: Person) -> NextBest | None:
    """None when the plan kept no prices or did not plan the person."""
    if not can_be_read(plan):
        return None
    return kept(("plan.second", plan.pk, person.pk), lambda: _next_best(plan, person))


def _next_best(plan: Plan, person: Person) -> NextBest | None:
    stored = stored_plan(plan)
    row = stored.row_of(person)
    if row < 0:
        return None
    instance, proof = stored.instance, stored.certificate
    low, high = instance.pair_ptr[row], instance.pair_ptr[row + 1]
    pairs = stored.pairs[(stored.pairs >= low) & (stored.pairs < high)]
    held = instance.pair_session[pairs].tolist()
    found = second_best(instance, proof.settings, proof.closure_prices, row, held)
    bundles = [found.held, *found.without.values(), *([found.best] if found.best else [])]
    places = _places(stored, {s for bundle in bundles for s in bundle.sessions})

    def instead(other: Bundle, seat: int = -1) -> Instead:
        mine, theirs = set(found.held.sessions), set(other.sessions)
        return Instead(
            places.get(seat), [places[s] for s in sorted(mine - theirs)],
            [places[s] for s in sorted(theirs - mine)], other.closure - found.held.closure,
            other.jp, found.held.worth - other.worth,
        )  # fmt: skip

    return NextBest(
        found.held.closure, found.held.jp, instead(found.best) if found.best else None,
        [instead(other, seat) for seat, other in found.without.items()],
    )  # fmt: skip


def _places(stored: StoredPlan, rows: set[int]) -> dict[int, Place]:
    """Instance sessions in words; two queries."""
    keys = {row: stored.keys["sessions"][row] for row in rows}
    names = dict(
        Programme.objects.filter(code__in={key[0] for key in keys.values()}).values_list(
            "code", "name"
        )
    )
    sessions = {
        one.code: one for one in Session.objects.filter(code__in={key[1] for key in keys.values()})
    }
    return {
        row: Place(names.get(programme, programme), int(times), sessions.get(code))
        for row, (programme, code, times) in keys.items()
    }
