"""Both objectives recomputed, and what the plan says of itself."""

from collections import defaultdict

from tools.check_plan.facts import Facts, groups_of, jp_owed
from tools.check_plan.reading import Row, number, text
from tools.check_plan.report import Report


def closure_of(facts: Facts, need: tuple[float, float, float], level: float) -> float:
    """Weighted closure of one need."""
    held, standard, weight = need
    gap = standard - held
    if gap <= 0:
        return 0.0
    risen = min(level, standard) - held
    full = min(risen, facts.setting("full_share") * gap)
    return weight * (full + facts.setting("late_slope") * max(0.0, risen - full))


def person_closure(facts: Facts, who: int, seats: list[Row]) -> float:
    """Weighted closure of a person's seats."""
    total = 0.0
    for competency, need in facts.needs.get(who, {}).items():
        steps = []
        for seat in seats:
            effect = facts.effects.get(text(seat["KODE PROGRAM"]), {}).get(competency)
            if effect:
                steps.append((effect[1], effect[0] * number(seat["KALI"])))
        level = need[0]
        for top, lift in sorted(steps):
            level = max(level, min(level + lift, top))
        total += closure_of(facts, need, level)
    return total


def objectives(facts: Facts, report: Report, by_person: dict[int, list[Row]]) -> None:
    """Missing hours, closure, fairness shortfall, value."""
    closure: dict[tuple[str, str], float] = defaultdict(float)
    need: dict[tuple[str, str], float] = defaultdict(float)
    total = whole = 0.0
    missing = 0
    for who in facts.people:
        seats = by_person.get(who, [])
        missing += max(0, jp_owed(facts, who) - sum(int(number(s["JP"])) for s in seats))
        own = person_closure(facts, who, seats)
        most = sum(closure_of(facts, n, n[1]) for n in facts.needs.get(who, {}).values())
        total, whole = total + own, whole + most
        for group in groups_of(facts, who):
            closure[group] += own
            need[group] += most
    short = 0.0
    for group, weight in need.items():
        share = facts.setting("fair_share") * weight / whole if whole else 0.0
        short += max(0.0, share * total - closure[group])
    report.figures |= {"missing_jp": missing, "closure": total, "fairness_shortfall": short}
    report.figures["value"] = total - facts.setting("fair_penalty") * short


def check_claims(facts: Facts, report: Report) -> None:
    """What the plan says of itself against what was recomputed; bounds on the right side."""
    said = facts.settings
    figures = report.figures
    expected = said.get("certificate.counts") == "expected"  # its points are not those as measured
    pairs = (
        ("certificate.missing_jp", "missing_jp"),
        ("total.value" if expected else "certificate.value", "value"),
        ("total.closure", "closure"),
        ("total.fairness_shortfall", "fairness_shortfall"),
        ("total.cost", "cost"),
    )
    for key, name in pairs:
        if key in said and abs(float(said[key]) - figures[name]) > 1e-6 * max(
            1.0, abs(figures[name])
        ):
            report.fault("claim", f"{key} is {said[key]}, recomputed {figures[name]}")
    if figures["missing_jp"] < float(said.get("certificate.missing_jp_bound", 0)):
        report.fault("bound", "fewer hours missing than proven possible")
    if expected:
        return
    slack = 1e-6 * max(1.0, abs(figures["value"]))
    if figures["value"] > float(said.get("certificate.closure_bound", "inf")) + slack:
        report.fault("bound", "the plan is worth more than its proven bound")
