"""What a workbook that people upload must look like: sheets, columns, kinds of value.

One description feeds four things: the reader, the blank template with its example row, the
documentation and the demonstration city. A stage declares its own books in `rules/sheets.py`.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal[
    "text",  # trimmed text
    "code",  # text whose case and inner blanks do not matter; numbers lose a trailing ".0"
    "nip",  # 18 digits as text; a number cell is doubtful, for Excel keeps 15 digits only
    "date",  # datetime.date; text DD-MM-YYYY, DD/MM/YYYY or YYYY-MM-DD, or an Excel date
    "integer",
    "decimal",  # decimal comma or point
    "money",  # whole rupiah; "Rp 1.250.000" is understood
    "choice",  # one of `choices`, compared without case and punctuation
    "flag",  # ya / tidak
    "list",  # values between semicolons
    "time",  # HH:MM or HH.MM
]


@dataclass(frozen=True)
class Column:
    """One column: `key` is its name in code, `header` its exact text in the template."""

    key: str
    header: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()  # (stored, shown in the file)
    aliases: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    max_length: int = 300
    help: str = ""  # Indonesian, one sentence for the template and the guide
    example: str = ""
    protected: bool = False  # read only where a written purpose exists; never shown in the clear


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows are identified by `key`, a tuple of column keys."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = True
    aliases: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        """The column of that key. Raises KeyError with the sheet's name."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(f"sheet {self.name} has no column {key}")


@dataclass(frozen=True)
class Book:
    """One kind of upload. `kind` is its name in URLs, on the command line and in the audit."""

    kind: str
    title: str  # Indonesian
    file_name: str  # of the blank template and of the demonstration file
    sheets: tuple[Sheet, ...]
    help: str = ""
    dropped: tuple[str, ...] = field(default=())  # headers known and dropped for lack of a purpose
    optional: tuple[Column, ...] = ()  # of the first sheet: dropped unless kept for a purpose


def with_kept(book: Book, keys: Collection[str]) -> Book:
    """The book with those of its optional columns that are kept for a purpose; others stay dropped.

    >>> kept = Column("nik", "NIK", protected=True)
    >>> book = Book("b", "B", "b.xlsx", (Sheet("S", (), ()),), dropped=("NIK",), optional=(kept,))
    >>> with_kept(book, ["nik"]).dropped, with_kept(book, []).dropped
    ((), ('NIK',))
    """
    kept = tuple(column for column in book.optional if column.key in keys)
    if not kept:
        return book
    headers = {column.header for column in kept}
    first = replace(book.sheets[0], columns=(*book.sheets[0].columns, *kept))
    return replace(
        book,
        sheets=(first, *book.sheets[1:]),
        dropped=tuple(header for header in book.dropped if header not in headers),
    )
