"""Gathers the facts of a year in a fixed number of queries, as columns."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
from django.db.models import Sum

from bina.calendar.models import Holiday
from bina.calendar.rules.days import HOLIDAY_KINDS, Span, year_days
from bina.catalog.models import CoachPool, Programme, ProgrammeEffect, Session, StandardCost
from bina.catalog.rules.cost import CostRow
from bina.citizens.rules.membership import Staff
from bina.gaps.models import GapBlock, GapRun
from bina.gaps.rules.columns import joined
from bina.law.law import law_on
from bina.money.models import BudgetVersion
from bina.money.selectors import lines_in_force, lines_of
from bina.people.models import Absence, DevelopmentRecord, Unit
from bina.people.selectors import active_people
from bina.plan.models import Change, Pin
from bina.plan.rules.availability import Availability, Spell, half_days_away, runs_of
from bina.plan.rules.facts import (
    Facts,
    LineFact,
    Needs,
    People,
    PinFact,
    ProgrammeFact,
    SessionFact,
    UnitFact,
)
from bina.plan.rules.settings import PlanSettings
from bina.plan.selectors.quotas import quota_facts
from bina.plan.selectors.staffing import staffing_facts
from bina.standards.models import Competency

PERSON_FIELDS = (
    "pk",
    "unit_id",
    "position_id",
    "position__name",
    "position__tier",
    "employment",
    "rank",
    "gender",
    "birth_date",
    "legal_position",
)
APPROVED = DevelopmentRecord.Status.APPROVED


def current_run() -> GapRun | None:
    """The gap run that plans rest on."""
    return GapRun.objects.filter(is_current=True).first()


def gather(
    year: int, settings: PlanSettings, run: GapRun | None, version: BudgetVersion | None = None
) -> tuple[Facts, dict[int, str]]:
    """Facts of the year, and {person id: why not plannable} of everybody left out.

    Money is that of `version`; without one, of the version that counts today.
    """
    units, unit_rows = _units()
    spans = list(Holiday.objects.values_list("start", "end", "kind"))
    days = year_days(year, [Span(*span) for span in spans])
    rows, out = _plannable(year, unit_rows)
    index = {row["pk"]: at for at, row in enumerate(rows)}
    spells = _spells(year, index)
    away = half_days_away(year, _availability(rows), spells)
    competencies = list(Competency.objects.order_by("pk").values_list("pk", "code"))
    needs, measured = _needs(run, index, {pk: at for at, (pk, _) in enumerate(competencies)})
    programmes = _programmes({pk: at for at, (pk, _) in enumerate(competencies)})
    people = _people(year, settings, rows, unit_rows, away, programmes)
    unit_facts = _unit_facts(units)
    staff = Staff(
        unit=people.unit.tolist(),
        position=[row["position_id"] or -1 for row in rows],
        measured=measured,
        unit_path=[unit["path"] for unit in units],
        unit_is_school=[unit["kind"] == Unit.Kind.SCHOOL for unit in units],
        absences=list(runs_of(away)),
    )
    facts = Facts(
        year=year,
        people=people,
        needs=needs,
        competencies=tuple(code for _, code in competencies),
        units=unit_facts,
        programmes=tuple(programmes),
        sessions=_sessions(year, programmes),
        lines=_lines(year, version),
        costs=_costs(),
        pools={
            code: int(60 * hours) for code, hours in CoachPool.objects.values_list("code", "hours")
        },
        staffing=staffing_facts(staff, index, unit_rows, days, settings.unit_cap_share),
        holidays=frozenset(_days(spans)),
        pins=_pins(year, index),
        quotas=quota_facts(year, people, unit_facts),
        most_times=settings.most_times,
    )
    return facts, out


def _units() -> tuple[list[dict[str, Any]], dict[int, int]]:
    fields = ("pk", "code", "name", "path", "kind", "district", "place")
    units = list(Unit.objects.order_by("pk").values(*fields))
    return units, {unit["pk"]: at for at, unit in enumerate(units)}


def _unit_facts(units: list[dict[str, Any]]) -> tuple[UnitFact, ...]:
    code = {unit["pk"]: unit["code"] for unit in units}
    return tuple(
        UnitFact(
            id=unit["pk"],
            code=unit["code"],
            name=unit["name"],
            path=tuple(code[int(pk)] for pk in unit["path"].split("/") if pk and int(pk) in code),
            district=unit["district"],
            place=unit["place"],
        )
        for unit in units
    )


def _plannable(year: int, unit_rows: dict[int, int]) -> tuple[list[dict[str, Any]], dict[int, str]]:
    """Rows of people who can be planned, by id; and why the others cannot."""
    law = law_on(dt.date(year, 1, 1))
    words = [(row["word"], row["plannable"]) for row in law.value("employment.legal_positions")]
    keep, out = [], {}
    for row in active_people().order_by("pk").values(*PERSON_FIELDS):
        legal = str(row["legal_position"]).casefold()
        plannable = next((may for word, may in words if word in legal), False)
        if row["unit_id"] not in unit_rows:
            out[row["pk"]] = "unit"
        elif not plannable:
            out[row["pk"]] = "legal"
        else:
            keep.append(row)
    return keep, out


def _availability(rows: list[dict[str, Any]]) -> list[Availability]:
    return [Availability(row["birth_date"], row["position__tier"] or "") for row in rows]


def _spells(year: int, index: dict[int, int]) -> list[Spell]:
    absences = Absence.objects.filter(start__lte=dt.date(year, 12, 31)).values_list(
        "person_id", "kind", "start", "end"
    )
    return [Spell(index[p], kind, start, end) for p, kind, start, end in absences if p in index]


def _needs(
    run: GapRun | None, index: dict[int, int], competency_rows: dict[int, int]
) -> tuple[Needs, np.ndarray[Any, np.dtype[np.float64]]]:
    """Measured needs of the run, and the measured levels (n_people, n_competencies)."""
    payloads = GapBlock.objects.filter(run=run).order_by("pk").values_list("payload", flat=True)
    columns = joined([bytes(payload) for payload in payloads])
    ids = columns["person_id"].tolist()
    person = np.array([index.get(pk, -1) for pk in ids], dtype=np.int64)
    competency = np.array(
        [competency_rows.get(pk, -1) for pk in columns["competency_id"].tolist()], dtype=np.int64
    )
    held = columns["held"].astype(np.float64)
    known = (person >= 0) & (competency >= 0) & ~np.isnan(held)
    measured = np.full((len(index), max(1, len(competency_rows))), np.nan)
    measured[person[known], competency[known]] = held[known]
    standard = columns["standard"].astype(np.float64)[known]
    weight = columns["weight"].astype(np.float64)[known]
    return Needs(person[known], competency[known], held[known], standard, weight), measured


def _programmes(competency_rows: dict[int, int]) -> list[ProgrammeFact]:
    effects: dict[int, dict[int, tuple[float, float]]] = defaultdict(dict)
    for programme, competency, lift, ceiling in ProgrammeEffect.objects.values_list(
        "programme_id", "competency_id", "lift", "ceiling"
    ):
        effects[programme][competency_rows[competency]] = (float(lift), float(ceiling))
    before: dict[int, list[str]] = defaultdict(list)
    through = Programme.prerequisites.through.objects.values_list(
        "from_programme_id", "to_programme__code"
    )
    for programme, code in through:
        before[programme].append(code)
    return [
        ProgrammeFact(
            id=p.pk,
            code=p.code,
            name=p.name,
            form=p.form,
            mode=p.mode,
            jp=p.jp,
            tiers=frozenset(p.tiers),
            positions=frozenset(p.positions),
            employment=frozenset(p.employment),
            unit_codes=frozenset(p.unit_codes),
            min_rank=p.min_rank,
            prerequisites=tuple(sorted(before[p.pk])),
            cap_jp=p.cap_jp,
            coach_pool=p.coach_pool,
            coach_minutes=int(60 * (p.coach_hours or 0)),
            effects=effects[p.pk],
        )
        for p in Programme.objects.order_by("pk")
    ]


def _people(
    year: int,
    settings: PlanSettings,
    rows: list[dict[str, Any]],
    unit_rows: dict[int, int],
    away: np.ndarray[Any, np.dtype[np.bool_]],
    programmes: list[ProgrammeFact],
) -> People:
    law = law_on(dt.date(year, 1, 1))
    least = {
        kind: int(law.value(f"development.jp_min.{kind}"))
        for kind in ("pns", "cpns", "pppk", "pppk_pw")
    }
    done_jp = jp_done(year)
    jp = np.array([done_jp.get(row["pk"], 0) for row in rows], dtype=np.int64)
    needed = np.array([least[row["employment"]] for row in rows], dtype=np.int64) - jp
    return People(
        id=np.array([row["pk"] for row in rows], dtype=np.int64),
        unit=np.array([unit_rows[row["unit_id"]] for row in rows], dtype=np.int64),
        jp_needed=np.maximum(0, needed),
        jp_cap=np.maximum(0, settings.jp_cap - jp),
        position=[row["position__name"] or "" for row in rows],
        tier=[row["position__tier"] or "" for row in rows],
        employment=[row["employment"] for row in rows],
        rank=[row["rank"] for row in rows],
        gender=[row["gender"] for row in rows],
        away=away,
        done=_done([row["pk"] for row in rows], programmes),
    )


def jp_done(year: int) -> dict[int, int]:
    """JP of approved records that ended in the year, by person id; whole JP, rounded down."""
    sums = (
        DevelopmentRecord.objects.filter(end__year=year, status=APPROVED)
        .order_by()
        .values_list("person_id")
        .annotate(jp=Sum("jp"))
    )
    return {person: int(jp) for person, jp in sums}


def _done(people: list[int], programmes: list[ProgrammeFact]) -> list[frozenset[str]]:
    """Codes of programmes that lead to others and that a record's title names, per person."""
    wanted = {code for programme in programmes for code in programme.prerequisites}
    titles = {p.name: p.code for p in programmes if p.code in wanted}
    titles |= {code: code for code in wanted}
    found: dict[int, set[str]] = defaultdict(set)
    records = DevelopmentRecord.objects.filter(title__in=titles, status=APPROVED)
    for person, title in records.values_list("person_id", "title"):
        found[person].add(titles[title])
    empty: frozenset[str] = frozenset()
    return [frozenset(found[pk]) if pk in found else empty for pk in people]


