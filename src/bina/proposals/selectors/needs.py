"""The gaps that proposals are about, from the current run of gaps."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bina.gaps.models import GapRun
from bina.gaps.rules.columns import joined
from bina.gaps.rules.words import SIZE_WORDS, TONES, Size, gap_size
from bina.gaps.selectors.people import competency_name
from bina.gaps.selectors.runs import current_run, need_columns, person_columns
from bina.people.models import Person
from bina.proposals.models import Proposal
from bina.standards.models import Competency
from bina.text import Text

Pair = tuple[int, int]  # person id, competency id
LEVELS = ("person_id", "competency_id", "standard", "held")  # columns of a run


@dataclass(frozen=True)
class Level:
    """What a post requires of a person and what the person holds; held None: not measured."""

    standard: float
    held: float | None

    @property
    def gap(self) -> float | None:
        """Levels below the standard; None where nothing was measured."""
        return None if self.held is None else max(0.0, self.standard - self.held)

    @property
    def size(self) -> Size:
        """The class of the gap."""
        return gap_size(self.gap)

    @property
    def word(self) -> Text:
        """Its word."""
        return Text(SIZE_WORDS[self.size])

    @property
    def tone(self) -> str:
        """The class that colours it."""
        return TONES[self.size]


@dataclass(frozen=True)
class Need(Level):
    """A level with its competency and the name in the reader's language."""

    competency: Competency
    name: str


def open_gaps(person: Person) -> list[Need]:
    """Competencies in which the person is below the standard or unmeasured, widest gap first.

    Three queries. Empty before the first run of gaps.
    """
    run = current_run()
    if run is None:
        return []
    columns = person_columns(run, person.pk, person.unit_id)
    known = Competency.objects.in_bulk(columns["competency_id"].tolist())
    rows = zip(*(columns[name].tolist() for name in LEVELS), strict=True)
    needs = [
        Need(standard, None if np.isnan(held) else held, known[pk], competency_name(known[pk]))
        for _person, pk, standard, held in rows
        if pk in known
    ]
    found = [row for row in needs if row.size != "none"]
    return sorted(found, key=lambda row: (row.gap is None, -(row.gap or 0.0), row.name))


def levels_of(proposals: Iterable[Proposal], run: GapRun | None = None) -> dict[Pair, Level]:
    """Standard and held level of each proposal's person and competency; two queries at most."""
    run = run or current_run()
    pairs = {(row.person_id, row.competency_id) for row in proposals}
    if run is None or not pairs:
        return {}
    units = {row.person.unit_id for row in proposals}
    blocks = run.blocks.filter(unit_id__in=[pk for pk in units if pk is not None])
    columns = joined(list(blocks.order_by("pk").values_list("payload", flat=True)))
    keep = np.isin(columns["person_id"], [person for person, _ in pairs])
    rows = zip(*(columns[name][keep].tolist() for name in LEVELS), strict=True)
    return {
        (person, competency): Level(standard, None if np.isnan(held) else held)
        for person, competency, standard, held in rows
        if (person, competency) in pairs
    }


def all_levels() -> dict[Pair, Level] | None:
    """Those of everybody and every competency; None before the first run."""
    run = current_run()
    if run is None:
        return None
    columns = need_columns(run)
    rows = zip(
        columns.person_id.tolist(), columns.competency_id.tolist(), columns.standard.tolist(),
        columns.held.tolist(), strict=True,
    )  # fmt: skip
    return {
        (person, competency): Level(standard, None if np.isnan(held) else held)
        for person, competency, standard, held in rows
    }
