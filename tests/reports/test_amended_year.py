"""A year whose plan was amended: new seats are planned, released ones are not, all books agree."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from bina.audit.guard import unguarded
from bina.catalog.models import Session
from bina.money.models import BudgetLine
from bina.plan.models import Plan, Release, Seat
from bina.reports.exports.year_end import rows_of
from bina.reports.rules.year_end import seen_by
from bina.reports.selectors.measured import measure
from bina.reports.services import year_end
from tests.cast import Cast
from tests.plan.scene import CITRA, FRANS, YEAR, make_frozen, make_year
from tests.plan.test_replanning import another_session, approved, cancel, made_anew
from tests.reports.test_check_totals import As, exported, run, tamper
from tests.reports.test_year_end import pdf_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.FIXED_DAY = "2027-01-04"


def cancelled_and_planned_anew(cast: Cast) -> tuple[Plan, Plan]:
    """A session falls, another date takes its people; then money is cut and a seat falls."""
    year = make_year(cast)
    plan = make_frozen()
    another_session(year)
    cancel(year.session)
    first = approved(made_anew())
    assert Seat.objects.filter(plan=first).exists()
    return plan, first


def with_changes(plan: Plan, anew: Plan, as_: As, folder: Path) -> Path:
    exported(plan, as_("citra"), folder)
    for name, file in (("ubah", "perubahan"), ("sesudah", "hcdp")):
        answer = as_("citra").get(f"/rencana/{anew.public_id}/unduh/{file}.xlsx")
        (folder / f"{name}.xlsx").write_bytes(answer.content)
    return folder


def test_new_seats_are_planned_and_their_session_costs(cast: Cast) -> None:
    plan, anew = cancelled_and_planned_anew(cast)

    found = measure(YEAR, dt.date(2027, 1, 4))

    new = Seat.objects.filter(plan=anew)
    assert found.seats.is_planned.sum() == plan.seats.count() + new.count()
    assert found.seats.cost.sum() == sum(s.cost for s in [*plan.seats.all(), *new])


def test_a_released_seat_is_shown_and_no_longer_planned(cast: Cast) -> None:
    year = make_year(cast)
    plan = make_frozen()
    with unguarded():
        type(year.line).objects.filter(pk=year.line.pk).update(amount=1)
    anew = approved(made_anew())
    released = set(Release.objects.filter(plan=anew).values_list("seat", flat=True))
    assert released

    found = measure(YEAR, dt.date(2027, 1, 4))

    planned = {one.pk for one, on in zip(found.stored, found.seats.is_planned, strict=True) if on}
    assert planned == set(plan.seats.values_list("pk", flat=True)) - released
    assert released <= {one.pk for one in found.stored}
    assert found.fixed_cost >= 0


def test_the_books_of_an_amended_year_agree_and_a_lost_change_is_found(
    cast: Cast, as_: As, tmp_path: Path
) -> None:
    plan, anew = cancelled_and_planned_anew(cast)
    folder = with_changes(plan, anew, as_, tmp_path / "ekspor")

    code, said = run(folder)

    assert code == 0, said
    assert "ada       perubahan rencana" in said
    book = openpyxl.load_workbook(folder / "sesudah.xlsx")
    assert book.sheetnames == ["HCDP sesudah perubahan"]

    tamper(folder, "ubah", "Perubahan", "BIAYA", lambda cost: cost + 1)
    code, said = run(folder)
    assert code == 1 and "rupiah rencana ↔ realisasi" in said

    (folder / "ubah.xlsx").unlink()
    code, said = run(folder)
    assert code == 1 and "kursi rencana ↔ realisasi" in said


def test_the_year_as_changed_holds_who_stays(cast: Cast, as_: As, tmp_path: Path) -> None:
    plan, anew = cancelled_and_planned_anew(cast)
    folder = with_changes(plan, anew, as_, tmp_path / "ekspor")

    tamper(folder, "sesudah", "HCDP sesudah perubahan", "JP", lambda jp: jp + 1)
    code, said = run(folder)

    assert code == 1 and "JP sesudah perubahan ↔ nominasi" in said


def planned_twice(cast: Cast) -> tuple[Plan, Plan, Plan]:
    """A session falls and another date takes its people; then that date falls, too, for a third."""
    year = make_year(cast)
    plan = make_frozen()
    second_date = another_session(year)
    cancel(year.session)
    first = approved(made_anew())
    with unguarded():
        Session.objects.create(
            code="EMPATI-01-C", programme=year.empathy, place="Kota Jayapura",
            start=dt.date(2027, 10, 5), end=dt.date(2027, 10, 6), min_seats=1, max_seats=5,
            contribution=400_000,
        )  # fmt: skip
        type(year.line).objects.filter(pk=year.line.pk).update(amount=600_000)
    assert Seat.objects.filter(plan=first, session=second_date).exists()
    return plan, first, approved(made_anew())


def test_a_second_change_goes_on_from_the_first(cast: Cast) -> None:
    plan, first, second = planned_twice(cast)
    new = set(Seat.objects.filter(plan=first).values_list("pk", flat=True))
    fallen = set(Release.objects.filter(plan=second).values_list("seat", flat=True))

    found = measure(YEAR, dt.date(2027, 1, 4))

    assert fallen and fallen <= new | set(plan.seats.values_list("pk", flat=True))
    assert fallen & new  # what the first change gave is what the second may take
    planned = {one.pk for one, on in zip(found.stored, found.seats.is_planned, strict=True) if on}
    latest = set(Seat.objects.filter(plan=second).values_list("pk", flat=True))
    assert planned == {*plan.seats.values_list("pk", flat=True), *new, *latest} - fallen
    assert second.amends == plan and second.totals["replan"]["released"] == len(fallen)
    assert [(one.number, one.key) for one in found.plans] == [
        (at, str(one.public_id)) for at, one in enumerate((plan, first, second))
    ]
    assert [one.released for one in found.plans] == [0, 0, len(fallen)]
    assert [one.seats for one in found.plans] == [plan.seats.count(), len(new), len(latest)]


def test_the_report_names_the_plan_and_its_changes_and_all_books_agree(
    cast: Cast, as_: As, tmp_path: Path
) -> None:
    plan, first, second = planned_twice(cast)
    folder = with_changes(plan, second, as_, tmp_path / "ekspor")
    answer = as_("citra").get(f"/rencana/{first.public_id}/unduh/perubahan.xlsx")
    (folder / "ubah-1.xlsx").write_bytes(answer.content)

    code, said = run(folder)

    assert code == 0, said
    rows = list(openpyxl.load_workbook(folder / "laporan.xlsx")["Rencana dan perubahan"].values)
    head = next(at for at, row in enumerate(rows) if row[0] == "NOMOR")
    table = [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]
    assert [row["NOMOR"] for row in table] == ["Rencana", "Perubahan 1", "Perubahan 2"]
    assert [row["NAMA"] for row in table] == [plan.name, first.name, second.name]
    assert {row["OLEH"] for row in table} == {FRANS.name}
    assert [row["BERUBAH"] for row in table] == [
        None, first.totals["replan"]["changed"], second.totals["replan"]["changed"],
    ]  # fmt: skip
    page = as_("citra").get(f"/realisasi/laporan/?tahun={YEAR}").content.decode()
    assert second.name in page and "Perubahan 2" in page
    pdf = pdf_text(as_("citra").get(f"/realisasi/laporan/?tahun={YEAR}&unduh=pdf").content)
    assert "Perubahan 2" in pdf and FRANS.name in pdf

    (folder / "ubah-1.xlsx").unlink()
    code, said = run(folder)
    assert code == 1 and "perubahan rencana ↔ laporan akhir tahun" in said


def test_a_change_after_the_report_is_told_and_an_older_report_still_opens(cast: Cast) -> None:
    make_year(cast)
    make_frozen()
    report = year_end.issue(CITRA, YEAR)
    with unguarded():
        BudgetLine.objects.filter(version__year=YEAR).update(amount=1)

    anew = approved(made_anew())

    told = [(d.part, d.row, d.field) for d in year_end.changes_since(report)]
    assert ("plans", anew.name, "released") in told
    del report.body["plans"]  # as one issued before plans were named
    assert all(one.part != "plans" for one in year_end.changes_since(report))
    assert rows_of(seen_by(report.body, 0))["plans"] == []
