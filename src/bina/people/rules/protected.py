"""Protected columns of a Data Utama sheet: which values may be kept, and how they are hinted at.

Provisional: a NIK has 16 digits; only its length is checked, never its parts.
"""

from typing import Final

from bina.formats.problems import Problem
from bina.formats.reading import HIDDEN, SheetData
from bina.law.law import newest
from bina.people.rules.sheets import PROTECTED
from bina.text import N_, Text

NIK_DIGITS: Final[int] = newest("employment.nik_digits")
SHOWN_END: Final = 2  # characters of a number by which two rows can be told apart
_NUMBERS: Final = frozenset({"nik", "phone", "bpjs", "npwp"})
_NOT_A_NIK: Final = Text(N_("NIK bukan {n} angka; tidak disimpan"), {"n": NIK_DIGITS})
_WRITE_AS_TEXT: Final = Text(N_("Ubah format kolom menjadi Teks lalu tulis ulang angka NIK."))


def protected_columns(
    sheet: SheetData,
) -> tuple[dict[str, list[str | None]], list[Problem]]:
    """Per kept column the values of the good rows, and doubts about those that are not kept."""
    columns: dict[str, list[str | None]] = {}
    problems: list[Problem] = []
    good, rows = sheet.good(), sheet.good_rows()
    for column in PROTECTED:
        if column.key not in sheet.understood:
            continue
        values = list(good[column.key])
        if column.key == "nik":
            for at, value in enumerate(values):
                if value is not None and not is_nik(value):
                    values[at] = None
                    problems.append(
                        Problem(
                            sheet.name,
                            rows[at],
                            sheet.understood["nik"],
                            HIDDEN,
                            _NOT_A_NIK,
                            _WRITE_AS_TEXT,
                            "doubt",
                        )
                    )
        columns[column.key] = values
    return columns, problems


def is_nik(value: str) -> bool:
    """Whether it has the form of a NIK.

    >>> is_nik("9171014101900001"), is_nik("917101410190001"), is_nik("9.17101E+15")
    (True, False, False)
    """
    return len(value) == NIK_DIGITS and value.isascii() and value.isdigit()


def hint(key: str, value: str) -> str:
    """What a preview shows instead of the value.

    >>> hint("nik", "9171014101900001"), hint("religion", "Kristen"), hint("phone", "1")
    ('•••01', '•••', '•••')
    """
    if key in _NUMBERS and len(value) > 3 * SHOWN_END:
        return f"{HIDDEN}{value[-SHOWN_END:]}"
    return HIDDEN
