"""What the pages of learning, of the week and of delegation answer to whom."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.learning.models import Evidence, Outcome
from bina.people.models import DevelopmentRecord
from tests.web.scene import DAY, planned
from tests.web.targets import outcome

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture(autouse=True)
def day(settings, tmp_path):
    settings.FIXED_DAY = DAY.isoformat()
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize(
    ("who", "status"),
    [("budi", 200), ("officer", 200), ("citra", 200), ("ani", 403), ("dani", 403), ("mayor", 403)],
)
def test_who_may_correct_anis_learning(cast, as_, who, status) -> None:
    url = reverse("learning:correct", args=[outcome(cast.ani).public_id])

    assert as_(who).get(url).status_code == status


@pytest.mark.parametrize("who", ["budi", "citra"])
def test_nobody_corrects_the_own_learning(cast, as_, who) -> None:
    url = reverse("learning:correct", args=[outcome(getattr(cast, who)).public_id])

    assert as_(who).get(url).status_code == 403


@pytest.mark.parametrize(("who", "paid"), [("citra", 150_000), ("ani", None), ("budi", None)])
def test_only_the_organiser_notes_result_and_cost(cast, as_, who, paid) -> None:
    found = outcome(cast.ani)
    session = planned(cast).ani_seat.session
    found.session = session
    with unguarded():
        found.save()

    as_(who).post(
        reverse("learning:result", args=[found.public_id]),
        {"passed": "ya", "score": "88.5", "paid": "150000"},
    )

    found.refresh_from_db()
    assert found.paid_idr == paid
    assert found.passed is (True if paid else None)


def test_a_file_in_parts_by_http_and_the_page_without_script(cast, as_) -> None:
    found, ani = outcome(cast.ani), as_("ani")
    begin = reverse("learning:upload_start", args=[found.public_id])
    state = ani.post(begin, {"nama": "a.png", "ukuran": str(len(PNG))}).json()
    part = reverse("learning:upload_part", args=[state["id"]])

    def send(start: int, data: bytes):
        return ani.post(f"{part}?mulai={start}", data, content_type="application/octet-stream")

    first = send(0, PNG[:100])
    ahead = send(200, PNG[200:])
    last = send(100, PNG[100:])

    assert (first.json()["received"], ahead.status_code, last.json()["done"]) == (100, 409, True)
    shown = ani.get(reverse("learning:outcome", args=[found.public_id]))
    assert "a.png" in shown.content.decode()
    file = Evidence.objects.get().file
    answer = as_("budi").get(reverse("learning:file", args=[found.public_id, file.public_id]))
    assert (answer.content, answer["Content-Type"]) == (PNG, "image/png")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert as_("dani").get(answer.wsgi_request.path).status_code == 404


def test_a_wrong_type_is_said_and_not_kept(cast, as_) -> None:
    found = outcome(cast.ani)
    file = SimpleUploadedFile("foto.jpg", b"<html>", "image/jpeg")

    answer = as_("ani").post(
        reverse("learning:evidence", args=[found.public_id]), {"berkas": file}, follow=True
    )

    assert "bukan PDF atau foto" in answer.content.decode()
    assert Evidence.objects.count() == 0


def test_a_report_without_hours_gets_those_of_the_table(cast, as_) -> None:
    facts = {"form": "Seminar", "title": "Gizi", "start": "2026-03-02", "end": "2026-03-03"}

    as_("ani").post(reverse("learning:report"), facts)
    future = as_("ani").post(reverse("learning:report"), {**facts, "end": "2027-03-03"})

    made = Outcome.objects.get()
    assert (made.jp, made.person, made.state) == (8, cast.ani, "waiting")  # 4 a day
    assert future.status_code == 422


def reported(person, form: str, jp: int) -> Outcome:
    days = {"start": dt.date(2026, 3, 2), "end": dt.date(2026, 3, 3)}
    with unguarded():
        return Outcome.objects.create(
            person=person, form=form, title=form, jp=jp, said_by=person.name, **days
        )


def test_a_report_cannot_claim_more_than_the_table_gives(cast, as_) -> None:
    facts = {"form": "Seminar", "title": "Gizi", "start": "2026-03-02", "end": "2026-03-03"}
    ani, url = as_("ani"), reverse("learning:report")

    refused = ani.post(url, {**facts, "jp": "12"})
    assert not Outcome.objects.exists()
    ani.post(url, {**facts, "jp": "4"})
    ani.post(url, {**facts, "form": "Kursus", "jp": "12"})  # its certificate goes first

    assert refused.status_code == 422
    assert "Menurut tabel 8 JP" in refused.content.decode()
    assert list(Outcome.objects.order_by("jp").values_list("form", "jp")) == [
        ("Seminar", 4), ("Kursus", 12),
    ]  # fmt: skip


def test_whoever_decides_sees_jp_that_the_table_cannot_give(cast, as_) -> None:
    found = reported(cast.ani, "Seminar", 12)
    url = reverse("learning:outcome", args=[found.public_id])

    page = as_("budi").get(url).content.decode()
    as_("budi").post(
        reverse("learning:correct", args=[found.public_id]),
        {"form": "Seminar", "title": found.title, "start": found.start, "end": found.end,
         "jp": "6", "reason": "Sertifikat menyebut 6 JP"},
    )  # fmt: skip

    assert "bukan menurut sertifikat: 12 JP tidak sesuai" in page
    assert "Yang diminta: Sertifikat atau Surat tugas dan laporan." in page
    assert Outcome.objects.get(is_current=True).jp == 6  # HR may, with a reason


def test_evidence_is_asked_for_as_the_form_wants_it(cast, as_) -> None:
    def page(form: str) -> str:
        found = reported(cast.ani, form, 4)
        url = reverse("learning:outcome", args=[found.public_id])
        return as_("ani").get(url).content.decode()

    coaching, course = page("Coaching"), page("Kursus")

    assert "Foto bukti atau berkas PDF" in coaching
    assert "Yang diminta: Formulir coaching bertanda tangan kedua pihak." in coaching
    assert "Coaching dihitung menurut tabel, 2 JP per sesi" in coaching
    assert "Foto sertifikat atau berkas PDF" in course
    assert "Pada Kursus JP yang tertulis pada sertifikat menang" in course


def test_the_week_is_that_of_the_role(cast, as_) -> None:
    planned(cast)
    outcome(cast.ani)
    outcome(cast.dani)

    def page(who: str) -> str:
        return as_(who).get(reverse("web:monday")).content.decode()

    hr, head, officer = page("citra"), page("budi"), page("officer")
    assert "Menunggu kepala unit" in hr
    assert "Uang menurut pos" in hr
    assert "Uang menurut pos" not in head + officer
    for text in (head, officer):
        assert "Menunggu kepala unit" in text
        assert "ANI WENDA" in text
        assert "DANI OHEE" not in text


def test_a_head_names_a_deputy_on_the_page(cast, as_, settings) -> None:
    url = reverse("people:delegations")
    facts = {
        "unit": cast.puskesmas.pk, "nip": cast.ani.nip, "mode": "plh", "start": "2026-11-23",
        "end": "2026-11-30", "document_no": "800/2",
    }  # fmt: skip

    assert as_("ani").get(url).status_code == 403
    as_("budi").post(url, facts)

    assert as_("ani").get(reverse("web:unit")).status_code == 200
    settings.FIXED_DAY = dt.date(2026, 12, 1).isoformat()
    assert as_("ani").get(reverse("web:unit")).status_code == 403


def test_the_page_says_what_a_cap_of_the_form_leaves(cast, as_) -> None:
    spring = {"form": "Coaching", "start": dt.date(2026, 3, 2), "end": dt.date(2026, 4, 20)}
    with unguarded():
        DevelopmentRecord.objects.create(
            person=cast.ani, title="Coaching Maret", jp=3, status="approved",
            **{**spring, "end": dt.date(2026, 3, 20)},
        )  # fmt: skip
        found = Outcome.objects.create(
            person=cast.ani, title="Coaching loket", jp=9, said_by="ANI WENDA", **spring
        )
    url = reverse("learning:outcome", args=[found.public_id])

    said = as_("budi").get(url).content.decode()  # March has room for 1 JP, April for 4
    found.jp = 5
    with unguarded():
        found.save()
    full = as_("budi").get(url).content.decode()

    assert "5 dari 9 JP dihitung: Coaching paling banyak 4 JP sebulan" in said
    assert "JP dihitung" not in full


def test_rapor_saya_says_which_cap_holds(cast, as_) -> None:
    with unguarded():
        DevelopmentRecord.objects.create(
            person=cast.ani, form="Coaching", title="Coaching loket", jp=10, status="approved",
            start=dt.date(2026, 3, 2), end=dt.date(2026, 4, 20),
        )  # fmt: skip

    page = as_("ani").get(reverse("web:report")).content.decode()

    assert "8 dari 10 JP dihitung: Coaching paling banyak 4 JP sebulan" in page
