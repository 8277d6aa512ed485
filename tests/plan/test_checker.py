"""The independent checker: silent on a right plan, and every rule broken once is found."""

import datetime as dt
import io
from collections.abc import Callable

import pytest
from tools.check_plan import Facts, Row, check, read_sheets

from bina.audit.guard import unguarded
from bina.citizens.models import Service, ServiceRole
from bina.plan.exports.checkable import checkable_workbook
from bina.plan.models import Pin, Quota
from bina.plan.services.computing import compute_now
from tests.cast import Cast
from tests.plan.scene import CITRA, YEAR, make_year

pytestmark = pytest.mark.django_db
Sheets = dict[str, list[Row]]


WRITTEN: list[bytes] = []  # the workbook, made once


@pytest.fixture
def sheets(cast: Cast) -> Sheets:
    """A small year with a counter, a pin and a real plan, as the command line writes it."""
    if not WRITTEN:
        WRITTEN.append(written(cast))
    return read_sheets(io.BytesIO(WRITTEN[0]))


def written(cast: Cast) -> bytes:
    """The workbook of the small year."""
    year = make_year(cast)
    with unguarded():
        year.coaching.coach_hours = 1
        service = Service.objects.create(
            code="PKM", name="Poli", unit=cast.puskesmas, channel="counter", open_days="01234",
            opens=dt.time(8), closes=dt.time(15), criticality=4,
        )  # fmt: skip
        ServiceRole.objects.create(service=service, name="Perawat", min_staff=1)
        Pin.objects.create(
            year=YEAR, kind="must", person=cast.ani, session=year.session, reason="a",
            requester="b", document_no="c",
        )  # fmt: skip
        Quota.objects.create(
            year=YEAR, programme=year.empathy, grouping="district", word="Jayapura Selatan",
            seats=1, reason="a",
        )  # fmt: skip
    plan = compute_now(CITRA, YEAR, work=5)
    return checkable_workbook(plan)


def seat_of(sheets: Sheets, session: bool = True) -> Row:
    return next(row for row in sheets["Kursi"] if bool(row["KODE SESI"]) == session)


def named(rows: list[Row], column: str, value: object) -> Row:
    return next(row for row in rows if row[column] == value)


def test_a_right_plan_is_left_in_peace(sheets: Sheets) -> None:
    report = check(sheets)

    assert report.violations == []
    assert report.figures["closure"] > 0


def person_row(sheets: Sheets) -> Row:
    return named(sheets["Orang"], "ORANG", seat_of(sheets)["ORANG"])


def other_tier(sheets: Sheets) -> None:
    named(sheets["Program"], "KODE PROGRAM", "EMPATI-01")["JENJANG SASARAN"] = "03"


def other_unit(sheets: Sheets) -> None:
    named(sheets["Program"], "KODE PROGRAM", "EMPATI-01")["UNIT SASARAN"] = "BKPP"


def already_there(sheets: Sheets) -> None:
    for row in sheets["Kebutuhan"]:
        row["LEVEL"] = 4.0


def on_leave(sheets: Sheets) -> None:
    sheets["Absen"].append(
        {"ORANG": seat_of(sheets)["ORANG"], "JENIS": "annual", "MULAI": "2027-03-02", "SELESAI": ""}
    )


def study_leave(sheets: Sheets) -> None:
    person_row(sheets)["KEDUDUKAN"] = "Tugas Belajar"


def too_many(sheets: Sheets) -> None:
    sheets["Sesi"][0]["KURSI MAKSIMUM"] = 1
    sheets["Sesi"][0]["KURSI MINIMUM"] = 1


def too_few(sheets: Sheets) -> None:
    sheets["Sesi"][0]["KURSI MINIMUM"] = 6


def too_dear(sheets: Sheets) -> None:
    sheets["Anggaran"][0]["PAGU"] = 1_000


def wrong_cost(sheets: Sheets) -> None:
    seat_of(sheets)["BIAYA"] = 1


def wrong_line(sheets: Sheets) -> None:
    sheets["Anggaran"][0]["UNIT YANG DIBIAYAI"] = "BKPP"


