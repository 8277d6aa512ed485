"""Actions with gain and cost: priced by the catalogue, free where learning only waits."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bina.audit.guard import unguarded
from bina.audit.kept import forget
from bina.catalog.models import Programme, Session, StandardCost
from bina.learning.models import Outcome
from bina.people.models import Absence, DevelopmentRecord
from bina.plan.models import Change, Plan, Seat
from tests.cast import person

pytestmark = pytest.mark.django_db
DAY = "2026-11-23"
OLD = "aturan=bkn_8_2019"


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = DAY


def session(code, form, jp, contribution, place="Kota Jayapura", **programme):
    with unguarded():
        made = Programme.objects.create(
            code=f"P-{code}", name=f"Program {code}", form=form, mode="classroom", jp=jp,
            **programme,
        )  # fmt: skip
        return Session.objects.create(
            code=code, programme=made, place=place, start=dt.date(2026, 12, 1),
            end=dt.date(2026, 12, 3), min_seats=1, max_seats=20, contribution=contribution,
        )  # fmt: skip


def listed(client, unit=None):
    place = f"unit/{unit.public_id}/" if unit else ""
    data = client.get(f"/tindakan/{place}unduh/?bentuk=json&{OLD}").json()
    return {(row["action"], row["name"]): row for row in data["rows"]}


TECHNICAL = "Diklat teknis dengan JP cukup"
DRAWER = "Mencatat sertifikat yang sudah dilaporkan"


def test_an_action_costs_the_cheapest_session_that_fits_each_person(cast, as_):
    session("DEKAT", "Diklat Teknis", 24, 500_000, tiers=["21"])
    session("MURAH", "Diklat Teknis", 19, 100_000)  # one JP short
    session("JAUH", "Diklat Teknis", 30, 200_000, place="Makassar")
    with unguarded():
        for component, amount in (("transport", 4_000_000), ("lodging", 700_000),
                                  ("daily", 430_000)):  # fmt: skip
            StandardCost.objects.create(component=component, place="Makassar", amount=amount)

    rows = listed(as_("citra"))

    ani, dani = rows[TECHNICAL, "ANI WENDA"], rows[TECHNICAL, "DANI OHEE"]
    assert (ani["session"], ani["cost"], ani["gain"]) == ("DEKAT", 500_000, 15.0)
    # 200.000 + a journey, two nights, three days
    assert (dani["session"], dani["cost"]) == ("JAUH", 200_000 + 4_000_000 + 1_400_000 + 1_290_000)
    assert dani["gain"] == 22.5  # no functional or structural post


def test_nobody_gets_a_price_that_the_catalogue_does_not_have(cast, as_):
    rows = listed(as_("citra"))
    assert rows[TECHNICAL, "ANI WENDA"]["cost"] is None
    page = as_("citra").get(f"/tindakan/?{OLD}").content.decode()
    assert "Tidak ada sesi yang cocok di katalog." in page


def report(who, form, jp, end, **more):
    with unguarded():
        return Outcome.objects.create(
            person=who, form=form, title="Sertifikat lama", start=end, end=end, jp=jp,
            said_by=who.name, **more,
        )  # fmt: skip


def test_a_certificate_in_a_drawer_is_an_action_of_its_own(cast, as_):
    report(cast.ani, "Diklat Teknis", 24, dt.date(2026, 5, 4))
    report(cast.dani, "Diklat Teknis", 24, dt.date(2026, 5, 4), state="refused")
    report(cast.budi, "Diklat Teknis", 19, dt.date(2026, 5, 4))  # too short to count

    rows = listed(as_("citra"))

    assert {name for action, name in rows if action == DRAWER} == {"ANI WENDA"}
    assert (rows[DRAWER, "ANI WENDA"]["gain"], rows[DRAWER, "ANI WENDA"]["cost"]) == (15.0, 0)
    waiting = "Memutuskan laporan belajar yang menunggu"
    assert {name for action, name in rows if action == waiting} == {"ANI WENDA"}  # 24 of 20 JP
    page = as_("citra").get(f"/tindakan/?{OLD}").content.decode()
    assert "tanpa biaya pelatihan, tinggal diputuskan" in page


def test_claimed_records_count_and_nothing_is_invented(cast, as_):
    assert not [1 for action, _name in listed(as_("citra")) if action == DRAWER]

    with unguarded():
        DevelopmentRecord.objects.create(
            person=cast.ani, form="Seminar", title="S", start="2026-03-01", end="2026-03-01",
            jp=4, status="claimed",
        )  # fmt: skip
        DevelopmentRecord.objects.create(
            person=cast.ani, form="Diklat Fungsional", title="F", start="2020-03-01",
            end="2020-03-01", jp=40,
        )  # fmt: skip

    rows = listed(as_("citra"))
    assert rows[DRAWER, "ANI WENDA"]["gain"] == 10.0
    match = "Mencocokkan diklat yang sudah tercatat dengan jabatan"
    assert (rows[match, "ANI WENDA"]["gain"], rows[match, "ANI WENDA"]["cost"]) == (15.0, 0)


def test_a_unit_has_its_own_ranking(cast, as_):
    session("S-1", "Diklat Teknis", 24, 500_000)
    url = f"/tindakan/unit/{cast.puskesmas.public_id}/?{OLD}"

    page = as_("budi").get(url).content.decode()

    assert "+15,00 IP ASN" in page  # all three lack it: the mean gains what each gains
    assert "Rp 1.500.000" in page and "DANI OHEE" not in page
    assert "/tindakan/unit/" in as_("budi").get(
        f"/indeks/unit/{cast.puskesmas.public_id}/?{OLD}"
    ).content.decode()  # fmt: skip
    assert as_("dani").get(url).status_code == 403
    assert as_("budi").get("/tindakan/").status_code == 403
    assert as_("mayor").get("/tindakan/").status_code == 403
    other = f"/tindakan/unit/{cast.registry.public_id}/"
    assert as_("budi").get(other).status_code == 404


def test_parameters_are_changed_for_one_unit_alone(cast, as_):
    with unguarded():
        for who in (cast.ani, cast.dani):
            DevelopmentRecord.objects.create(
                person=who, form="Diklat Teknis", title="T", start="2026-05-04",
                end="2026-05-04", jp=24,
            )  # fmt: skip
    url = f"/indeks/unit/{cast.puskesmas.public_id}/andai/"
    query = "?parameter=ip_asn.bkn_8_2019.technical_min_jp&nilai=25"

    page = as_("citra").get(url + query).content.decode()

    assert "-5,00" in page  # 15 points of Ani over three people
    assert "Kependudukan" not in page
    assert as_("budi").get(url).status_code == 403


def test_the_number_of_queries_is_the_same_with_more_people(cast, as_):
    session("S-1", "Diklat Teknis", 24, 500_000)
    report(cast.ani, "Diklat Teknis", 24, dt.date(2026, 5, 4))
    client, url = as_("citra"), f"/tindakan/?{OLD}"
    client.get(url)
    forget()
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    with unguarded():
        for at in range(60):
            one = person(f"199101012015031{at:03d}", f"P{at}", cast.puskesmas, cast.ani.position)
            Outcome.objects.create(
                person=one, form="Seminar", title="S", start="2026-03-01", end="2026-03-01",
                jp=4, said_by="x",
            )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def in_the_plan(one, *people):
    """Approved seats in the session."""
    with unguarded():
        plan = Plan.objects.create(year=one.start.year, name=f"Rencana {one.code}")
        for who in people:
            Seat.objects.create(plan=plan, person=who, programme=one.programme, session=one,
                                jp=one.programme.jp, cost=0, closure=0.1)  # fmt: skip
        Plan.objects.filter(pk=plan.pk).update(state="frozen")
    return plan


def few_seats(one, n):
    with unguarded():
        Session.objects.filter(pk=one.pk).update(max_seats=n)


def test_seats_that_the_plan_uses_are_not_offered_and_the_next_session_is(cast, as_):
    cheap = session("MURAH", "Diklat Teknis", 24, 100_000)
    session("MAHAL", "Diklat Teknis", 24, 900_000)
    few_seats(cheap, 2)
    in_the_plan(cheap, cast.citra)

    rows = listed(as_("citra"))

    taken = {name: row for (action, name), row in rows.items() if action == TECHNICAL}
    citra = taken.pop("CITRA RUMBIAK")  # sits in it on those days
    sessions = [row["session"] for row in taken.values()]
    assert sessions.count("MURAH") == 1 and sessions.count("MAHAL") == len(sessions) - 1 > 0
    assert citra["session"] is None and "tidak bebas" in citra["why"]


def test_an_action_whose_sessions_are_full_says_so_and_comes_last(cast, as_):
    full = session("PENUH", "Diklat Teknis", 24, 100_000)
    few_seats(full, 1)
    in_the_plan(full, cast.citra)

    rows = listed(as_("citra"))
    page = as_("citra").get(f"/tindakan/?{OLD}").content.decode()

    row = rows[TECHNICAL, "ANI WENDA"]
    assert (row["cost"], row["session"]) == (None, None)
    assert row["why"] == "semua sesi yang cocok penuh"
    assert "Sesi yang cocok sudah penuh bagi" in page and "belum dapat dilakukan" in page
    report(cast.ani, "Diklat Teknis", 24, dt.date(2026, 5, 4))  # 5 points by a decision alone
    page = as_("citra").get(f"/tindakan/?{OLD}").content.decode()
    assert page.index(DRAWER) < page.index(TECHNICAL)  # what can be done goes first


def test_a_cancelled_session_has_no_seat(cast, as_):
    gone = session("BATAL", "Diklat Teknis", 24, 100_000)
    with unguarded():
        Change.objects.create(kind="cancelled", session=gone, start=gone.start, reason="Hujan")

    assert listed(as_("citra"))[TECHNICAL, "ANI WENDA"]["why"] == "semua sesi yang cocok penuh"


def test_nobody_is_offered_a_session_on_days_away_or_of_another_seat(cast, as_):
    session("BEBAS", "Diklat Teknis", 24, 100_000)
    other = session("LAIN", "Seminar", 4, 0)  # the same days
    in_the_plan(other, cast.budi)
    with unguarded():
        Absence.objects.create(person=cast.ani, kind="leave", start=dt.date(2026, 12, 3),
                               end=dt.date(2026, 12, 9))  # fmt: skip
        Absence.objects.create(person=cast.colleague, kind="leave",
                               start=dt.date(2026, 12, 4), end=dt.date(2026, 12, 9))  # fmt: skip

    rows = listed(as_("citra"))

    why = "tidak bebas pada hari sesi yang masih ada kursinya"
    assert rows[TECHNICAL, "ANI WENDA"]["why"] == why  # its last day is the first of her leave
    assert rows[TECHNICAL, "BUDI MANDOWEN"]["why"] == why
    assert rows[TECHNICAL, "YULI KBAREK"]["session"] == "BEBAS"


def test_hours_of_a_year_are_not_filled_by_sessions_of_the_next(cast, as_):
    late = session("AWAL", "Seminar", 30, 50_000)
    with unguarded():
        Session.objects.filter(pk=late.pk).update(
            start=dt.date(2026, 12, 31), end=dt.date(2027, 1, 1)
        )
    hours = "Melengkapi JP tahun ini"

    assert listed(as_("citra"))[hours, "ANI WENDA"]["session"] is None
    with unguarded():
        Session.objects.filter(pk=late.pk).update(end=dt.date(2026, 12, 31))
    assert listed(as_("citra"))[hours, "ANI WENDA"]["session"] == "AWAL"


def test_the_page_says_what_the_picked_bring_together_and_what_they_would_add_up_to(cast, as_):
    session("S-1", "Diklat Teknis", 24, 500_000)
    report(cast.ani, "Diklat Teknis", 24, dt.date(2026, 5, 4))
    url = f"/tindakan/unit/{cast.puskesmas.public_id}/?{OLD}"
    both = "&dipilih=1&pilih=technical&pilih=drawer"

    page = as_("budi").get(url + both).content.decode()
    one = as_("budi").get(f"{url}&dipilih=1&pilih=technical").content.decode()
    none = as_("budi").get(f"{url}&dipilih=1").content.decode()

    # three people of 15 points each, together and by the training alone; the certificate is Ani's
    assert "+15,00 <small>IP ASN</small>" in page
    assert "2 tindakan · 2 kursi · Rp 1.000.000" in page
    assert "Dijumlahkan satu per satu: +20,00 IP ASN" in page and "Rp 1.500.000." in page
    assert "1 orang mendapat hal yang sama dari dua tindakan" in page
    assert "1 tindakan · 3 kursi · Rp 1.500.000" in one
    assert "tidak ada yang dihitung dua kali" in one
    assert "Yang dicentang, bersama-sama" not in none
    assert page.count(" checked>") == 2 and none.count(" checked>") == 0


def test_the_last_seat_is_given_to_one_of_two_actions(cast, as_):
    last = session("SATU", "Diklat Teknis", 24, 100_000)
    few_seats(last, 1)

    rows = listed(as_("citra"))
    page = as_("citra").get(f"/tindakan/?{OLD}").content.decode()

    alone = [key for key, row in rows.items() if row["session"] == "SATU"]
    together = [key for key, row in rows.items() if row["together_session"] == "SATU"]
    assert sorted({action for action, _name in alone}) == [TECHNICAL, "Melengkapi JP tahun ini"]
    assert together == [(TECHNICAL, "DANI OHEE")]  # 22.5 points, more than anybody's
    assert "tidak lagi mendapat kursi" in page


def test_what_others_have_done_already_is_said_beside_what_an_action_would_add_alone(cast, as_):
    session("S-1", "Diklat Teknis", 24, 500_000)
    hours = "&dipilih=1&pilih=technical&pilih=hours"

    page = as_("citra").get(f"/tindakan/?{OLD}{hours}").content.decode()

    assert "Yang dapat dilakukannya sudah dilakukan tindakan lain yang dicentang." in page
    assert "Sendiri saja:" in page  # the hours, which the training brings as well
