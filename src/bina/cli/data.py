"""Import files, compute gaps, write blank templates – the same acts as on the pages."""

from pathlib import Path

import click

from bina.cli.frame import migrate_quietly, start

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="import")
@click.argument("kind")
@click.argument("file", type=FILE)
@click.option("--source", default="baris perintah", help="Nama asal berkas; pemetaan diingat.")
@click.option("--check", is_flag=True, help="Hanya periksa; tidak menulis apa pun.")
@click.option("--problems", type=click.Path(path_type=Path), help="Tulis daftar masalah (.xlsx).")
def import_file(kind: str, file: Path, source: str, check: bool, problems: Path | None) -> None:
    """Impor FILE jenis KIND (people, units, standards, services, catalog, budget …)."""
    start()
    migrate_quietly()
    from bina.audit.services import SYSTEM
    from bina.formats.template import problem_file
    from bina.imports import selectors, services
    from bina.imports.importer import IMPORTERS
    from bina.imports.models import ImportRun

    if kind not in IMPORTERS:
        raise click.UsageError(
            f"Jenis {kind} tidak dikenal. Pilih: {', '.join(sorted(IMPORTERS))}."
        )
    run = services.receive(SYSTEM, kind, source, file.read_bytes(), file.name)
    if run.state != ImportRun.State.REFUSED:
        services.preview(SYSTEM, run)
        run.refresh_from_db()
    if run.state == ImportRun.State.REFUSED:
        from bina.text import Text

        raise click.ClickException(Text.from_json(run.refusal or {}).plain())
    _say_counts(run.counts)
    if problems:
        found = selectors.stored_problems(run)
        problems.write_bytes(problem_file(found, title=run.file_name))
        click.echo(f"Daftar masalah: {problems}")
    if check:
        services.cancel(SYSTEM, run)
        return
    services.apply(SYSTEM, run)
    click.echo("Sudah diterapkan.")


def _say_counts(counts: dict[str, int]) -> None:
    words = {
        "rows": "baris dibaca",
        "new": "baru",
        "changed": "berubah",
        "unchanged": "sama",
        "missing": "tidak ada di berkas",
        "error": "ditolak",
        "doubt": "diragukan",
    }
    click.echo(", ".join(f"{counts.get(key, 0)} {word}" for key, word in words.items()))


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def templates(folder: Path) -> None:
    """Tulis berkas kosong berisi satu baris contoh untuk setiap jenis impor ke FOLDER."""
    start()
    from bina.formats.template import blank_template
    from bina.imports.importer import IMPORTERS

    folder.mkdir(parents=True, exist_ok=True)
    for importer in IMPORTERS.values():
        (folder / importer.book.file_name).write_bytes(blank_template(importer.book))
        click.echo(str(folder / importer.book.file_name))


@click.command()
def gaps() -> None:
    """Hitung kesenjangan kompetensi semua pegawai hari ini."""
    start()
    migrate_quietly()
    from bina.audit.services import SYSTEM
    from bina.calendar.today import today
    from bina.gaps.services import run_gaps

    run = run_gaps(SYSTEM, today())
    for key, value in run.totals.items():
        if isinstance(value, (int, float, str)):
            click.echo(f"{key}: {value}")
