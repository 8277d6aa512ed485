"""`bina plan`: the named files in, a certified plan out. No server, a throw-away database."""

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
REQUIRED = {
    "people": "Data Utama SIASN.",
    "standards": "Kamus dan standar kompetensi jabatan.",
    "services": "Layanan publik dengan staf minimum.",
    "catalog": "Katalog program dan sesi.",
    "budget": "Anggaran pengembangan.",
}
OPTIONAL = {
    "units": "Unit organisasi.",
    "absences": "Cuti, tugas belajar dan akhir kontrak.",
    "trainings": "Riwayat pengembangan kompetensi.",
    "calendar": "Libur, cuti bersama dan kalender sekolah.",
    "results": "Hasil penilaian kompetensi.",
    "skm": "Hasil Survei Kepuasan Masyarakat.",
    "factors": "Faktor prioritas kesenjangan.",
    "costs": "Standar biaya perjalanan.",
    "pins": "Ketetapan BKPP: siapa harus atau tidak boleh ikut apa.",
}
ORDER = (
    "units", "people", "absences", "trainings", "standards", "calendar", "services", "skm",
    "results", "factors", "costs", "catalog", "budget", "pins",
)  # fmt: skip
EXIT_FILE, EXIT_STOPPED = 2, 130


def _file_options(command: Any) -> Any:
    for name, words in reversed({**REQUIRED, **OPTIONAL}.items()):
        command = click.option(f"--{name}", type=FILE, required=name in REQUIRED, help=words)(
            command
        )
    return command


class FileProblem(click.ClickException):
    """A file that cannot be used."""

    exit_code = EXIT_FILE


@click.command()
@_file_options
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Berkas hasil."
)
@click.option(
    "--certificate",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Berkas sertifikat (ZIP), untuk diperiksa siapa pun dengan tools/check_plan.",
)
@click.option("--year", type=click.IntRange(2020, 2100), help="Bawaan: tahun anggaran.")
@click.option("--seconds", type=click.FloatRange(1, 36_000), help="Waktu paling lama menyusun.")
@click.option("--work", type=click.IntRange(1, 100_000), help="Jumlah kerja; hasil dapat diulang.")
@click.option("--seed", type=click.IntRange(1), default=1, show_default=True, help="Benih.")
@click.option(
    "--for-noise",
    type=click.IntRange(0, 90),
    is_flag=False,
    flag_value=10,
    metavar="[PERSEN]",
    help="Hitung dengan ketidakpastian; PERSEN kursi yang diperkirakan kosong, tanpa angka: 10.",
)
@click.option("--day", help="Hari yang dianggap hari ini, TTTT-BB-HH; bawaan: hari ini.")
def plan(
    out: Path,
    certificate: Path | None,
    year: int | None,
    seconds: float | None,
    work: int | None,
    seed: int,
    for_noise: int | None,
    day: str | None,
    **files: Path | None,
) -> None:
    """Susun rencana dari berkas-berkas dan tulis rencana.xlsx beserta bahan pemeriksaannya.

    Kode keluar: 0 selesai, 2 berkas atau pilihan salah, 3 aturan tidak mungkin dipenuhi bersama,
    130 dihentikan (rencana terbaik sejauh itu tetap ditulis).
    """
    if seconds and work:
        raise click.UsageError("Pilih salah satu: --seconds atau --work.")
    for file in (out, certificate or out):
        if not file.absolute().parent.is_dir():
            folder_name = file.absolute().parent
            raise click.UsageError(f"Folder {folder_name} tidak ada. Buat dahulu foldernya.")
    with tempfile.TemporaryDirectory(prefix="bina-plan-") as folder:
        _throw_away_database(folder, day)
        for kind in ORDER:
            path = files.get(kind)
            if path is not None:
                _import(kind, path)
        constants: dict[str, Any] = {"for_noise": for_noise is not None}
        if for_noise is not None:
            constants["empty_percent"] = for_noise
        made, stopped = _plan(year, seed, seconds if not work else None, work, constants)
        _write(made, out, certificate)
    if stopped:
        click.echo(f"Dihentikan; rencana terbaik sejauh itu ditulis ke {out}.", err=True)
        raise SystemExit(EXIT_STOPPED)


def _throw_away_database(folder: str, day: str | None) -> None:
    os.environ.update(BINA_DATA=folder, BINA_DATABASE="", BINA_DEBUG="0")
    if day:
        os.environ["BINA_DAY"] = day
    from bina.cli.frame import migrate_quietly, start

    start()
    migrate_quietly()


