"""The figures of a year-end report: what a reader sees of them, and what differs from others.

A body holds whole numbers only – JP in tenths, points in thousandths, money in rupiah – so that
its text, and with it its hash, is the same everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from bina.engines.suppression import suppressed

Body = Mapping[str, Any]
KNOWN: Final = ("key", "name", "grouping", "seats", "people", "jp", "cost", "closure", "n")
LISTS: Final = ("plans", "offices", "groups", "lines", "sessions", "reasons")
WORDS: Final = ("key", "name", "grouping", "approved", "approved_by", "hash")  # no figures


def seen_rows(rows: Sequence[Body], least: int) -> list[dict[str, Any]]:
    """Rows of groups as a reader sees them: of a hidden one only what is known anyway is kept.

    The rows of each grouping are one table; what was done in a hidden group is None.
    """
    seen: list[dict[str, Any]] = []
    for grouping in dict.fromkeys(row["grouping"] for row in rows):
        table = [row for row in rows if row["grouping"] == grouping]
        counts = np.array([row["plan"] + row["other"] for row in table], np.int64)
        sizes = np.array([row["n"] for row in table], np.int64)
        hidden = suppressed(counts, sizes, least).rows.tolist()
        for row, is_hidden in zip(table, hidden, strict=True):
            kept = {key: value if key in KNOWN or not is_hidden else None
                    for key, value in row.items()}  # fmt: skip
            seen.append({**kept, "hidden": is_hidden})
    return seen


def seen_reasons(rows: Sequence[Body], least: int) -> list[dict[str, Any]]:
    """Reasons as a reader sees them; None: hidden."""
    counts = np.array([row["n"] for row in rows], np.int64)
    hidden = suppressed(counts, None, least).rows.tolist()
    return [
        {**row, "n": None if is_hidden else row["n"]}
        for row, is_hidden in zip(rows, hidden, strict=True)
    ]


def seen_by(body: Body, least: int) -> dict[str, Any]:
    """The body for a reader who sees groups of `least` people and more; 0: everything.

    Sessions name few people each, so only a reader who sees everything has them.
    """
    offices = seen_rows(body["offices"], least)
    reach = suppressed(
        np.array([row["plan"] + row["other"] for row in body["offices"]], np.int64),
        np.array([row["n"] for row in body["offices"]], np.int64),
        least,
    )
    whole = dict(body["whole"])
    if reach.total:
        whole |= dict.fromkeys(("plan", "other", "missed", "full"))
    elif least:
        whole |= dict.fromkeys(("plan", "other", "full"))
    return {
        **body,
        "whole": {**whole, "reached": _reached(whole, body["whole"], hidden=reach.total)},
        "offices": offices,
        "groups": seen_rows(body["groups"], least),
        "reasons": seen_reasons(body["reasons"], least),
        "sessions": [] if least else list(body["sessions"]),
    }


def _reached(seen: Body, whole: Body, *, hidden: bool) -> int | None:
    return None if hidden else whole["plan"] + whole["other"]


@dataclass(frozen=True)
class Difference:
    """A figure that is another now. `part` is whole or one of LISTS; `row` names the row."""

    part: str
    row: str
    field: str
    before: int | None
    after: int | None


def differences(before: Body, after: Body) -> list[Difference]:
    """Every figure that differs, in the order of the report.

    >>> one = {"whole": {"seats": 1}, **{name: [] for name in LISTS}}
    >>> two = {**one, "whole": {"seats": 2}}
    >>> [(d.field, d.before, d.after) for d in differences(one, two)]
    [('seats', 1, 2)]
    """
    found = _fields("whole", "", before["whole"], after["whole"])
    for part in LISTS:
        if part not in before:  # a report issued before this part was written
            continue
        old = {_key(row): row for row in before[part]}
        new = {_key(row): row for row in after[part]}
        for key in dict.fromkeys([*old, *new]):
            row = old.get(key) or new[key]
            found += _fields(part, row["name"], old.get(key, {}), new.get(key, {}))
    return found


def seen_differences(found: Sequence[Difference], least: int) -> list[Difference]:
    """What a reader sees of them: with hidden groups, only what tells of no group's members."""
    if not least:
        return list(found)
    personal = ("plan", "other", "missed", "full")
    open_parts = ("whole", "lines", "plans")
    return [one for one in found if one.part in open_parts and one.field not in personal]


def _key(row: Body) -> tuple[str, str]:
    return row.get("grouping", ""), row["key"]


def _fields(part: str, name: str, old: Body, new: Body) -> list[Difference]:
    return [
        Difference(part, name, field, old.get(field), new.get(field))
        for field in dict.fromkeys([*old, *new])
        if field not in WORDS and old.get(field) != new.get(field)
    ]
