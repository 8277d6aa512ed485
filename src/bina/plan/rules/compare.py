"""Two plans person by person: who gets more, who gets less, by how much. More points are better."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bina.text import N_

LEAST = 0.005  # points: less is no difference
Word = Literal["better", "worse", "other", "same"]
FATES: dict[Word, str] = {
    "better": N_("lebih baik"),
    "worse": N_("kurang"),
    "other": N_("kursi lain, poin sama"),
    "same": N_("sama"),
}


@dataclass(frozen=True)
class Side:
    """A person in one plan: seats, their JP, closure of all together, JP missing to the minimum."""

    seats: int = 0
    jp: int = 0
    closure: float = 0.0
    missing_jp: int = 0


NOTHING = Side()


@dataclass(frozen=True)
class Difference:
    """A person in plan A and plan B."""

    person: int
    a: Side
    b: Side

    @property
    def points(self) -> float:
        """Closure that B gives more."""
        return self.b.closure - self.a.closure

    @property
    def word(self) -> Word:
        """How B is for the person: by closure, then by JP missing."""
        if abs(self.points) > LEAST:
            return "better" if self.points > 0 else "worse"
        if self.a.missing_jp != self.b.missing_jp:
            return "better" if self.b.missing_jp < self.a.missing_jp else "worse"
        return "same" if (self.a.seats, self.a.jp) == (self.b.seats, self.b.jp) else "other"


def differences(a: Mapping[int, Side], b: Mapping[int, Side]) -> list[Difference]:
    """Everybody in one of the plans, by id."""
    return [
        Difference(pk, a.get(pk, NOTHING), b.get(pk, NOTHING)) for pk in sorted(a.keys() | b.keys())
    ]


@dataclass(frozen=True)
class Sums:
    """The people together: both sides, and who wins or loses how much."""

    a: Side
    b: Side
    people: int
    better: int
    worse: int
    won: float
    lost: float

    @property
    def points(self) -> float:
        """Closure that B gives more in all."""
        return self.b.closure - self.a.closure


def sums_of(rows: Iterable[Difference]) -> Sums:
    """Sums over the rows."""
    known = list(rows)
    points = [row.points for row in known]
    words = [row.word for row in known]
    return Sums(
        _side([row.a for row in known]), _side([row.b for row in known]), len(known),
        words.count("better"), words.count("worse"),
        sum(max(0.0, n) for n in points), sum(max(0.0, -n) for n in points),
    )  # fmt: skip


def _side(sides: list[Side]) -> Side:
    return Side(
        sum(side.seats for side in sides), sum(side.jp for side in sides),
        sum(side.closure for side in sides), sum(side.missing_jp for side in sides),
    )  # fmt: skip


def shown(
    rows: list[Difference], fate: str, order: str, names: Mapping[int, str]
) -> list[Difference]:
    """Rows of one fate ("": all that differ, "semua": everybody) in an order."""
    kept = [
        row for row in rows
        if fate == "semua" or (row.word != "same" if not fate else row.word == fate)
    ]  # fmt: skip
    if order == "nama":
        return sorted(kept, key=lambda row: names[row.person])
    sign = -1 if order == "untung" else 1
    return sorted(kept, key=lambda row: (sign * row.points, names[row.person]))
