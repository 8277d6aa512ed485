"""The imports of the catalogue and of the standard-cost table."""

from dataclasses import replace
from typing import Any, Final

import bina.catalog.goal_users  # registers what names a goal
import bina.catalog.merged_units  # noqa: F401 - registers what follows a merged unit
from bina.catalog.checks import (
    coach_is_whole,
    dates_in_order,
    lift_below_ceiling,
    open_has_cap,
    seats_in_order,
)
from bina.catalog.models import CoachPool, Programme, ProgrammeEffect, Session, StandardCost
from bina.catalog.reading import Known, employment_types, known_now, rank_code, tier_codes, weekdays
from bina.catalog.rules.prerequisites import in_cycle
from bina.catalog.rules.sheets import CATALOG, COSTS
from bina.catalog.rules.slots import meeting_days
from bina.formats.cell_text import code_form
from bina.formats.problems import Problem
from bina.formats.reading import BookData, SheetData
from bina.goals.models import Goal
from bina.imports.importer import Comparison, register
from bina.imports.table import Field, Finding, Reference, TableImporter, TableSheet
from bina.imports.table_fields import codes
from bina.standards.models import Competency
from bina.text import N_, Text


def programme_codes() -> dict[str, int]:
    """Programmes by code."""
    return {code_form(code): pk for pk, code in Programme.objects.values_list("pk", "code")}


def competency_codes() -> dict[str, int]:
    """Competencies by code."""
    return {code_form(code): pk for pk, code in Competency.objects.values_list("pk", "code")}


def goal_codes() -> dict[str, int]:
    """Goals of the regional plan by code."""
    return {code_form(code): pk for pk, code in Goal.objects.values_list("pk", "code")}


PROGRAMME: Final = Reference(
    programme_codes,
    sheet="Program",
    reason=N_("program {value} tidak ditemukan"),
    remedy=N_("Periksa kodenya, atau tambahkan di lembar Program."),
)
COMPETENCY: Final = Reference(
    competency_codes,
    reason=N_("kompetensi {value} tidak ada di kamus"),
    remedy=N_("Periksa kodenya, atau unggah kamus kompetensi dahulu."),
)


GOAL: Final = Reference(goal_codes)


class CatalogImporter(TableImporter):
    """The catalogue: what the tables know is read once, then every row is judged by it."""

    known: Known = Known()

    def compare(self, data: BookData) -> Comparison:
        """Compare; rows in a circle of prerequisites stay out."""
        self.known = known_now()
        sheet = data.sheets.get("Program")
        if sheet is None:
            return super().compare(data)
        checked, problems = _without_circles(sheet, self.known)
        opened = {
            code
            for code, mode in zip(sheet.columns["code"], sheet.columns["mode"], strict=True)
            if mode == Programme.Mode.OPEN
        }
        seated = {code for code in sheet.columns["code"] if code not in opened}
        self.known = replace(self.known, open_codes=(self.known.open_codes - seated) | opened)
        compared = super().compare(replace(data, sheets={**data.sheets, "Program": checked}))
        compared.problems[:0] = problems
        return compared

    def positions(self, names: Any) -> tuple[str, ...]:
        """Position names as the tables write them."""
        return self.known.positions_of(names or ())

    def units(self, names: Any) -> Any:
        """Unit codes as the tables write them."""
        return self.known.units_of(names or ())

    def form(self, name: str | None) -> str:
        """The form as the law's list writes it, else as in the file."""
        return self.known.form_of(name or "")

    def goal(self, code: str | None) -> str | None:
        """The goal's code when the regional plan has it."""
        return code if code in self.known.goals else None

    def goal_is_known(self, row: Any) -> Finding | None:
        """A goal that the regional plan does not have leaves the row without one."""
        if row["goal"] is None or row["goal"] in self.known.goals:
            return None
        return Finding(
            "goal",
            Text(
                N_("tujuan {code} tidak ada di rencana pembangunan daerah"), {"code": row["goal"]}
            ),
            Text(
                N_("Unggah rencana pembangunan daerah dahulu; tanpa itu baris masuk tanpa tujuan.")
            ),
            "doubt",
        )

    def form_is_known(self, row: Any) -> Finding | None:
        """A form outside the official list cannot be reported to SIASN."""
        if self.known.knows_form(row["form"] or ""):
            return None
        return Finding(
            "form",
            Text(N_("bentuk ini tidak ada dalam daftar bentuk pengembangan")),
            Text(N_("Pilih salah satu bentuk resmi; lihat templat.")),
            "doubt",
        )

    def positions_are_known(self, row: Any) -> Finding | None:
        """A position that nobody holds makes nobody eligible."""
        lost = self.known.unknown_positions(row["positions"] or ())
        if not lost:
            return None
        return Finding(
            "positions",
            Text(N_("jabatan {name} tidak ada di data pegawai"), {"name": lost[0]}),
            Text(N_("Salin nama jabatan dari daftar jabatan.")),
            "doubt",
        )

    def session_fits(self, row: Any) -> Finding | None:
        """A session needs a programme with seats, and at least one day on which it meets."""
        if row["programme"] in self.known.open_codes:
            return Finding(
                "programme",
                Text(N_("program terbuka tidak punya kursi dan tidak punya sesi")),
                Text(N_("Hapus baris ini, atau ubah CARA program itu.")),
            )
        start, end, days = row["start"], row["end"], weekdays(row["days"])
        if start is None or end is None or end < start or not isinstance(days, str):
            return None
        if meeting_days(start, end, days, self.known.holidays):
            return None
        return Finding(
            "start",
            Text(N_("tidak ada hari belajar: semua harinya libur atau di luar HARI sesi")),
            Text(N_("Ubah tanggal, atau isi HARI, misalnya Sab.")),
        )


