"""The service register: many real kinds, feasible, with some services on one person."""

from collections import Counter

from bina.demo.city import City


def test_there_are_at_least_120_services_in_at_least_60_units(city: City) -> None:
    assert len({role.service for role in city.roles}) >= 120
    assert len({role.unit_code for role in city.roles}) >= 60


def test_minimum_staff_can_be_met_by_those_who_hold_the_posts(city: City) -> None:
    assert all(1 <= role.min_staff <= role.holders for role in city.roles)


def test_holders_are_counted_from_the_active_people_of_the_unit(city: City) -> None:
    held = Counter((p.unit.code, p.position_name) for p in city.people if p.active)

    for role in city.roles:
        named = role.row["positions"]
        if named:
            assert role.holders == sum(held[role.unit_code, name] for name in named)


def test_some_services_hang_on_one_person_but_few(city: City) -> None:
    single = [role for role in city.roles if role.single_point]

    assert 3 <= len(single) <= len(city.roles) // 10


def test_most_roles_can_spare_somebody(city: City) -> None:
    spare = sum(role.holders > role.min_staff for role in city.roles)

    assert spare > 0.9 * len(city.roles)


def test_disaster_post_is_open_day_and_night(city: City) -> None:
    post = next(role for role in city.roles if role.service == "BPBD-POSKO")

    assert (post.row["opens"], post.row["closes"]) == ("00:00", "23:59")
    assert post.row["criticality"] == 5
