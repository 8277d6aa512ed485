"""A year whose plan was amended: new seats are planned, released ones are not, all books agree."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from bina.audit.guard import unguarded
from bina.plan.models import Plan, Release, Seat
from bina.reports.selectors.measured import measure
from tests.cast import Cast
from tests.plan.scene import YEAR, make_frozen, make_year
from tests.plan.test_replanning import another_session, approved, cancel, made_anew
from tests.reports.test_check_totals import As, exported, run, tamper

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
