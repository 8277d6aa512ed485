"""The files about people and how they go into the tables."""

from typing import Any

from bina.calendar.today import today
from bina.formats.reading import BookData
from bina.formats.sheet import Book
from bina.imports.importer import Comparison, register
from bina.imports.undo_images import undo_image_of
from bina.people import tables, tables_facts, tables_history, tables_moves
from bina.people.rules.sheets import SIASN
from bina.people.siasn import compare, undo, write
from bina.people.siasn.protected import forget
from bina.text import Text


class SiasnImporter:
    """SIASN's Data Utama: people with their units, posts and numbers."""

    book: Book = SIASN
    permission: str = "imports.run"

    def compare(self, data: BookData) -> Comparison:
        """New, changed, unchanged and missing people."""
        return compare.compare(data, today())

    def apply(self, comparison: Comparison, run_id: int) -> dict[str, Any]:
        """Write them; the image takes everything back."""
        if comparison.payload is None:
            return {}
        return write.write(comparison.payload, run_id)

    def undo(self, image: dict[str, Any]) -> None:
        """Put back what `apply` changed."""
        if image:
            undo.undo(image)

    def undo_refusal(self, run_id: int) -> Text | None:
        """A later stage's veto, or work on the imported people since."""
        return undo.undo_refusal(run_id, undo_image_of(run_id))


register(SiasnImporter(), forget=forget)
for importer in (
    *tables.importers(),
    *tables_facts.fact_importers(),
    *tables_history.history_importers(),
    *tables_moves.move_importers(),
):
    register(importer)
