"""Backup, restore and verification: the commands that must exist before any real data does."""

from pathlib import Path

import click

from bina.cli.frame import start


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
def backup(target: Path) -> None:
    """Simpan basis data dan berkas ke TARGET (.tar.gz), lalu periksa hasilnya."""
    start()
    from bina.cli.archive import check, write

    write(target)
    manifest = check(target)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    size = target.stat().st_size / 1e6
    click.echo(
        f"Cadangan {target} lengkap: {rows} baris, {len(manifest['files'])} berkas, {size:.1f} MB."
    )


@click.command()
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Ganti data yang ada (yang lama disisihkan).")
def restore(archive: Path, replace: bool) -> None:
    """Kembalikan basis data dan berkas dari ARCHIVE, bila cadangan itu utuh."""
    start()
    from bina.cli.archive import check, read

    manifest = check(archive)
    read(archive, manifest, replace=replace)
    click.echo(f"Data dari {manifest['made_at']} dipulihkan dan diperiksa.")


@click.command()
def verify() -> None:
    """Periksa rantai catatan audit dan keutuhan setiap berkas."""
    start()
    from bina.audit.services import verify as verify_chain
    from bina.files.models import StoredFile
    from bina.files.services import FileDamaged, read

    broken = verify_chain()
    damaged = []
    for stored in StoredFile.objects.filter(erased_at=None).iterator():
        try:
            read(stored)
        except FileDamaged:
            damaged.append(stored.name)
    if broken is not None:
        click.echo(f"Rantai audit putus pada catatan nomor {broken}.", err=True)
    for name in damaged:
        click.echo(f"Berkas hilang atau rusak: {name}", err=True)
    if broken is not None or damaged:
        raise SystemExit(1)
    click.echo("Catatan audit utuh; semua berkas utuh.")
