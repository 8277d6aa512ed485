"""The tree of units: the map of the city, parents first, and small towns as parts of it."""

from collections import Counter

import pytest

from bina.demo.organisation import build_units
from bina.demo.tables import table
from bina.demo.units import path_of


def test_the_map_has_five_districts_25_kelurahan_and_14_kampung() -> None:
    """Kota Jayapura, official counts."""
    districts = table("organisation")["districts"]

    kinds = Counter(unit.kind for unit in build_units(8000))

    assert len(districts) == kinds["district"] == 5
    assert sum(len(district["kelurahan"]) for district in districts) == kinds["kelurahan"] == 25
    assert sum(len(district["kampung"]) for district in districts) == 14
    assert kinds["puskesmas"] == 13


@pytest.mark.parametrize("people", [300, 1000, 8000])
def test_parents_stand_before_their_units_and_codes_are_unique(people: int) -> None:
    seen: set[str] = set()

    for unit in build_units(people):
        assert unit.code not in seen
        assert unit.parent in seen or not unit.parent
        seen.add(unit.code)


def test_a_small_town_is_a_part_of_the_city_and_has_the_units_of_the_story() -> None:
    town = [unit.code for unit in build_units(300)]
    city = [unit.code for unit in build_units(8000)]

    assert town == [code for code in city if code in set(town)]
    for person in table("cast").values():
        assert person["unit"] in town


def test_every_kampung_is_the_place_of_some_unit() -> None:
    places = {unit.place for unit in build_units(8000)}

    for district in table("organisation")["districts"]:
        assert set(district["kampung"]) <= places


def test_path_starts_at_the_office() -> None:
    units = {unit.code: unit for unit in build_units(8000)}

    path = path_of(units["UNOR-DUKCAPIL-SEK-UMPEG"], units)

    assert path == (
        "Dinas Kependudukan dan Pencatatan Sipil / Sekretariat / Subbagian Umum dan Kepegawaian"
    )
    assert path_of(units["UNOR-DINKES"], units) == "Dinas Kesehatan"
