"""Dates and times as they stand in files: text in the usual forms, or what Excel stores."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from bina.formats.problems import Issue
from bina.text import N_, Text

_EXCEL_ZERO: Final = date(1899, 12, 30)  # day 0 of Excel's 1900 system, valid from March 1900
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "jan januari january",
            "feb februari february peb pebruari",
            "mar maret march mrt",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu agustus august aug agt ags",
            "sep september sept",
            "okt oktober oct october",
            "nov november nop nopember",
            "des desember dec december",
        ),
        start=1,
    )
    for word in words.split()
}
_TIME_TAIL: Final = re.compile(r"[ T]\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?Z?$")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})")
_COMPACT: Final = re.compile(r"(19\d\d|20\d\d)(\d\d)(\d\d)")
_WORDED: Final = re.compile(r"(\d{1,2})[\s-]+([A-Za-z]+)\.?[\s-]+(\d{4})")
_CLOCK: Final = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?")
_DATE_REMEDY: Final = Text(N_("Tulis sebagai HH-BB-TTTT, misalnya 31-12-2026."))
NOT_A_DATE: Final = Issue(Text(N_("bukan tanggal yang dikenal")), _DATE_REMEDY)
NO_SUCH_DAY: Final = Issue(Text(N_("tanggal itu tidak ada di kalender")), _DATE_REMEDY)
NOT_A_TIME: Final = Issue(Text(N_("bukan jam")), Text(N_("Tulis sebagai JJ:MM, misalnya 08:00.")))


def read_date(value: Any) -> date | Issue:
    """The day that a filled cell means.

    >>> read_date("31-12-2026"), read_date("2 Mar 2027"), read_date(44927.0)
    (datetime.date(2026, 12, 31), datetime.date(2027, 3, 2), datetime.date(2023, 1, 1))
    """
    if isinstance(value, datetime):
        return _in_range(value.date())
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if _COMPACT.fullmatch(str(int(value))):
            return _from_text(str(int(value)))
        return _from_serial(float(value))
    return _from_text(str(value).strip()) if isinstance(value, str) else NOT_A_DATE


def _from_serial(days: float) -> date | Issue:
    if _FIRST_YEAR <= days <= _LAST_YEAR:
        return Issue(Text(N_("hanya tahun, bukan tanggal")), _DATE_REMEDY)
    if not 61 <= days <= 109_000:
        return NOT_A_DATE
    return _EXCEL_ZERO + timedelta(days=int(days))


def _from_text(text: str) -> date | Issue:
    text = _TIME_TAIL.sub("", text)
    if found := _DAY_FIRST.fullmatch(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _WORDED.fullmatch(text):
        month = _MONTHS.get(found[2].lower())
        return _day(int(found[3]), month, int(found[1])) if month else NOT_A_DATE
    return NOT_A_DATE


def _day(year: int, month: int, day: int) -> date | Issue:
    try:
        return _in_range(date(year, month, day))
    except ValueError:
        return NO_SUCH_DAY


def _in_range(day: date) -> date | Issue:
    if _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return day
    return Issue(
        Text(N_("tahun {year} di luar 1900-2200"), {"year": day.year}),
        Text(N_("Periksa tahunnya.")),
    )


def read_time(value: Any) -> time | Issue:
    """The time of day that a filled cell means.

    >>> read_time("08.30"), read_time(0.5)
    (datetime.time(8, 30), datetime.time(12, 0))
    """
    if isinstance(value, datetime):
        return value.time().replace(second=0, microsecond=0)
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, timedelta):
        value = value / timedelta(days=1)
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 24 * 60) % (24 * 60)
        return time(minutes // 60, minutes % 60)
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return NOT_A_TIME
    return time(int(found[1]), int(found[2]))
