"""The simple files about people as tables: units, past trainings, absences, roles."""

from collections.abc import Mapping
from typing import Any, Final

from bina.calendar.today import today
from bina.formats.cell_text import code_form
from bina.formats.problems import Issue
from bina.imports.importer import Comparison
from bina.imports.table import Field, Finding, Reference, TableImporter, TableSheet, by_field
from bina.law.law import law_on
from bina.people.models import Absence, DevelopmentRecord, Person, PersonNumber, RoleGrant, Unit
from bina.people.rules.sheets import ABSENCES, ACCESS, TRAININGS, UNITS
from bina.people.services.tree import rebuild_paths
from bina.text import N_, Text

UNIT_ROLES: Final = ("opd_officer", "unit_head")  # roles that hold for a unit only
NO_PERSON: Final = N_("tidak ada pegawai dengan NIP {value}")
LOAD_PEOPLE: Final = N_("Periksa angkanya, atau unggah dahulu Data Utama yang memuat pegawai ini.")
NO_UNIT: Final = N_("tidak ada unit dengan kode {value}")
LOAD_UNITS: Final = N_("Periksa kodenya, atau unggah dahulu berkas unit organisasi.")


def people_by_number() -> Mapping[Any, int]:
    """Every number, present or former, to the person; a present one wins."""
    numbers = PersonNumber.objects.filter(person__merged_into=None).order_by("pk")
    found = dict(numbers.values_list("nip", "person_id"))
    people = Person.objects.filter(merged_into=None).exclude(nip="").order_by("-pk")
    return found | dict(people.values_list("nip", "pk"))


def users_by_number() -> Mapping[Any, int]:
    """Every number to the user of its person."""
    users = dict(Person.objects.exclude(user=None).values_list("pk", "user_id"))
    return {nip: users[pk] for nip, pk in people_by_number().items() if pk in users}


def form_of(written: str | None) -> str | Issue:
    """The form of development as the law's list writes it."""
    forms = [row["form"] for row in law_on(today()).value("development.forms")]
    known = {code_form(form): form for form in forms}
    found = known.get(code_form(written or ""))
    return found or Issue(
        Text(N_("bentuk pengembangan {form} tidak dikenal"), {"form": written or "-"}),
        Text(N_("Pilih salah satu: {forms}."), {"forms": ", ".join(forms)}),
    )


def ends_before_it_starts(row: Mapping[str, Any]) -> Finding | None:
    """A span whose last day lies before the first."""
    if row["end"] is None or row["start"] is None or row["end"] >= row["start"]:
        return None
    return Finding(
        "end",
        Text(N_("selesai sebelum mulai")),
        Text(N_("Periksa kedua tanggal; bulan dan hari mungkin tertukar.")),
    )


def role_without_unit(row: Mapping[str, Any]) -> Finding | None:
    """A role of a unit that does not say which."""
    if row["role"] not in UNIT_ROLES or row["unit_code"]:
        return None
    return Finding(
        "unit_code",
        Text(N_("peran ini berlaku untuk satu unit, tetapi kode unit kosong")),
        Text(N_("Isi KODE UNIT.")),
    )


_PERSON = Reference(people_by_number, reason=NO_PERSON, remedy=LOAD_PEOPLE)
_USER = Reference(users_by_number, reason=NO_PERSON, remedy=LOAD_PEOPLE)
_UNITS = by_field(Unit, "code")


class UnitImporter(TableImporter):
    """Units: after writing, every unit's path is made anew from its parent."""

    def apply(self, comparison: Comparison, run_id: int) -> dict[str, Any]:
        """Write the rows, then the paths."""
        image = super().apply(comparison, run_id)
        rebuild_paths()
        return image

    def undo(self, image: dict[str, Any]) -> None:
        """Put the rows back, then the paths."""
        super().undo(image)
        rebuild_paths()


def importers() -> tuple[TableImporter, ...]:
    """The four simple importers."""
    return (
        UnitImporter(
            UNITS,
            "imports.run",
            (
                TableSheet(
                    "Unit",
                    Unit,
                    key=("code",),
                    fields=(
                        Field("code"),
                        Field("name"),
                        Field(
                            "parent",
                            "parent_code",
                            reference=Reference(_UNITS, "Unit", NO_UNIT, LOAD_UNITS),
                        ),
                        Field("kind"),
                        Field("district"),
                        Field("place"),
                        Field("valid_from", "since"),
                    ),
                    label=("name",),
                ),
            ),
        ),
        TableImporter(TRAININGS, "imports.run", (_trainings(),)),
        TableImporter(ABSENCES, "imports.run", (_absences(),)),
        TableImporter(ACCESS, "roles.edit", (_roles(),)),
    )


def _trainings() -> TableSheet:
    return TableSheet(
        "Riwayat",
        DevelopmentRecord,
        key=("person", "form", "title", "start"),
        fields=(
            Field("person", "nip", reference=_PERSON),
            Field("form", convert=form_of),
            Field("title"),
            Field("start"),
            Field("provider"),
            Field("end", ("end", "start"), convert=lambda days: days[0] or days[1]),
            Field("jp"),
            Field("certificate_no"),
            Field("competency_code", "competency"),
            Field("fits_post"),
        ),
        label=("title",),
        checks=(ends_before_it_starts,),
        fixed={"source": "import"},
        report_missing=False,
    )


def _absences() -> TableSheet:
    return TableSheet(
        "Cuti",
        Absence,
        key=("person", "kind", "start"),
        fields=(
            Field("person", "nip", reference=_PERSON),
            Field("kind"),
            Field("start"),
            Field("end"),
            Field("document_no"),
        ),
        checks=(ends_before_it_starts,),
        report_missing=False,
    )


def _roles() -> TableSheet:
    return TableSheet(
        "Peran",
        RoleGrant,
        key=("user", "role", "unit"),
        fields=(
            Field("user", "nip", reference=_USER),
            Field("role"),
            Field(
                "unit",
                "unit_code",
                reference=Reference(_UNITS, reason=NO_UNIT, remedy=LOAD_UNITS),
            ),
            Field("valid_from", "since"),
            Field("valid_until", "until"),
            Field("document_no"),
        ),
        checks=(role_without_unit,),
        report_missing=False,
    )
