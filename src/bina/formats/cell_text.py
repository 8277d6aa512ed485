"""The plain text of a cell, and text brought to one form for comparing."""

import re
from datetime import date, datetime, time
from typing import Any, Final

_BLANKS: Final = re.compile(r"\s+")
_AROUND_MARKS: Final = re.compile(r"\s*([-/._;:])\s*")
_NOT_ALPHANUMERIC: Final = re.compile(r"[\W_]+")


def plain(value: Any) -> str:
    """The cell as people would read it; '' for an empty cell.

    >>> plain(16.0), plain("  Ani   Wenda "), plain(True)
    ('16', 'Ani Wenda', 'TRUE')
    """
    if isinstance(value, str):
        return _BLANKS.sub(" ", value).strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.strftime("%d-%m-%Y" if midnight else "%d-%m-%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def comparable(text: str) -> str:
    """Letters and digits only, without case: how headers, sheets and choices are compared.

    >>> comparable("NIP  Baru."), comparable("GOL_AKHIR-NAMA")
    ('nipbaru', 'golakhirnama')
    """
    return _NOT_ALPHANUMERIC.sub("", text.casefold())


def code_form(text: str) -> str:
    """The one form of a code: capitals, single blanks, none around marks.

    >>> code_form("bimbingan  Teknis"), code_form("bkpp - 01")
    ('BIMBINGAN TEKNIS', 'BKPP-01')
    """
    return _AROUND_MARKS.sub(r"\1", _BLANKS.sub(" ", text)).strip().upper()
