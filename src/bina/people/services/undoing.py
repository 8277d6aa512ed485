"""Where later stages say that an import of people must stay, e.g. under an approved plan."""

from collections.abc import Callable
from typing import Final

from bina.text import Text

Veto = Callable[[int], Text | None]  # run id -> why it must stay; None: no objection
VETOES: Final[list[Veto]] = []


def add_undo_veto(veto: Veto) -> None:
    """Ask `veto` before an import of people is undone; call it in your AppConfig.ready."""
    if veto not in VETOES:
        VETOES.append(veto)
