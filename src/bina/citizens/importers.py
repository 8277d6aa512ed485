"""The imports of the register of services and of the satisfaction scores (SKM)."""

from collections.abc import Sequence
from typing import Any, Final

import bina.citizens.merged_units  # noqa: F401 - registers what follows a merged unit
from bina.citizens.models import SatisfactionScore, Service, ServiceRole
from bina.citizens.rules.open_days import open_days
from bina.citizens.rules.sheets import SERVICES, SKM
from bina.citizens.selectors import ELEMENTS
from bina.formats.cell_text import code_form, comparable
from bina.formats.problems import Issue
from bina.imports.importer import register
from bina.imports.table import Field, Finding, Reference, TableImporter, TableSheet
from bina.people.models import Position, Unit
from bina.standards.models import Competency
from bina.text import N_, Text

NOT_DAYS: Final = Issue(
    Text(N_("bukan daftar hari")), Text(N_("Tulis misalnya Sen-Jum, atau Sen;Rab;Jum."))
)
NOT_AN_ELEMENT: Final = Issue(
    Text(N_("bukan unsur SKM")), Text(N_("Tulis U1 sampai U9 menurut Permenpan RB 14/2017."))
)


def unit_codes() -> dict[str, int]:
    """Units by code."""
    return {code_form(code): pk for pk, code in Unit.objects.values_list("pk", "code")}


class PositionNames(dict[Any, int]):
    """Positions by name, compared without case and punctuation."""

    def get(self, key: Any, default: Any = None) -> Any:
        """The row id of the position of that name."""
        return super().get(comparable(key), default)


def position_names() -> PositionNames:
    """All positions; of two with one name the first."""
    rows = Position.objects.order_by("-pk").values_list("pk", "name")
    return PositionNames((comparable(name), pk) for pk, name in rows)


def competency_codes() -> dict[str, int]:
    """Competencies by code."""
    return {code_form(code): pk for pk, code in Competency.objects.values_list("pk", "code")}


def days(parts: Sequence[str]) -> str | Issue:
    """Weekdays as digits."""
    return open_days(parts) or NOT_DAYS


def element(text: str) -> str | Issue:
    """U1..U9."""
    return text if text in ELEMENTS else NOT_AN_ELEMENT


def level_needs_competency(row: Any) -> Finding | None:
    """A minimum level says nothing without its competency."""
    if row["min_level"] is None or row["competency"]:
        return None
    return Finding(
        "min_level",
        Text(N_("level minimum tanpa kompetensi tidak dipakai")),
        Text(N_("Isi kode kompetensi yang dimaksud.")),
        "doubt",
    )


UNIT: Final = Reference(
    unit_codes,
    reason=N_("unit {value} tidak ditemukan"),
    remedy=N_("Periksa kode unit di daftar unit; unggah data pegawai dahulu."),
)
POSITIONS: Final = Reference(
    position_names,
    reason=N_("jabatan {value} tidak ditemukan"),
    remedy=N_("Salin nama jabatan dari daftar jabatan; unggah data pegawai dahulu."),
)
COMPETENCY: Final = Reference(
    competency_codes,
    reason=N_("kompetensi {value} tidak ada di kamus"),
    remedy=N_("Periksa kodenya, atau unggah kamus kompetensi dahulu."),
)
SERVICE: Final = Reference(
    lambda: {code_form(code): pk for pk, code in Service.objects.values_list("pk", "code")},
    sheet="Layanan publik",
)

register(
    TableImporter(
        SERVICES,
        "services.edit",
        (
            TableSheet(
                "Layanan",
                Service,
                name="Layanan publik",
                key=("code",),
                label=("name",),
                repeats=True,
                fields=(
                    Field("code"),
                    Field("name"),
                    Field("unit", "unit_code", reference=UNIT),
                    Field("channel"),
                    Field("open_days", convert=days),
                    Field("opens"),
                    Field("closes"),
                    Field("criticality"),
                ),
            ),
            TableSheet(
                "Layanan",
                ServiceRole,
                name="Peran",
                key=("service", "name"),
                checks=(level_needs_competency,),
                fields=(
                    Field("service", "code", reference=SERVICE),
                    Field("name", "role"),
                    Field("positions", reference=POSITIONS),
                    Field("competency", reference=COMPETENCY),
                    Field("min_level"),
                    Field("min_staff"),
                ),
            ),
        ),
    )
)
register(
    TableImporter(
        SKM,
        "services.edit",
        (
            TableSheet(
                "SKM",
                SatisfactionScore,
                key=("unit", "period", "element"),
                report_missing=False,
                fields=(
                    Field("unit", "unit_code", reference=UNIT),
                    Field("period"),
                    Field("element", convert=element),
                    Field("score"),
                    Field("respondents"),
                ),
            ),
        ),
    )
)
