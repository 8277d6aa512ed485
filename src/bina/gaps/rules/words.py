"""Gaps in words: how large a mean gap is, and whether a gap is sure.

Source: ours; the bounds only choose words and colours on a page, no decision rests on them.
"""

from typing import Literal

from bina.text import N_, Text

Size = Literal["unknown", "none", "small", "middle", "large"]
SMALL, MIDDLE, LARGE = 0.05, 0.5, 1.0  # levels, lower bounds; provisional
SIZE_WORDS: dict[Size, str] = {
    "unknown": N_("belum diukur"),
    "none": N_("cukup"),
    "small": N_("kecil"),
    "middle": N_("sedang"),
    "large": N_("besar"),
}


def gap_size(gap: float | None) -> Size:
    """The word for a gap in levels; None is unmeasured.

    >>> [gap_size(gap) for gap in (None, 0.0, 0.05, 0.5, 1.0)]
    ['unknown', 'none', 'small', 'middle', 'large']
    """
    if gap is None:
        return "unknown"
    if gap < SMALL:
        return "none"
    if gap < MIDDLE:
        return "small"
    return "middle" if gap < LARGE else "large"


TONES: dict[Size, str] = {
    "unknown": "",
    "none": "good",
    "small": "",
    "middle": "watch",
    "large": "bad",
}  # classes of the stylesheet


def certainty(standard: float, held: float | None, error: float | None) -> Text:
    """What can be said of one competency with its measurement error of ±1 standard error."""
    if held is None or error is None:
        return Text(N_("Belum diukur: belum diketahui apakah ada kesenjangan."))
    if held + error < standard:
        return Text(N_("Di bawah standar, lebih dari galat pengukurannya."))
    if held < standard:
        return Text(N_("Mungkin di bawah standar, tetapi masih dalam galat pengukuran."))
    if held - error < standard:
        return Text(N_("Mungkin sudah cukup; selisihnya masih dalam galat pengukuran."))
    return Text(N_("Sudah memenuhi standar."))
