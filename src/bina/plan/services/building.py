"""The engine's instance of a year, from the tables; and how it lies on the disk."""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import numpy as np

from bina.engines.allocation.model import COLUMNS, Instance, Plan
from bina.engines.allocation.store import FORMAT, plan_as_json
from bina.gaps.models import GapRun
from bina.money.models import BudgetVersion
from bina.plan.rules.facts import Facts
from bina.plan.rules.instance import Built, build, place_rows
from bina.plan.rules.noise import Counted, counted
from bina.plan.rules.settings import PlanSettings
from bina.plan.selectors.errors import errors_of
from bina.plan.selectors.facts import gather
from bina.text import N_, BinaError

MEASURED = ("need_held", "need_weight")  # of the instance, as measured


class NothingToPlan(BinaError):
    """The tables lack what a plan needs."""

    text = N_("Rencana {year} belum dapat disusun: {what}. Lengkapi dahulu lewat halaman Unggah.")


@dataclass(frozen=True, eq=False)
class Gathered:
    """Facts and instance of a year; `left_out` {person id: reason} cannot be planned at all.

    `counted` is what a plan for noise is made with instead, with the same rows.
    """

    facts: Facts
    built: Built
    left_out: dict[int, str]
    counted: Counted | None = None

    @property
    def instance(self) -> Instance:
        """The instance that the engine solves, and that the certificate is about."""
        return self.counted.built.instance if self.counted else self.built.instance


def build_instance(
    year: int, settings: PlanSettings, run: GapRun | None, version: BudgetVersion | None = None
) -> Gathered:
    """Gather and build, by default with the budget that counts. Raises NothingToPlan."""
    facts, left_out = gather(year, settings, run, version)
    check(facts)
    built = build(facts)
    if not settings.for_noise:
        return Gathered(facts, built, left_out)
    people, competencies = facts.people.id.tolist(), facts.competencies
    errors = errors_of(run, built.instance, people, competencies)
    return Gathered(facts, built, left_out, counted(facts, built, settings, errors))


def check(facts: Facts) -> None:
    """Raises NothingToPlan naming what is missing."""
    lacks = [
        (facts.people.n, N_("tidak ada pegawai yang dapat direncanakan")),
        (len(facts.programmes), N_("katalog masih kosong")),
        (len(facts.lines), N_("belum ada pos anggaran untuk tahun itu")),
    ]
    for count, what in lacks:
        if not count:
            raise NothingToPlan(year=facts.year, what=what)


def instance_file(gathered: Gathered, plan: Plan) -> bytes:
    """A zip of instance.npz and plan.json (the engine's formats) and keys.json (what rows mean).

    Of a plan for noise `measured.npz` holds the columns that the instance has otherwise (MEASURED).
    """
    columns = {name: getattr(gathered.instance, name) for name in COLUMNS}
    memory, npz = io.BytesIO(), io.BytesIO()
    np.savez(npz, format=np.array(FORMAT), **columns)
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
        pack.writestr("instance.npz", npz.getvalue())
        pack.writestr("plan.json", json.dumps(plan_as_json(plan), separators=(",", ":")))
        pack.writestr("keys.json", json.dumps(keys_of(gathered), separators=(",", ":")))
        if gathered.counted:
            measured = io.BytesIO()
            own = {name: getattr(gathered.built.instance, name) for name in MEASURED}
            np.savez(measured, **own)
            pack.writestr("measured.npz", measured.getvalue())
    return memory.getvalue()


def keys_of(gathered: Gathered) -> dict[str, Any]:
    """What each row of the instance stands for, by database id or code."""
    facts, built = gathered.facts, gathered.built
    return {
        "year": facts.year,
        "people": facts.people.id.tolist(),
        "programmes": [programme.code for programme in facts.programmes],
        "sessions": [list(key) for key in place_rows(facts, built.places)],
        "competencies": list(facts.competencies),
        "lines": [line.code for line in facts.lines],
        "pools": sorted(facts.pools),
        "staffing": [group.label for group in facts.staffing],
        "groupings": dict(zip(facts.groupings, built.groups, strict=True)),
    }
