"""A small year is lived through the services; a program that reads only its exports checks it."""

import datetime as dt
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.catalog.models import Programme, Session
from bina.law.law import law_on
from bina.learning.models import Attendance, Outcome
from bina.learning.services import attendance, outcomes, uploads
from bina.letters.models import Kind
from bina.letters.services.issuing import issue
from bina.money import ledger
from bina.people.selectors import access_of
from bina.plan.commitments import write_answer
from bina.plan.models import Plan, Seat
from bina.plan.services.nominating import call, confirm
from bina.plan.services.substituting import substitute
from bina.reports.services import year_end
from tests.cast import Cast
from tests.letters.scene import set_up
from tests.money.scene import line
from tests.plan.scene import CITRA, make_frozen, make_year

pytestmark = pytest.mark.django_db
TOOL = Path(__file__).resolve().parents[2] / "tools" / "check_totals.py"
SPRING, AFTER = dt.date(2027, 1, 11), dt.date(2027, 3, 8)
As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.FIXED_DAY = SPRING.isoformat()


def live(cast: Cast, settings: Any) -> Plan:
    """Approved plan, call letters, two declines and a substitute, attendance, cost as paid."""
    year = make_year(cast)
    with unguarded():
        Session.objects.update(max_seats=2)
        Programme.objects.filter(mode="classroom").update(form="Diklat Teknis")
    plan = make_frozen()
    session = Session.objects.get(pk=year.session.pk)
    set_up(cast)
    seats = list(Seat.objects.filter(plan=plan, session=session).order_by("person__name"))
    call(CITRA, session, seats, deadline=dt.date(2027, 2, 1), day=SPRING)
    issue(SYSTEM, Kind.CALL, [session], SPRING)
    (rest,) = {cast.ani, cast.budi, cast.dani} - {seat.person for seat in seats}
    leaves = next(seat for seat in seats if seat.person.unit == rest.unit)  # one counter, one away
    stays = next(seat for seat in seats if seat != leaves)
    write_answer(CITRA, leaves, accepts=False, reason="Cuti besar", day=SPRING)
    taken = substitute(CITRA, Seat.objects.get(pk=leaves.pk), rest, SPRING)
    call(CITRA, session, [taken], deadline=dt.date(2027, 2, 1), day=SPRING)
    issue(SYSTEM, Kind.CALL, [session], SPRING)
    for seat in (stays, taken):
        write_answer(CITRA, Seat.objects.get(pk=seat.pk), accepts=True, reason="", day=SPRING)
    confirm(CITRA, session, [stays, taken])
    settings.FIXED_DAY = AFTER.isoformat()
    happen(cast, session, paid={stays.person_id: 1_234_567, taken.person_id: 350_000})
    room = ledger.Entry(line("BKPP-01"), 1_000_000, "Biaya tetap sesi", AFTER)
    ledger.post_realisation(CITRA, room)
    wrong = ledger.post_realisation(CITRA, room)
    assert wrong is not None
    ledger.reverse(CITRA, wrong, "Tercatat dua kali", AFTER)
    return plan


def happen(cast: Cast, session: Session, paid: dict[int, int]) -> None:
    """Everybody was there; results, evidence and cost are noted and approved."""
    for slot in attendance.half_days_of(session):
        attendance.note(CITRA, session, slot, dict.fromkeys(paid, True), how=Attendance.How.LIST)
    outcomes.close_session(CITRA, session, law_on(AFTER), AFTER)
    hr_head = access_of(cast.user("hr_head"))
    for outcome in Outcome.objects.filter(session=session):
        outcomes.set_result(CITRA, outcome, passed=True, score=None, paid=paid[outcome.person_id])
        uploads.add_evidence(CITRA, outcome, b"%PDF-1.7 sertifikat", "sertifikat.pdf")
        outcomes.approve(hr_head, Outcome.objects.get(pk=outcome.pk), law_on(AFTER))


def exported(plan: Plan, citra: Client, folder: Path) -> Path:
    """Every file as a user downloads it."""
    report = year_end.issue(CITRA, plan.year)
    folder.mkdir()
    for name, url in (
        ("hcdp", reverse("plan:hcdp", args=[plan.public_id])),
        ("nominasi", "/surat/?waktu=semua&unduh=nominasi"),
        ("agenda", "/surat/agenda/?unduh=1"),
        ("keadaan", f"/anggaran/?tahun={plan.year}&unduh=keadaan"),
        ("realisasi", f"/realisasi/unduh/?tahun={plan.year}"),
        ("laporan", f"/realisasi/laporan/{report.public_id}/?unduh=xlsx"),
    ):
        answer = citra.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        (folder / f"{name}.xlsx").write_bytes(answer.content)
    return folder


