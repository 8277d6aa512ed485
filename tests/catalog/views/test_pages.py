"""The catalogue's pages: who may change it, what they show, and how many queries they take."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.calendar.models import Holiday
from bina.catalog.models import Programme, ProgrammeEffect, Session, StandardCost
from bina.standards.models import Competency

pytestmark = pytest.mark.django_db
EVERYBODY = ("ani", "budi", "citra", "dani", "officer", "hr_head", "mayor", "operator")
HR = {"citra", "hr_head"}


@pytest.fixture
def course(cast):
    """A two-day course in Makassar with a lift, and what the way there costs."""
    with unguarded():
        competency = Competency.objects.create(code="RES", group="service", name="Responsif")
        made = Programme.objects.create(
            code="EMP", name="Komunikasi empatik", form="Bimbingan Teknis", mode="classroom",
            jp=16, tiers=["21"], unit_codes=["DINKES"],
        )  # fmt: skip
        ProgrammeEffect.objects.create(
            programme=made, competency=competency, lift="0.8", ceiling="3"
        )
        Session.objects.create(
            code="EMP-A", programme=made, place="Makassar", start=dt.date(2027, 3, 2),
            end=dt.date(2027, 3, 3), min_seats=5, max_seats=20, contribution=350_000,
        )  # fmt: skip
        for component, amount in (("transport", 6_200_000), ("lodging", 650_000),
                                  ("daily", 430_000)):  # fmt: skip
            StandardCost.objects.create(component=component, place="Makassar", amount=amount)
    return made


def addresses(course):
    session = course.sessions.get()
    return {
        "programmes": [], "calendar": [], "costs": [], "export": [], "costs_export": [],
        "programme": [course.public_id], "session": [session.public_id],
    }, {
        "programme_new": [], "programme_edit": [course.public_id], "effect": [course.public_id],
        "session_new": [course.public_id], "session_edit": [session.public_id], "cost_new": [],
        "cost": [StandardCost.objects.first().public_id],
    }  # fmt: skip


def test_everybody_may_look_and_only_hr_may_change(as_, course):
    look, change = addresses(course)
    for pages, allowed in ((look, set(EVERYBODY)), (change, HR)):
        for name, args in pages.items():
            url = reverse(f"catalog:{name}", args=args)
            opened = {who for who in EVERYBODY if as_(who).get(url).status_code == 200}
            assert (name, opened) == (name, allowed)


def test_the_programme_says_whom_it_is_for_and_what_it_lifts(as_, course):
    url = reverse("catalog:programme", args=[course.public_id])

    text = as_("ani").get(url).content.decode()

    assert "Jenjang: JF Ahli Pertama." in text
    assert "Unit beserta semua di bawahnya: Dinas Kesehatan." in text
    assert "+0,80" in text and "EMP-A" in text


def test_the_session_explains_its_cost(as_, course):
    url = reverse("catalog:session", args=[course.sessions.get().public_id])

    text = as_("ani").get(url).content.decode()

    # 350,000 + 6,200,000 + 1 night × 650,000 + 2 days × 430,000
    assert "Rp 8.060.000" in text and "4 paruh hari" in text


def test_a_course_without_standard_costs_says_so(as_, course):
    with unguarded():
        StandardCost.objects.filter(component="lodging").delete()

    url = reverse("catalog:session", args=[course.sessions.get().public_id])

    assert "standar biaya belum lengkap" in as_("ani").get(url).content.decode()


def test_the_calendar_shows_the_month_of_the_next_session(as_, course):
    text = as_("ani").get(reverse("catalog:calendar")).content.decode()

    assert "Komunikasi empatik" in text and "?bulan=2027-02" in text


@pytest.mark.parametrize("month", ["2027-13", "x", "0001-01", "9999-12"])
def test_a_month_that_is_none_is_not_found(as_, course, month):
    assert as_("ani").get(reverse("catalog:calendar"), {"bulan": month}).status_code == 404


SESSION = {
    "code": "EMP-B", "place": "Kota Jayapura", "start": "2027-03-09", "end": "2027-03-10",
    "half_days": "full", "weekdays": ["0", "1", "2", "3", "4"], "min_seats": "5",
    "max_seats": "20", "fixed_cost": "0", "contribution": "0",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"end": "2027-03-08"}, "TANGGAL SELESAI sebelum TANGGAL MULAI"),
        ({"min_seats": "30"}, "kursi minimum 30 lebih banyak dari maksimum 20"),
        ({"weekdays": ["6"]}, "libur atau di luar hari"),
        ({"code": "EMP-A"}, "sudah ada"),
    ],
)
def test_an_impossible_session_is_refused_on_the_page_too(as_, course, change, words):
    url = reverse("catalog:session_new", args=[course.public_id])

    answer = as_("citra").post(url, SESSION | change)

    assert answer.status_code == 200 and words in answer.content.decode()
    assert Session.objects.count() == 1


def test_a_session_can_be_added_and_changed(as_, course):
    citra = as_("citra")

    citra.post(reverse("catalog:session_new", args=[course.public_id]), SESSION)
    made = Session.objects.get(code="EMP-B")
    citra.post(reverse("catalog:session_edit", args=[made.public_id]), SESSION | {"venue": "Aula"})

    made.refresh_from_db()
    assert (made.weekdays, made.venue, made.programme) == ("01234", "Aula", course)


PROGRAMME = {"code": "P2", "name": "Lanjutan", "form": "Seminar", "mode": "online", "jp": "4"}


def test_a_programme_can_be_added_but_not_in_a_circle(as_, course):
    citra = as_("citra")
    citra.post(reverse("catalog:programme_new"), PROGRAMME | {"prerequisites": [course.code]})
    made = Programme.objects.get(code="P2")

    form = PROGRAMME | {"code": "EMP", "prerequisites": [made.code]}
    answer = citra.post(reverse("catalog:programme_edit", args=[course.public_id]), form)

    assert list(made.prerequisites.all()) == [course]
    assert "EMP → P2 → EMP" in answer.content.decode()
    assert not course.prerequisites.exists()


def test_an_effect_can_be_changed_and_removed(as_, course):
    citra, competency = as_("citra"), Competency.objects.get()

    form = {"competency": competency.pk, "lift": "1,2", "ceiling": "4"}
    citra.post(reverse("catalog:effect", args=[course.public_id]), form)
    changed = course.effects.get()
    citra.post(reverse("catalog:effect_remove", args=[course.public_id]), {"kompetensi": "RES"})

    assert (float(changed.lift), float(changed.ceiling)) == (1.2, 4)
    assert not course.effects.exists()


def test_a_cost_can_be_changed_and_removed(as_, course):
    row = StandardCost.objects.get(component="daily")
    url = reverse("catalog:cost", args=[row.public_id])
    form = {"component": "daily", "place": "Makassar", "amount": "500000", "rank_from": "iv/a"}

    as_("citra").post(url, form)
    row.refresh_from_db()
    as_("citra").post(url, {"hapus": "1"})

    assert (row.amount, row.rank_from) == (500_000, "IV/a")
    assert StandardCost.objects.count() == 2


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_the_number_of_queries_is_fixed(as_, course):
    citra = as_("citra")
    look, _ = addresses(course)
    before = {name: queries(citra, reverse(f"catalog:{name}", args=a)) for name, a in look.items()}
    with unguarded():
        day = dt.date(2027, 3, 10)
        Holiday.objects.create(start=day, end=day, kind="holiday", name="Libur")
        for at in range(5):
            more = Programme.objects.create(code=f"X{at}", name=f"X{at}", mode="online", jp=4)
            more.prerequisites.add(course)
            Session.objects.create(
                code=f"S{at}", programme=more if at % 2 else course, place="Daring", start=day,
                end=day + dt.timedelta(days=4), min_seats=1, max_seats=9,
            )  # fmt: skip

    after = {name: queries(citra, reverse(f"catalog:{name}", args=a)) for name, a in look.items()}

    assert after == before
