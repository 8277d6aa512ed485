"""The import of measured levels; the only way in for official results (JPM)."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any, Final

from django.db.models import Max

from bina.assessment.models import Result
from bina.assessment.rules.sheets import RESULTS
from bina.calendar.today import today
from bina.formats.cell_text import code_form
from bina.formats.problems import Issue
from bina.imports.fast_insert import insert_rows
from bina.imports.importer import Comparison, register
from bina.imports.table import Field, Reference, TableImporter, TableSheet
from bina.people.models import Person, PersonNumber
from bina.standards.models import Competency
from bina.text import N_, Text

OPTIONAL: Final[dict[str, Any]] = {"standard_error": None, "source": ""}  # may lack a column
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


class ResultsImporter(TableImporter):
    """Writes new results, of which there are very many, with one prepared statement."""

    def apply(self, comparison: Comparison, run_id: int) -> dict[str, Any]:
        """As the generic importer does, with the same undo image."""
        changes = comparison.payload[0]
        others = replace(comparison, payload=[replace(changes, new={})])
        image = super().apply(others, run_id)
        image["sheets"][0]["created"] = _inserted(changes.names, list(changes.new.values()))
        return image


def _inserted(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> list[list[Any]]:
    """Insert the rows; each with its new id in front."""
    left_out = {name: value for name, value in OPTIONAL.items() if name not in names}
    ids = [uuid.uuid4() for _ in rows]
    last = Result.objects.aggregate(last=Max("pk"))["last"] or 0
    insert_rows(
        Result,
        ("public_id", *names, *left_out),
        [
            (public_id, *values, *left_out.values())
            for public_id, values in zip(ids, rows, strict=True)
        ],
    )
    made = dict(Result.objects.filter(pk__gt=last).values_list("public_id", "pk"))
    return [[made[public_id], *values] for public_id, values in zip(ids, rows, strict=True)]


register(
    ResultsImporter(
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
                            remedy=N_("Periksa angkanya; unggah data pegawai dahulu."),
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
