"""The districts on the city page: figures of the database alone, small ones hidden."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bina.audit.guard import unguarded
from bina.gaps.selectors.runs import current_run
from bina.people.cards import reach_of_city
from bina.people.models import DevelopmentRecord, Person, Unit
from bina.people.selectors import access_of
from bina.plan.cards import plan_to_show
from bina.plan.models import Commitment
from bina.web.pages.districts import card_districts
from tests.cast import Cast, person
from tests.gaps.scene import result, run
from tests.web.scene import DAY, planned

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
SOUTH = "Jayapura Selatan"


@pytest.fixture(autouse=True)
def day(settings) -> None:
    settings.FIXED_DAY = DAY.isoformat()


def page(client: Client) -> str:
    text = " ".join(client.get("/kota/").content.decode().split())
    return text.partition("Menurut distrik</h2>")[2].partition("</section>")[0]


def card(cast: Cast, who: str = "citra") -> dict:
    return card_districts(
        access_of(cast.user(who)), reach_of_city(DAY), plan_to_show(), current_run()
    )


def row(found: dict, name: str = SOUTH):
    return next(one for one in found["rows"] if one.name == name)


def more_people(cast: Cast, n: int, where: Unit | None = None) -> list[Person]:
    with unguarded():
        return [
            person(f"199101012015031{at:03d}", f"ORANG {at}", where or cast.puskesmas,
                   cast.ani.position)
            for at in range(n)
        ]  # fmt: skip


def test_people_hours_seats_and_gaps_of_a_district(cast: Cast) -> None:
    planned(cast)
    with unguarded():  # Ani has 14 JP; 6 more are 20, the year's minimum
        DevelopmentRecord.objects.create(
            person=cast.ani, form="Seminar", title="Lagi", start="2026-04-01", end="2026-04-01",
            jp=6,
        )  # fmt: skip

    found = card(cast)

    south = row(found)
    assert (south.people.n, south.people.full, south.people.none) == (3, 1, 2)
    assert south.seats == 1
    assert south.reached == pytest.approx(1 / 3)
    assert found["n_elsewhere"] == 4  # offices without a district
    # Ani's Komunikasi: required 2 (tier 21), held 1 → a gap of 1 over one result
    assert (south.gap.mean, south.gap.measured) == (pytest.approx(1.0), 1)
    assert south.gap.error is not None and south.gap.error > 0


def test_a_seat_that_was_declined_is_no_seat(cast: Cast) -> None:
    scene = planned(cast)
    with unguarded():
        Commitment.objects.filter(seat=scene.ani_seat).update(answer="declined", state="declined")

    assert row(card(cast)).seats == 0


def test_a_person_with_two_seats_counts_once(cast: Cast) -> None:
    planned(cast, n_seats=2)

    assert row(card(cast)).seats == 1


def with_hours(people: list[Person]) -> None:
    with unguarded():
        DevelopmentRecord.objects.bulk_create(
            DevelopmentRecord(person=one, form="Seminar", title="S", start="2026-04-01",
                              end="2026-04-01", jp=20)
            for one in people
        )  # fmt: skip


def test_a_small_district_takes_the_next_smallest_with_it_for_the_mayor(cast: Cast) -> None:
    with unguarded():
        Unit.objects.filter(pk=cast.registry.pk).update(district="Abepura")
        Unit.objects.filter(pk=cast.agency.pk).update(district="Heram")
    with_hours(more_people(cast, 12, cast.registry)[:6])
    with unguarded():
        many = [person(f"199201012015032{at:03d}", f"LAIN {at}", cast.agency, cast.ani.position)
                for at in range(40)]  # fmt: skip
    with_hours(many[:20])

    mayor, analyst = card(cast, "mayor"), card(cast)

    assert row(mayor).hidden is True  # three people
    assert row(mayor, "Abepura").hidden is True  # else South is the city less the others
    assert row(mayor, "Heram").hidden is False
    assert not any(one.hidden for one in analyst["rows"])


def test_a_district_where_few_have_a_seat_is_hidden_from_the_mayor(cast: Cast) -> None:
    planned(cast)
    more_people(cast, 6)

    assert row(card(cast, "mayor")).hidden is True  # nine people, one of them with a seat


@pytest.mark.parametrize(("n_more", "hidden"), [(3, True), (4, False)])
def test_gaps_of_few_measured_people_are_hidden_from_the_mayor(
    cast: Cast, n_more: int, hidden: bool
) -> None:
    planned(cast)
    competency = cast.ani.results.first().competency
    with unguarded():
        cast.dani.results.all().delete()  # nobody else is measured, so nothing else is small
    for one in more_people(cast, 6)[:n_more]:
        result(one, competency, 1)
    run()

    assert row(card(cast, "mayor")).gap.hidden is hidden


def test_the_page_says_it_in_words_and_has_the_table(cast: Cast, as_: As) -> None:
    planned(cast)
    with unguarded():
        Unit.objects.filter(pk=cast.registry.pk).update(district="Abepura")

    shown = page(as_("citra"))

    assert "Paling sedikit di Abepura: 0 % dari 1 orang." not in shown  # Dani has his 20 JP
    assert f"Paling sedikit di {SOUTH}: 0 % dari 3 orang. Paling banyak di Abepura: 100 %." in shown
    assert shown.count("<svg") == 3
    assert 'href="/pegawai/?distrik=Abepura"' in shown
    assert "3 orang bekerja di unit tanpa distrik" in shown


def test_the_mayor_sees_no_figure_of_a_small_district(cast: Cast, as_: As) -> None:
    planned(cast)

    shown = page(as_("mayor"))

    assert "disembunyikan: terlalu sedikit orang" in shown
    assert "dari 3 orang" not in shown
    assert "?distrik=" not in shown


def test_without_districts_the_page_says_what_to_do(cast: Cast, as_: As) -> None:
    with unguarded():
        Unit.objects.update(district="")

    shown = page(as_("citra"))

    assert "Belum ada unit dengan distrik." in shown
    assert "<svg" not in shown


def test_a_city_gives_its_own_places(cast: Cast, settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "tiles.yaml").write_text(f'"{SOUTH}": [2, 0]\n')

    tile = card(cast)["maps"][0]["tiles"][0]

    assert (tile["label"], tile["column"], tile["row"]) == (SOUTH, 2, 0)


def test_the_card_asks_the_same_number_of_queries_for_more_districts(cast: Cast) -> None:
    planned(cast)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            card(cast)
        return len(queries)

    first = count()
    with unguarded():
        for at, where in enumerate((cast.health, cast.registry, cast.agency)):
            Unit.objects.filter(pk=where.pk).update(district=f"Distrik {at}")
    assert count() == first
