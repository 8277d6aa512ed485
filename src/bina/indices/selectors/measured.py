"""Every index of a set of people on a day, under the law of that day or a what-if of it."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from bina.engines.suppression import Suppressed, suppressed_means, suppressed_shares
from bina.indices.rules.ip_asn import (
    DIMENSIONS,
    GroupMeans,
    Scores,
    agency_value,
    group_means,
    ip_asn,
    tables_of,
)
from bina.indices.selectors.columns import People, people_columns
from bina.law.law import Law, Parameter, law_on
from bina.law.scaled import MISSING, SCALE, Scaled, bands_of, scaled, shown
from bina.people.cards import hours_by_person
from bina.people.models import Person, Unit
from bina.people.selectors import active_people

RULESETS = ("bkn_4190_2024", "bkn_8_2019")
RULESET_NAMES = {"bkn_8_2019": "BKN-8-2019", "bkn_4190_2024": "BKN-4190-2024"}


@dataclass(frozen=True)
class Measured:
    """People with their IP ASN and JP of the year."""

    law: Law
    ruleset: str
    people: People
    scores: Scores
    hours: Scaled  # JP of the year in hundredths
    minimum: Scaled  # JP owed; MISSING where no rule says

    @cached_property
    def bands(self) -> NDArray[np.int8]:
        """The position of each person's category in ip_asn.bands."""
        return bands_of(self.scores.total.astype(np.int64), self.law.value("ip_asn.bands"))

    @cached_property
    def reached(self) -> NDArray[np.bool_]:
        """Who has the JP of the year."""
        reached: NDArray[np.bool_] = (self.minimum != MISSING) & (self.hours >= self.minimum)
        return reached

    @cached_property
    def lacking(self) -> list[Parameter]:
        """Parameters of the ruleset without a figure: what to ask for."""
        found = []
        for name in sorted(parameter_ids(self.ruleset)):
            parameter = self.law.parameter(name)
            value = parameter.value
            if value is None or (isinstance(value, Mapping) and None in value.values()):
                found.append(parameter)
        return found

    @cached_property
    def unsure(self) -> list[Parameter]:
        """Parameters of the ruleset that are provisional: the figure must say so."""
        used = [self.law.parameter(name) for name in sorted(parameter_ids(self.ruleset))]
        return [each for each in used if each.confidence == "provisional" or each.changed]


def parameter_ids(ruleset: str) -> list[str]:
    """Every parameter that a figure of the ruleset rests on."""
    own = [each for each in law_on(dt.date.max).ids() if each.startswith(f"ip_asn.{ruleset}.")]
    evidence = ("forms", "lookback_years", "technical_min_jp")
    shared = [f"ip_asn.bkn_8_2019.{name}" for name in evidence]
    general = ["ip_asn.bands", "ip_asn.aggregation", "ip_asn.performance_years_back"]
    return list({*own, *shared, *general, "discipline.lookback_years"})


def measure(
    day: dt.date,
    *,
    ruleset: str = "",
    changes: Mapping[str, Any] | None = None,
    found: QuerySet[Person] | None = None,
    with_hours: bool = True,
) -> Measured:
    """All indices of `found` (default: everybody) on a day. Raises NotInForce before the rules.

    Without hours (a page of one person counts them by itself) all JP are 0.
    """
    law = law_on(day).changed(changes) if changes else law_on(day)
    official = str(law.value("ip_asn.ruleset"))
    ruleset = ruleset if ruleset in RULESETS else official
    people = people_columns(active_people() if found is None else found, law)
    scores = ip_asn(people.facts, tables_of(law, ruleset))
    jp = hours_by_person(day.year, law.value("development.forms")) if with_hours else {}
    hours = np.array([scaled(jp.get(pk, 0)) for pk in people.person_id.tolist()], dtype=np.int64)
    owed = {kind: _minimum(law, kind) for kind in Person.Employment.values}
    minimum = np.array([owed[kind] for kind in people.employment.tolist()], dtype=np.int64)
    return Measured(law, ruleset, people, scores, hours, minimum)


def under(measured: Measured, ruleset: str) -> Measured:
    """The same people under another ruleset; no query."""
    scores = ip_asn(measured.people.facts, tables_of(measured.law, ruleset))
    return replace(measured, ruleset=ruleset, scores=scores)


def _minimum(law: Law, employment: str) -> int:
    id_ = f"development.jp_min.{employment}"
    return scaled(law.value(id_)) if id_ in law.ids() else MISSING


@dataclass(frozen=True)
class Row:
    """One group of people on a page. Means in hundredths; None where nothing can be said."""

    label: str
    n: int
    n_measured: int
    total: int
    dimensions: tuple[int, ...]
    band: str
    n_reached: int
    unit: Unit | None = None
    hidden: bool = False

    @property
    def share_reached(self) -> float:
        """Share with the JP of the year."""
        return self.n_reached / self.n if self.n else 0.0

    @property
    def shown(self) -> list[str]:
        """The dimensions and the total as written."""
        return [shown(value) for value in (*self.dimensions, self.total)]

    @property
    def points(self) -> float | None:
        """The mean as a number, for charts and exports."""
        return None if self.total == MISSING else self.total / SCALE


