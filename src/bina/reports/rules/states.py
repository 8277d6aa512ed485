"""What became of a seat: done, or where it stopped. Whole columns; the first rule that fits.

A done seat has an approved development record; nothing else makes one.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bina.reports.rules.columns import Bool, Int
from bina.text import N_

STATES: Final = (
    "done", "waiting", "refused", "cancelled", "replanned", "head_refused", "declined", "short",
    "absent", "unanswered", "unnoted", "open", "ahead",
)  # fmt: skip
WORDS: Final = {
    "done": N_("selesai, tercatat"),
    "waiting": N_("selesai, bukti menunggu persetujuan"),
    "refused": N_("hasil tidak disetujui"),
    "cancelled": N_("sesi dibatalkan"),
    "replanned": N_("dilepas pada perubahan rencana"),
    "head_refused": N_("tidak disetujui atasan"),
    "declined": N_("tidak menerima kursi"),
    "short": N_("hadir terlalu sedikit"),
    "absent": N_("tidak hadir"),
    "unanswered": N_("tidak menjawab panggilan"),
    "unnoted": N_("kehadiran belum dicatat"),
    "open": N_("belum melapor kegiatan terbuka"),
    "ahead": N_("sesi belum berlangsung"),
}
DONE: Final = STATES.index("done")


@dataclass(frozen=True)
class SeatFacts:
    """What is known of each seat, (n_seats,)."""

    is_recorded: Bool  # an approved record stands behind it
    is_waiting: Bool  # an outcome waits
    is_refused: Bool  # the newest outcome was refused
    is_cancelled: Bool
    is_replanned: Bool  # an approved re-plan gave it up
    head_refused: Bool
    is_declined: Bool
    n_noted: Int  # half-days noted
    n_present: Int
    is_over: Bool
    is_unanswered: Bool  # called, and no answer came
    is_open_form: Bool


def state_of(facts: SeatFacts) -> Int:
    """The row of STATES of each seat."""
    noted = facts.is_over & (facts.n_noted > 0)
    rules = (
        facts.is_recorded,
        facts.is_waiting,
        facts.is_refused,
        facts.is_cancelled,
        facts.is_replanned,
        facts.head_refused,
        facts.is_declined,
        noted & (facts.n_present > 0),
        noted,
        facts.is_over & facts.is_unanswered,
        facts.is_over & ~facts.is_open_form,
        facts.is_open_form,
    )
    chosen = np.select(rules, range(len(rules)), default=STATES.index("ahead"))
    return chosen.astype(np.int64)
