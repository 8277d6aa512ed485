"""Planning the rest of a year anew after each kind of disruption, against planning from nothing."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bench.city import installation
from bench.rows import emit, row

BASE_SECONDS, SECONDS, NOTHING_SECONDS = 20.0, 8.0, 5.0
YEAR, DAY = 2027, dt.date(2027, 1, 4)
SEED = 1


@dataclass
class Measured:
    """Changed seats (released and new) of a re-plan and of one from nothing, wall seconds."""

    changed: int
    from_nothing: int
    least: int
    released: int
    seconds: float


def main() -> None:
    """Each disruption happens in a transaction that is rolled back."""
    with installation("plan"):
        from bina.audit.services import SYSTEM
        from bina.calendar.today import today
        from bina.engines.allocation.warm import warm
        from bina.gaps.services import run_gaps
        from bina.plan.services.computing import compute_now
        from bina.plan.services.lifecycle import approve, submit

        run_gaps(SYSTEM, today())
        warm()
        plan = compute_now(SYSTEM, YEAR, seconds=BASE_SECONDS, seed=SEED)
        submit(SYSTEM, plan)
        approve(SYSTEM, plan)
        found = {name: measured(plan, happens) for name, happens in disruptions(plan).items()}
    changed = sum(one.changed for one in found.values())
    nothing = sum(one.from_nothing for one in found.values())
    slowest = max(one.seconds for one in found.values())
    rows = [
        row("replan.seconds", slowest, "s", against="half a minute", ratio=30 / slowest),
        row("replan.changed_share", changed / nothing, "share",
            against="seats changed from nothing", ratio=nothing / max(1, changed)),
    ]  # fmt: skip
    for name, one in found.items():
        against = f"{one.from_nothing} from nothing; {one.released} released, {one.least} at least"
        rows.append(
            row(f"replan.{name}.changed", one.changed, "seats", against=against,
                ratio=one.from_nothing / max(1, one.changed))
        )  # fmt: skip
    emit(rows)


def measured(plan: Any, happens: Callable[[], None]) -> Measured:
    """What a re-plan after the disruption changes."""
    from django.db import transaction

    with transaction.atomic():
        happens()
        begun = time.perf_counter()
        few = solved(plan, SECONDS, {})
        seconds = time.perf_counter() - begun
        free = solved(plan, NOTHING_SECONDS, {"kept_jp": 0, "promised_jp": 0, "new_jp": 0})
        transaction.set_rollback(True)
    return Measured(few[0], free[0], few[1], few[2], seconds)


def solved(plan: Any, seconds: float, changed: dict[str, int]) -> tuple[int, int, int]:
    """(changed seats, fewest released as proven, released) of one re-plan."""
    from bina.plan.models import Plan
    from bina.plan.rules.replan import fewest_proven, outcome_of
    from bina.plan.rules.results import readable
    from bina.plan.rules.settings import PlanSettings
    from bina.plan.services.engine import solve_plan
    from bina.plan.services.replanning import gather_rest

    settings = replace(PlanSettings(), **changed)
    anew = Plan(year=plan.year, from_day=DAY, gap_run=plan.gap_run)
    situation, gathered = gather_rest(anew, settings)
    result = solve_plan(
        gathered.instance, settings.engine, seed=SEED, seconds=seconds, work=None,
        report=lambda _: None, should_stop=lambda: False,
    )  # fmt: skip
    whole = readable(gathered.facts, gathered.built, result.plan, settings)
    outcome = outcome_of(gathered.facts, gathered.built, whole, situation.lost)
    new_jp = -sum(
        int(gathered.instance.pair_keep[gathered.instance.pair_of(s.person, s.session)])
        for s in (one.seat for one in outcome.new)
    )
    least = fewest_proven(
        gathered.facts, gathered.built, result.certificate.missing_jp_bound,
        result.plan.missing_jp, new_jp,
    )  # fmt: skip
    n_released = len(outcome.released)
    return n_released + len(outcome.new), min(least, n_released), n_released


def disruptions(plan: Any) -> dict[str, Callable[[], None]]:
    """One of every kind, on the seats of the plan."""
    from django.db.models import Count

    from bina.audit.guard import unguarded
    from bina.audit.services import SYSTEM
    from bina.catalog.models import Session
    from bina.people.models import Person, Unit
    from bina.plan.models import Change, Seat
    from bina.plan.services.changing import News, note_change

    held = Session.objects.filter(seats__plan=plan).annotate(heads=Count("seats"))
    largest = list(held.order_by("-heads", "pk")[:2])
    online = list(held.filter(programme__mode="online", start__month=5).order_by("pk"))
    people = np.random.default_rng(SEED).permutation(
        sorted(set(Seat.objects.filter(plan=plan).values_list("person_id", flat=True)))
    )

    def cancel(sessions: list[Session]) -> None:
        for session in sessions:
            news = News(Change.Kind.CANCELLED, DAY, None, "Batal", session=session)
            note_change(SYSTEM, news, DAY)

    def move() -> None:
        session = largest[1]
        start = session.start + dt.timedelta(days=14)
        end = session.end + dt.timedelta(days=14)
        note_change(SYSTEM, News(Change.Kind.MOVED, start, end, "Pindah", session=session), DAY)

    def away(kind: str, n: int, end: dt.date | None) -> None:
        for person in Person.objects.filter(pk__in=people[:n].tolist()).order_by("pk"):
            news = News(Change.Kind(kind), dt.date(2027, 3, 1), end, "Sakit", person=person)
            note_change(SYSTEM, news, DAY)

    def merge() -> None:
        first, second = Unit.objects.filter(people__seats__plan=plan).distinct().order_by("pk")[:2]
        with unguarded():
            Person.objects.filter(unit=first).update(unit=second)

    def cut() -> None:
        from bina.money.models import QUARTERS, BudgetLine

        line = BudgetLine.objects.filter(version__year=plan.year).order_by("-amount", "pk").first()
        assert line is not None
        left = int(line.amount * 0.9)
        with unguarded():
            quarters = dict.fromkeys(QUARTERS, 0)
            BudgetLine.objects.filter(pk=line.pk).update(amount=left, **quarters)

    return {
        "cancelled": lambda: cancel(largest[:1]),
        "moved": move,
        "ill": lambda: away("sick", 20, dt.date(2027, 6, 30)),
        "retired": lambda: away("retired", 10, None),
        "merged": merge,
        "cut": cut,
        "cable": lambda: cancel(online),
    }


if __name__ == "__main__":
    main()
