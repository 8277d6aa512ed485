"""The budget by Excel: old and new columns, versions, quarters, what a frozen one refuses."""

import contextlib
import datetime as dt

import pytest

from bina.audit.guard import unguarded
from bina.audit.services import Actor
from bina.goals.models import Activity, Goal, RegionalProgramme, SubActivity
from bina.imports import services
from bina.imports.errors import NothingToApply, UndoRefused
from bina.imports.models import ImportRun
from bina.imports.undoing import undo
from bina.money.export import budget_workbook
from bina.money.models import BudgetLine, BudgetVersion
from bina.money.services import approve_version
from tests.cast import Cast
from tests.formats.workbooks import xlsx
from tests.money.scene import line

pytestmark = pytest.mark.django_db
CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")
OLD = [
    "KODE ANGGARAN", "URAIAN", "SUMBER DANA", "TAHUN", "PAGU", "BENTUK YANG DIBIAYAI",
    "UNIT YANG DIBIAYAI", "SUB-KEGIATAN", "KODE REKENING",
]  # fmt: skip
NEW = [
    *OLD, "TRIWULAN I", "TRIWULAN II", "TRIWULAN III", "TRIWULAN IV", "TAHAP", "NOMOR VERSI",
    "BERLAKU MULAI", "NOMOR DOKUMEN",
]  # fmt: skip
ROW = ["BKPP-01", "Bimtek", "DAU", 2027, 1_000_000, "Bimbingan Teknis", "DINKES", "5.03.02.2.03",
       "5.1.02"]  # fmt: skip
DPA = ["DPA", 1, "04-01-2027", "900/1"]


def load(*rows: list[object], head: list[str] = NEW) -> ImportRun:
    return services.import_now(CITRA, "budget", xlsx(("Anggaran", [head, *rows])), "a.xlsx")


def test_a_file_with_the_old_columns_becomes_the_first_rka(cast: Cast) -> None:
    load(ROW, head=OLD)

    found = BudgetLine.objects.select_related("version").get()
    assert (found.version.stage, found.version.number, found.version.year) == ("rka", 1, 2027)
    assert (found.code, found.fund, found.amount) == ("BKPP-01", "dau", 1_000_000)
    assert (found.forms, found.unit_codes) == (["Bimbingan Teknis"], ["DINKES"])
    assert (found.activity, found.account, found.quarters) == ("5.03.02.2.03", "5.1.02", ())


def test_one_file_may_hold_two_versions_of_a_line(cast: Cast) -> None:
    cut = [*ROW[:4], 400_000, *ROW[5:]]

    load([*ROW, *[None] * 8], [*cut, 100_000, 100_000, 100_000, 100_000, *DPA])

    rows = BudgetLine.objects.order_by("-amount")
    assert list(rows.values_list("version__stage", "amount", "quarter_4")) == [
        ("rka", 1_000_000, 0), ("dpa", 400_000, 100_000),
    ]  # fmt: skip
    dpa = BudgetVersion.objects.get(stage="dpa")
    assert (dpa.valid_from, dpa.document_no) == (dt.date(2027, 1, 4), "900/1")


@pytest.mark.parametrize(
    ("quarters", "n_lines"), [((999_999, 0, 0, 0), 0), ((1_000_000, 0, 0, 0), 1),
                              ((1_000_001, 0, 0, 0), 0)]
)  # fmt: skip
def test_quarters_make_the_amount(cast: Cast, quarters: tuple[int, ...], n_lines: int) -> None:
    with contextlib.suppress(NothingToApply):
        load([*ROW, *quarters, None, None, None, None])

    assert BudgetLine.objects.count() == n_lines


def test_an_approved_version_takes_no_rows(cast: Cast) -> None:
    first = line("BKPP-01", amount=5)
    approve_version(CITRA, first.version, "900/2", dt.date(2027, 1, 1))

    load([*ROW, *[None] * 8], [*ROW, *[None] * 4, *DPA])

    first.refresh_from_db()
    assert first.amount == 5
    assert BudgetLine.objects.get(version__stage="dpa").amount == 1_000_000


def test_a_sub_activity_that_no_plan_has_is_doubtful(cast: Cast) -> None:
    years = {"year_from": 2025, "year_to": 2029}
    with unguarded():
        goal = Goal.objects.create(code="T", name="T", **years)
        programme = RegionalProgramme.objects.create(code="P", name="P", goal=goal, **years)
        activity = Activity.objects.create(code="K", name="K", programme=programme, **years)
        SubActivity.objects.create(code="5.03.02.2.03", name="S", activity=activity, **years)

    known = load(ROW, head=OLD)
    unknown = load([*ROW[:7], "9.99", ROW[8]], head=OLD)

    assert (known.counts.get("doubt", 0), unknown.counts["doubt"]) == (0, 1)
    assert BudgetLine.objects.get().activity == "9.99"


def test_what_is_exported_changes_nothing_when_it_is_imported(cast: Cast) -> None:
    cut = [*ROW[:4], 400_000, *ROW[5:]]
    load([*ROW, *[None] * 8], [*cut, 100_000, 100_000, 100_000, 100_000, *DPA])
    rows = BudgetLine.objects.select_related("version").order_by("pk")

    run = services.import_now(CITRA, "budget", budget_workbook(rows), "b.xlsx")

    assert [run.counts.get(name, 0) for name in ("new", "changed", "error", "doubt")] == [0] * 4
    assert run.counts["unchanged"] == 4  # two versions and a line of each


def test_an_upload_is_undone_until_its_version_is_approved(cast: Cast) -> None:
    run = load(ROW, head=OLD)
    version = BudgetVersion.objects.get()
    approve_version(CITRA, version, "900/2", dt.date(2027, 1, 1))

    with pytest.raises(UndoRefused):
        undo(CITRA, run)

    assert BudgetLine.objects.exists()


def test_an_upload_is_undone(cast: Cast) -> None:
    run = load(ROW, head=OLD)

    undo(CITRA, run)

    assert not BudgetLine.objects.exists()
    assert not BudgetVersion.objects.exists()
