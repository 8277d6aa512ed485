"""The catalogue and the costs in the layout of their imports."""

from typing import Any

from bina.catalog.models import CoachPool, Programme, ProgrammeEffect, Session, StandardCost
from bina.catalog.reading import EMPLOYMENT_WORDS
from bina.catalog.rules.sheets import CATALOG, COST_COMPONENTS, COSTS, MODES
from bina.citizens.rules.open_days import shown_days
from bina.formats.book_tables import as_imported
from bina.formats.tables import write_table

Rows = list[tuple[Any, ...]]
HALVES = {"full": "Penuh", "morning": "Pagi", "afternoon": "Siang"}


def catalog_workbook(label: str = "") -> bytes:
    """All four sheets; five queries."""
    rows = (_programmes(), _effects(), _sessions(), _pools())
    return write_table(
        *(as_imported(sheet, part, label) for sheet, part in zip(CATALOG.sheets, rows, strict=True))
    )


def costs_workbook(label: str = "") -> bytes:
    """The standard-cost table; one query."""
    words = dict(COST_COMPONENTS)
    rows = [
        (words[c.component], c.origin, c.place, c.rank_from, c.amount, c.source)
        for c in StandardCost.objects.order_by("component", "place", "origin", "rank_from")
    ]
    return write_table(as_imported(COSTS.sheets[0], rows, label))


def _programmes() -> Rows:
    words = dict(MODES)
    kinds = {kind.value: word for kind, word in EMPLOYMENT_WORDS.items()}
    return [
        (
            p.code,
            p.name,
            p.form,
            words[p.mode],
            p.provider,
            p.jp,
            "; ".join(p.tiers),
            "; ".join(p.positions),
            "; ".join(kinds[kind] for kind in p.employment),
            "; ".join(p.unit_codes),
            p.min_rank,
            "; ".join(sorted(before.code for before in p.prerequisites.all())),
            p.cap_jp,
            p.coach_pool,
            None if p.coach_hours is None else float(p.coach_hours),
            p.goal.code if p.goal else "",
        )
        for p in Programme.objects.select_related("goal")
        .order_by("code")
        .prefetch_related("prerequisites")
    ]


def _effects() -> Rows:
    found = ProgrammeEffect.objects.order_by("programme__code", "competency__code")
    return [
        (code, competency, float(lift), float(ceiling))
        for code, competency, lift, ceiling in found.values_list(
            "programme__code", "competency__code", "lift", "ceiling"
        )
    ]


def _sessions() -> Rows:
    return [
        (
            s.code,
            s.programme.code,
            s.place,
            s.venue,
            s.start,
            s.end,
            HALVES[s.half_days],
            "; ".join(shown_days(s.weekdays)),
            s.min_seats,
            s.max_seats,
            s.fixed_cost,
            s.contribution,
            s.budget_line,
            s.goal.code if s.goal else "",
        )
        for s in Session.objects.select_related("programme", "goal").order_by("code")
    ]


def _pools() -> Rows:
    return [(pool.code, float(pool.hours)) for pool in CoachPool.objects.order_by("code")]
