"""Performance and punishments come in by file; what another regulation wrote is refused."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.people.models import DevelopmentRecord, DisciplineCase, PerformanceReview
from tests.formats.workbooks import xlsx
from tests.people.files import applied, previewed

pytestmark = pytest.mark.django_db
ANI, BUDI = "199001012015032001", "197803042003121002"
REVIEWS = ["NIP", "TAHUN", "HASIL KERJA", "PERILAKU KERJA", "PREDIKAT", "NILAI"]
CASES = ["NIP", "TINGKAT", "JENIS HUKUMAN", "NOMOR SK", "TANGGAL SK", "TMT"]


def problems(header, *rows, kind, sheet):
    run = previewed(xlsx((sheet, [header, *rows])), kind)
    return run.counts


def test_predicates_since_2022_and_values_before_are_stored(cast):
    new = [ANI, 2025, "Sesuai ekspektasi", "Di atas ekspektasi", "BAIK", None]
    old = [BUDI, 2021, None, None, None, "90,5"]

    applied(xlsx(("Kinerja", [REVIEWS, new, old])), "performance")

    review = PerformanceReview.objects.get(person=cast.ani)
    assert (review.year, review.predicate, review.result) == (2025, "baik", "sesuai")
    assert PerformanceReview.objects.get(person=cast.budi).value == Decimal("90.5")


@pytest.mark.parametrize(
    "row",
    [
        [ANI, 2025, None, None, "Cukup", None],  # of an older regulation
        [ANI, 2021, None, None, "Baik", None],  # predicates were not in force
        [ANI, 2025, None, None, None, "88"],  # values are not used any more
        [ANI, 2021, None, None, None, None],
        [ANI, 2099, None, None, "Baik", None],  # still to come
        ["199901012020011009", 2025, None, None, "Baik", None],  # nobody
    ],
)
def test_other_rows_are_refused(cast, row):
    counts = problems(REVIEWS, row, kind="performance", sheet="Kinerja")

    assert counts["error"] >= 1
    assert counts.get("new", 0) == 0


def test_predicate_that_contradicts_its_ratings_is_a_doubt_and_goes_in(cast):
    row = [ANI, 2025, "Di atas ekspektasi", "Di atas ekspektasi", "Baik", None]

    counts = problems(REVIEWS, row, kind="performance", sheet="Kinerja")

    assert (counts["doubt"], counts["new"]) == (1, 1)


def test_punishment_needs_a_decree_that_exists(cast):
    good = [ANI, "Ringan", "Teguran tertulis", "862/1", "01-03-2025", "15-03-2025"]
    future = [BUDI, "Berat", "Penurunan jabatan", "862/2", "01-03-2099", "15-03-2099"]

    assert problems(CASES, future, kind="discipline", sheet="Hukdis")["error"] == 1
    applied(xlsx(("Hukdis", [CASES, good])), "discipline")

    case = DisciplineCase.objects.get(person=cast.ani)
    assert (case.level, case.start) == ("ringan", dt.date(2025, 3, 15))


def test_database_refuses_what_no_form_may_write(cast):
    with unguarded(), pytest.raises(IntegrityError):
        PerformanceReview.objects.create(person=cast.ani, year=2025)


def test_training_says_whether_it_matches_the_post(cast):
    header = ["NIP", "BENTUK", "NAMA KEGIATAN", "TANGGAL MULAI", "JP", "SESUAI JABATAN"]
    rows = [
        [ANI, "Diklat Fungsional", f"Diklat {word}", "02-06-2025", "40", word]
        for word in ("ya", "tidak", None)
    ]

    applied(xlsx(("Riwayat", [header, *rows])), "trainings")

    fits = dict(DevelopmentRecord.objects.values_list("title", "fits_post"))
    assert fits == {"Diklat ya": True, "Diklat tidak": False, "Diklat None": None}


def test_officer_writes_performance_and_punishment_on_pages_with_audit(cast, as_):
    officer, base = as_("officer"), f"/pegawai/{cast.ani.public_id}"
    review = {"year": 2025, "predicate": "baik", "document_no": "EKIN/1"}
    case = {
        "level": "ringan", "kind": "Teguran lisan", "document_no": "862/9",
        "document_date": "2025-03-01", "start": "2025-03-10",
    }  # fmt: skip

    assert officer.post(f"{base}/kinerja/", {**review, "predicate": ""}).status_code == 422
    assert officer.post(f"{base}/kinerja/", review).status_code == 302
    assert officer.post(f"{base}/kinerja/", review).status_code == 422  # that year stands already
    assert officer.post(f"{base}/hukdis/", case).status_code == 302
    row = PerformanceReview.objects.get()
    changed = {**review, "predicate": "sangat_baik"}
    assert officer.post(f"/pegawai/kinerja/{row.public_id}/", changed).status_code == 302

    page = officer.get(f"{base}/").content.decode()
    assert "Sangat Baik" in page
    assert "Teguran lisan" in page
    actions = list(Entry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions[-3:] == ["people.review", "people.discipline", "people.review"]
