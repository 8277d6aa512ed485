"""Why a wish was not given, and what it would take, in sentences.

A wish is a programme that would close more of a person's gap beside the seats they have. For each
of the best wishes the least hindered session is named with every rule that stands against it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.model import UNLIMITED_SEATS
from bina.plan.rules.cheapest import Used
from bina.plan.rules.cheapest_words import Prices, cheapest_words, wish_of
from bina.plan.rules.eligibility import SENTENCES, Reason
from bina.plan.rules.facts import Facts
from bina.plan.rules.instance import Built
from bina.plan.rules.results import Readable, SeatRow, bundle_effects, needs_by_person
from bina.plan.rules.sayings import day_of, grouped, session_label
from bina.plan.rules.settings import PlanSettings
from bina.plan.rules.worth import Need, bundle_worth, level_after
from bina.text import N_, Text

WISHES = 3  # refused wishes kept per person
LEAST = 0.005  # weighted levels: smaller wishes are not worth a sentence
SHOWN_REASONS = frozenset({Reason.AWAY, Reason.NO_LINE, Reason.RANK, Reason.FORBIDDEN})
REMEDIES = {
    Reason.AWAY: N_("Sesi pada tanggal lain."),
    Reason.NO_LINE: N_("Pos anggaran yang boleh membiayai bentuk ini bagi unitnya."),
    Reason.RANK: N_("Kenaikan golongan, atau program tanpa golongan minimum."),
    Reason.FORBIDDEN: N_("BKPP mencabut larangan itu."),
}


@dataclass(frozen=True)
class Hindrance:
    """A rule that stands against a seat, and what it would take."""

    reason: Text
    remedy: Text


@dataclass(frozen=True)
class RefusedWish:
    """A refused wish of a person (row); `session` is an instance row."""

    person: int
    session: int
    closure: float
    hindrances: tuple[Hindrance, ...]
    cheapest: tuple[Text, ...] = ()  # clauses: the cheapest change over all rules


@dataclass
class Usage:
    """What the plan has used up of everything that people share."""

    heads: NDArray[np.int64]  # per session
    line_left: NDArray[np.int64]
    pool_left: NDArray[np.int64]
    staffing_left: NDArray[np.int64]  # (groups, slots)
    seats_of: dict[int, list[SeatRow]] = field(default_factory=dict)


def usage_of(built: Built, result: Readable) -> Usage:
    """Heads per session and what is left of money, coach time and staffing."""
    instance = built.instance
    heads = np.zeros(instance.n_sessions, dtype=np.int64)
    line = instance.line_amount.copy()
    pool = instance.pool_minutes.copy()
    staffing = instance.staffing_capacity.astype(np.int64)
    seats_of: dict[int, list[SeatRow]] = defaultdict(list)
    for seat in result.seats:
        heads[seat.session] += 1
        seats_of[seat.person].append(seat)
        if instance.session_pool[seat.session] >= 0:
            pool[instance.session_pool[seat.session]] -= instance.session_pool_minutes[seat.session]
        slots = instance.slots_of(seat.session)
        for group in _groups(built, seat.person):
            staffing[group, slots] -= 1
    for row, spent in result.line_spent.items():
        line[row] -= spent
    return Usage(heads, line, pool, staffing, seats_of)


def _groups(built: Built, person: int) -> NDArray[np.int32]:
    instance = built.instance
    return instance.staffing_group[
        instance.staffing_ptr[person] : instance.staffing_ptr[person + 1]
    ]


def hindrances(
    facts: Facts, built: Built, usage: Usage, person: int, session: int
) -> list[Hindrance]:
    """Every rule that stands against this seat now; empty: it would fit."""
    reason = Reason(int(built.reasons[person, session]))
    if reason is not Reason.OK:
        remedy = REMEDIES.get(reason, N_("Program lain yang sesuai."))
        return [Hindrance(Text(SENTENCES[reason]), Text(remedy))]
    return [
        *_of_person(facts, built, usage, person, session),
        *_of_session(built, usage, session),
        *_of_money(facts, built, usage, person, session),
        *_of_staffing(facts, built, usage, person, session),
    ]


def _of_person(
    facts: Facts, built: Built, usage: Usage, person: int, session: int
) -> Iterable[Hindrance]:
    instance = built.instance
    mine = usage.seats_of.get(person, [])
    slots = set(instance.slots_of(session).tolist())
    for seat in mine:
        if slots & set(instance.slots_of(seat.session).tolist()):
            name = session_label(facts, built, seat.session)
            yield Hindrance(
                Text(N_("Bentrok dengan {name}."), {"name": name}),
                Text(
                    N_("Melepas {name}, yang menutup {points} poin."),
                    {"name": name, "points": round(seat.closure, 2)},
                ),
            )
    hours = sum(seat.jp for seat in mine) + int(instance.session_jp[session])
    cap = int(instance.jp_cap[person])
    if hours > cap:
        yield Hindrance(
            Text(N_("JP setahun menjadi {jp}, lebih dari batas {cap}."), {"jp": hours, "cap": cap}),
            Text(N_("Melepas kursi lain atau menaikkan batas JP.")),
        )
    taken = {built.places[seat.session].programme for seat in mine}
    taken_codes = {facts.programmes[row].code for row in taken} | facts.people.done[person]
    for code in facts.programmes[built.places[session].programme].prerequisites:
        if code not in taken_codes:
            yield Hindrance(
                Text(N_("Prasyarat {code} belum selesai."), {"code": code}),
                Text(N_("Menyelesaikan {code} lebih dulu."), {"code": code}),
            )


def _of_session(built: Built, usage: Usage, session: int) -> Iterable[Hindrance]:
    instance = built.instance
    heads, most = int(usage.heads[session]), int(instance.session_max[session])
    if most != UNLIMITED_SEATS and heads >= most:
        yield Hindrance(
            Text(
                N_("Semua {n} kursi terisi oleh orang dengan kesenjangan lebih besar."), {"n": most}
            ),
            Text(N_("Satu kursi lagi atau satu sesi lagi.")),
        )
    least = int(instance.session_min[session])
    if heads == 0 and least > 1:
        yield Hindrance(
            Text(N_("Sesi ini tidak dibuka: perlu paling sedikit {n} peserta."), {"n": least}),
            Text(
                N_("Minimum yang lebih kecil, atau {n} peserta lain yang memerlukannya."),
                {"n": least - 1},
            ),
        )


def _of_money(
    facts: Facts, built: Built, usage: Usage, person: int, session: int
) -> Iterable[Hindrance]:
    instance = built.instance
    pair = instance.pair_of(person, session)
    cost, line = int(instance.pair_cost[pair]), int(instance.pair_line[pair])
    if usage.heads[session] == 0 and instance.session_fixed_line[session] >= 0:
        fixed = int(instance.session_fixed_cost[session])
        line = line if line >= 0 else int(instance.session_fixed_line[session])
        cost += fixed if line == instance.session_fixed_line[session] else 0
    if line >= 0 and cost > usage.line_left[line]:
        left = max(0, int(usage.line_left[line]))
        yield Hindrance(
            Text(
                N_("Pos {line} tersisa Rp {left}, sedangkan biayanya Rp {cost}."),
                {"line": facts.lines[line].code, "left": grouped(left), "cost": grouped(cost)},
            ),
            Text(N_("Tambahan Rp {more} pada pos itu."), {"more": grouped(cost - left)}),
        )
    pool = int(instance.session_pool[session])
    if pool >= 0 and instance.session_pool_minutes[session] > usage.pool_left[pool]:
        name = sorted(facts.pools)[pool]
        hours = round(int(instance.session_pool_minutes[session]) / 60, 1)
        yield Hindrance(
            Text(N_("Jam pelatih {pool} sudah habis."), {"pool": name}),
            Text(N_("{hours} jam pelatih lagi."), {"hours": hours}),
        )


def _of_staffing(
    facts: Facts, built: Built, usage: Usage, person: int, session: int
) -> Iterable[Hindrance]:
    slots = built.instance.slots_of(session)
    for group in _groups(built, person):
        full = slots[usage.staffing_left[group, slots] < 1]
        if full.size:
            at = int(full[0])
            cap = int(built.instance.staffing_capacity[group, at])
            label = facts.staffing[int(group)].label
            yield Hindrance(
                Text(
                    N_("Loket terjaga: pada {day} paling banyak {cap} orang {label} boleh pergi."),
                    {"day": day_of(facts.year, at), "cap": cap, "label": label},
                ),
                Text(N_("Pengganti bernama dengan surat, atau sesi pada tanggal lain.")),
            )


def refused_wishes(
    facts: Facts, built: Built, result: Readable, settings: PlanSettings, price: Prices
) -> list[RefusedWish]:
    """The best unmet wishes of everybody, at most WISHES each, largest first per person.

    `price` is closure points per rupiah of each budget line.
    """
    usage = usage_of(built, result)
    used = Used(usage.heads, usage.line_left, usage.pool_left, usage.staffing_left)
    needs = needs_by_person(facts)
    teaches, wanted = _sessions_by_competency(facts, built), _wish_table(built)
    found = []
    for person in sorted(needs):
        mine = usage.seats_of.get(person, [])
        held = [seat.session for seat in mine]
        wish = wish_of(facts, built, person, held, needs[person], settings)
        for closure, sessions in _wishes(
            facts, built, needs[person], mine, wanted[person], teaches, settings
        ):
            best, why = _least_hindered(facts, built, usage, person, sessions)
            cheapest = cheapest_words(facts, built, used, wish, sessions, price) if why else ()
            found.append(RefusedWish(person, best, closure, tuple(why) or (_OUTBID,), cheapest))
    return found


_OUTBID = Hindrance(
    Text(N_("Kursi itu mungkin, tetapi uang dan waktunya menutup lebih banyak di tempat lain.")),
    Text(N_("Bobot kesenjangan yang lebih tinggi, atau ketetapan BKPP dengan alasan dan surat.")),
)


def _sessions_by_competency(facts: Facts, built: Built) -> dict[int, dict[int, list[int]]]:
    """Competency -> programme -> its instance sessions."""
    found: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for s, place in enumerate(built.places):
        for competency in facts.programmes[place.programme].effects:
            found[competency][place.programme].append(s)
    return found


def _wishes(
    facts: Facts,
    built: Built,
    needs: list[Need],
    mine: list[SeatRow],
    wanted: NDArray[np.bool_],
    teaches: dict[int, dict[int, list[int]]],
    settings: PlanSettings,
) -> list[tuple[float, list[int]]]:
    """(closure beside the own seats, sessions) of the best programmes not taken."""
    sessions = [seat.session for seat in mine]
    effects = bundle_effects(facts, built, sessions)
    taken = {built.places[s].programme for s in sessions}
    open_needs = [
        n for n in needs if level_after(n.held, effects.get(n.competency, [])) < n.standard
    ]
    candidates: dict[int, list[int]] = {}
    for need in open_needs:
        for programme, rows in teaches.get(need.competency, {}).items():
            if programme not in taken and wanted[programme]:
                candidates[programme] = rows
    before = bundle_worth(needs, effects, settings)
    ranked = []
    for rows in candidates.values():
        added = bundle_effects(facts, built, [*sessions, rows[0]])
        gain = bundle_worth(needs, added, settings) - before
        if gain >= LEAST:
            ranked.append((gain, rows))
    return sorted(ranked, key=lambda row: (-row[0], row[1]))[:WISHES]


def _wish_table(built: Built) -> NDArray[np.bool_]:
    """(n_people, n_programmes): some session is possible or refused for a reason worth saying."""
    speaks = np.array([r is Reason.OK or r in SHOWN_REASONS for r in Reason], dtype=np.bool_)
    rows: dict[int, list[int]] = defaultdict(list)
    for session, place in enumerate(built.places):
        rows[place.programme].append(session)
    table = np.zeros((built.reasons.shape[0], max(rows, default=-1) + 1), dtype=np.bool_)
    for programme, sessions in rows.items():
        table[:, programme] = speaks[built.reasons[:, sessions]].any(axis=1)
    return table


def _least_hindered(
    facts: Facts, built: Built, usage: Usage, person: int, sessions: list[int]
) -> tuple[int, list[Hindrance]]:
    best: tuple[int, list[Hindrance]] | None = None
    for s in sessions:
        why = hindrances(facts, built, usage, person, s)
        if best is None or len(why) < len(best[1]):
            best = (s, why)
        if not why:
            break
    assert best is not None
    return best
