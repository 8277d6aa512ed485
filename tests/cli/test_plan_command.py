"""`bina plan` as a person runs it: files in, a checked plan out, telling exit codes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tools.check_plan import Facts, check, read_sheets
from tools.check_plan.against_workbook import check_against
from tools.check_plan.certificate import check_certificate, read_certificate

from bina.demo.city import generate
from tests.formats.workbooks import xlsx

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
PEOPLE = 260  # the smallest town that the generator makes


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files of a small town by kind."""
    folder = tmp_path_factory.mktemp("town")
    manifest = generate(folder, people=PEOPLE)
    return {kind: folder / name for kind, name in manifest.files.items()}


def command(town: dict[str, Path], out: Path, *more: str) -> list[str]:
    """The command line with all files of the town that it takes."""
    kinds = (
        "people standards services catalog budget units absences trainings calendar results "
        "factors costs"
    )
    files = [part for kind in kinds.split() for part in (f"--{kind}", str(town[kind]))]
    return [sys.executable, "-m", "bina", "plan", *files, "--out", str(out), *more]


def bina_plan(town: dict[str, Path], out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        command(town, out, *more),
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )


@pytest.mark.slow
def test_a_town_is_planned_and_the_independent_checker_finds_nothing(
    town: dict[str, Path], tmp_path: Path
) -> None:
    out, proof = tmp_path / "rencana.xlsx", tmp_path / "sertifikat.zip"

    done = bina_plan(town, out, "--work", "5", "--day", "2026-11-23", "--certificate", str(proof))

    assert done.returncode == 0, done.stderr
    assert "Ditulis ke" in done.stdout
    sheets = read_sheets(out)
    for kind in ("catalog", "budget", "services", "costs"):  # the uploaded originals
        sheets.update(read_sheets(town[kind]))
    report = check(sheets)
    assert report.violations == []
    assert report.figures["closure"] > 0
    certificate = read_certificate(proof)
    check_against(certificate, Facts(sheets), report)
    assert check_certificate(certificate, report).violations == []
    assert report.figures["closure_bound"] >= report.figures["value"]


@pytest.mark.slow
def test_a_town_planned_for_noise_says_so_and_is_borne_out(
    town: dict[str, Path], tmp_path: Path
) -> None:
    out, proof = tmp_path / "rencana.xlsx", tmp_path / "sertifikat.zip"
    more = ("--work", "2", "--for-noise", "20", "--certificate", str(proof))

    done = bina_plan(town, out, "--day", "2026-11-23", *more)

    assert done.returncode == 0, done.stderr
    assert "ketidakpastian" in done.stdout and "bila 20 % kursi kosong" in done.stdout
    sheets, certificate = read_sheets(out), read_certificate(proof)
    report = check(sheets)
    check_against(certificate, Facts(sheets), report)
    assert check_certificate(certificate, report).violations == []
    assert certificate.claims["counts"] == "expected" and certificate.measured is not None


@pytest.mark.slow
def test_one_interrupt_keeps_the_best_plan_so_far_and_ends_with_130(
    town: dict[str, Path], tmp_path: Path
) -> None:
    out, heard = tmp_path / "rencana.xlsx", ""
    started = subprocess.Popen(
        command(town, out, "--seconds", "3000", "--day", "2026-11-23"),
        env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert started.stderr is not None

    while "jarak" not in heard:  # a plan and a bound are there
        read = started.stderr.read(40)
        assert read, heard
        heard += read
    started.send_signal(signal.SIGINT)
    said, rest = started.communicate(timeout=300)

    assert started.returncode == 130, rest
    assert f"rencana terbaik sejauh itu ditulis ke {out}" in rest
    assert "Ditulis ke" in said
    assert read_sheets(out)


def test_a_broken_file_is_named_and_ends_with_two(town: dict[str, Path], tmp_path: Path) -> None:
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")

    done = bina_plan({**town, "units": broken}, tmp_path / "out.xlsx", "--work", "1")

    assert done.returncode == 2
    assert "rusak.xlsx" in done.stderr
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize(
    "more",
    [("--work", "1", "--seconds", "5"), ("--seed", "0"), ("--for-noise", "95")],
    ids=["both budgets", "seed", "empty seats"],
)
def test_wrong_options_end_with_two(
    town: dict[str, Path], tmp_path: Path, more: tuple[str, ...]
) -> None:
    done = bina_plan(town, tmp_path / "out.xlsx", *more)

    assert done.returncode == 2


@pytest.mark.parametrize("option", ["--out", "--certificate"])
def test_a_folder_that_is_not_there_is_named(
    town: dict[str, Path], tmp_path: Path, option: str
) -> None:
    lost = str(tmp_path / "nowhere" / "out")

    done = bina_plan(town, tmp_path / "out.xlsx", "--work", "1", option, lost)

    assert done.returncode == 2
    assert "nowhere" in done.stderr


def pins_file(folder: Path, town: dict[str, Path], session: str) -> Path:
    """A file in which HR wants somebody in a session, and also forbids it."""
    nip = next(
        str(row["NIP BARU"]).strip("'")
        for row in read_sheets(town["people"]).popitem()[1]
        if str(row.get("NIP BARU") or "").isdigit() and len(str(row["NIP BARU"])) == 18
    )
    path = folder / "ketetapan.xlsx"
    heads = ("TAHUN", "JENIS", "NIP", "KODE SESI", "ALASAN", "PEMINTA", "NOMOR SURAT")
    rows = [(2027, kind, nip, session, "Uji", "Kepala", "1") for kind in ("Harus", "Tidak boleh")]
    path.write_bytes(xlsx(("Ketetapan", [heads, *rows])))
    return path


def test_contradicting_pins_end_with_three_and_name_the_rule(
    town: dict[str, Path], tmp_path: Path
) -> None:
    session = read_sheets(town["catalog"])["Sesi"][0]["KODE SESI"]
    pins = pins_file(tmp_path, town, str(session))
    out = tmp_path / "out.xlsx"

    done = bina_plan(
        town, out, "--pins", str(pins), "--work", "1", "--year", "2027", "--day", "2026-11-23"
    )

    assert done.returncode == 3, done.stderr
    assert "Rencana tidak mungkin" in done.stderr
    assert not out.exists()
