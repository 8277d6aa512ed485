"""When the next e-mail of a user is due, and when a failed one is tried again."""

import datetime as dt

INTERVALS = {
    "each": dt.timedelta(0),
    "daily": dt.timedelta(days=1),
    "weekly": dt.timedelta(days=7),
}
FIRST_WAIT = dt.timedelta(minutes=5)
LONGEST_WAIT = dt.timedelta(days=1)


def is_due(
    often: str, now: dt.datetime, *, since: dt.datetime, last_sent: dt.datetime | None
) -> bool:
    """Whether a mail may go out: the interval has passed since the last one or since the wish.

    "each" is always due; an unknown word or "never" is not.

    >>> noon = dt.datetime(2026, 11, 23, 12)
    >>> is_due("daily", noon, since=noon, last_sent=noon - dt.timedelta(hours=23))
    False
    """
    interval = INTERVALS.get(often)
    return interval is not None and now - (last_sent or since) >= interval


def wait_after(failures: int) -> dt.timedelta:
    """How long to wait after so many failures in a row: 5 minutes doubled each, at most a day.

    >>> [wait_after(n).seconds // 60 for n in (1, 2, 3)]
    [5, 10, 20]
    """
    if failures < 1:
        raise ValueError(f"failures must be 1 or more, but is {failures}; nothing failed yet.")
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << min(failures - 1, 20)))
