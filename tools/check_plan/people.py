"""Everybody's problem at the prices, made from the instance's columns."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from tools.check_plan.bundle import Need, Option, Person, Programme
from tools.check_plan.instance import Array, Instance


class Constants(NamedTuple):
    """Settings of the plan: slopes of the closure, fairness floor and its penalty."""

    full_share: float
    late_slope: float
    fair_share: float
    fair_penalty: float


class At(NamedTuple):
    """What the prices make of the instance: per pair what it asks, per person the factor."""

    asked: Array
    keep: Array
    mult: Array
    hours: float


def whole_need(instance: Instance, constants: Constants) -> Array:
    """Closure of everybody if every gap closed, per person."""
    gap = np.maximum(0.0, instance["need_standard"] - instance["need_held"])
    full = constants.full_share * gap
    worth = instance["need_weight"] * (full + constants.late_slope * (gap - full))
    owner = np.repeat(np.arange(instance.n_people), np.diff(instance["need_ptr"]))
    return np.bincount(owner, worth, minlength=instance.n_people)


def fair_groups(instance: Instance, constants: Constants) -> list[tuple[Array, float]]:
    """Members (a truth per person) and least share of all closure, per group of every grouping."""
    need = whole_need(instance, constants)
    whole, found = float(need.sum()), []
    for column in instance["fair_group"].T:
        for group in range(int(column.max(initial=-1)) + 1):
            inside = column == group
            share = constants.fair_share * float(need[inside].sum()) / whole if whole > 0 else 0.0
            found.append((inside, share))
    return found


class Reader:
    """Turns rows of the columns into one person's problem."""

    def __init__(self, instance: Instance, constants: Constants) -> None:
        self.instance, self.constants = instance, constants
        self.slots, self.ends = [], []  # type: list[int], list[tuple[int, int]]
        for s in range(instance.n_sessions):
            days = instance.part("slot_index", "slot_ptr", s).tolist()
            self.slots.append(sum(1 << day for day in days))
            self.ends.append((min(days), max(days)) if days else (-1, -1))
        n_programmes = instance["effect_ptr"].size - 1
        self.effects = [
            list(zip(
                instance.part("effect_competency", "effect_ptr", k).tolist(),
                instance.part("effect_lift", "effect_ptr", k).tolist(),
                instance.part("effect_ceiling", "effect_ptr", k).tolist(),
                strict=True,
            ))
            for k in range(n_programmes)
        ]  # fmt: skip
        self.before = [
            instance.part("prereq_programme", "prereq_ptr", k).tolist() for k in range(n_programmes)
        ]
        self.pins: dict[int, set[int]] = {}
        for i, s in zip(
            instance["pinned_person"].tolist(), instance["pinned_session"].tolist(), strict=True
        ):
            self.pins.setdefault(i, set()).add(s)
        names = ("session_jp", "session_units", "session_form", "session_programme")
        self.jp, self.units, self.form, self.programme = (instance[n].tolist() for n in names)
        self.caps = dict(enumerate(instance["form_jp_cap"].tolist()))

    def people(self, at: At) -> Iterator[Person]:
        """Everybody's problem at the prices, in their order."""
        for i in range(self.instance.n_people):
            yield self.person(at, i)

    def person(self, at: At, i: int) -> Person:
        """Problem of one person."""
        instance = self.instance
        needs, number, held = self.needs(i)
        start, end = instance["pair_ptr"][i : i + 2].tolist()
        pins, by_programme = self.pins.get(i, set()), {}  # type: set[int], dict[int, list[Option]]
        sessions = instance["pair_session"][start:end].tolist()
        asked, keep = at.asked[start:end].tolist(), at.keep[start:end].tolist()
        for p, s in enumerate(sessions):
            if keep[p]:
                option = Option(asked[p], self.jp[s], self.units[s], self.slots[s], *self.ends[s],
                                self.form[s], start + p)  # fmt: skip
                by_programme.setdefault(self.programme[s], []).append(option)
        for k in {self.programme[s] for s in pins}:  # its pinned session; no plan has two
            there = [o for o in by_programme.get(k, []) if sessions[o.pair - start] in pins]
            wanted = sum(self.programme[s] == k for s in pins)
            by_programme[k] = there if wanted == len(there) == 1 else []
        order = {k: e for e, k in enumerate(by_programme)}
        done = set(instance.part("done_programme", "done_ptr", i).tolist())
        missing = len(order)  # a number that no programme has: never ready
        programmes = [
            Programme(
                options,
                [
                    (number[c], lift, ceiling - held[c])
                    for c, lift, ceiling in self.effects[k]
                    if c in number and lift > 0.0 and ceiling > held[c]
                ],
                [order.get(b, missing) for b in self.before[k] if b not in done],
                any(self.programme[s] == k for s in pins),
            )
            for k, options in by_programme.items()
        ]
        return Person(
            programmes, needs, float(at.mult[i]), at.hours,
            int(instance["jp_needed"][i]), int(instance["jp_cap"][i]), self.caps,
        )  # fmt: skip

    def needs(self, i: int) -> tuple[list[Need], dict[int, int], dict[int, float]]:
        """Gaps of the person, their number by competency, the level held."""
        instance, constants = self.instance, self.constants
        rows = [
            instance.part(name, "need_ptr", i).tolist()
            for name in ("need_competency", "need_held", "need_standard", "need_weight")
        ]
        needs, number, held = [], {}, {}  # type: list[Need], dict[int, int], dict[int, float]
        for competency, level, standard, weight in zip(*rows, strict=True):
            gap = standard - level
            if gap > 0.0 and weight > 0.0:
                number[competency], held[competency] = len(needs), level
                needs.append(Need(gap, constants.full_share * gap, weight, constants.late_slope))
        return needs, number, held