def rows_by(
    measured: Measured,
    group: NDArray[np.int64],
    labels: Sequence[str],
    units: Sequence[Unit | None] = (),
    hidden: NDArray[np.bool_] | None = None,
) -> list[Row]:
    """One row per group (−1: outside every group), as means divided once.

    `hidden` rows (from `hidden_groups`) keep their number of people only.
    """
    inside = group >= 0
    means = group_means(_only(measured.scores, inside), group[inside], len(labels))
    sizes = np.bincount(group[inside], minlength=len(labels))
    reached = np.bincount(group[inside & measured.reached], minlength=len(labels))
    names = [band["name"] for band in measured.law.value("ip_asn.bands")]
    places = bands_of(means.mean, measured.law.value("ip_asn.bands"))
    return [
        _row(label, units[at] if units else None, (int(sizes[at]), int(reached[at])), means, at,
             names[places[at]] if places[at] >= 0 else "",
             is_hidden=hidden is not None and bool(hidden[at]))
        for at, label in enumerate(labels)
    ]  # fmt: skip


def _row(
    label: str, unit: Unit | None, counts: tuple[int, int], means: GroupMeans, at: int, band: str,
    *, is_hidden: bool,
) -> Row:  # fmt: skip
    n, reached = counts
    if is_hidden:
        return Row(label, n, 0, MISSING, (MISSING,) * len(DIMENSIONS), "", 0, unit, hidden=True)
    dimensions = tuple(means.dimension_means[at].tolist())
    return Row(
        label, n, int(means.n[at]), int(means.mean[at]), dimensions, band, reached, unit
    )  # fmt: skip


def hidden_groups(
    measured: Measured, group: NDArray[np.int64], n_groups: int, least: int
) -> Suppressed:
    """The groups whose figures must be hidden from who may not see the people.

    Few people, few with a figure, few who reached their JP or few who did not; and as many more
    that none of these follows from the total and the shown groups. A last row stands for the
    people outside every group: no table has it, but what the total leaves would tell of them.
    """
    if not least:
        return Suppressed(np.zeros(n_groups + 1, dtype=np.bool_), total=False)
    row = np.where(group >= 0, group, n_groups)

    def counted(which: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(row[which], minlength=n_groups + 1)

    sizes = counted(np.ones(len(row), dtype=np.bool_))
    found = suppressed_shares(counted(measured.reached)[:, None], sizes, least)
    hidden, total = found.rows, found.total
    columns = [sizes] + [
        counted(getattr(measured.scores, name) != MISSING) for name in (*DIMENSIONS, "total")
    ]
    for contributors in columns:
        means = suppressed_means(contributors, least, hidden)
        hidden, total = means.rows, total or means.total
    return Suppressed(hidden, total)


def is_hidden_above(
    city: Measured, unit: Unit, hidden_of: Callable[[NDArray[np.int64], int], Suppressed]
) -> bool:
    """Whether a table of a unit above hides this one, so that its own page must as well.

    `city` measures everybody; `hidden_of` says what a table of (group of each person, number of
    groups) hides. The figures of a hidden row would follow from its own page.
    """
    known = Unit.objects.in_bulk([int(part) for part in unit.path.split("/") if part])
    chain: list[Unit | None] = [known[int(part)] for part in unit.path.split("/") if part]
    if Unit.objects.filter(parent=None).count() > 1:
        chain = [None, *chain]  # else the table of the city is the one of its only root
    elif len(chain) == 1:  # the only root: the city less the people without a unit
        group, units = below(city, None)
        return bool(hidden_of(group, len(units)).rows[-1])
    for parent, child in pairwise(chain):
        group, units = below(city, parent)
        hidden = hidden_of(group, len(units))
        if hidden.total or any(
            is_hidden for one, is_hidden in zip(units, hidden.rows.tolist(), strict=False)
            if one == child
        ):  # fmt: skip
            return True
    return False


def _only(scores: Scores, rows: NDArray[np.bool_]) -> Scores:
    return Scores(*(getattr(scores, name)[rows] for name in (*DIMENSIONS, "total")))


def agency_total(measured: Measured) -> int:
    """The value of all people by the method of the law: weighted, or the mean of PNS and PPPK."""
    known = measured.scores.total != MISSING
    is_pppk = np.char.startswith(measured.people.employment, "pppk").astype(np.int64)
    n = np.bincount(is_pppk[known], minlength=2)
    sums = np.bincount(is_pppk[known], weights=measured.scores.total[known], minlength=2)
    return agency_value(sums.astype(np.int64), n, str(measured.law.value("ip_asn.aggregation")))


def below(measured: Measured, top: Unit | None) -> tuple[NDArray[np.int64], list[Unit]]:
    """The group of each person: the unit right below `top` (None: the city) they work in."""
    units = list(Unit.objects.order_by("name", "pk"))
    roots = [unit for unit in units if unit.parent_id is None]
    top = top or (roots[0] if len(roots) == 1 else None)
    above = top.path if top else "/"
    of: dict[int, int] = {}
    for unit in units:
        if unit.path.startswith(above):
            rest = unit.path[len(above) :].split("/")[0]
            of[unit.pk] = int(rest or unit.pk)
    branch = np.array([of.get(pk, 0) for pk in measured.people.unit_id.tolist()], dtype=np.int64)
    present = set(branch.tolist()) - {0}
    shown = [unit for unit in units if unit.pk in present]
    at = {unit.pk: number for number, unit in enumerate(shown)}
    return np.array([at.get(pk, -1) for pk in branch.tolist()], dtype=np.int64), shown
