"""Plans that count with noise beside those that do not: what each promises and may expect."""

from dataclasses import dataclass

from django.db.models import QuerySet

from bina.accounts.access import Access
from bina.audit.kept import kept
from bina.plan.models import Plan, Seat
from bina.plan.rules.settings import PlanSettings
from bina.plan.rules.words import noise_sentence
from bina.plan.selectors.pages import visible_plans
from bina.plan.selectors.steadiness import plan_noise
from bina.plan.selectors.stored import can_be_read
from bina.text import Text

MOST = 5  # plans listed


@dataclass(frozen=True)
class Sums:
    """A plan: JP missing, closure as measured and as expected, seats."""

    plan: Plan
    missing_jp: int
    measured: float
    expected: float
    seats: int


@dataclass(frozen=True)
class Beside:
    """A plan as measured and one for noise, at the empty seats that the latter counts with.

    seats, people   that differ; `same_facts`: both were made from the same data
    """

    plain: Sums
    sure: Sums
    empty_percent: int
    seats: int
    people: int
    same_facts: bool

    @property
    def both(self) -> tuple[Sums, Sums]:
        """The plan as measured, then the one for noise."""
        return self.plain, self.sure

    @property
    def given_up(self) -> float:
        """Closure as measured that the plan for noise promises less (below 0: more)."""
        return self.plain.measured - self.sure.measured

    @property
    def gained(self) -> float:
        """Closure that may be expected of it beyond the other."""
        return self.sure.expected - self.plain.expected

    @property
    def gained_share(self) -> float:
        """The same as a share of what may be expected of the other."""
        return self.gained / self.plain.expected if self.plain.expected else 0.0

    @property
    def sentence(self) -> Text:
        """What it costs and what it brings."""
        return noise_sentence(self.given_up, self.gained)


def computed_beside(access: Access, plan: Plan) -> Plan | None:
    """The newest plan for noise of the same data that is not finished; None: there is none."""
    found = _of_same_data(access, plan).filter(settings__for_noise=True)
    return found.filter(state=Plan.State.COMPUTING).select_related("job").first()


def plans_beside(access: Access, plan: Plan) -> list[Beside]:
    """The plan against those of the same year, gaps and budget that count the other way."""
    own = PlanSettings.from_json(plan.settings).for_noise
    found = _of_same_data(access, plan).exclude(state=Plan.State.COMPUTING)
    others = found.select_related("instance", "prices", "gap_run")
    rows = [
        other for other in others.exclude(pk=plan.pk)
        if can_be_read(other) and bool(other.settings.get("for_noise")) != own
    ]  # fmt: skip
    return [beside(*((other, plan) if own else (plan, other))) for other in rows[:MOST]]


def _of_same_data(access: Access, plan: Plan) -> QuerySet[Plan]:
    same = visible_plans(access).filter(
        year=plan.year, gap_run=plan.gap_run, budget_version=plan.budget_version, amends=None
    )
    return same.exclude(state=Plan.State.DISCARDED).order_by("-created_at")


def beside(plain: Plan, sure: Plan) -> Beside:
    """Two readable plans; five queries each the first time."""
    settings = PlanSettings.from_json(sure.settings)
    seats, people = kept(("plan.differ", plain.pk, sure.pk), lambda: _differ(plain, sure))
    hashes = plain.certificate.get("instance_hash"), sure.totals["counted"]["measured_hash"]
    return Beside(
        _sums(plain, settings.shows), _sums(sure, settings.shows), settings.empty_percent, seats,
        people, hashes[0] == hashes[1],
    )  # fmt: skip


def _sums(plan: Plan, shows: float) -> Sums:
    noise, totals = plan_noise(plan), plan.totals
    return Sums(plan, totals["missing_jp"], noise.planned, noise.expected(shows), totals["seats"])


def _differ(one: Plan, other: Plan) -> tuple[int, int]:
    """Seats that only one of them has, as computed, and the people who have them."""
    a, b = _seats(one), _seats(other)
    return len(a ^ b), len({seat[0] for seat in a ^ b})


def _seats(plan: Plan) -> set[tuple[int, int, int | None, int]]:
    seats = Seat.objects.filter(plan=plan, replaces=None).order_by()
    return set(seats.values_list("person_id", "programme_id", "session_id", "times"))
