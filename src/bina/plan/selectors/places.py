"""Seats that are left in sessions to come, and who is not free on their days."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bina.catalog.models import Session
from bina.people.models import Absence
from bina.plan.models import Change, Plan, Seat
from bina.plan.selectors.replan import FREE

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def places_of(sessions: Sequence[Session], person_ids: Sequence[int]) -> tuple[Ints, Bools]:
    """(seats left (n_sessions,), not free (n_people, n_sessions)); three queries.

    A cancelled session has no seat left. A person is not free on the days of an absence on file
    nor of a session in which an approved plan seats them, that one included.
    """
    column = {one.pk: at for at, one in enumerate(sessions)}
    row = {pk: at for at, pk in enumerate(person_ids)}
    start = np.array([one.start.toordinal() for one in sessions], dtype=np.int64)
    end = np.array([one.end.toordinal() for one in sessions], dtype=np.int64)
    held: dict[int, list[int]] = defaultdict(list)
    seats = Seat.objects.filter(plan__state=Plan.State.FROZEN, session__in=list(column))
    seats = seats.exclude(commitment__state__in=FREE)
    for session, person in seats.order_by().values_list("session_id", "person_id"):
        held[column[session]].append(person)
    left = np.array([one.max_seats for one in sessions], dtype=np.int64)
    busy = np.zeros((len(person_ids), len(sessions)), dtype=np.bool_)
    for at, people in held.items():
        left[at] -= len(people)
        rows = [row[person] for person in people if person in row]
        same_days = (start <= end[at]) & (end >= start[at])
        busy[rows] |= same_days
    for session in _cancelled(list(column)):
        left[column[session]] = 0
    if sessions:
        for person, first, last in _absences(int(start.min()), int(end.max())):
            if person in row:
                until = last if last is not None else int(end.max())
                busy[row[person]] |= (start <= until) & (end >= first)
    return np.maximum(left, 0), busy


def _cancelled(keys: list[int]) -> list[int]:
    rows = Change.objects.filter(kind=Change.Kind.CANCELLED, session__in=keys).order_by()
    return list(rows.values_list("session_id", flat=True).distinct())


def _absences(first: int, last: int) -> list[tuple[int, int, int | None]]:
    rows = Absence.objects.order_by("pk").values_list("person_id", "start", "end")
    spans = [
        (person, start.toordinal(), end.toordinal() if end else None) for person, start, end in rows
    ]
    return [one for one in spans if one[1] <= last and (one[2] is None or one[2] >= first)]
