"""All rules and both objectives, in one call."""

from collections import defaultdict

from tools.check_plan.facts import Facts
from tools.check_plan.objectives import check_claims, objectives
from tools.check_plan.plan_rules import (
    check_budget,
    check_coaches,
    check_person,
    check_pins,
    check_quotas,
    check_sessions,
)
from tools.check_plan.reading import Row, text
from tools.check_plan.report import Report
from tools.check_plan.seat_money import check_seat_money
from tools.check_plan.seat_rules import check_level, check_target
from tools.check_plan.staffing import check_staffing


def check(sheets: dict[str, list[Row]]) -> Report:
    """All rules and both objectives of the plan in the sheets."""
    facts, report = Facts(sheets), Report()
    by_person: dict[int, list[Row]] = defaultdict(list)
    for seat in facts.seats:
        who, session = int(seat["ORANG"]), text(seat["KODE SESI"])
        programme = text(seat["KODE PROGRAM"])
        if who not in facts.people:
            report.fault("available", f"{seat['NAMA']} cannot be planned")
            continue
        if programme not in facts.programmes or (session and session not in facts.sessions):
            report.fault("eligible", f"{seat['NAMA']}: unknown {programme} {session}")
            continue
        if session and text(facts.sessions[session]["KODE PROGRAM"]) != programme:
            report.fault("eligible", f"{seat['NAMA']}: {session} is not a session of {programme}")
        by_person[who].append(seat)
        check_target(facts, report, seat)
        check_level(facts, report, seat)
        check_seat_money(facts, report, seat)
    facts.seats = [seat for seats in by_person.values() for seat in seats]
    for who, seats in by_person.items():
        check_person(facts, report, who, seats)
    for rule in (
        check_sessions,
        check_budget,
        check_coaches,
        check_pins,
        check_quotas,
        check_staffing,
    ):
        rule(facts, report)
    objectives(facts, report, by_person)
    check_claims(facts, report)
    return report
