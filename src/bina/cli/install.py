"""Set an installation up: tables and the first users."""

import click

from bina.cli.frame import migrate_quietly, start


@click.command()
def migrate() -> None:
    """Sesuaikan basis data dengan versi program ini."""
    start()
    migrate_quietly()
    click.echo("Basis data sesuai dengan versi ini.")


@click.command()
@click.argument("username")
@click.option("--name", required=True, help="Nama yang tampil di layar.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(["hr_analyst", "hr_head", "mayor", "operator"]),
    help="Peran; boleh lebih dari satu.",
)
@click.password_option("--password", help="Kata sandi pertama.")
def user(username: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Buat pengguna pertama, misalnya operator dan analis BKPP."""
    start()
    migrate_quietly()
    from bina.people.services import create_user

    create_user(username, name, roles, password)
    click.echo(f"Pengguna {username} siap.")