def _sessions(year: int, programmes: list[ProgrammeFact]) -> tuple[SessionFact, ...]:
    rows = {programme.id: at for at, programme in enumerate(programmes)}
    return tuple(
        SessionFact(
            id=s.pk,
            code=s.code,
            programme=rows[s.programme_id],
            place=s.place,
            start=s.start,
            end=s.end,
            halves=s.half_days,
            weekdays=s.weekdays,
            min_seats=s.min_seats,
            max_seats=s.max_seats,
            fixed_cost=s.fixed_cost,
            contribution=s.contribution,
            budget_line=s.budget_line,
        )
        for s in Session.objects.filter(start__year=year)
        .exclude(changes__kind=Change.Kind.CANCELLED)
        .order_by("start", "code")
    )


def _lines(year: int, version: BudgetVersion | None) -> tuple[LineFact, ...]:
    rows = lines_of(version) if version else lines_in_force(year)
    return tuple(
        LineFact(b.pk, b.code, b.name, b.amount, frozenset(b.forms), frozenset(b.unit_codes))
        for b in rows
    )


def _costs() -> tuple[CostRow, ...]:
    rows = StandardCost.objects.order_by("pk")
    return tuple(
        CostRow(*row)
        for row in rows.values_list("component", "origin", "place", "rank_from", "amount")
    )


def _days(spans: list[tuple[dt.date, dt.date, str]]) -> Iterable[dt.date]:
    for start, end, kind in spans:
        if kind in HOLIDAY_KINDS:
            yield from (start + dt.timedelta(days=n) for n in range((end - start).days + 1))


def _pins(year: int, index: dict[int, int]) -> tuple[PinFact, ...]:
    rows = Pin.objects.filter(year=year).order_by("pk")
    return tuple(
        PinFact(
            pin.pk,
            pin.kind,
            index[pin.person_id],
            pin.session.programme.code if pin.session else pin.programme.code,  # type: ignore[union-attr]  # one of the two is set: constraint pin_names_session_or_programme
            pin.session.code if pin.session else "",
        )
        for pin in rows.select_related("session__programme", "programme")
        if pin.person_id in index
    )
