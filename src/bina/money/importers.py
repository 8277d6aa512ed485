"""Budget lines by Excel: a file may hold several versions; an approved one takes no more rows."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import bina.money.goal_users  # registers what names a sub-kegiatan
import bina.money.merged_units  # noqa: F401 - registers what follows a merged unit
from bina.formats.cell_text import code_form
from bina.goals.models import SubActivity
from bina.imports.importer import register
from bina.imports.table import Field, Finding, Reference, TableImporter, TableSheet
from bina.imports.table_fields import Row
from bina.imports.undo_images import undo_image_of
from bina.money.models import QUARTERS, BudgetLine, BudgetVersion
from bina.money.rules.sheets import BUDGET
from bina.text import N_, Text

VERSION: Final = ("year", "stage", "number")
Cells = tuple[Any, ...]
Check = Callable[[Row], Finding | None]


def listed(value: list[str] | None) -> list[str]:
    """An empty list cell means everything."""
    return list(value or [])


def version_key(cells: Cells) -> Cells:
    """Year, stage, number; a file without the two columns is an RKA.

    >>> version_key((2027, None, None)), version_key((2027, "dpa", 2))
    ((2027, 'rka', 1), (2027, 'dpa', 2))
    """
    year, stage, number = cells
    return year, stage or BudgetVersion.Stage.RKA.value, number or 1


def versions() -> Mapping[Any, int]:
    """All versions by their key."""
    return {tuple(key): pk for pk, *key in BudgetVersion.objects.values_list("pk", *VERSION)}


def quarters_make_the_amount(row: Row) -> Finding | None:
    """The four quarters are all empty, or make the amount."""
    total = sum(row.get(name) or 0 for name in QUARTERS)
    if not total or total == row["amount"]:
        return None
    return Finding(
        QUARTERS[0],
        Text(N_("jumlah keempat triwulan bukan pagunya, selisih {n} rupiah"),
             {"n": row["amount"] - total}),
        Text(N_("Samakan jumlahnya dengan PAGU, atau kosongkan keempatnya.")),
    )  # fmt: skip


def version_is_open() -> Check:
    """An approved version takes no rows, not even those it has."""
    approved = BudgetVersion.objects.filter(state=BudgetVersion.State.APPROVED)
    frozen = set(approved.values_list(*VERSION))

    def check(row: Row) -> Finding | None:
        key = version_key(tuple(row.get(part) for part in VERSION))
        if key not in frozen:
            return None
        return Finding(
            "code",
            Text(N_("versi {stage} {year} sudah ditetapkan dan tidak dapat diubah"),
                 {"stage": str(BudgetVersion.Stage(key[1]).label), "year": key[0]}),
            Text(N_("Isi TAHAP dengan DPA atau APBD-Perubahan, atau naikkan NOMOR VERSI.")),
        )  # fmt: skip

    return check


def sub_activity_is_known() -> Check:
    """A sub-kegiatan that the regional plan does not have is doubtful: it may be in a later one."""
    known = {code_form(code) for code in SubActivity.objects.values_list("code", flat=True)}

    def check(row: Row) -> Finding | None:
        code = row.get("activity")
        if not code or not known or code_form(code) in known:
            return None
        return Finding(
            "activity",
            Text(N_("sub-kegiatan {code} tidak ada pada rencana daerah"), {"code": code}),
            Text(N_("Periksa kodenya, atau unggah Rencana pembangunan daerah yang memuatnya.")),
            "doubt",
        )

    return check


class BudgetImporter(TableImporter):
    """Like every table; what came into a version that was approved since stays."""

    def undo_refusal(self, run_id: int) -> Text | None:
        """Refuse when a version of the file was approved since."""
        refusal = super().undo_refusal(run_id)
        if refusal is not None:
            return refusal
        approved = BudgetVersion.objects.filter(state=BudgetVersion.State.APPROVED)
        image = self.touched(run_id)
        row = approved.filter(lines__in=image).first()
        if row is None:
            return None
        return Text(N_("{name} yang memuat baris unggahan ini sudah ditetapkan."),
                    {"name": str(row)})  # fmt: skip

    @staticmethod
    def touched(run_id: int) -> list[int]:
        """The lines that the upload wrote."""
        image = undo_image_of(run_id) or {"sheets": []}
        parts = [part for part in image["sheets"] if part["id"] == "Anggaran"]
        return [row[0] for part in parts for row in (*part["created"], *part["changed"])]


register(
    BudgetImporter(
        BUDGET,
        "budget.edit",
        (
            TableSheet(
                "Anggaran",
                BudgetVersion,
                name="Versi",
                key=VERSION,
                repeats=True,
                report_missing=False,
                made_checks=(version_is_open,),
                fields=(
                    Field("year"),
                    Field("stage", convert=lambda cell: cell or BudgetVersion.Stage.RKA.value),
                    Field("number", convert=lambda cell: cell or 1),
                    Field("valid_from"),
                    Field("document_no"),
                ),
            ),
            TableSheet(
                "Anggaran",
                BudgetLine,
                key=("version", "code"),
                label=("name",),
                checks=(quarters_make_the_amount,),
                made_checks=(version_is_open, sub_activity_is_known),
                report_missing=False,  # a file may hold one of several versions
                fields=(
                    Field(
                        "version",
                        VERSION,
                        convert=version_key,
                        reference=Reference(versions, sheet="Versi"),
                    ),
                    Field("code"),
                    Field("name"),
                    Field("fund"),
                    Field("amount"),
                    *(Field(name) for name in QUARTERS),
                    Field("forms", convert=listed),
                    Field("unit_codes", convert=listed),
                    Field("activity"),
                    Field("account"),
                ),
            ),
        ),
    )
)
