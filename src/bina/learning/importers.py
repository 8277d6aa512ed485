"""Importers of learning: attendance sheets of organisers, and reports collected in a unit."""

import datetime as dt
from typing import Any

from bina.calendar.today import today
from bina.catalog.models import Session
from bina.formats.cell_text import code_form
from bina.formats.problems import Issue
from bina.imports.importer import Comparison, register
from bina.imports.table import Field, Reference, TableImporter, TableSheet
from bina.learning.models import Attendance, Outcome
from bina.learning.rules.sheets import ATTENDANCE, REPORTS
from bina.people.tables import (
    LOAD_PEOPLE,
    NO_PERSON,
    ends_before_it_starts,
    form_of,
    people_by_number,
)
from bina.text import N_, Text

IN_THE_FUTURE = Issue(Text(N_("tanggal itu belum tiba")), Text(N_("Periksa tahun dan bulannya.")))
PERSON = Field(
    "person", "nip", reference=Reference(people_by_number, reason=NO_PERSON, remedy=LOAD_PEOPLE)
)


def past_day(day: dt.date) -> dt.date | Issue:
    """The day, unless it is still to come."""
    return IN_THE_FUTURE if day > today() else day


def session_codes() -> dict[str, int]:
    """Sessions by code."""
    return {code_form(code): pk for pk, code in Session.objects.values_list("pk", "code")}


class AttendanceImporter(TableImporter):
    """Keeps what was noted before as rows of the past when a file corrects it."""

    def apply(self, comparison: Comparison, run_id: int) -> dict[str, Any]:
        """As the generic importer does, after copying the rows that change."""
        changed = [pk for changes in comparison.payload for pk in changes.changed]
        past = list(Attendance.objects.filter(pk__in=changed))
        image = super().apply(comparison, run_id)
        for row in past:
            row.pk, row.is_current = None, False
        Attendance.objects.bulk_create(past, 500)
        return image


register(
    AttendanceImporter(
        ATTENDANCE,
        "learning.attendance",
        (
            TableSheet(
                "Kehadiran",
                Attendance,
                key=("session", "person", "day", "half"),
                report_missing=False,
                scope={"is_current": True},
                fields=(
                    Field(
                        "session",
                        reference=Reference(
                            session_codes,
                            reason=N_("sesi {value} tidak ada di katalog"),
                            remedy=N_("Periksa kodenya, atau unggah katalog dahulu."),
                        ),
                    ),
                    PERSON,
                    Field("day", convert=past_day),
                    Field("half"),
                    Field("present"),
                ),
            ),
        ),
    )
)
register(
    TableImporter(
        REPORTS,
        "learning.attendance",
        (
            TableSheet(
                "Laporan",
                Outcome,
                key=("person", "form", "title", "start"),
                report_missing=False,
                scope={"is_current": True, "state": "waiting", "session": None},
                fixed={"said_by": "berkas"},
                checks=(ends_before_it_starts,),
                fields=(
                    PERSON,
                    Field("form", convert=form_of),
                    Field("title"),
                    Field("start"),
                    Field("end", convert=past_day),
                    Field("provider"),
                    Field("jp"),
                    Field("certificate_no"),
                ),
            ),
        ),
    )
)
