"""The import of priority factors. Confirmed by HR in the preview, they count as accepted."""

from collections.abc import Callable
from typing import Any, Final

import bina.gaps.merged_units  # noqa: F401 - registers what follows a merged unit
from bina.formats.cell_text import code_form
from bina.gaps.models import PriorityFactor
from bina.gaps.rules.sheets import FACTORS
from bina.imports.importer import register
from bina.imports.table import Field, Finding, Reference, TableImporter, TableSheet
from bina.people.models import Person, Position, Unit
from bina.standards.models import Competency
from bina.text import N_, Text

SUBJECT: Final = ("subject_kind", "subject_code")


def codes_of(model: Any) -> Callable[[], dict[str, int]]:
    """A lookup of a table's rows by code."""

    def lookup() -> dict[str, int]:
        return {code_form(code): pk for pk, code in model.objects.values_list("pk", "code")}

    return lookup


def people_by_nip() -> dict[str, int]:
    """People by their present NIP."""
    rows = Person.objects.filter(merged_into=None).exclude(nip="").values_list("nip", "pk")
    return dict(rows)


def code_for(kind: str) -> Callable[[Any], str | None]:
    """The subject's code when the row is about that kind of subject."""

    def convert(cell: tuple[str | None, str | None]) -> str | None:
        return cell[1] if cell[0] == kind else None

    return convert


def subject_is_named(row: Any) -> Finding | None:
    """Every subject but the city needs its code."""
    city = row["subject_kind"] == "city"
    if city == (not row["subject_code"]):
        return None
    if city:
        return Finding(
            "subject_code",
            Text(N_("kota tidak memakai kode")),
            Text(N_("Kosongkan kode, atau ubah jenis subjek menjadi Unit.")),
        )
    return Finding(
        "subject_code",
        Text(N_("kode subjek kosong")),
        Text(N_("Isi kode unit, kode jabatan atau NIP.")),
    )


def subject(kind: str, lookup: Callable[[], dict[str, int]], reason: str) -> Field:
    """The field of one kind of subject."""
    return Field(kind, SUBJECT, convert=code_for(kind), reference=Reference(lookup, reason=reason))


register(
    TableImporter(
        FACTORS,
        "gaps.factors",
        (
            TableSheet(
                "Faktor",
                PriorityFactor,
                key=("unit", "position", "person", "competency", "source", "period"),
                checks=(subject_is_named,),
                fixed={"state": PriorityFactor.State.ACCEPTED},
                report_missing=False,
                fields=(
                    subject("unit", codes_of(Unit), N_("unit {value} tidak ditemukan")),
                    subject("position", codes_of(Position), N_("jabatan {value} tidak ditemukan")),
                    subject("person", people_by_nip, N_("pegawai {value} tidak ditemukan")),
                    Field(
                        "competency",
                        reference=Reference(
                            codes_of(Competency), reason=N_("kompetensi {value} tidak ada di kamus")
                        ),
                    ),
                    Field("source"),
                    Field("period"),
                    Field("value"),
                    Field("standard_error"),
                    Field("evidence"),
                ),
            ),
        ),
    )
)
