"""The number of a letter: a counter per year and kind in a pattern that the agency chose."""

import datetime as dt
import re

PLACES = ("nomor", "bulan", "tahun")
_PLACE = re.compile(r"\{(\w*)\}")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def pattern_faults(pattern: str) -> list[str]:
    """What is wrong with a pattern: places it lacks ("-tahun") or that do not exist ("?x").

    The counter starts anew each year, so without year and number two letters would be alike.

    >>> pattern_faults("800/{nomor}/BKPP/{tahun}"), pattern_faults("800/{nomer}")
    ([], ['?nomer', '-nomor', '-tahun'])
    """
    found = _PLACE.findall(pattern)
    strange = [f"?{name}" for name in found if name not in PLACES]
    return strange + [f"-{name}" for name in ("nomor", "tahun") if name not in found]


def letter_number(pattern: str, sequence: int, day: dt.date) -> str:
    """The number; the month in Roman figures, the sequence with at least three digits.

    >>> letter_number("800/{nomor}/BKPP/{bulan}/{tahun}", 7, dt.date(2027, 2, 1))
    '800/007/BKPP/II/2027'
    """
    if sequence < 1:
        raise ValueError(f"sequence must be 1 or more, but is {sequence}; counting starts at 1.")
    values = {"nomor": f"{sequence:03}", "bulan": _ROMAN[day.month - 1], "tahun": str(day.year)}
    return _PLACE.sub(lambda place: values[place[1]], pattern)
