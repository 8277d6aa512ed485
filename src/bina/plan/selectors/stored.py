"""A plan's stored instance and certificate, read back for explanations."""

import io
import json
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bina.catalog.models import Programme
from bina.citizens.models import ServiceRole
from bina.engines.allocation.model import COLUMNS, Certificate, Instance
from bina.engines.allocation.store import certificate_from_json
from bina.engines.whatif.slopes import Proven
from bina.files.services import read
from bina.people.models import Person
from bina.plan.models import Plan, Seat
from bina.plan.rules.more import Named


def instance_and_keys(content: bytes) -> tuple[Instance, dict[str, Any]]:
    """What `services.building.instance_file` wrote."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        keys: dict[str, Any] = json.loads(pack.read("keys.json"))
        with np.load(io.BytesIO(pack.read("instance.npz")), allow_pickle=False) as stored:
            known = [name for name in COLUMNS if name in stored]  # older files lack the optional
            return Instance(**{name: stored[name] for name in known}), keys


def as_measured(content: bytes, instance: Instance) -> Instance:
    """The same instance with levels and weights as measured; another one of plans for noise."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        if "measured.npz" not in pack.namelist():
            return instance
        with np.load(io.BytesIO(pack.read("measured.npz")), allow_pickle=False) as stored:
            return replace(instance, **{name: stored[name] for name in stored})


@dataclass(frozen=True, eq=False)
class StoredPlan:
    """A plan as the engine knew it: instance, meaning of its rows, proof, rows of its pairs.

    `measured` has the levels and weights as measured; only of plans for noise another instance.
    """

    instance: Instance
    keys: dict[str, Any]
    certificate: Certificate
    pairs: NDArray[np.int64]
    measured: Instance

    @property
    def proven(self) -> Proven:
        """The closure's proof."""
        proof = self.certificate
        return Proven(
            self.instance, proof.settings, proof.closure_prices, proof.closure_bound,
            proof.missing_jp,
        )  # fmt: skip

    def row_of(self, person: Person) -> int:
        """The person's row, or -1."""
        people = self.keys["people"]
        return people.index(person.pk) if person.pk in people else -1


def can_be_read(plan: Plan) -> bool:
    """Whether the plan has kept what prices are read from; a re-plan has prices of its rest."""
    return bool(plan.instance_id and plan.prices_id and not plan.amends_id) and (
        "closure_bound" in plan.certificate and "format" in plan.certificate
    )


def stored_plan(plan: Plan) -> StoredPlan:
    """Read a plan that `can_be_read`; three queries."""
    assert plan.instance is not None and plan.prices is not None
    content = read(plan.instance)
    instance, keys = instance_and_keys(content)
    prices = json.loads(read(plan.prices))
    certificate = certificate_from_json({**plan.certificate, **prices})
    pairs, measured = pairs_of(plan, instance, keys), as_measured(content, instance)
    return StoredPlan(instance, keys, certificate, pairs, measured)


def pairs_of(plan: Plan, instance: Instance, keys: dict[str, Any]) -> NDArray[np.int64]:
    """Rows of the pairs of the plan's seats as computed, rising; one query."""
    people = {pk: row for row, pk in enumerate(keys["people"])}
    sessions = {(p, s, int(n)): row for row, (p, s, n) in enumerate(keys["sessions"])}
    seats = Seat.objects.filter(plan=plan, replaces=None).order_by()
    fields = ("person_id", "programme__code", "session__code", "times")
    found = [
        instance.pair_of(people[person], sessions[programme, session or "", times])
        for person, programme, session, times in seats.values_list(*fields)
        if person in people and (programme, session or "", times) in sessions
    ]
    return np.sort(np.array([row for row in found if row >= 0], dtype=np.int64))


def names_of(plan: Plan, stored: StoredPlan) -> Named:
    """What the instance's rows are called, in the words of today; three queries."""
    keys, totals = stored.keys, plan.totals
    lines = {row["code"]: row["name"] for row in totals.get("lines", [])}
    programmes = dict(Programme.objects.values_list("code", "name"))
    roles = {
        f"{service} – {role}"
        for service, role in ServiceRole.objects.values_list("service__name", "name")
    }
    quotas = totals.get("quotas", [])
    units = _units_of_groups(stored)
    return Named(
        lines=[(code, lines.get(code, "")) for code in keys["lines"]],
        sessions=[f"{programmes.get(p, p)} ({s})" if s else "" for p, s, _ in keys["sessions"]],
        staffing=[
            (label, unit if unit != label else above, label in roles)
            for label, (unit, above) in zip(keys["staffing"], units, strict=True)
        ],
        pools=keys["pools"],
        quotas={at: f"{row['group']} · {row['programme']}" for at, row in enumerate(quotas)},
    )


def _units_of_groups(stored: StoredPlan) -> list[tuple[str, str]]:
    """The unit in which most members of each staffing group work, and the unit above it."""
    instance = stored.instance
    rows = Person.objects.exclude(unit=None).order_by()
    unit = {
        pk: (name, above or "")
        for pk, name, above in rows.values_list("pk", "unit__name", "unit__parent__name")
    }
    owner = np.repeat(np.arange(instance.n_people), np.diff(instance.staffing_ptr))
    counts: list[Counter[tuple[str, str]]] = [Counter() for _ in stored.keys["staffing"]]
    people = stored.keys["people"]
    for i, group in zip(owner.tolist(), instance.staffing_group.tolist(), strict=True):
        if people[i] in unit:
            counts[group][unit[people[i]]] += 1
    return [count.most_common(1)[0][0] if count else ("", "") for count in counts]
