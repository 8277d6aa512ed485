"""Cards of the plan stage: a person's seats, what a head must decide, the plan of the city."""

import datetime as dt
from typing import Any

from django.db.models import Case, Count, Q, When
from django.utils.translation import get_language

from bina.accounts.access import Access
from bina.calendar.today import today
from bina.gaps.models import PriorityFactor
from bina.gaps.selectors.factors import weighing
from bina.money.selectors import lines_in_force, sums_in_force
from bina.people.models import Person
from bina.plan.commitments import seats_awaiting_head, seats_in_force
from bina.plan.models import Commitment, Plan, Refusal, Seat
from bina.plan.undoing import last_approval
from bina.standards.models import Competency

SHOWN = 8  # rows on a card
State = Commitment.State
STATES = (Plan.State.FROZEN, Plan.State.SUBMITTED, Plan.State.DRAFT)


def _competencies() -> dict[int, str]:
    english = get_language() == "en"
    return {
        pk: (name_en if english and name_en else name)
        for pk, name, name_en in Competency.objects.values_list("pk", "name", "name_en")
    }


def card_seats(access: Access, person: Person) -> dict[str, Any]:
    """The person's seats of frozen plans that are not over, each with its reason."""
    day = today()
    names = _competencies()
    mine = seats_in_force(Person.objects.filter(pk=person.pk)).select_related(
        "plan", "programme", "session", "person", "commitment", "replaced_by__person"
    )
    seats = [seat for seat in mine if _next(seat, day)]
    may_answer = bool(
        access.reach("self.answer").person_id == person.pk
        or person.unit_id in access.reach("self.answer").unit_ids
    )
    return {
        "template": "plan/cards/seats.html",
        "seats": [_seat(seat, names, may_answer, day) for seat in seats],
        "n_jp": sum(seat.jp for seat in seats if _is_kept(seat)),
        "own": access.person_id == person.pk,
        "factors": _factors(person),
    }


def _is_kept(seat: Seat) -> bool:
    """Whether the person still has the seat."""
    row: Commitment | None = getattr(seat, "commitment", None)
    return row is None or row.state not in (State.DECLINED, State.SUBSTITUTED)


def _next(seat: Seat, day: dt.date) -> bool:
    if seat.session is not None:
        return seat.session.end >= day
    return seat.plan.year >= day.year


def _seat(seat: Seat, names: dict[int, str], may_answer: bool, day: dt.date) -> dict[str, Any]:
    row: Commitment | None = getattr(seat, "commitment", None)
    return {
        "seat": seat,
        "commitment": row,
        "closes": [
            {"name": names.get(pk, "?"), "before": before, "after": after}
            for pk, before, after in seat.closes
        ],
        "may_answer": may_answer and _is_open(seat, row, day),
        "late": bool(row and row.deadline and row.deadline < day and row.state == State.CALLED),
        "taken_by": _taken_by(seat, row),
        "answer": row.answer if row else Commitment.Answer.OPEN,
    }


def _is_open(seat: Seat, row: Commitment | None, day: dt.date) -> bool:
    """Whether the answer may still be given or changed."""
    if seat.session is not None and seat.session.start <= day:
        return False
    if row is None:
        return True
    return row.state != State.SUBSTITUTED and (row.deadline is None or row.deadline >= day)


def _taken_by(seat: Seat, row: Commitment | None) -> str:
    """Who sits in the seat now when somebody was substituted."""
    if row is None or row.state != State.SUBSTITUTED:
        return ""
    return seat.replaced_by.person.full_name


def _factors(person: Person) -> list[PriorityFactor]:
    """Accepted factors on the person's unit, post or self: the citizens' word among them."""
    path = person.unit.path if person.unit else "/"
    above = [int(part) for part in path.strip("/").split("/") if part]
    mine = Q(person=person) | Q(unit__in=above) | Q(position=person.position_id)
    found = weighing(today()).filter(mine).exclude(value=1)
    return list(found.select_related("competency").order_by("source", "pk")[:6])


def card_calendar(access: Access, person: Person) -> dict[str, Any]:
    """The person's own days: sessions with dates, in order."""
    day = today()
    dated = seats_in_force(Person.objects.filter(pk=person.pk)).filter(session__end__gte=day)
    kept = dated.exclude(commitment__answer=Commitment.Answer.DECLINED)
    absences = person.absences.filter(Q(end=None) | Q(end__gte=day)).order_by("start")
    return {
        "template": "plan/cards/calendar.html",
        "seats": list(kept[:SHOWN]),
        "absences": list(absences[:SHOWN]),
    }


