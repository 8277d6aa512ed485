"""What a kind of fact is called, and which fields it has."""

from bina.api.registry import Fact
from bina.formats.sheet import Sheet
from bina.imports.comparing import importer_of


def title_of(fact: Fact) -> str:
    """The Indonesian title: its own, else that of its file."""
    return fact.title or importer_of(fact.kind).book.title


def sheet_of(fact: Fact) -> Sheet:
    """The fields: its own, else those of its file."""
    return fact.sheet or importer_of(fact.kind).book.sheets[0]
