"""The import of measured levels; the only way in for official results (JPM)."""

import datetime as dt
from typing import Any, Final

from bina.assessment.models import Result
from bina.assessment.rules.sheets import RESULTS
from bina.calendar.today import today
from bina.formats.cell_text import code_form
from bina.formats.problems import Issue
from bina.imports.importer import register
from bina.imports.table import Field, Reference, TableImporter, TableSheet
from bina.people.models import Person, PersonNumber
from bina.standards.models import Competency
from bina.text import N_, Text

IN_THE_FUTURE: Final = Issue(
    Text(N_("tanggal penilaian belum tiba")), Text(N_("Periksa tahun dan bulannya."))
)


def numbers() -> dict[str, int]:
    """Every NIP or NI PPPK, present or earlier, of the person who bears it; merged ones too."""
    found: dict[str, Any] = dict(PersonNumber.objects.values_list("nip", "person_id"))
    people = Person.objects.values_list("pk", "nip", "merged_into_id")
    into = {pk: other for pk, _, other in people if other is not None}
    found.update({nip: pk for pk, nip, _ in people if nip})
    return {nip: into.get(pk, pk) for nip, pk in found.items()}


def competency_codes() -> dict[str, int]:
    """Competencies by code."""
    return {code_form(code): pk for pk, code in Competency.objects.values_list("pk", "code")}


def past_day(day: dt.date) -> dt.date | Issue:
    """The day, unless it is still to come."""
    return IN_THE_FUTURE if day > today() else day


register(
    TableImporter(
        RESULTS,
        "imports.run",
        (
            TableSheet(
                "Hasil",
                Result,
                key=("person", "competency", "kind", "measured_on"),
                report_missing=False,
                fields=(
                    Field(
                        "person",
                        "nip",
                        reference=Reference(
                            numbers,
                            reason=N_("pegawai dengan NIP {value} tidak ditemukan"),
                            remedy=N_("Periksa 18 angkanya; unggah data pegawai dahulu."),
                        ),
                    ),
                    Field(
                        "competency",
                        reference=Reference(
                            competency_codes,
                            reason=N_("kompetensi {value} tidak ada di kamus"),
                            remedy=N_("Periksa kodenya, atau unggah kamus kompetensi dahulu."),
                        ),
                    ),
                    Field("kind"),
                    Field("level"),
                    Field("standard_error"),
                    Field("measured_on", convert=past_day),
                    Field("source"),
                ),
            ),
        ),
    )
)
