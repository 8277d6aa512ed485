"""Whether a certificate is about the plan and the facts of a workbook that was exported beside it.

The bounds say something of the instance alone; this says that the instance is the exported year:
the same seats, budget lines, seats and hours of sessions, needs and hours owed.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tools.check_plan.certificate import Certificate
from tools.check_plan.facts import Facts, jp_owed
from tools.check_plan.reading import number, text
from tools.check_plan.report import Report

RULE = "instance"
SHOWN = 3  # places named per kind


def check_against(given: Certificate, facts: Facts, report: Report) -> None:
    """The certificate's claims, seats and facts against the workbook's."""
    if given.keys is None:
        report.fault(RULE, "keys.json is missing: rows cannot be compared with the workbook")
        return
    _differences("claim", _claims(given, facts), report)
    for kind in (_seats, _lines, _sessions, _needs, _hours):
        _differences(RULE, kind(given, facts), report)


def _differences(rule: str, words: Iterable[str], report: Report) -> None:
    found = list(words)
    for one in found[:SHOWN]:
        report.fault(rule, one)
    if len(found) > SHOWN:
        report.fault(rule, f"and {len(found) - SHOWN} more like the last")


def _claims(given: Certificate, facts: Facts) -> Iterable[str]:
    for name, value in given.claims.items():
        written = facts.settings.get(f"certificate.{name}")
        if written is None or isinstance(value, dict | list):
            continue
        same = written == value if isinstance(value, str) else float(written) == value
        if not same:
            yield f"{name} is {value} in the certificate, {written} in the workbook"


def _rows(given: Certificate) -> tuple[list[int], list[tuple[str, str, int]]]:
    """Person number and (programme, session, times) of the instance's rows."""
    assert given.keys is not None
    return given.keys["people"], [(str(k), str(s), int(n)) for k, s, n in given.keys["sessions"]]


def _seats(given: Certificate, facts: Facts) -> Iterable[str]:
    if given.pairs is None:
        return
    people, sessions = _rows(given)
    instance = given.instance
    planned = {
        (people[instance.pair_person[p]], *sessions[instance["pair_session"][p]])
        for p in given.pairs.tolist()
    }
    written = {
        (int(s["ORANG"]), text(s["KODE PROGRAM"]), text(s["KODE SESI"]), int(number(s["KALI"])))
        for s in facts.seats
    }
    for seat in sorted(planned - written):
        yield f"seat {seat} is in the certificate only"
    for seat in sorted(written - planned):
        yield f"seat {seat} is in the workbook only"


def _lines(given: Certificate, facts: Facts) -> Iterable[str]:
    assert given.keys is not None
    amounts = dict(zip(given.keys["lines"], given.instance["line_amount"].tolist(), strict=True))
    for code in sorted(amounts.keys() | facts.lines.keys()):
        written = number(facts.lines[code]["PAGU"]) if code in facts.lines else None
        if amounts.get(code) != written:
            yield f"line {code}: {amounts.get(code)} in the certificate, {written} in the workbook"


def _sessions(given: Certificate, facts: Facts) -> Iterable[str]:
    instance = given.instance
    for row, (programme, code, times) in enumerate(_rows(given)[1]):
        if programme not in facts.programmes or (code and code not in facts.sessions):
            yield f"session {programme} {code} is not in the workbook"
            continue
        jp = int(number(facts.programmes[programme]["JP"])) * times
        own: list[Any] = [int(instance["session_jp"][row])]
        written: list[Any] = [jp]
        if code:
            there = facts.sessions[code]
            own += [int(instance[f"session_{n}"][row]) for n in ("min", "max")]
            written += [int(number(there[f"KURSI {n}"])) for n in ("MINIMUM", "MAKSIMUM")]
        if own != written:
            yield f"session {programme} {code}: JP, seats {own}, in the workbook {written}"


def _needs(given: Certificate, facts: Facts) -> Iterable[str]:
    assert given.keys is not None
    people, codes = given.keys["people"], given.keys["competencies"]
    instance = given.instance
    if given.measured is not None:
        instance = replace(instance, column={**instance.column, **given.measured})
    for i, who in enumerate(people):
        rows = zip(*(
            instance.part(f"need_{name}", "need_ptr", i).tolist()
            for name in ("competency", "held", "standard", "weight")
        ), strict=True)  # fmt: skip
        for competency, *own in rows:
            written = facts.needs.get(who, {}).get(codes[competency])
            if written is None or any(abs(a - b) > 1e-9 for a, b in zip(own, written, strict=True)):
                yield f"person {who}, {codes[competency]}: {own}, in the workbook {written}"


def _hours(given: Certificate, facts: Facts) -> Iterable[str]:
    for who, owed in zip(_rows(given)[0], given.instance["jp_needed"].tolist(), strict=True):
        written = jp_owed(facts, who) if who in facts.people else None
        if owed != written:
            yield f"person {who}: {owed} JP owed, in the workbook {written}"