def _without_circles(sheet: SheetData, known: Known) -> tuple[SheetData, list[Problem]]:
    """The sheet with rows of a circle marked bad, and a problem for each of them."""
    links = dict(known.prerequisites)
    rows = list(zip(sheet.columns["code"], sheet.columns["prerequisites"], sheet.ok, strict=True))
    for code, before, ok in rows:
        if ok:
            links[code] = codes(before)
    circles = in_cycle(links)
    problems, ok_rows = [], list(sheet.ok)
    for at, (code, _before, ok) in enumerate(rows):
        if ok and code in circles:
            ok_rows[at] = False
            way = " → ".join(circles[code])
            problems.append(
                Problem(
                    sheet.name,
                    sheet.row_numbers[at],
                    sheet.understood.get("prerequisites", "PRASYARAT"),
                    way,
                    Text(N_("prasyarat berputar: {way}"), {"way": way}),
                    Text(N_("Hapus salah satu prasyarat itu; kalau tidak, tak seorang pun mulai.")),
                )
            )
    return replace(sheet, ok=ok_rows), problems


def catalog_importer() -> CatalogImporter:
    """The importer of the four sheets, in the order in which they refer to each other."""
    made = CatalogImporter(CATALOG, "catalog.edit", ())
    made.sheets = (
        TableSheet(
            "Program",
            Programme,
            key=("code",),
            label=("name",),
            checks=(
                made.form_is_known,
                made.positions_are_known,
                open_has_cap,
                coach_is_whole,
                made.goal_is_known,
            ),
            fields=(
                Field("code"),
                Field("name"),
                Field("form", convert=made.form),
                Field("mode"),
                Field("provider"),
                Field("jp"),
                Field("tiers", convert=tier_codes),
                Field("positions", convert=made.positions),
                Field("employment", convert=employment_types),
                Field("unit_codes", convert=made.units),
                Field("min_rank", convert=rank_code),
                Field("prerequisites", convert=codes, reference=PROGRAMME),
                Field("cap_jp"),
                Field("coach_pool"),
                Field("coach_hours"),
                Field("goal", convert=made.goal, reference=GOAL),
            ),
        ),
        TableSheet(
            "Kompetensi Program",
            ProgrammeEffect,
            key=("programme", "competency"),
            checks=(lift_below_ceiling,),
            fields=(
                Field("programme", "code", reference=PROGRAMME),
                Field("competency", reference=COMPETENCY),
                Field("lift"),
                Field("ceiling"),
            ),
        ),
        TableSheet(
            "Sesi",
            Session,
            key=("code",),
            checks=(dates_in_order, seats_in_order, made.session_fits, made.goal_is_known),
            fields=(
                Field("code"),
                Field("programme", reference=PROGRAMME),
                Field("place"),
                Field("venue"),
                Field("start"),
                Field("end"),
                Field("half_days"),
                Field("weekdays", "days", convert=weekdays),
                Field("min_seats"),
                Field("max_seats"),
                Field("fixed_cost"),
                Field("contribution"),
                Field("budget_line"),
                Field("goal", convert=made.goal, reference=GOAL),
            ),
        ),
        TableSheet(
            "Pelatih",
            CoachPool,
            key=("code",),
            fields=(Field("code", "pool"), Field("hours")),
        ),
    )
    return made


register(catalog_importer())
register(
    TableImporter(
        COSTS,
        "catalog.edit",
        (
            TableSheet(
                "Biaya",
                StandardCost,
                key=("component", "origin", "place", "rank_from"),
                fields=(
                    Field("component"),
                    Field("origin"),
                    Field("place"),
                    Field("rank_from", convert=rank_code),
                    Field("amount"),
                    Field("source"),
                ),
            ),
        ),
    )
)
