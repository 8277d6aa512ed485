"""Who was reached, by what, and why the others were not. Whole columns.

reached by the plan: a done seat; reached otherwise: approved learning of the year without one.
Whoever is not reached has exactly one reason: of the seat that came nearest to be done, else why
there was no seat.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bina.reports.rules.columns import Bool, Int, People, Seats
from bina.reports.rules.states import DONE, STATES
from bina.reports.rules.states import WORDS as STATE_WORDS
from bina.text import N_

REACHED: Final = ("plan", "other", "missed")
PLAN, OTHER, MISSED = range(3)
REACHED_WORDS: Final = {
    "plan": N_("terjangkau lewat rencana"),
    "other": N_("terjangkau di luar rencana"),
    "missed": N_("belum terjangkau"),
}
NEAREST: Final = (
    "waiting", "ahead", "refused", "short", "absent", "unanswered", "unnoted", "open", "cancelled",
    "replanned", "head_refused", "declined",
)  # fmt: skip
NO_SEAT: Final = ("legal", "wish", "away", "unmeasured", "none")
NO_SEAT_WORDS: Final = {
    "legal": N_("kedudukan hukum tidak memungkinkan"),
    "wish": N_("kursi tidak dapat diberikan rencana"),
    "away": N_("cuti panjang, tugas belajar atau akhir masa kerja"),
    "unmeasured": N_("kesenjangan belum terukur"),
    "none": N_("rencana tidak memuat kursi baginya"),
    "no_plan": N_("belum ada rencana yang disetujui"),
}
REASONS: Final = (*NEAREST, *NO_SEAT, "no_plan")
REASON_WORDS: Final = {**STATE_WORDS, **NO_SEAT_WORDS}


@dataclass(frozen=True)
class NoSeat:
    """Why somebody has no seat, (n_people,); several may be true, the first of NO_SEAT counts."""

    legal: Bool
    wish: Bool  # the plan stored a refused wish
    away: Bool
    measured: Bool


@dataclass(frozen=True)
class Reached:
    """(n_people,): `how` a row of REACHED, `reason` a row of REASONS, −1 for the reached.

    `seat` is the seat that the reason is about, −1: none.
    """

    how: Int
    reason: Int
    seat: Int


def reached(people: People, seats: Seats, why: NoSeat | None) -> Reached:
    """How each person was reached, or the reason; `why` None: there is no approved plan."""
    n = len(people.id)
    by_plan = np.zeros(n, bool)
    by_plan[seats.person[seats.state == DONE]] = True
    how = np.where(by_plan, PLAN, np.where(people.all_jp > 0, OTHER, MISSED))
    rank, seat = _nearest(seats, n)
    reason = np.where(rank < len(NEAREST), rank, len(NEAREST) + _no_seat(why, n))
    missed = how == MISSED
    return Reached(
        how.astype(np.int64),
        np.where(missed, reason, -1).astype(np.int64),
        np.where(missed, seat, -1).astype(np.int64),
    )


def _nearest(seats: Seats, n_people: int) -> tuple[Int, Int]:
    """(rank, seat) of the seat of each person that came nearest; rank len(NEAREST): no seat."""
    rank_of = np.array([NEAREST.index(s) if s in NEAREST else len(NEAREST) for s in STATES])
    rank = rank_of[seats.state]
    best = np.full(n_people, len(NEAREST), np.int64)
    np.minimum.at(best, seats.person, rank)
    first = np.full(n_people, -1, np.int64)
    for row in np.flatnonzero(rank == best[seats.person])[::-1].tolist():
        first[seats.person[row]] = row
    return best, first


def _no_seat(why: NoSeat | None, n_people: int) -> Int:
    if why is None:
        return np.full(n_people, len(NO_SEAT), np.int64)
    rules = (why.legal, why.wish, why.away, ~why.measured)
    return np.select(rules, range(len(rules)), default=NO_SEAT.index("none")).astype(np.int64)


@dataclass(frozen=True)
class ReachSums:
    """(n_groups,): people who count, and how they were reached; n = plan + other + missed."""

    n: Int
    plan: Int
    other: Int
    missed: Int
    full: Int  # with the year's minimum of JP


def reach_by(people: People, found: Reached, group: Int, n_groups: int) -> ReachSums:
    """People per group; only those who count, and who have a group."""
    kept = people.counts & (group >= 0)

    def count(which: Bool) -> Int:
        return np.bincount(group[kept & which], minlength=n_groups).astype(np.int64)

    return ReachSums(
        n=count(np.ones(len(group), bool)),
        plan=count(found.how == PLAN),
        other=count(found.how == OTHER),
        missed=count(found.how == MISSED),
        full=count(people.counted_jp >= people.owed_jp),
    )


def reasons_of(people: People, found: Reached, inside: Bool) -> Int:
    """How many of the missed among `inside` (n_people,) have each reason, (n_reasons,)."""
    kept = people.counts & inside & (found.reason >= 0)
    return np.bincount(found.reason[kept], minlength=len(REASONS)).astype(np.int64)
