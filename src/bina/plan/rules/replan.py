"""What a plan made anew changes: seats kept, released and new, each with its reason in words.

Fewer changed seats are better. The certificate of a re-plan counts hours: those still missing and
those that changed seats count for; `fewest_proven` turns its bound back into seats.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bina.engines.allocation.model import UNLIMITED_SEATS
from bina.plan.rules.facts import Facts
from bina.plan.rules.fewest import fewest_released
from bina.plan.rules.instance import Built, place_rows
from bina.plan.rules.refusals import hindrances, usage_of
from bina.plan.rules.results import Readable, SeatRow
from bina.plan.rules.sayings import session_label
from bina.text import N_, Text


@dataclass(frozen=True)
class ReleasedSeat:
    """A held seat that the new plan gives up: number in `Former.held`, and the rules against it."""

    held: int
    reasons: tuple[Text, ...]


@dataclass(frozen=True)
class NewSeat:
    """A seat that nobody held, and why it is given."""

    seat: SeatRow
    basis: Text


@dataclass(frozen=True)
class Outcome:
    """The difference: how many seats stay, which fall, which are new."""

    n_kept: int
    released: tuple[ReleasedSeat, ...]
    new: tuple[NewSeat, ...]


FREED = Text(N_("Kursi ini dilepas supaya lebih banyak kursi lain tetap."))
NO_DATE = Text(N_("Sesi atau programnya tidak lagi ada dalam katalog tahun ini."))


def outcome_of(
    facts: Facts, built: Built, result: Readable, lost: Mapping[int, Sequence[Text]]
) -> Outcome:
    """Compare the new plan with the seats held before.

    `lost` {person row: reasons} are people whose seats had fallen before, with the words for it.
    """
    assert facts.former is not None
    rows = place_rows(facts, built.places)
    held = {
        (seat.person, rows.get((seat.programme, seat.session, seat.times), -1 - number)): number
        for number, seat in enumerate(facts.former.held)
    }
    chosen = {(seat.person, seat.session) for seat in result.seats}
    fallen = [
        (person, at, number) for (person, at), number in held.items() if (person, at) not in chosen
    ]
    usage = usage_of(built, result)
    released = tuple(
        ReleasedSeat(
            number,
            (NO_DATE,)
            if at < 0
            else tuple(h.reason for h in hindrances(facts, built, usage, person, at)) or (FREED,),
        )
        for person, at, number in fallen
    )
    losers = {facts.former.held[one.held].person: one.reasons for one in released}
    words = {**losers, **{person: tuple(reasons) for person, reasons in lost.items()}}
    new = [seat for seat in result.seats if (seat.person, seat.session) not in held]
    heads = _kept_heads(result, held)
    return Outcome(
        len(held) - len(released),
        released,
        tuple(NewSeat(seat, _basis(facts, built, seat, words, heads)) for seat in new),
    )


def _kept_heads(result: Readable, held: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """Kept seats per instance session."""
    heads: dict[int, int] = defaultdict(int)
    for seat in result.seats:
        if (seat.person, seat.session) in held:
            heads[seat.session] += 1
    return heads


def _basis(
    facts: Facts,
    built: Built,
    seat: SeatRow,
    lost: Mapping[int, Sequence[Text]],
    heads: Mapping[int, int],
) -> Text:
    """Why a person gets a seat that was not in the plan."""
    if lost.get(seat.person):
        return Text(
            N_("Pengganti kursi yang dilepas: {reason}"), {"reason": lost[seat.person][0].plain()}
        )
    least, kept = int(built.instance.session_min[seat.session]), heads.get(seat.session, 0)
    is_open = int(built.instance.session_max[seat.session]) == UNLIMITED_SEATS
    if not is_open and 0 < kept < least:
        return Text(
            N_("Mengisi {name}, supaya mencapai paling sedikit {n} peserta dan tetap diadakan."),
            {"name": session_label(facts, built, seat.session), "n": least},
        )
    return Text(N_("Mengisi kursi kosong bagi orang yang JP-nya masih kurang."))


def fewest_proven(facts: Facts, built: Built, bound_jp: int, missing_jp: int, new_jp: int) -> int:
    """No plan with at most these missing hours and new seats releases fewer held seats.

    Those that are no longer possible, and what prices or counting prove of the others.
    bound_jp: proven hours of stage 1; missing_jp: hours that the plan leaves missing; new_jp: what
    its new seats count for.
    """
    assert facts.former is not None
    keep = built.instance.pair_keep[built.instance.pair_keep > 0].tolist()
    gone = len(facts.former.held) - len(keep)
    by_prices = least_released(bound_jp - missing_jp - new_jp, keep)
    return gone + max(by_prices, fewest_released(built.instance))


def least_released(released_jp: int, keep: Sequence[int]) -> int:
    """The fewest seats whose release counts for so many JP at least.

    >>> least_released(364, [100, 100, 300]), least_released(-6, [100])
    (2, 0)
    """
    left = released_jp
    for number, jp in enumerate(sorted(keep, reverse=True)):
        if left <= 0:
            return number
        left -= jp
    return len(keep)


def replan_sentence(n_released: int, least: int) -> Text:
    """What is proven about the released seats."""
    if n_released == 0:
        return Text(N_("Semua kursi yang masih mungkin tetap seperti rencana yang disetujui."))
    if least >= n_released:
        return Text(
            N_("Terbukti: tidak ada rencana dengan aturan ini yang melepas kurang dari {n} kursi."),
            {"n": n_released},
        )
    return Text(
        N_("{n} kursi dilepas; terbukti tidak ada rencana yang melepas kurang dari {low} kursi."),
        {"n": n_released, "low": least},
    )
