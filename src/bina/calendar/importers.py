"""Importers of the calendar: holidays, school holidays and exams; the duties of a year."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bina.calendar.models import Duty, Holiday
from bina.calendar.rules.sheets import CALENDAR, DUTIES
from bina.imports.importer import register
from bina.imports.table import Field, Finding, TableImporter, TableSheet
from bina.text import N_, Text


def ends_after_start(row: Mapping[str, Any]) -> Finding | None:
    """A span of days must not end before it starts."""
    if row["end"] is None or row["start"] is None or row["end"] >= row["start"]:
        return None
    return Finding(
        "end",
        Text(N_("SAMPAI sebelum TANGGAL")),
        Text(N_("Tulis hari terakhir; kosongkan bila hanya satu hari.")),
    )


def last_day(days: tuple[dt.date | None, dt.date]) -> dt.date:
    """The last day of (end, start); an empty cell means one day only."""
    end, start = days
    return end or start


HOLIDAYS = TableSheet(
    sheet="Kalender",
    model=Holiday,
    key=("start", "kind", "name"),
    fields=(
        Field("start"),
        Field("end", column=("end", "start"), convert=last_day),
        Field("kind"),
        Field("name"),
        Field("source"),
    ),
    label=("name",),
    checks=(ends_after_start,),
)
register(TableImporter(CALENDAR, "calendar.edit", (HOLIDAYS,)))
DUTY_ROWS = TableSheet(
    sheet="Tugas",
    model=Duty,
    key=("year", "code"),
    fields=tuple(
        Field(name)
        for name in ("year", "code", "what", "who", "deadline", "source", "is_provisional")
    ),
    label=("what",),
    report_missing=False,
)
register(TableImporter(DUTIES, "calendar.edit", (DUTY_ROWS,)))
