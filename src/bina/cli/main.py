"""The command line: `bina --help`. Commands are imported when called, so that help is quick."""

import importlib
import os
import sys
from typing import Any

import click

COMMANDS = {
    "serve": "bina.cli.serve:serve",
    "migrate": "bina.cli.install:migrate",
    "demo": "bina.cli.demo:demo",
    "import": "bina.cli.data:import_file",
    "templates": "bina.cli.data:templates",
    "gaps": "bina.cli.data:gaps",
    "plan": "bina.cli.plan_command:plan",
    "backup": "bina.cli.safety:backup",
    "restore": "bina.cli.safety:restore",
    "verify": "bina.cli.safety:verify",
    "user": "bina.cli.install:user",
}
EXIT_USAGE, EXIT_PROBLEM = 2, 1


class Lazy(click.Group):
    """A group that imports a command's module only when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: Any = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bina", message="%(version)s")
def bina() -> None:
    """Bina: dari data pegawai sampai rencana pengembangan yang terbukti mutunya."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bina.web.settings")


def main() -> None:
    """Run the command line; an error that a person can act on is one sentence, no traceback."""
    from bina.text import BinaError

    try:
        bina(standalone_mode=False, prog_name="bina")
    except click.exceptions.Abort:
        click.echo("Dihentikan.", err=True)
        sys.exit(130)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except BinaError as problem:
        click.echo(f"Tidak dapat dilanjutkan: {problem}", err=True)
        sys.exit(getattr(problem, "exit_code", EXIT_PROBLEM))
