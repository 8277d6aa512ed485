"""What a changed unit or post means for the history of posts: one row ends, the next starts."""

import datetime as dt
from dataclasses import dataclass

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Move:
    """`end` is the last day of the former row; None: the open row is corrected in place."""

    start: dt.date | None  # of the row that is open afterwards
    end: dt.date | None = None


def move(
    open_from: dt.date | None,
    old_since: dt.date | None,
    new_since: dt.date | None,
    day: dt.date,
) -> Move:
    """How the row that is open since `open_from` gives way to a new unit or post.

    The new row starts on TMT JABATAN (`new_since`) when that differs from the former one, else on
    the `day` of the change. An open row that starts no earlier was a wrong entry: it is corrected.

    >>> move(dt.date(2020, 1, 1), dt.date(2020, 1, 1), dt.date(2026, 5, 1), dt.date(2026, 11, 23))
    Move(start=datetime.date(2026, 5, 1), end=datetime.date(2026, 4, 30))
    """
    start = new_since if new_since is not None and new_since != old_since else day
    if open_from is not None and start <= open_from:
        return Move(start)
    return Move(start, start - ONE_DAY)