def run(*paths: Path) -> tuple[int, str]:
    """Exit code and what the program said, in a process that knows nothing of Bina."""
    done = subprocess.run(
        [sys.executable, "-E", str(TOOL), *map(str, paths)],
        capture_output=True, text=True, check=False, env={},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def tamper(folder: Path, name: str, sheet: str, header: str, change: Callable[[Any], Any]) -> None:
    """Change the first number under a header."""
    path = folder / f"{name}.xlsx"
    book = openpyxl.load_workbook(path)
    rows = list(book[sheet].iter_rows())
    at = next(n for n, row in enumerate(rows) if header in [cell.value for cell in row])
    column = [cell.value for cell in rows[at]].index(header)
    cell = next(row[column] for row in rows[at + 1 :] if row[column].value not in (None, ""))
    cell.value = change(cell.value)
    book.save(path)


def test_a_lived_year_agrees_and_every_tampered_export_is_found(
    cast: Cast, as_: As, tmp_path: Path, settings: Any
) -> None:
    plan = live(cast, settings)
    folder = exported(plan, as_("citra"), tmp_path / "ekspor")

    code, said = run(folder)

    assert code == 0, said
    assert "TIDAK ADA" not in said
    assert int(said.splitlines()[-1].split()[0]) > 100

    for number, (name, sheet, header, change, words) in enumerate((
        ("hcdp", "HCDP", "ANGGARAN", lambda value: value + 1, "rupiah rencana ↔ realisasi, sesi"),
        ("hcdp", "HCDP", "JP", lambda value: value - 1, "JP rencana ↔ realisasi, unit"),
        ("hcdp", "HCDP", "NIP", lambda value: "1" * 18, f"NIP {'1' * 18}: 0 ≠ 1"),
        ("hcdp", "Biaya tetap", "BIAYA TETAP", lambda value: value + 1, "biaya tetap, pos BKPP-01"),
        ("hcdp", "Biaya tetap", "BIAYA TETAP", lambda value: value + 1, "komitmen Biaya tetap"),
        ("hcdp", "Per pos", "DIPAKAI RENCANA", lambda value: value + 1, "dipakai rencana, pos"),
        ("nominasi", "Nominasi", "BIAYA", lambda value: value + 1, "rupiah rencana ↔ nominasi"),
        ("nominasi", "Nominasi", "KEADAAN", lambda value: "x", "bukan Digantikan"),
        ("agenda", "Agenda surat", "NIP", lambda value: "2" * 18, "tidak dinominasikan"),
        ("agenda", "Agenda surat", "NOMOR", lambda value: "800/0", "tidak ada dalam agenda"),
        ("keadaan", "Keadaan Pos", "SISA", lambda value: value + 1, "sisa pos BKPP-01"),
        ("keadaan", "Buku Pos", "JUMLAH", lambda value: value + 1, "Komitmen buku pos"),
        ("realisasi", "Kursi", "DIBAYAR", lambda value: value + 1, "dibayar bagi"),
        ("realisasi", "Kursi", "JP SELESAI", lambda value: value + 0.1, "lembar Per sesi kolom JP"),
        ("realisasi", "Per unit", "DIBAYAR", lambda value: value + 1, "lembar Per unit kolom"),
        ("realisasi", "Per pos", "DIBAYAR LAINNYA", lambda value: value + 1, "selain kursi, pos"),
        ("laporan", "Per kelompok", "PEGAWAI", lambda value: value + 1, "jumlah menurut Distrik"),
        ("laporan", "Per sesi", "DIBAYAR", lambda value: value + 1, "lembar Per sesi, DIBAYAR"),
        ("laporan", "Ringkasan", "SELESAI", lambda value: value + 1, "laporan ↔ realisasi, Kursi"),
    )):  # fmt: skip
        copy = tmp_path / f"salah-{number}"
        shutil.copytree(folder, copy)
        tamper(copy, name, sheet, header, change)

        code, said = run(copy)

        assert code == 1, (name, sheet, header, said)
        assert words in said, (name, sheet, header, said)


def test_a_missing_file_is_said_and_the_rest_is_checked(
    cast: Cast, as_: As, tmp_path: Path, settings: Any
) -> None:
    folder = exported(live(cast, settings), as_("citra"), tmp_path / "ekspor")

    code, said = run(folder / "keadaan.xlsx", folder / "realisasi.xlsx")

    assert code == 0, said
    assert "TIDAK ADA rencana (HCDP)" in said


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 rusak"])
def test_a_broken_file_or_none_ends_with_two(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(content)

    assert run(path)[0] == 2
    assert run(tmp_path / "kosong")[0] == 2
