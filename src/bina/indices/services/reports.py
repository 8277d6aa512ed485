"""Issuing a report: its figures are frozen with a hash; what changed since is told, not edited."""

import hashlib
import json
from typing import Any

from bina.audit.services import Actor, act
from bina.indices.models import IssuedReport
from bina.indices.rules.ip_asn import DIMENSIONS
from bina.indices.selectors.distributions import whole_tables
from bina.indices.selectors.explained import parameter_json
from bina.indices.selectors.measured import Measured, agency_total, below, measure, rows_by
from bina.indices.selectors.pages import employment_rows
from bina.people.models import Unit
from bina.people.selectors import active_people


def body_of(measured: Measured, top: Unit | None) -> dict[str, Any]:
    """All figures of a report in hundredths, with the law they rest on."""
    group, units = below(measured, top)
    offices = rows_by(measured, group, [unit.code for unit in units], units) if units else []
    n = len(measured.people.person_id)
    tables = {table.coded.kind: table for table in whole_tables(measured, group, units)}
    return {
        "categories": {
            kind: [each.as_json() for each in table.coded.categories]
            for kind, table in tables.items()
        },
        "total": agency_total(measured) if n else -1,
        "people": n,
        "rows": [
            {
                "code": row.label,
                "name": row.unit.name if row.unit else row.label,
                "people": row.n,
                "measured": row.n_measured,
                "total": row.total,
                "reached": row.n_reached,
                **dict(zip(DIMENSIONS, row.dimensions, strict=True)),
                **{kind: list(table.rows[at].counts) for kind, table in tables.items()},
            }
            for at, row in enumerate(offices)
        ],
        "groups": [
            [row.label, row.n, row.total] for row in employment_rows(measured, 0, spoken=False)
        ],
        "unsure": [parameter_json(each) for each in measured.unsure],
        "lacking": [parameter_json(each) for each in measured.lacking],
    }


def digest_of(body: dict[str, Any]) -> str:
    """SHA-256 of the body written one way only."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def issue(actor: Actor, measured: Measured, top: Unit | None) -> IssuedReport:
    """Freeze the figures as they are now."""
    return freeze(
        actor,
        "indices.issue",
        day=measured.law.day,
        ruleset=measured.ruleset,
        unit=top,
        law_hash=measured.law.hash,
        body=body_of(measured, top),
    )


def freeze(actor: Actor, action: str, *, body: dict[str, Any], **facts: Any) -> IssuedReport:
    """Keep a body with its hash under an audit entry; the database refuses to change it later."""
    with act(actor, action, ("report", "")) as entry:
        made = IssuedReport.objects.create(
            body=body, digest=digest_of(body), issued_by=actor.name, **facts
        )
        entry.about("report", made.public_id)
        entry.note(digest=made.digest, day=made.day, kind=made.kind, ruleset=made.ruleset)
    return made


def changes_since(report: IssuedReport) -> list[dict[str, Any]]:
    """Rows whose figures would be others if the report were made today, with both figures."""
    people = active_people()
    if report.unit is not None:
        people = people.filter(unit__path__startswith=report.unit.path)
    now = body_of(measure(report.day, ruleset=report.ruleset, found=people), report.unit)
    before = {row["code"]: row for row in report.body["rows"]}
    after = {row["code"]: row for row in now["rows"]}
    return [
        {"name": (after.get(code) or before[code])["name"], "before": before.get(code),
         "after": after.get(code)}
        for code in sorted(before.keys() | after.keys())
        if _differ(before.get(code), after.get(code))
    ]  # fmt: skip


def _differ(before: dict[str, Any] | None, after: dict[str, Any] | None) -> bool:
    """Whether any figure that was issued is another now."""
    if before is None or after is None:
        return before is not after
    return any(after.get(name) != value for name, value in before.items())