def same_time(sheets: Sheets) -> None:
    second = {**sheets["Program"][0], "KODE PROGRAM": "LAIN"}
    session = {**sheets["Sesi"][0], "KODE SESI": "LAIN-A", "KODE PROGRAM": "LAIN"}
    sheets["Program"].append(second)
    sheets["Sesi"].append({**session, "KURSI MINIMUM": 1})
    sheets["Kursi"].append({**seat_of(sheets), "KODE PROGRAM": "LAIN", "KODE SESI": "LAIN-A"})


def taken_twice(sheets: Sheets) -> None:
    sheets["Kursi"].append(dict(seat_of(sheets, session=False)))


def not_ready(sheets: Sheets) -> None:
    sheets["Program"].append({**sheets["Program"][0], "KODE PROGRAM": "DASAR"})
    named(sheets["Program"], "KODE PROGRAM", "EMPATI-01")["PRASYARAT"] = "DASAR"


def too_many_hours(sheets: Sheets) -> None:
    named(sheets["Setelan"], "KUNCI", "setting.jp_cap")["NILAI"] = "10"


def wrong_hours(sheets: Sheets) -> None:
    seat_of(sheets)["JP"] = 99


def too_much_coaching(sheets: Sheets) -> None:
    named(sheets["Program"], "KODE PROGRAM", "COACH-01")["BATAS JP PER ORANG"] = 1


def too_few_coaches(sheets: Sheets) -> None:
    sheets["Pelatih"][0]["JAM TERSEDIA"] = 0.5


def empty_counter(sheets: Sheets) -> None:
    sheets["Layanan"][0]["STAF MINIMUM"] = 3


def empty_unit(sheets: Sheets) -> None:
    sheets["Layanan"].clear()
    extra = dict(seat_of(sheets))
    for row in sheets["Orang"]:  # everybody of one unit sits in the session
        if row["KODE UNIT"] == "PKM-HMD":
            sheets["Kursi"].append({**extra, "ORANG": row["ORANG"], "NAMA": row["NAMA"]})


def broken_pin(sheets: Sheets) -> None:
    pin = sheets["Ketetapan"][0]
    sheets["Kursi"][:] = [row for row in sheets["Kursi"] if row["ORANG"] != pin["ORANG"]]


def broken_ban(sheets: Sheets) -> None:
    sheets["Ketetapan"][0]["JENIS"] = "forbid"


def broken_quota(sheets: Sheets) -> None:
    sheets["Kuota"][0]["KURSI"] = 99


def quota_of_an_office(sheets: Sheets) -> None:
    sheets["Kuota"][0].update({"MENURUT": "unit", "KELOMPOK": "DUKCAPIL", "KURSI": 2})


def boasted(sheets: Sheets) -> None:
    named(sheets["Setelan"], "KUNCI", "certificate.value")["NILAI"] = "999"


def false_bound(sheets: Sheets) -> None:
    named(sheets["Setelan"], "KUNCI", "certificate.closure_bound")["NILAI"] = "0.001"


@pytest.mark.parametrize(
    ("plant", "rule"),
    [
        (other_tier, "eligible"),
        (other_unit, "eligible"),
        (already_there, "level"),
        (on_leave, "available"),
        (study_leave, "available"),
        (too_many, "maximum"),
        (too_few, "minimum"),
        (too_dear, "budget"),
        (wrong_cost, "cost"),
        (wrong_line, "line"),
        (same_time, "overlap"),
        (taken_twice, "once"),
        (not_ready, "prerequisite"),
        (too_many_hours, "cap"),
        (wrong_hours, "hours"),
        (too_much_coaching, "open"),
        (too_few_coaches, "coach"),
        (empty_counter, "staffing"),
        (empty_unit, "staffing"),
        (broken_pin, "pin"),
        (broken_ban, "pin"),
        (broken_quota, "quota"),
        (quota_of_an_office, "quota"),
        (boasted, "claim"),
        (false_bound, "bound"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_planted_violation_is_found(
    sheets: Sheets, plant: Callable[[Sheets], None], rule: str
) -> None:
    plant(sheets)

    assert rule in check(sheets).rules


def test_days_of_a_session_leave_out_weekends(sheets: Sheets) -> None:
    sheets["Sesi"][0]["TANGGAL SELESAI"] = dt.date(2027, 3, 8)
    assert len(Facts(sheets).slots["EMPATI-01-A"]) == 10