def _import(kind: str, path: Path) -> None:
    """Import one file; a refused file ends the command with what is wrong and what to do."""
    from bina.audit.services import SYSTEM
    from bina.imports.models import ImportRun
    from bina.imports.services import import_now
    from bina.text import Text

    run = import_now(SYSTEM, kind, path.read_bytes(), path.name)
    if run.state == ImportRun.State.REFUSED:
        raise FileProblem(f"{path}: {Text.from_json(run.refusal or {}).plain()}")
    counts = run.counts
    click.echo(
        f"{path.name}: {counts.get('rows', 0)} baris, {counts.get('new', 0)} masuk, "
        f"{counts.get('error', 0)} ditolak, {counts.get('doubt', 0)} diragukan",
        err=True,
    )
    for row in run.problems.filter(severity="error")[:5]:
        reason, remedy = Text.from_json(row.reason), Text.from_json(row.remedy)
        place = f"{row.sheet} baris {row.row}, {row.column}" if row.row else row.sheet
        click.echo(f"  {place}: {reason} {remedy}", err=True)
    if not counts.get("rows", 0) or counts.get("rows") == counts.get("error"):
        raise FileProblem(
            f"{path}: tidak ada baris yang dapat dipakai. Perbaiki masalah di atas, lalu ulangi."
        )


def _plan(
    year: int | None, seed: int, seconds: float | None, work: int | None, constants: dict[str, Any]
) -> tuple[Any, bool]:
    """Compute; returns the plan and whether somebody stopped it."""
    from bina.audit.services import SYSTEM
    from bina.calendar.today import today
    from bina.gaps.services import run_gaps
    from bina.money.selectors import years as budget_years
    from bina.plan.rules.settings import PlanSettings
    from bina.plan.services import compute_now
    from bina.plan.services.computing import Watch

    run_gaps(SYSTEM, today())
    years = budget_years()
    chosen = year or (years[0] if years else today().year + 1)
    with _interrupt() as asked, _bar() as report:
        made = compute_now(
            SYSTEM,
            chosen,
            seconds=seconds if work else (seconds or 60.0),
            work=work,
            seed=seed,
            settings=PlanSettings.from_json(constants),
            watch=Watch(report, lambda: bool(asked)),
        )
    made.refresh_from_db()
    return made, bool(asked)


def _write(made: Any, out: Path, certificate: Path | None) -> None:
    """The workbook, the certificate's file if asked for, and what they say."""
    from bina.plan.exports.certificate import certificate_file
    from bina.plan.exports.checkable import checkable_workbook

    counted = "dihitung dengan ketidakpastian" if made.settings["for_noise"] else ""
    out.write_bytes(checkable_workbook(made, counted))
    if certificate is not None:
        certificate.write_bytes(certificate_file(made))
    _say(made, out)
    if certificate is not None:
        click.echo(f"Sertifikat ditulis ke {certificate}")


def _say(made: Any, out: Path) -> None:
    from bina.plan.rules.sayings import grouped
    from bina.plan.rules.words import closure_sentence, hours_sentence

    click.echo(str(closure_sentence(made.certificate)))
    click.echo(str(hours_sentence(made.certificate)))
    totals = made.totals
    spent, budget = grouped(totals["cost"]), grouped(totals["budget"])
    click.echo(
        f"{totals['seats']} kursi untuk {totals['planned_people']} orang, "
        f"Rp {spent} dari Rp {budget}"
    )
    if "counted" in totals:
        click.echo(
            f"{totals['closure']:.1f} poin menurut tingkat terukur, "
            f"{totals['counted']['expected']:.1f} dapat diharapkan bila "
            f"{made.settings['empty_percent']} % kursi kosong"
        )
    click.echo(f"Ditulis ke {out}")


@contextmanager
def _interrupt() -> Iterator[list[int]]:
    """Ctrl-C asks to stop and keep the best; a second one ends at once."""
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _bar() -> Iterator[Any]:
    """A progress bar on standard error: phase, share, value, bound."""
    started = time.monotonic()

    def report(progress: Any) -> None:
        gap = f", jarak {100 * progress.gap:.1f} %" if progress.gap is not None else ""
        filled = int(20 * progress.share_done)
        seconds = time.monotonic() - started
        click.echo(
            f"\r[{'#' * filled}{'.' * (20 - filled)}] {seconds:4.0f} dtk "
            f"kurang {progress.missing_jp if progress.missing_jp is not None else '-'} JP{gap}   ",
            err=True,
            nl=False,
        )

    yield report
    click.echo("", err=True)
