"""The inhabitants of the whole city: numbers, ages, NIP, heads, plausible shares."""

from collections import Counter
from datetime import date

from bina.demo.access import officers
from bina.demo.careers import retirement_age
from bina.demo.city import City
from bina.demo.people import age_on, retires_on


def test_the_city_has_exactly_8000_people_each_with_an_own_nip(city: City) -> None:
    assert len(city.people) == 8000
    assert len({person.nip for person in city.people}) == 8000
    assert len({person.pns_id for person in city.people}) == 8000


def test_nip_spells_birth_start_and_gender(city: City) -> None:
    for person in city.people:
        career = person.career
        assert person.nip[:8] == f"{career.born:%Y%m%d}"
        assert person.nip[8:12] == f"{career.since:%Y}"
        contract = career.employment in ("pppk", "pppk_pw")
        assert person.nip[12:14] == ("21" if contract else f"{career.since:%m}")
        assert person.nip[14] == ("1" if person.gender == "M" else "2")


def test_everybody_was_grown_up_at_the_start_and_nobody_is_retired(city: City, day: date) -> None:
    for person in city.people:
        assert age_on(person.career.born, person.career.since) >= 18, person
        assert age_on(person.career.born, day) < retirement_age(person.tier, day=day)


def test_some_retire_in_the_year_of_the_plan(city: City, day: date) -> None:
    leaving = [p for p in city.people if retires_on(p, day=day).year == day.year + 1]

    assert 20 <= len(leaving) <= 300


def test_every_unit_has_one_head_who_is_its_highest_post(city: City) -> None:
    heads = Counter(person.unit.code for person in city.people if person.head)

    staffed = {person.unit.code for person in city.people}
    assert set(heads) == staffed
    assert set(heads.values()) == {1}
    for person in city.people:
        if person.head and person.echelon:
            others = [p.echelon for p in city.people if p.unit is person.unit and p.echelon]
            assert person.echelon == min(others, key=_rank_of)


def _rank_of(echelon: str) -> tuple[int, str]:
    roman, letter = echelon.split(".")
    return ("I", "II", "III", "IV").index(roman), letter


def test_education_and_health_are_the_largest_offices(city: City) -> None:
    sizes = Counter(person.unit.opd for person in city.people)

    assert [code for code, _n in sizes.most_common(2)] == ["UNOR-DISDIK", "UNOR-DINKES"]


def test_all_kinds_of_employment_and_legal_position_occur(city: City) -> None:
    kinds = Counter(person.career.employment for person in city.people)
    legal = Counter(person.legal for person in city.people)

    assert kinds["pns"] > kinds["pppk"] > kinds["pppk_pw"] > kinds["cpns"] > 100
    assert min(legal["study"], legal["unpaid"], legal["suspended"]) >= 3
    assert legal["active"] + legal["contract"] > 7800


def test_structural_posts_are_held_by_active_pns(city: City) -> None:
    for person in city.people:
        if person.echelon:
            assert person.career.employment == "pns"


def test_every_office_and_district_with_a_secretariat_has_a_personnel_officer(city: City) -> None:
    offices = {p.unit.opd for p in city.people if p.unit.opd} - {"UNOR-STAFAHLI"}

    assert set(officers(city.people)) == offices


def test_a_position_code_means_one_position_of_one_tier(city: City) -> None:
    meant: dict[str, set[tuple[str, str]]] = {}
    for person in city.people:
        meant.setdefault(person.position_id, set()).add((person.position_name, person.tier))

    assert {code: names for code, names in meant.items() if len(names) > 1} == {}
