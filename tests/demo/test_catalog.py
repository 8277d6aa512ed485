"""The catalogue and the money: size, forms, days, reach, and a budget that binds."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from bina.demo.calendar_days import holiday_rows
from bina.demo.city import City
from bina.demo.money import budget_rows, cost_rows
from bina.demo.people import Person
from bina.law.law import law_on

EMPLOYMENT = {"pns": "PNS", "cpns": "CPNS", "pppk": "PPPK", "pppk_pw": "PPPK Paruh Waktu"}


def test_there_are_150_programmes_about_400_sessions_and_11_open_forms(city: City) -> None:
    modes = Counter(row["mode"] for row in city.catalogue.programmes)

    assert len(city.catalogue.programmes) == 150
    assert 380 <= len(city.catalogue.sessions) <= 430
    assert modes["open"] == 11
    assert len({row["code"] for row in city.catalogue.sessions}) == len(city.catalogue.sessions)


def test_every_form_is_one_of_the_25_of_the_law(city: City, day: date) -> None:
    known = {row["form"] for row in law_on(day).value("development.forms")}

    assert {row["form"] for row in city.catalogue.programmes} <= known
    for line in budget_rows(frozenset(city.units), year=2027, share=1):
        assert set(line["forms"]) <= known


def test_every_programme_with_seats_has_a_session_and_open_forms_have_none(city: City) -> None:
    held = {row["programme"] for row in city.catalogue.sessions}

    seated = {row["code"] for row in city.catalogue.programmes if row["mode"] != "open"}

    assert held == seated


def test_sessions_start_and_end_on_open_days_of_the_year(city: City) -> None:
    closed = {one for row in holiday_rows() for one in _closed(row)}

    for session in city.catalogue.sessions:
        for day in (session["start"], session["end"]):
            assert day.year == 2027
            assert day not in closed
            assert day.weekday() == 5 if session.get("days") else day.weekday() < 5
        assert session["start"] <= session["end"]
        assert 1 <= session["min_seats"] <= session["max_seats"]


def test_sessions_of_a_programme_follow_each_other_through_the_year(city: City) -> None:
    starts = [s["start"] for s in city.catalogue.sessions if s["programme"] == "RES-EMP1"]

    assert starts == sorted(starts)
    assert (starts[-1] - starts[0]).days > 180


def test_lifts_are_positive_and_stay_below_their_ceiling(city: City) -> None:
    for lift in city.catalogue.lifts:
        assert 0.05 <= lift["lift"] <= lift["ceiling"] <= 5


def test_prerequisites_are_never_a_circle(city: City) -> None:
    needs = {row["code"]: row["prerequisites"] for row in city.catalogue.programmes}

    for code in needs:
        chain, todo = set[str](), list(needs[code])
        while todo:
            one = todo.pop()
            assert one != code
            if one not in chain:
                chain.add(one)
                todo += needs[one]


def test_everybody_may_take_at_least_20_programmes_with_seats(city: City) -> None:
    programmes = [row for row in city.catalogue.programmes if row["mode"] != "open"]
    above = {unit.code: _above(city, unit.code) for unit in city.units.values()}
    groups = {(p.unit.code, p.tier, p.position_name, p.career.employment): p for p in city.people}

    for person in groups.values():
        n = sum(_may(person, row, above[person.unit.code]) for row in programmes)
        assert n >= 20, person


def test_every_competency_of_the_dictionary_can_be_raised(city: City) -> None:
    raised = {lift["competency"] for lift in city.catalogue.lifts}

    assert len(raised) == 26


def test_budget_is_six_point_two_thousand_million_on_ten_lines(city: City) -> None:
    lines = list(budget_rows(frozenset(city.units), year=2027, share=1))

    assert len(lines) == 10
    assert sum(line["amount"] for line in lines) == 6_200_000_000


def test_most_budget_lines_cannot_pay_all_their_seats(city: City) -> None:
    cost: Counter[str] = Counter()
    for session in city.catalogue.sessions:
        head = session["contribution"] + _travel(session)
        cost[session["budget_line"]] += session["fixed_cost"] + session["max_seats"] * head
    lines = list(budget_rows(frozenset(city.units), year=2027, share=1))

    tight = [line["code"] for line in lines if line["amount"] < 0.85 * cost[line["code"]]]

    assert sum(cost.values()) > 1.5 * sum(line["amount"] for line in lines)
    assert len(tight) >= 7


def test_hours_on_offer_are_enough_for_all_but_classes_alone_are_not_paid(city: City) -> None:
    jp = {row["code"]: row["jp"] for row in city.catalogue.programmes}
    seats = sum(s["max_seats"] * jp[s["programme"]] for s in city.catalogue.sessions)
    free = sum(
        row["cap_jp"]
        for row in city.catalogue.programmes
        if row["mode"] == "open" and not row["coach_pool"]
    )
    need = 20 * len(city.people)

    assert seats + free * len(city.people) > need
    assert free < 20


def test_standard_costs_name_every_key_once() -> None:
    keys = [(r["component"], r["origin"], r["place"], r["rank_from"]) for r in cost_rows()]

    assert len(keys) == len(set(keys))


def _closed(row: Any) -> list[date]:
    if row["kind"] not in ("holiday", "joint_leave", "local"):
        return []
    last = row["end"] or row["start"]
    return [row["start"] + timedelta(days=n) for n in range((last - row["start"]).days + 1)]


def _above(city: City, code: str) -> set[str]:
    chain = set()
    while code:
        chain.add(code)
        code = city.units[code].parent
    return chain


def _may(person: Person, programme: Any, units: set[str]) -> bool:
    return (
        (not programme["tiers"] or person.tier in programme["tiers"])
        and (
            not programme["employment"]
            or EMPLOYMENT[person.career.employment] in programme["employment"]
        )
        and (not programme.get("unit_codes") or bool(units & set(programme["unit_codes"])))
        and (not programme.get("positions") or person.position_name in programme["positions"])
        and not programme["min_rank"]
    )


def _travel(session: Any) -> float:
    days = (session["end"] - session["start"]).days + 1
    rows = [row for row in cost_rows() if row["place"] == session["place"]]
    base = {row["component"]: row["amount"] for row in rows if not row["origin"]}
    nights = base["lodging"] * (days - 1) + base["daily"] * days
    return float(base["transport"] + nights)


def test_no_programme_takes_more_hours_than_one_person_may_have_in_a_year(city: City) -> None:
    """60 JP is the plan's default limit; longer courses are split into their stages."""
    assert max(row["jp"] for row in city.catalogue.programmes) <= 60


def test_each_standard_cost_can_apply_to_somebody(city: City) -> None:
    """A row for a district hides rows for places in it, so none may stand behind one."""
    district = {unit.place: unit.district for unit in city.units.values()}
    rows = {(r["component"], r["origin"], r["place"]) for r in cost_rows()}

    for component, origin, place in rows:
        if origin in district and origin not in district.values():
            assert (component, district[origin], place) not in rows
