"""The year-end report: its figures, frozen when issued, and what differs from them today."""

from typing import Any

from bina.accounts.access import Reach
from bina.audit.services import Actor
from bina.indices.models import IssuedReport
from bina.indices.services.reports import freeze
from bina.law.law import law_on
from bina.reports.rules.columns import TENTHS
from bina.reports.rules.realisation import Sums, sums_by
from bina.reports.rules.year_end import Difference, differences
from bina.reports.selectors import pages
from bina.reports.selectors.measured import Measured, measured
from bina.reports.selectors.pages import Row

CITY = Reach(everybody=True)
THOUSANDTHS = 1_000
COUNTS = (
    "seats", "done_seats", "people", "done_people", "cost", "paid", "unpaid", "n", "plan",
    "other", "missed", "full",
)  # fmt: skip


def body_of(found: Measured) -> dict[str, Any]:
    """All figures of the city's year as whole numbers."""
    scope = pages.scope_of(found, CITY, None)
    total = pages.total_of(found, scope)
    beside = sum(found.paid_beside.values())
    return {
        "year": found.year,
        "day": found.day.isoformat(),
        "plan": found.plan.name if found.plan else "",
        "plan_hash": found.plan.content_hash if found.plan else "",
        "plans": [one._asdict() for one in found.plans],
        "whole": {
            **_figures(total),
            "fixed_cost": found.fixed_cost,
            "paid_beside": beside,
        },
        "offices": _groups(found, scope, ["unit"]),
        "groups": _groups(found, scope, [name for name in pages.GROUPINGS if name != "unit"]),
        "lines": _lines(found),
        "sessions": _sessions(found),
        "reasons": [
            {"key": row.key, "name": row.key, "n": row.n or 0}
            for row in pages.reason_rows(found, scope, 0)
        ],
    }


def _figures(row: Row) -> dict[str, int]:
    return {
        **{name: int(getattr(row, name)) for name in COUNTS},
        **{name: round(TENTHS * getattr(row, name)) for name in ("jp", "done_jp")},
        **{name: round(THOUSANDTHS * getattr(row, name)) for name in ("closure", "done_closure")},
    }


def _groups(found: Measured, scope: pages.Scope, groupings: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "grouping": grouping,
            "key": row.key,
            "name": row.label if grouping == "unit" and row.key != "-" else row.key,
            **_figures(row),
        }
        for grouping in groupings
        for row in pages.rows_of(found, scope, grouping, 0)
    ]


def _lines(found: Measured) -> list[dict[str, Any]]:
    sums = sums_by(found.seats, found.seats.line, len(found.lines))
    return [
        {
            "key": code,
            "name": code,
            "cost": int(sums.cost[at]),
            "paid": int(sums.paid[at]),
            "beside": found.paid_beside.get(code, 0),
        }
        for at, code in enumerate(found.lines)
    ]


def _sessions(found: Measured) -> list[dict[str, Any]]:
    """Sessions first, the open forms together in one row at the end."""
    n = len(found.sessions)
    group = found.seats.session.copy()
    group[group < 0] = n
    sums = sums_by(found.seats, group, n + 1)
    names = [(one.code, one.programme.name) for one in found.sessions] + [("-", "-")]
    rows = [
        {"key": code, "name": code, "programme": name, **_sums(sums, at)}
        for at, (code, name) in enumerate(names)
    ]
    return [row for row in rows if row["seats"] or row["done_seats"] or row["paid"]]


def _sums(sums: Sums, at: int) -> dict[str, int]:
    names = ("seats", "done_seats", "jp", "done_jp", "cost", "paid")
    return {name: int(getattr(sums, name)[at]) for name in names}


def issue(actor: Actor, year: int) -> IssuedReport:
    """Freeze the report of the year as it is now."""
    found = measured(year)
    return freeze(
        actor,
        "reports.issue",
        kind=IssuedReport.Kind.YEAR_END,
        day=found.day,
        law_hash=law_on(found.day).hash,
        body=body_of(found),
    )


def changes_since(report: IssuedReport) -> list[Difference]:
    """Every figure of the report that would be another one today."""
    return differences(report.body, body_of(measured(report.body["year"])))
