"""Which (person, programme) pairs exist at all, and the reason for those that do not.

A pair exists when the programme is for the person (catalog rules), the person does not already
stand at or above its ceiling in everything it teaches, and it closes some gap, gives hours that the
person still owes, or leads to another programme.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from bina.catalog.rules.eligibility import REFUSAL_WORDS, Candidates, Refusal, Target, refusals
from bina.plan.rules.facts import Facts, ProgrammeFact
from bina.text import N_

Codes = NDArray[np.uint8]


class Reason(IntEnum):
    """Why a pair does not exist; OK: it does. The first five are the catalog's refusals."""

    OK = 0
    TIER = 1
    POSITION = 2
    EMPLOYMENT = 3
    UNIT = 4
    RANK = 5
    ABOVE = 6
    USELESS = 7
    AWAY = 8
    NO_LINE = 9
    FORBIDDEN = 10
    DONE = 11
    GIVEN_UP = 12


SENTENCES = {
    **{Reason(int(refusal)): words for refusal, words in REFUSAL_WORDS.items()},
    Reason.ABOVE: N_("Level yang terukur sudah mencapai level tertinggi program ini."),
    Reason.USELESS: N_(
        "Program ini tidak menutup kesenjangan yang terukur; kursinya untuk yang membutuhkan. "
        "Nilai diri lebih dulu bila kompetensinya belum terukur."
    ),
    Reason.AWAY: N_("Pegawai tidak dapat hadir pada tanggal sesi: cuti, pensiun atau kontrak."),
    Reason.NO_LINE: N_("Tidak ada pos anggaran yang boleh membiayai program ini untuk unit ini."),
    Reason.FORBIDDEN: N_("Ada larangan dari BKPP untuk kursi ini."),
    Reason.DONE: N_("Program ini sudah pernah diselesaikan."),
    Reason.GIVEN_UP: N_("Kursi ini sudah ditolak atau dilepas sebelumnya."),
}
assert all(Reason(int(refusal)).name == refusal.name for refusal in Refusal if refusal)


def level_table(facts: Facts) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Held levels (n_people, n_competencies), nan where unmeasured; and where a gap is open."""
    shape = (facts.people.n, max(1, len(facts.competencies)))
    held = np.full(shape, np.nan)
    gap = np.zeros(shape, dtype=np.bool_)
    needs = facts.needs
    held[needs.person, needs.competency] = needs.held
    gap[needs.person, needs.competency] = (needs.standard > needs.held) & (needs.weight > 0)
    return held, gap


def programme_reasons(facts: Facts) -> Codes:
    """Reason for every (person, programme), (n_people, n_programmes)."""
    people = facts.people
    held, gap = level_table(facts)
    leads = {code for programme in facts.programmes for code in programme.prerequisites}
    reasons = np.zeros((people.n, len(facts.programmes)), dtype=np.uint8)
    for column, programme in enumerate(facts.programmes):
        target = reasons[:, column]
        above, useful = _by_level(programme, held, gap)
        useful |= programme.code in leads
        if gives_hours_alone(programme):
            useful |= people.jp_needed > 0
        target[~useful] = Reason.USELESS
        target[above] = Reason.ABOVE
        done = [programme.code in codes for codes in people.done]
        target[np.array(done, dtype=np.bool_)] = Reason.DONE
    refused = refusals(_candidates(facts), [_target(programme) for programme in facts.programmes])
    return np.where(refused > 0, refused.astype(np.uint8), reasons)


def gives_hours_alone(programme: ProgrammeFact) -> bool:
    """Whether it may be taken for its hours: open, or made for a named post or status."""
    return programme.is_open or bool(programme.positions | programme.employment)


def _candidates(facts: Facts) -> Candidates:
    people = facts.people
    paths = [facts.units[unit].path for unit in people.unit.tolist()]
    return Candidates(people.tier, people.position, people.employment, people.rank, paths)


def _target(programme: ProgrammeFact) -> Target:
    return Target(
        programme.tiers,
        programme.positions,
        programme.employment,
        programme.unit_codes,
        programme.min_rank,
    )


def _by_level(
    programme: ProgrammeFact, held: NDArray[np.float64], gap: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(measured at or above every ceiling, closes some gap), each (n_people,)."""
    useful = np.zeros(held.shape[0], dtype=np.bool_)
    above = np.full(held.shape[0], bool(programme.effects))
    for competency, (lift, ceiling) in programme.effects.items():
        with np.errstate(invalid="ignore"):
            higher = held[:, competency] >= ceiling
        above &= higher
        useful |= gap[:, competency] & ~higher & (lift > 0)
    return above, useful
