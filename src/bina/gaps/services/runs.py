"""Run the gaps of everybody for a day: gather columns, compute, store with audit."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bina.audit.services import Actor, act
from bina.gaps.models import GapBlock, GapRun
from bina.gaps.rules.columns import Columns, pack
from bina.gaps.rules.held import KINDS, held_levels
from bina.gaps.rules.summary import added, competency_totals
from bina.gaps.rules.weights import NONE, Subjects, gap_weights
from bina.gaps.selectors.inputs import GapInputs, gap_inputs
from bina.law.law import Law, law_on
from bina.law.parameters import thawed
from bina.text import N_, BinaError, Text

Progress = Callable[[Text, float, float], None]
STEPS = 3


class NoCompetencies(BinaError):
    """There is no dictionary to compare people with."""

    text = N_(
        "Kamus kompetensi masih kosong, sehingga tidak ada yang dapat dibandingkan. Unggah berkas "
        "standar kompetensi atau muat kamus bawaan pada halaman Standar, lalu hitung ulang."
    )


def run_gaps(actor: Actor, day: dt.date, progress: Progress | None = None) -> GapRun:
    """Compute all gaps on `day` and make the run the current one.

    Raises: NoCompetencies.
    """
    say = progress or (lambda _phase, _done, _total: None)
    say(Text(N_("Membaca pegawai, standar dan hasil")), 0, STEPS)
    law = law_on(day)
    inputs = gap_inputs(day, law)
    if not len(inputs.competency_id):
        raise NoCompetencies
    say(Text(N_("Menghitung kesenjangan")), 1, STEPS)
    columns, unit_id = gap_columns(inputs, day, law)
    blocks = _blocks(columns, unit_id)
    totals = _city_totals(columns, blocks, inputs)
    say(Text(N_("Menyimpan hasil")), 2, STEPS)
    run = _stored(actor, day, law, inputs, blocks, totals)
    say(Text(N_("Selesai")), STEPS, STEPS)
    return run


def gap_columns(inputs: GapInputs, day: dt.date, law: Law) -> tuple[Columns, NDArray[np.int64]]:
    """The rows of everybody (columns.SCHEMA) in the order of the people, and each row's unit."""
    level = inputs.required.level[inputs.position_at]
    person_at, competency_at = np.nonzero(level)
    person_id = inputs.person_id[person_at]
    competency_id = inputs.competency_id[competency_at]
    unit_id = inputs.unit_id[person_at]
    held = held_levels(
        inputs.results,
        person_id,
        competency_id,
        day=day,
        validity_years=law.value("assessment.validity_years"),
        kind_error={kind: law.value(f"assessment.standard_error.{kind}") for kind in KINDS},
    )
    subjects = Subjects(person_id, inputs.position_id[person_at], unit_id, competency_id)
    weights = gap_weights(inputs.factors, subjects, inputs.unit_paths)
    ids = np.append(inputs.factor_id, 0)  # NONE reads the last item
    source = inputs.required.source[inputs.position_at]
    columns: dict[str, NDArray[Any]] = {
        "person_id": person_id,
        "competency_id": competency_id,
        "standard": level[person_at, competency_at].astype(np.float64),
        "held": held.level,
        "se": held.standard_error,
        "weight": weights.weight,
        "kinds": held.kinds,
        "standard_source": source[person_at, competency_at],
        "factor_id": ids[np.where(weights.factor_row == NONE, -1, weights.factor_row)],
    }
    return columns, unit_id


def _blocks(columns: Columns, unit_id: NDArray[np.int64]) -> list[GapBlock]:
    """One unsaved block a unit, in the order of the rows, which are sorted by unit."""
    starts = np.flatnonzero(np.append(True, unit_id[1:] != unit_id[:-1])[: len(unit_id)])
    ends = np.append(starts[1:], len(unit_id))[: len(starts)]
    blocks = []
    for start, end in zip(starts, ends, strict=True):
        part = {name: column[start:end] for name, column in columns.items()}
        names = ("competency_id", "standard", "held", "se", "weight")
        blocks.append(
            GapBlock(
                unit_id=int(unit_id[start]) or None,
                n_people=len(np.unique(part["person_id"])),
                totals=competency_totals(*(part[name] for name in names)),
                payload=pack(part),
            )
        )
    return blocks


def _city_totals(columns: Columns, blocks: list[GapBlock], inputs: GapInputs) -> dict[str, Any]:
    """Sums of the city and of each unit of the second level (OPD), for the first page."""
    measured = ~np.isnan(columns["held"].astype(np.float64))
    by_office: dict[int, list[Any]] = {}
    for block in blocks:
        path = inputs.unit_paths.get(block.unit_id or 0, (0,))
        by_office.setdefault(path[1] if len(path) > 1 else path[0], []).append(block)
    return {
        "people": len(inputs.person_id),
        "people_required": len(np.unique(columns["person_id"])),
        "people_measured": len(np.unique(columns["person_id"][measured])),
        "needs": len(measured),
        "measured": int(measured.sum()),
        "city": added(block.totals for block in blocks),
        "offices": {
            str(unit): added(block.totals for block in group) for unit, group in by_office.items()
        },
        "office_people": {
            str(unit): sum(block.n_people for block in group) for unit, group in by_office.items()
        },
    }


def _settings(law: Law) -> dict[str, Any]:
    """The parameters used, with how sure they are."""
    ids = ["assessment.validity_years", "standards.default_groups"]
    ids += [f"assessment.standard_error.{kind}" for kind in KINDS]
    found = {}
    for id_ in ids:
        parameter = law.parameter(id_)
        found[id_] = {
            "title": parameter.title_id,
            "title_en": parameter.title_en,
            "value": thawed(parameter.value),
            "confidence": parameter.confidence,
            "regulation": parameter.regulation,
        }
    return found


def _stored(
    actor: Actor,
    day: dt.date,
    law: Law,
    inputs: GapInputs,
    blocks: list[GapBlock],
    totals: dict[str, Any],
) -> GapRun:
    public_id = uuid.uuid4()
    with act(actor, "gaps.run", ("gap_run", public_id)) as entry:
        GapRun.objects.filter(is_current=True).update(is_current=False)
        run = GapRun.objects.create(
            public_id=public_id,
            day=day,
            inputs=inputs.versions,
            settings=_settings(law),
            totals=totals,
            is_current=True,
        )
        for block in blocks:
            block.run = run
        GapBlock.objects.bulk_create(blocks, batch_size=200)
        counts = {name: totals[name] for name in ("people", "needs", "measured")}
        entry.note(day=day.isoformat(), law=law.hash, **counts)
    return run
