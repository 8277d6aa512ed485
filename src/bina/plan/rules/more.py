"""What one more of every scarce thing would bring at most, from a certificate's prices.

The bound of a plan is linear in budgets, seats, half-days and coach time
(engines/whatif/slopes.py): its price is the slope of what is proven that no plan exceeds. So one
more of a thing lifts the bound by at most its price; often less, and never more. A price of nothing
says that the thing is not scarce.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from bina.engines.allocation.model import UNLIMITED_SEATS
from bina.engines.whatif.slopes import (
    Proven,
    away_of,
    closed_sessions,
    holds_below,
    one_more,
    seats_freed,
)
from bina.plan.rules.facts import Ints
from bina.text import N_, Text

Kind = Literal["line", "seat", "role", "unit", "coach", "quota"]
MORE_RUPIAH = 10_000_000
MORE_HOURS = 10  # of coach time
MINUTES = 60  # of an hour
LEAST = 0.005  # points: smaller prices are not worth a sentence
KINDS: dict[Kind, str] = {
    "line": N_("Pos anggaran"),
    "seat": N_("Sesi penuh"),
    "role": N_("Loket dan layanan"),
    "unit": N_("Unit"),
    "coach": N_("Jam pelatih"),
    "quota": N_("Kuota"),
}


@dataclass(frozen=True)
class Named:
    """What the rows of an instance are called; `place` is the unit, or empty."""

    lines: Sequence[tuple[str, str]]  # code, name
    sessions: Sequence[str]  # empty: an open form
    staffing: Sequence[tuple[str, str, bool]]  # name, unit, whether it is a service's role
    pools: Sequence[str]
    quotas: Mapping[int, str]


@dataclass(frozen=True)
class More:
    """One more of one thing.

    points  closed at most by the step
    seats   that it frees at most beside the plan; None: not counted for this kind
    note    where the price says less than it seems
    """

    kind: Kind
    name: str
    place: str
    step: Text
    points: float
    sentence: Text
    seats: int | None = None
    note: Text | None = None


def more_of(proven: Proven, named: Named, pairs: Ints) -> list[More]:
    """Every line, and every seat, rule, pool and quota with a price; most points first."""
    rows = [
        *_lines(proven, named), *_seats(proven, named, pairs), *_staffing(proven, named, pairs),
        *_coaches(proven, named), *_quotas(proven, named),
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.points, row.name))


def _lines(proven: Proven, named: Named) -> Iterable[More]:
    below = holds_below(proven.instance)
    for row, (code, name) in enumerate(named.lines):
        points = float(proven.prices.money[row]) * MORE_RUPIAH
        opens = int(proven.instance.line_amount[row]) + MORE_RUPIAH >= int(below[row])
        note = N_("Ada kursi yang lebih mahal daripada seluruh pos ini; harga tidak menilainya.")
        if points < LEAST:
            words = N_("Rp 10 juta lagi pada pos {name} tidak menutup kesenjangan lebih banyak.")
        else:
            words = N_("Rp 10 juta lagi pada pos {name} menutup paling banyak {n} poin lagi.")
        yield More(
            "line", code, name, Text(N_("Rp 10 juta")), points,
            Text(words, {"name": code, "n": shown(points)}), note=Text(note) if opens else None,
        )  # fmt: skip


def _seats(proven: Proven, named: Named, pairs: Ints) -> Iterable[More]:
    """Full sessions only: elsewhere a seat is free already."""
    instance = proven.instance
    heads = Counter(instance.pair_session[pairs].tolist())
    for row, name in enumerate(named.sessions):
        price, most = float(proven.prices.seat[row]), int(instance.session_max[row])
        if not name or most == UNLIMITED_SEATS or heads[row] < most or price < LEAST:
            continue
        words = N_("Satu kursi lagi di {name} menutup paling banyak {n} poin lagi.")
        text = Text(words, {"name": name, "n": shown(price)})
        yield More("seat", name, "", Text(N_("satu kursi")), price, text, seats=1)


def _staffing(proven: Proven, named: Named, pairs: Ints) -> Iterable[More]:
    """All half-days of the year together: one more colleague is there in all of them."""
    instance, away = proven.instance, away_of(proven.instance, pairs)
    sums = one_more(proven)
    for row in np.flatnonzero(sums >= LEAST).tolist():
        name, place, is_role = named.staffing[row]
        seats = seats_freed(instance, pairs, row, away)
        if is_role:
            step = N_("satu rekan terlatih")
            words = N_(
                "Satu rekan terlatih lagi di {name} membebaskan paling banyak {seats} kursi dan "
                "menutup paling banyak {n} poin lagi."
            )
        else:
            step = N_("satu orang boleh pergi")
            words = N_(
                "Bila satu orang lagi boleh pergi bersamaan dari {name}, paling banyak {seats} "
                "kursi bebas dan paling banyak {n} poin tertutup lagi."
            )
        points, shut = float(sums[row]), closed_sessions(instance, row)
        note = N_("Pada {n} sesi tidak seorang pun boleh pergi; harga tidak menilai sesi itu.")
        yield More(
            "role" if is_role else "unit", name, place, Text(step), points,
            Text(words, {"name": name, "seats": seats, "n": shown(points)}), seats,
            Text(note, {"n": shut}) if shut else None,
        )  # fmt: skip


def _coaches(proven: Proven, named: Named) -> Iterable[More]:
    for row, name in enumerate(named.pools):
        points = float(proven.prices.coach[row]) * MORE_HOURS * MINUTES
        if points >= LEAST:
            words = N_("Sepuluh jam pelatih lagi di {name} menutup paling banyak {n} poin lagi.")
            text = Text(words, {"name": name, "n": shown(points)})
            yield More("coach", name, "", Text(N_("sepuluh jam pelatih")), points, text)


def _quotas(proven: Proven, named: Named) -> Iterable[More]:
    for row, name in named.quotas.items():
        points = float(proven.prices.quota[row])
        if points >= LEAST:
            words = N_("Satu kursi kuota kurang bagi {name} menutup paling banyak {n} poin lagi.")
            text = Text(words, {"name": name, "n": shown(points)})
            yield More("quota", name, "", Text(N_("satu kursi kuota kurang")), points, text)


def shown(points: float) -> str:
    """Points rounded upwards to two digits after the comma, since they are said as "at most".

    >>> shown(1.231), shown(2.0)
    ('1,24', '2')
    """
    cents = int(np.ceil(points * 100 - 1e-6))
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02}".rstrip("0").rstrip(",") if rest else str(whole)


def filtered(rows: list[More], kind: str, search: str, order: str) -> list[More]:
    """Rows of a kind with the words in their name or place, in an order."""
    word = search.casefold()
    found = [
        row for row in rows
        if (not kind or row.kind == kind) and word in f"{row.name} {row.place}".casefold()
    ]  # fmt: skip
    orders: dict[str, Any] = {
        "nama": lambda row: (row.name.casefold(), -row.points),
        "kursi": lambda row: (-(row.seats or 0), -row.points),
    }
    return sorted(found, key=orders[order]) if order in orders else found
