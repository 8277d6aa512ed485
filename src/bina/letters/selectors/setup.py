"""Which letter templates are HR's own; one query."""

import datetime as dt
import hashlib
from importlib.resources import files
from typing import NamedTuple

from bina.letters.models import Template


class OwnTemplate(NamedTuple):
    """A template in use that is not the shipped one."""

    kind: str
    medium: str
    name: str
    by: str
    at: dt.datetime


def own_templates() -> list[OwnTemplate]:
    """The newest template of each kind and medium, those that came with the program left out."""
    folder = files("bina.letters") / "shipped"
    shipped = {hashlib.sha256(one.read_bytes()).hexdigest() for one in folder.iterdir()}
    newest: dict[tuple[str, str], Template] = {}
    for row in Template.objects.select_related("file").order_by("created_at", "pk"):
        newest[row.kind, row.medium] = row
    return [
        OwnTemplate(
            str(row.get_kind_display()), row.medium, row.file.name, row.created_by, row.created_at
        )
        for _, row in sorted(newest.items())
        if row.file.sha256 not in shipped
    ]
