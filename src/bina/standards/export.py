"""The dictionary and the SKJ as a workbook in the layout of the import."""

from bina.formats.book_tables import as_imported
from bina.formats.tables import write_table
from bina.standards.rules.sheets import STANDARDS
from bina.standards.selectors import exported_levels, exported_standards


def standards_workbook(label: str = "") -> bytes:
    """Sheets Kamus and SKJ; two queries. `label` says e.g. that the data are made up."""
    dictionary, skj = STANDARDS.sheets
    return write_table(
        as_imported(dictionary, exported_levels(), label),
        as_imported(skj, exported_standards(), label),
    )