def card_refusals(access: Access, person: Person) -> dict[str, Any]:
    """What the plan could not give the person, by which rule, and what it would take."""
    found = Refusal.objects.filter(person=person, plan__state=Plan.State.FROZEN)
    rows = found.select_related("programme", "session").order_by("-closure", "pk")[:SHOWN]
    return {"template": "plan/cards/refusals.html", "rows": list(rows)}


def card_approve(access: Access) -> dict[str, Any]:
    """Seats that wait for the head: first dates first."""
    waiting = seats_awaiting_head(access, today())
    names = _competencies()
    return {
        "template": "plan/cards/approve.html",
        "n": waiting.count(),
        "seats": [_seat(seat, names, False, today()) for seat in waiting[:SHOWN]],
        "last": last_approval(access, today()),
    }


def plan_to_show(*states: str) -> Plan | None:
    """The newest plan in the first of the states that has one; one query."""
    wanted = states or STATES
    first = Case(*(When(state=state, then=at) for at, state in enumerate(wanted)))
    plans = Plan.objects.filter(state__in=wanted, amends=None)
    return plans.order_by(first, "-year", "-created_at").first()


def card_city_plan(access: Access, plan: Plan | None) -> dict[str, Any]:
    """The plan in force (or the newest draft): its proof in words, its value over time."""
    return {
        "template": "plan/cards/city.html",
        "plan": plan,
        "sentences": plan.certificate.get("sentences", []) if plan else [],
        "points": _points(plan),
        "comparison": plan.comparison if plan else {},
        "answers": _answers(plan),
    }


def _answers(plan: Plan | None) -> dict[str, int] | None:
    """How many seats of the approved plan are promised by their people and by their heads."""
    if plan is None or plan.state != Plan.State.FROZEN:
        return None
    promised = Q(commitment__answer=Commitment.Answer.ACCEPTED)
    approved = Q(commitment__head_approved=True)
    return Seat.objects.filter(plan=plan, replaces=None).aggregate(
        seats=Count("pk"),
        accepted=Count("pk", filter=promised),
        approved=Count("pk", filter=approved),
        both=Count("pk", filter=promised & approved),
    )


def _points(plan: Plan | None) -> list[tuple[float, ...]]:
    """The search as the picture shows it: seconds, value, bound."""
    return [tuple(row[:3]) for row in plan.history if row[1] is not None] if plan else []


def seats_by_district(plan: Plan) -> dict[str, int]:
    """How many people of each district have a seat that nobody declined or took over."""
    gone = (State.DECLINED, State.SUBSTITUTED)
    kept = Seat.objects.filter(plan=plan).exclude(commitment__state__in=gone)
    rows = kept.order_by().values_list("person__unit__district")
    return {name or "": n for name, n in rows.annotate(n=Count("person", distinct=True))}


def card_city_money(access: Access, plan: Plan | None = None) -> dict[str, Any]:
    """Money of the plan's year by line: given, and planned with the sessions' fixed cost."""
    plan = plan or plan_to_show()
    year = plan.year if plan else today().year + 1
    planned = {line["code"]: line for line in plan.totals.get("lines", [])} if plan else {}
    lines = [
        {"line": line, "spent": planned.get(line.code, {}).get("spent", 0),
         "seats": planned.get(line.code, {}).get("seats", 0)}
        for line in lines_in_force(year).order_by("-amount")
    ]  # fmt: skip
    return {
        "template": "plan/cards/money.html",
        "plan": plan,
        "year": year,
        "lines": lines,
        "total": sum(row["line"].amount for row in lines),
        "spent": plan.totals.get("cost", 0) if plan else 0,
    }


def step_plan(access: Access) -> dict[str, Any]:
    """The steps of budget, plan and approval."""
    plan = plan_to_show(Plan.State.FROZEN, Plan.State.SUBMITTED, Plan.State.DRAFT, "computing")
    year = plan.year if plan else today().year + 1
    amount, n_lines = sums_in_force(year)
    return {
        "plan": plan,
        "year": year,
        "amount": amount,
        "n_lines": n_lines,
        "n_seats": Seat.objects.filter(plan=plan, replaces=None).count() if plan else 0,
    }
