"""The import of the regional plan: each level names the one above it."""

from collections.abc import Callable
from typing import Any, Final

import bina.goals.merged_units  # noqa: F401 - registers what follows a merged unit
from bina.formats.cell_text import code_form
from bina.goals.models import Activity, Goal, GoalNeed, RegionalProgramme, SubActivity
from bina.goals.rules.sheets import GOALS
from bina.imports.importer import register
from bina.imports.table import Field, Finding, Reference, TableImporter, TableSheet
from bina.people.models import Unit
from bina.text import N_, Text


def codes_of(model: Any) -> Callable[[], dict[str, int]]:
    """A lookup of a table's rows by code."""

    def lookup() -> dict[str, int]:
        return {code_form(code): pk for pk, code in model.objects.values_list("pk", "code")}

    return lookup


def years_in_order(row: Any) -> Finding | None:
    """The last year is not before the first."""
    first, last = row["year_from"], row["year_to"]
    if first is None or last is None or last >= first:
        return None
    return Finding(
        "year_to",
        Text(N_("TAHUN SELESAI sebelum TAHUN MULAI")),
        Text(N_("Tukar keduanya, atau tulis tahun yang benar.")),
    )


UNIT: Final = Field(
    "unit", reference=Reference(codes_of(Unit), reason=N_("unit {value} tidak ditemukan"))
)
SHARED: Final = (Field("name"), Field("indicators"), UNIT, Field("year_from"), Field("year_to"))


def above(name: str, model: Any, sheet: str, reason: str) -> Field:
    """The field that names the level above, whose new rows in the same file also count."""
    remedy = N_("Periksa kodenya, atau tambahkan di lembar tingkat di atasnya.")
    return Field(name, reference=Reference(codes_of(model), sheet, reason, remedy))


def level(sheet: str, model: Any, *own: Field) -> TableSheet:
    """A level of the plan as rows of its table."""
    return TableSheet(
        sheet,
        model,
        key=("code",),
        label=("name",),
        checks=(years_in_order,),
        fields=(Field("code"), *own, *SHARED),
    )


NO_GOAL: Final = N_("tujuan {value} tidak ditemukan")
register(
    TableImporter(
        GOALS,
        "goals.edit",
        (
            level("Tujuan", Goal, Field("source")),
            level("Program", RegionalProgramme, above("goal", Goal, "Tujuan", NO_GOAL)),
            level(
                "Kegiatan",
                Activity,
                above(
                    "programme",
                    RegionalProgramme,
                    "Program",
                    N_("program {value} tidak ditemukan"),
                ),
            ),
            level(
                "Sub-kegiatan",
                SubActivity,
                above("activity", Activity, "Kegiatan", N_("kegiatan {value} tidak ditemukan")),
            ),
            TableSheet(
                "Kompetensi Tujuan",
                GoalNeed,
                key=("goal", "competency_code", "unit"),
                fields=(
                    above("goal", Goal, "Tujuan", NO_GOAL),
                    Field("competency_code"),
                    UNIT,
                    Field("reason"),
                ),
            ),
        ),
    )
)
