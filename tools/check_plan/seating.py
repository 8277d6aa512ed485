"""The saved plan itself: the hard rules it keeps, its missing hours and its value."""

from collections import Counter
from typing import NamedTuple

import numpy as np

from tools.check_plan.bundle import Effects, closed
from tools.check_plan.instance import Array, Instance
from tools.check_plan.people import Constants, Reader, fair_groups
from tools.check_plan.prices import members
from tools.check_plan.report import Report

RULE = "seats"


class Worth(NamedTuple):
    """What the plan leaves and closes."""

    missing_jp: int
    value: float


def check_seats(reader: Reader, pairs: Array, report: Report) -> None:
    """Every hard rule of the instance."""
    instance = reader.instance
    _check_shared(instance, pairs, report)
    _check_staffing(instance, pairs, report)
    by_person: dict[int, list[int]] = {}
    for p in pairs.tolist():
        by_person.setdefault(int(instance.pair_person[p]), []).append(p)
    for i, own in by_person.items():
        _check_person(reader, i, own, report)
    taken = set(pairs.tolist())
    for i, sessions in reader.pins.items():
        own_sessions = {int(instance["pair_session"][p]) for p in by_person.get(i, ())}
        if not sessions <= own_sessions:
            report.fault(RULE, f"person {i}: a pinned session is not taken")
    for q, least in enumerate(instance["quota_seats"].tolist()):
        given = sum(p in taken for p in np.flatnonzero(members(instance, q)).tolist())
        if given < least:
            report.fault(RULE, f"quota {q}: {given} of {least} seats")


def _check_shared(instance: Instance, pairs: Array, report: Report) -> None:
    s = instance["pair_session"][pairs]
    seats = np.bincount(s, minlength=instance.n_sessions)
    held = seats > 0
    for row in np.flatnonzero(seats > instance["session_max"]):
        report.fault(RULE, f"session {row}: {seats[row]} of {instance['session_max'][row]} seats")
    for row in np.flatnonzero(held & (seats < instance["session_min"])):
        report.fault(RULE, f"session {row}: only {seats[row]} seats")
    spent: Counter[int] = Counter()
    for line, cost in zip(instance["pair_line"][pairs], instance["pair_cost"][pairs], strict=True):
        spent[int(line)] += int(cost)
    for row in np.flatnonzero(held):
        spent[int(instance["session_fixed_line"][row])] += int(instance["session_fixed_cost"][row])
    minutes: Counter[int] = Counter()
    for row in s.tolist():
        minutes[int(instance["session_pool"][row])] += int(instance["session_pool_minutes"][row])
    for name, used, limits in (
        ("line", spent, instance["line_amount"]),
        ("pool", minutes, instance["pool_minutes"]),
    ):
        for row, amount in used.items():
            if row >= 0 and amount > limits[row]:
                report.fault(RULE, f"{name} {row}: {amount} of {limits[row]}")


def _check_staffing(instance: Instance, pairs: Array, report: Report) -> None:
    away = np.zeros(instance["staffing_capacity"].shape, dtype=np.int64)
    for p in pairs.tolist():
        groups = instance.part("staffing_group", "staffing_ptr", int(instance.pair_person[p]))
        slots = instance.part("slot_index", "slot_ptr", int(instance["pair_session"][p]))
        away[np.ix_(groups, slots)] += 1
    for group, slot in zip(*np.nonzero(away > instance["staffing_capacity"]), strict=True):
        limit = instance["staffing_capacity"][group, slot]
        report.fault(
            RULE, f"group {group}, half-day {slot}: {away[group, slot]} away, {limit} may be"
        )


def _check_person(reader: Reader, i: int, pairs: list[int], report: Report) -> None:
    instance = reader.instance
    sessions = [int(instance["pair_session"][p]) for p in pairs]
    programmes = {reader.programme[s]: s for s in sessions}
    faults = []
    if len(programmes) < len(sessions):
        faults.append("a programme twice")
    taken = 0
    for s in sessions:
        if taken & reader.slots[s]:
            faults.append(f"session {s} shares a half-day")
        taken |= reader.slots[s]
    if sum(reader.jp[s] for s in sessions) > instance["jp_cap"][i]:
        faults.append("more hours than may be planned")
    for form, cap in reader.caps.items():
        if sum(reader.jp[s] for s in sessions if reader.form[s] == form) > cap:
            faults.append(f"more hours of form {form} than allowed")
    done = set(instance.part("done_programme", "done_ptr", i).tolist())
    for s in sessions:
        start = reader.ends[s][0]
        for before in set(reader.before[reader.programme[s]]) - done:
            earlier = programmes.get(before)
            if earlier is None or 0 <= start <= reader.ends[earlier][1]:
                faults.append(f"session {s} without programme {before} before it")
    for words in faults:
        report.fault(RULE, f"person {i}: {words}")


def worth(reader: Reader, pairs: Array) -> Worth:
    """Missing hours (a re-plan's changed seats count) and value of the plan."""
    instance, constants = reader.instance, reader.constants
    hours, closures = np.zeros(instance.n_people, np.int64), np.zeros(instance.n_people)
    by_person: dict[int, list[int]] = {}
    for p in pairs.tolist():
        by_person.setdefault(int(instance.pair_person[p]), []).append(p)
    for i, own in by_person.items():
        sessions = [int(instance["pair_session"][p]) for p in own]
        hours[i] = sum(reader.jp[s] for s in sessions)
        closures[i] = _closure(reader, i, sessions)
    keep = instance["pair_keep"].astype(np.int64)
    missing = np.maximum(0, instance["jp_needed"] - hours).sum()
    missing += np.maximum(0, keep).sum() - keep[pairs].sum()
    return Worth(int(missing), _value(instance, constants, closures))


def _closure(reader: Reader, i: int, sessions: list[int]) -> float:
    needs, number, held = reader.needs(i)
    effects: list[Effects] = [()] * len(needs)
    for s in sessions:
        for competency, lift, ceiling in reader.effects[reader.programme[s]]:
            if competency in number:
                at, rise = number[competency], ceiling - held[competency]
                effects[at] = tuple(sorted((*effects[at], (rise, lift * reader.units[s]))))
    return sum(closed(need, own) for need, own in zip(needs, effects, strict=True))


def _value(instance: Instance, constants: Constants, closures: Array) -> float:
    whole = float(closures.sum())
    short = sum(
        max(0.0, share * whole - float(closures[inside].sum()))
        for inside, share in fair_groups(instance, constants)
    )
    return whole - constants.fair_penalty * short
