"""How many people of each unit are in which category: IP ASN, JP, JPM or talent box."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bina.engines.suppression import Suppressed, suppressed, suppressed_shares
from bina.indices.selectors.measured import Measured, below, is_hidden_above
from bina.indices.selectors.talent import Match, match_of, talent_of
from bina.law.law import Parameter
from bina.law.scaled import MISSING, bands_of
from bina.people.models import Unit
from bina.text import N_, Text

KINDS: Final = ("ip-asn", "hak-jp", "jpm", "kotak-talenta")
TITLES: Final = {
    "ip-asn": N_("Kategori IP ASN"),
    "hak-jp": N_("Hak JP"),
    "jpm": N_("JPM (pemetaan)"),
    "kotak-talenta": N_("Kotak talenta"),
}
JP_WORDS: Final = (N_("Mencapai JP"), N_("Belum mencapai"))
TALENT: Final = ("weights", "performance_parts", "potential_parts", "axis_bands", "boxes")
TALENT_SCORES: Final = ("predicate_score", "education_score", "discipline_score")


@dataclass(frozen=True)
class Coded:
    """Each measured person's category (a position in `categories`; MISSING: none)."""

    kind: str
    code: NDArray[np.int64]
    categories: tuple[Text, ...]
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class Row:
    """A unit's people by category; None where a figure is hidden."""

    label: str
    unit: Unit | None
    n: int
    n_known: int | None
    counts: tuple[int | None, ...]

    @property
    def hidden(self) -> bool:
        """Whether the reader may see nothing but the number of people."""
        return self.n_known is None

    @property
    def shares(self) -> list[float | None]:
        """The counts as parts of those who have a category."""
        known = self.n_known or 0
        return [None if n is None or not known else n / known for n in self.counts]


@dataclass(frozen=True)
class Distribution:
    """The units below a unit (or the city), and all of them."""

    coded: Coded
    rows: list[Row]
    whole: Row


def coded_of(measured: Measured, kind: str, match: Match | None = None) -> Coded | None:
    """The categories of one kind; None on a day before its rules. `match`: known already."""
    law = measured.law
    if kind == "ip-asn":
        names = [Text(band["name"]) for band in law.value("ip_asn.bands")]
        parameters = [law.parameter("ip_asn.bands"), *measured.unsure]
        return Coded(kind, measured.bands.astype(np.int64), tuple(names), _once(parameters))
    if kind == "hak-jp":
        code = np.where(measured.minimum == MISSING, MISSING, np.where(measured.reached, 0, 1))
        ids = sorted(id_ for id_ in law.ids() if id_.startswith("development.jp_min."))
        return Coded(kind, code, tuple(map(Text, JP_WORDS)), tuple(map(law.parameter, ids)))
    match = match or match_of(measured)
    if kind == "jpm":
        parameter = law.parameter("assessment.jpm_bands.mapping")
        code = bands_of(match.value, parameter.value).astype(np.int64)
        names = [Text(band["name"]) for band in parameter.value]
        return Coded(kind, code, tuple(names), (parameter,))
    talent = talent_of(measured, match)
    if talent is None:
        return None
    numbers = range(1, len(law.value("talent.recommendations")) + 1)
    ids = [f"talent.{name}" for name in (*TALENT, *TALENT_SCORES)]
    names = [Text(N_("Kotak {box}"), {"box": number}) for number in numbers]
    return Coded(kind, talent.box - 1, tuple(names), tuple(map(law.parameter, ids)))


def _once(parameters: Sequence[Parameter]) -> tuple[Parameter, ...]:
    return tuple({each.id: each for each in parameters}.values())


def distribution_of(
    measured: Measured, coded: Coded, top: Unit | None, least: int, *, closed: bool
) -> Distribution:
    """The table of a page or file; small rows hidden, and as many more as keep them hidden."""
    return _distribution(coded, *below(measured, top), least, closed=closed)


def whole_tables(
    measured: Measured, group: NDArray[np.int64], units: Sequence[Unit]
) -> list[Distribution]:
    """Every table that the day's rules know, nothing hidden; `group` and `units` of `below`."""
    match = match_of(measured)
    coded = [found for kind in KINDS if (found := coded_of(measured, kind, match)) is not None]
    return [_distribution(each, group, units, 0, closed=False) for each in coded]


def _distribution(
    coded: Coded, group: NDArray[np.int64], units: Sequence[Unit], least: int, *, closed: bool
) -> Distribution:
    counts, sizes = _counts(coded, group, len(units))
    hidden = _hidden(counts, sizes, least)
    rows = hidden.rows | closed | hidden.total
    n = len(group)
    whole = counts.sum(axis=0)
    few = suppressed(whole, None, least)
    shut = closed or hidden.total or 0 < n < least
    return Distribution(
        coded,
        [
            _row(unit.name, unit, int(sizes[at]), counts[at], np.full(len(whole), rows[at]))
            for at, unit in enumerate(units)
        ],
        _row("", None, n, whole, few.rows | shut, shut=shut),
    )


def is_distribution_hidden_above(city: Measured, coded: Coded, unit: Unit, least: int) -> bool:
    """Whether a table of a unit above hides this unit's row; `coded` is of the whole city."""

    def hidden(group: NDArray[np.int64], n_groups: int) -> Suppressed:
        return _hidden(*_counts(coded, group, n_groups), least)

    return is_hidden_above(city, unit, hidden)


def _counts(
    coded: Coded, group: NDArray[np.int64], n_groups: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """People by row and category, and by row; the last row: people outside every group."""
    row = np.where(group >= 0, group, n_groups)
    known = coded.code != MISSING
    n_categories = len(coded.categories)
    place = row[known] * n_categories + coded.code[known]
    counts = np.bincount(place, minlength=(n_groups + 1) * n_categories)
    return counts.reshape(n_groups + 1, n_categories), np.bincount(row, minlength=n_groups + 1)


def _hidden(counts: NDArray[np.int64], sizes: NDArray[np.int64], least: int) -> Suppressed:
    if not least:
        return Suppressed(np.zeros(len(sizes), dtype=np.bool_), total=False)
    return suppressed_shares(counts, sizes, least)


def _row(
    label: str, unit: Unit | None, n: int, counts: NDArray[np.int64], hidden: NDArray[np.bool_],
    *, shut: bool | None = None,
) -> Row:  # fmt: skip
    shut = bool(hidden.all()) if shut is None else shut
    shown = tuple(None if hide else int(count) for count, hide in zip(counts, hidden, strict=True))
    return Row(label, unit, n, None if shut else int(counts.sum()), shown)


def people_in(measured: Measured, coded: Coded, category: int) -> list[int]:
    """Ids of the people in a category."""
    found: list[int] = measured.people.person_id[coded.code == category].tolist()
    return found
