"""A small year to plan around the cast: gaps, two programmes, a session, a coach, money."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from bina.audit.guard import unguarded
from bina.audit.services import Actor
from bina.catalog.models import CoachPool, Programme, ProgrammeEffect, Session
from bina.gaps.models import GapBlock, GapRun
from bina.gaps.rules.columns import pack
from bina.money.models import BudgetLine
from bina.people.models import Person
from bina.plan.models import Plan
from bina.plan.rules.settings import PlanSettings
from bina.plan.services.building import Gathered, build_instance
from bina.plan.services.computing import finish
from bina.plan.services.lifecycle import approve, submit
from bina.standards.models import Competency
from tests.cast import Cast
from tests.money.scene import line as budget_line
from tests.plan.plain import plain_result

YEAR = 2027
CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")
FRANS = Actor(None, "FRANS HAMADI", "hr_head")


@dataclass
class Year:
    """What was set up."""

    run: GapRun
    empathy: Programme
    coaching: Programme
    session: Session
    line: BudgetLine
    competency: Competency


def make_year(cast: Cast) -> Year:
    """Ani, Budi and Dani hold RES 1 of 3; a course and coaching lift it."""
    with unguarded():
        res, _ = Competency.objects.get_or_create(
            code="RES", defaults={"group": "service", "name": "Pelayanan responsif dan empatik"}
        )
        run = GapRun.objects.create(day=dt.date(2026, 11, 23), is_current=True)
        for people in ((cast.ani, cast.budi), (cast.dani,)):
            block(run, people, res)
        empathy = Programme.objects.create(
            code="EMPATI-01",
            name="Komunikasi empatik",
            form="Bimbingan Teknis",
            mode="classroom",
            jp=16,
        )
        coaching = Programme.objects.create(
            code="COACH-01", name="Coaching empati", form="Coaching", mode="open", jp=2, cap_jp=8,
            coach_pool="COACH", coach_hours=1,
        )  # fmt: skip
        CoachPool.objects.create(code="COACH", hours=40)
        for programme, lift in ((empathy, 1), (coaching, 0.2)):
            ProgrammeEffect.objects.create(
                programme=programme, competency=res, lift=lift, ceiling=3
            )
        session = Session.objects.create(
            code="EMPATI-01-A", programme=empathy, place="Kota Jayapura", start=dt.date(2027, 3, 2),
            end=dt.date(2027, 3, 3), min_seats=2, max_seats=5, fixed_cost=1_000_000,
            contribution=350_000,
        )  # fmt: skip
        line = budget_line("BKPP-01", YEAR, amount=10_000_000)
    return Year(run, empathy, coaching, session, line, res)


def block(run: GapRun, people: tuple[Person, ...], competency: Competency) -> None:
    """The gap block of one unit: everybody holds level 1 of 3, weight 1."""
    n = len(people)
    columns = {
        "person_id": np.array([person.pk for person in people]),
        "competency_id": np.full(n, competency.pk),
        "standard": np.full(n, 3.0),
        "held": np.full(n, 1.0),
        "se": np.full(n, 0.3),
        "weight": np.full(n, 1.0),
        "kinds": np.full(n, 1),
        "standard_source": np.zeros(n),
        "factor_id": np.zeros((n, 6)),
    }
    GapBlock.objects.create(run=run, unit=people[0].unit, n_people=n, payload=pack(columns))


def gathered(settings: PlanSettings | None = None) -> Gathered:
    """The year's instance."""
    return build_instance(YEAR, settings or PlanSettings(), GapRun.objects.get(is_current=True))


def make_plan(name: str = "Rencana 2027") -> Plan:
    """A stored draft, made by the plain plan maker."""
    settings = PlanSettings()
    whole = gathered(settings)
    with unguarded():
        plan = Plan.objects.create(
            year=YEAR,
            name=name,
            settings=settings.as_json(),
            gap_run=GapRun.objects.get(is_current=True),
        )
    finish(CITRA, plan, whole, plain_result(whole.instance, settings.engine), settings)
    plan.refresh_from_db()
    return plan


def make_frozen(name: str = "Rencana 2027") -> Plan:
    """The same, submitted and approved."""
    plan = make_plan(name)
    submit(CITRA, plan)
    approve(FRANS, plan)
    plan.refresh_from_db()
    return plan
