"""Rows of a person's history that HR deletes: with a reason, and kept by the database itself."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from bina.audit.guard import UnauditedWrite, unguarded
from bina.audit.models import Entry
from bina.imports import services
from bina.people.models import Assignment, DroppedFact, Education, Person
from bina.people.services.dropping import drop
from bina.people.services.merging import merge, split
from bina.text import BinaError
from tests.formats.workbooks import xlsx
from tests.people.files import CITRA, applied, previewed
from tests.web.targets import diploma, rank_step

pytestmark = pytest.mark.django_db
ANI = "199001012015032001"
SCHOOLS = ["NIP", "TINGKAT", "PENDIDIKAN", "TAHUN LULUS", "TANGGAL IJAZAH", "SEKOLAH"]
STEPS = ["NIP", "GOLONGAN", "TMT GOLONGAN", "NOMOR SK"]
POSTS = ["NIP", "KODE UNIT", "JABATAN", "TMT JABATAN", "SELESAI", "NOMOR SK"]


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = "2026-11-26"


def seen(sheet, header, kind, *rows):
    """(counts, problems as (row, column, severity, reason))."""
    run = previewed(xlsx((sheet, [header, *rows])), kind)
    problems = run.problems.order_by("row", "pk")
    return run.counts, [(one.row, one.column, one.severity, one.reason["t"]) for one in problems]


def main_post(person, since=dt.date(2021, 4, 1)):
    with unguarded():
        return Assignment.objects.create(
            person=person, unit=person.unit, position=person.position, valid_from=since
        )


def former_post(person):
    with unguarded():
        return Assignment.objects.create(
            person=person, unit=person.unit, position=person.position,
            valid_from=dt.date(2018, 1, 1), valid_until=dt.date(2019, 12, 31), document_no="SK 5",
        )  # fmt: skip


def addresses(cast):
    """Kind → the page that deletes a row of it, and the row."""
    rows = {
        "education": diploma(cast.ani),
        "rank": rank_step(cast.ani),
        "post": former_post(cast.ani),
    }
    return {
        kind: (reverse(f"people:{kind}_drop", args=(
            [cast.ani.public_id, row.pk] if kind == "post" else [row.public_id])), row)
        for kind, row in rows.items()
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["education", "rank", "post"])
def test_hr_deletes_a_row_with_a_reason_that_stays(cast, as_, kind) -> None:
    url, row = addresses(cast)[kind]
    citra = as_("citra")

    assert citra.post(url, {"reason": "  "}).status_code == 422
    assert type(row).objects.filter(pk=row.pk).exists()
    page = citra.post(url, {"reason": "Ijazah orang lain"}, follow=True).content.decode()

    assert not type(row).objects.filter(pk=row.pk).exists()
    kept = DroppedFact.objects.get()
    assert (kept.person, kept.kind, kept.reason) == (cast.ani, kind, "Ijazah orang lain")
    assert kept.dropped_by == "CITRA RUMBIAK" and kept.words in page
    assert "Ijazah orang lain" in page
    entry = Entry.objects.filter(action="people.drop").get()
    assert entry.detail["reason"] == "Ijazah orang lain"
    assert entry.detail["row"] == kept.values and kept.values


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "Lain"}, {"words": "Lain"}, {"values": {}}, {"dropped_by": "Lain"},
        {"kind": "post"}, {"day": dt.date(2020, 1, 1)}, {"year": 1999},
    ],
)  # fmt: skip
def test_the_database_itself_keeps_what_hr_deleted(cast, change) -> None:
    kept = drop(CITRA, rank_step(cast.ani), "Salah orang")
    found = DroppedFact.objects.filter(pk=kept.pk)

    with pytest.raises(DatabaseError), unguarded(), transaction.atomic():
        found.update(**change)
    with pytest.raises(DatabaseError), unguarded(), transaction.atomic():
        found.delete()
    with pytest.raises(UnauditedWrite), transaction.atomic():
        found.update(reason="Lain")
    assert found.get().reason == "Salah orang"


def test_what_was_deleted_goes_with_its_person_when_records_are_merged_and_split(cast) -> None:
    kept = drop(CITRA, rank_step(cast.ani), "Salah orang")

    merge(CITRA, cast.colleague, cast.ani)
    kept.refresh_from_db()
    assert kept.person == cast.colleague
    split(CITRA, Person.objects.get(pk=cast.ani.pk))
    kept.refresh_from_db()

    assert (kept.person, kept.reason) == (cast.ani, "Salah orang")


def test_an_import_whose_row_was_deleted_is_not_undone(cast) -> None:
    run = applied(xlsx(("Pendidikan", [SCHOOLS, [ANI, "S1", "X", 2013, None, None]])), "education")
    drop(CITRA, Education.objects.get(), "Ijazah orang lain")

    with pytest.raises(BinaError, match="sudah diubah sesudahnya"):
        services.undo(CITRA, run)

    assert DroppedFact.objects.get().reason == "Ijazah orang lain"


def test_a_deleted_diploma_counts_no_more(cast, as_) -> None:
    with unguarded():
        Education.objects.create(person=cast.ani, level="45", name="S-2", year=2020)
    wrong = Education.objects.get(person=cast.ani)
    url = reverse("people:education_drop", args=[wrong.public_id])

    as_("citra").post(url, {"reason": "Belum lulus"})

    assert list(cast.ani.educations.all()) == []
    assert DroppedFact.objects.get().values["level"] == "45"


def test_the_present_post_is_not_deleted_here(cast, as_) -> None:
    post = main_post(cast.ani)
    url = reverse("people:post_drop", args=[cast.ani.public_id, post.pk])

    answer = as_("citra").post(url, {"reason": "Salah"})

    assert answer.status_code == 422 and "mutasi" in answer.content.decode()
    assert Assignment.objects.filter(pk=post.pk).exists()
    other = reverse("people:post_drop", args=[cast.budi.public_id, post.pk])
    assert as_("citra").get(other).status_code == 404  # not a post of that person


@pytest.mark.parametrize("who", ["officer", "budi", "ani", "mayor"])
def test_only_hr_deletes(cast, as_, who) -> None:
    for url, row in addresses(cast).values():
        assert as_(who).post(url, {"reason": "Salah"}).status_code == 403
        assert type(row).objects.filter(pk=row.pk).exists()


def test_a_file_that_brings_a_deleted_row_again_is_doubted(cast, as_) -> None:
    for url, _row in addresses(cast).values():
        as_("citra").post(url, {"reason": "Punya orang lain"})

    found = [
        seen("Pendidikan", SCHOOLS, "education",
             [ANI, "40", "S-1 KEPERAWATAN", 2013, None, None],
             [ANI, "30", "D-3", 2010, None, None]),
        seen("Golongan", STEPS, "ranks", [ANI, "III/a", "01-04-2015", None]),
        seen("Jabatan", POSTS, "positions",
             [ANI, "PKM-HMD", "Perawat Ahli Pertama", "01-01-2018", "31-12-2019", None]),
    ]  # fmt: skip

    for _counts, problems in found:
        said = [(row, level) for row, _c, level, why in problems if "dihapus BKPP" in why]
        assert said == [(2, "doubt")]
