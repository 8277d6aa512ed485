"""What the pages of the indices show: groups, talent boxes, feasible actions, categories."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from bina.engines.suppression import suppressed
from bina.indices.rules.actions import Action, evidence_actions, hours_action
from bina.indices.rules.codes import PATHS
from bina.indices.rules.ip_asn import tables_of
from bina.indices.selectors.explained import DIMENSION_WORDS, EVIDENCE_WORDS
from bina.indices.selectors.measured import (
    RULESET_NAMES,
    Measured,
    Row,
    agency_total,
    below,
    hidden_groups,
    rows_by,
)
from bina.indices.selectors.talent import match_of, talent_of
from bina.law.scaled import MISSING, SCALE, bands_of
from bina.people.models import Person, Unit
from bina.people.words import EMPLOYMENT
from bina.text import N_, Text

LABEL = 36  # letters of a bar's name that leave room for its figure
LOWEST = 8  # bars of one chart
SHOWN = 10  # people named per action; the export has them all
ACTION_WORDS = {
    **EVIDENCE_WORDS,
    "hours": N_("Melengkapi JP tahun ini"),
}


@dataclass(frozen=True)
class Offer:
    """An action as a page offers it: who, what it adds to the group, what it costs in JP."""

    name: str
    label: Text
    n: int
    group_gain: float
    each_gain: float
    hours: int
    people: list[tuple[Person, float]]

    @property
    def is_training(self) -> bool:
        """Whether it can become a priority of the gaps."""
        return self.name in ("technical", "leadership", "functional")


def actions_of(measured: Measured) -> list[Action]:
    """All feasible actions, best first; the hours of the year last."""
    minimum = int(measured.law.parameter("ip_asn.bkn_8_2019.technical_min_jp").value)
    tables = tables_of(measured.law, measured.ruleset)
    facts = measured.people.facts
    found = evidence_actions(facts, tables, {"technical": minimum})
    return [*(each for each in found if len(each.people)), hours_action(
        measured.hours, measured.minimum
    )]  # fmt: skip


def offers_of(measured: Measured, *, named: bool, least: int = 0) -> list[Offer]:
    """The actions with the people they help most; names only where the reader may see them.

    Actions of fewer than `least` people are left out.
    """
    actions = [action for action in actions_of(measured) if len(action.people) >= least]
    wanted = {
        int(measured.people.person_id[at])
        for action in actions if named
        for at in action.people[:SHOWN].tolist()
    }  # fmt: skip
    people = Person.objects.select_related("unit", "position").in_bulk(wanted) if wanted else {}
    return [
        Offer(
            action.name,
            Text(ACTION_WORDS[action.name]),
            len(action.people),
            action.group_gain / SCALE,
            float(action.gain.mean()) / SCALE if len(action.gain) else 0.0,
            action.hours,
            _named(measured, action, people) if named else [],
        )
        for action in actions
    ]


def _named(
    measured: Measured, action: Action, people: dict[int, Person]
) -> list[tuple[Person, float]]:
    pairs = zip(action.people[:SHOWN].tolist(), action.gain[:SHOWN].tolist(), strict=True)
    return [
        (people[int(measured.people.person_id[at])], gain / SCALE)
        for at, gain in pairs
    ]  # fmt: skip


def employment_rows(measured: Measured, hide_below: int, *, spoken: bool = True) -> list[Row]:
    """PNS and PPPK apart, as the letter asks; labels as codes where they are stored."""
    kinds = [kind for kind in Person.Employment.values if kind in set(measured.people.employment)]
    place = {kind: at for at, kind in enumerate(kinds)}
    group = np.array([place[kind] for kind in measured.people.employment.tolist()], dtype=np.int64)
    labels = [str(EMPLOYMENT.get(kind, kind)) for kind in kinds] if spoken else kinds
    hidden = hidden_groups(measured, group, len(kinds), hide_below).rows
    return rows_by(measured, group, labels, hidden=hidden) if kinds else []


@dataclass(frozen=True)
class Table:
    """The units right below a unit (or the city), and all of them as one row."""

    rows: list[Row]
    whole: Row


def table_of(measured: Measured, top: Unit | None, hide_below: int, *, closed: bool) -> Table:
    """The figures of a page or file, with small groups and what would tell of them hidden.

    `closed`: a table above hides this unit, so that nothing of it may be shown.
    """
    group, units = below(measured, top)
    hidden = hidden_groups(measured, group, len(units), hide_below)
    rows = hidden.rows | closed | hidden.total
    one = np.zeros(len(group), np.int64)
    few = 0 < len(group) < hide_below
    whole = rows_by(measured, one, [""], hidden=np.array([closed or hidden.total or few]))[0]
    names = [unit.name for unit in units]
    return Table(rows_by(measured, group, names, units, rows) if units else [], whole)


def counted(labels: list[str], counts: list[int], least: int) -> list[dict[str, Any]]:
    """Bars of how many people are in each category; small ones without a figure."""
    n = sum(counts)
    hidden = suppressed(np.array(counts, dtype=np.int64), None, least).rows.tolist()
    return [
        {"label": label, "share": 0.0, "text": _("disembunyikan")} if is_hidden
        else {"label": label, "share": count / n if n else 0.0, "text": str(count)}
        for label, count, is_hidden in zip(labels, counts, hidden, strict=True)
    ]  # fmt: skip


def page_of(
    measured: Measured, top: Unit | None, hide_below: int, *, closed: bool = False
) -> dict[str, Any]:
    """Everything of a group's page.

    Who may not see the people gets categories of the whole city only: those of the units together
    with the city's would tell of single persons.
    """
    table = table_of(measured, top, hide_below, closed=closed)
    rows, whole = table.rows, table.whole
    no_categories = whole.hidden or (hide_below > 0 and top is not None)
    bands = measured.law.value("ip_asn.bands")
    counts = Counter(measured.bands.tolist())
    n = len(measured.people.person_id)
    total = agency_total(measured) if n else MISSING
    place = int(bands_of([total], bands)[0])
    return {
        "measured": measured,
        "ruleset_name": RULESET_NAMES[measured.ruleset],
        "whole": whole,
        "n": n,
        "total": None if total == MISSING or whole.hidden else total / SCALE,
        "band": bands[place]["name"] if place >= 0 else "",
        "dimensions": [
            (Text(word), None if value == MISSING else value / SCALE)
            for word, value in zip(DIMENSION_WORDS.values(), whole.dimensions, strict=True)
        ],
        "no_categories": no_categories,
        "categories": [] if no_categories else counted(
            [band["name"] for band in bands], [counts[at] for at in range(len(bands))], hide_below
        ),
        "rows": rows,
        "bars": [_bar(row) for row in rows if row.points is not None],
        "hour_bars": [_hour_bar(row) for row in _lowest([r for r in rows if not r.hidden])],
        "groups": [] if no_categories else employment_rows(measured, hide_below),
        **talent_page(measured, hidden=no_categories, least=hide_below),
    }  # fmt: skip


def _lowest(rows: list[Row]) -> list[Row]:
    """The rows that a chart has room for, the lowest share first; the table shows all."""
    return sorted(rows, key=lambda row: row.share_reached)[:LOWEST]


def _short(name: str) -> str:
    return name if len(name) <= LABEL else f"{name[: LABEL - 1].rstrip()}…"


def _bar(row: Row) -> dict[str, Any]:
    points = row.points or 0.0
    words = f"{points:.2f}".replace(".", ",")
    return {"label": _short(row.label), "share": points / 100, "text": words}


def _hour_bar(row: Row) -> dict[str, Any]:
    return {
        "label": _short(row.label),
        "share": row.share_reached,
        "text": f"{row.n_reached}/{row.n}",
        "tone": "leaf",
    }


def talent_page(measured: Measured, *, hidden: bool, least: int = 0) -> dict[str, Any]:
    """JPM by category and the nine boxes with their counts."""
    match = match_of(measured)
    talent = talent_of(measured, match)
    bands = measured.law.value("assessment.jpm_bands.mapping")
    counts = Counter(bands_of(match.value, bands).tolist())
    n = int((match.value != MISSING).sum())
    found: dict[str, Any] = {
        "n_match": n,
        "match": [] if hidden else counted(
            [band["name"] for band in bands], [counts[at] for at in range(len(bands))], least
        ),
        "match_parameter": measured.law.parameter("assessment.jpm_bands.mapping"),
        "talent": talent,
        "grid": [],
    }  # fmt: skip
    if talent is None:
        return found
    sizes = Counter(talent.box.tolist())
    numbers = measured.law.value("talent.boxes")
    advice = measured.law.value("talent.recommendations")
    words = {"high": N_("Tinggi"), "middle": N_("Menengah"), "low": N_("Rendah")}
    few = suppressed(np.array([sizes[box] for box in range(1, len(advice) + 1)]), None, least).rows
    found["grid"] = [
        (Text(words[y]), [
            (numbers[y][x], None if hidden or few[numbers[y][x] - 1] else sizes[numbers[y][x]],
             advice[str(numbers[y][x])])
            for x in ("low", "middle", "high")
        ])
        for y in ("high", "middle", "low")
    ]  # fmt: skip
    found["n_boxed"] = sum(count for box, count in sizes.items() if box)
    return found


def path_word(measured: Measured) -> str:
    """The kind of post of the only person measured; "" when not known."""
    code = int(measured.people.facts.path[0])
    return PATHS[code - 1] if code else ""
