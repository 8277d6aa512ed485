"""Education, ranks and posts by file and page: refused or doubted with person, field and rule."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.formats.template import blank_template
from bina.imports import services
from bina.imports.importer import IMPORTERS
from bina.people.models import Assignment, Education, Person, RankStep
from tests.formats.workbooks import xlsx
from tests.people.files import CITRA, applied, previewed
from tests.web.targets import diploma, rank_step

pytestmark = pytest.mark.django_db
ANI, BUDI = "199001012015032001", "197803042003121002"
SCHOOLS = ["NIP", "TINGKAT", "PENDIDIKAN", "TAHUN LULUS", "TANGGAL IJAZAH", "SEKOLAH"]
STEPS = ["NIP", "GOLONGAN", "TMT GOLONGAN", "NOMOR SK"]
POSTS = ["NIP", "KODE UNIT", "JABATAN", "TMT JABATAN", "SELESAI", "NOMOR SK"]
DAY = dt.date(2026, 11, 26)


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = DAY.isoformat()


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


# education


def test_diplomas_come_in_with_the_words_that_people_use(cast) -> None:
    applied(
        xlsx(("Pendidikan", [
            SCHOOLS,
            [ANI, "S-1/Sarjana", "S-1 KEPERAWATAN", 2013, "27-09-2013", "Uncen"],
            [ANI, "diploma iii", "D-3 KEPERAWATAN", 2010, None, None],
            [BUDI, "45", "S-2 KESMAS", 2009, None, None],
        ])), "education",
    )  # fmt: skip

    rows = Education.objects.filter(person=cast.ani).values_list("level", "year", "graduated_on")
    assert list(rows) == [("40", 2013, dt.date(2013, 9, 27)), ("30", 2010, None)]
    assert Education.objects.get(person=cast.budi).get_level_display() == "S2"


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ([ANI, "S4", "X", 2013, None, None], "TINGKAT", "tingkat pendidikan {value} tidak dikenal"),
        ([ANI, None, "X", 2013, None, None], "TINGKAT", "wajib diisi tetapi kosong"),
        ([ANI, "S1", "X", 2027, None, None], "TAHUN LULUS", "tahun ini belum tiba"),
        ([ANI, "S1", "X", 2026, "27-11-2026", None], "TANGGAL IJAZAH", "tanggal ini belum tiba"),
        (
            [ANI, "S1", "X", 2013, "27-09-2014", None],
            "TANGGAL IJAZAH",
            "tanggal ijazah tidak pada tahun lulus {year}",
        ),
        (
            ["199901012020011009", "S1", "X", 2013, None, None],
            "NIP",
            "tidak ada pegawai dengan NIP {value}",
        ),
    ],
)
def test_a_wrong_diploma_is_refused_with_field_and_rule(cast, row, column, reason) -> None:
    counts, problems = seen("Pendidikan", SCHOOLS, "education", row)

    assert (2, column, "error", reason) in problems
    assert counts["new"] == 0


@pytest.mark.parametrize(("year", "doubts"), [(1999, 1), (2000, 0)])
def test_graduated_as_a_child_is_a_doubt_and_goes_in(cast, year, doubts) -> None:
    counts, problems = seen("Pendidikan", SCHOOLS, "education", [ANI, "SD", "SD", year, None, None])

    assert (counts["new"], counts["doubt"]) == (1, doubts)
    assert all(column == "TAHUN LULUS" for _row, column, _severity, _reason in problems)


def test_an_import_of_diplomas_is_undone(cast) -> None:
    run = applied(xlsx(("Pendidikan", [SCHOOLS, [ANI, "S1", "X", 2013, None, None]])), "education")

    services.undo(CITRA, run)

    assert not Education.objects.exists()


def test_the_database_knows_levels_and_ranks(cast) -> None:
    with unguarded(), pytest.raises(IntegrityError):
        Education.objects.create(person=cast.ani, level="99", name="X", year=2013)


def test_the_database_knows_ranks(cast) -> None:
    with unguarded(), pytest.raises(IntegrityError):
        RankStep.objects.create(person=cast.ani, rank="V/a", since=DAY)


# ranks


def test_ranks_come_in_and_the_present_one_stays_data_utamas(cast) -> None:
    applied(
        xlsx(("Golongan", [
            STEPS, [ANI, "iii / A", "01-03-2015", "823/1"], [ANI, "III/b", "01-04-2019", "823/2"],
        ])), "ranks",
    )  # fmt: skip

    rows = RankStep.objects.filter(person=cast.ani).values_list("rank", "since")
    assert list(rows) == [("III/b", dt.date(2019, 4, 1)), ("III/a", dt.date(2015, 3, 1))]
    assert Person.objects.get(pk=cast.ani.pk).rank == "III/b"


@pytest.mark.parametrize(
    ("row", "column"),
    [([ANI, "V/a", "01-04-2019", None], "GOLONGAN"),
     ([ANI, "III/c", "27-11-2026", None], "TMT GOLONGAN")],
)  # fmt: skip
def test_a_wrong_rank_is_refused(cast, row, column) -> None:
    counts, problems = seen("Golongan", STEPS, "ranks", row)

    assert [(c, s) for _row, c, s, _reason in problems] == [(column, "error")]
    assert counts["new"] == 0


def test_a_rank_below_an_earlier_one_is_a_doubt(cast) -> None:
    rank_step(cast.ani)  # III/a since 2015

    counts, problems = seen(
        "Golongan", STEPS, "ranks",
        [ANI, "II/d", "01-04-2019", None], [ANI, "III/b", "01-04-2021", None],
    )  # fmt: skip

    assert [(row, severity) for row, _c, severity, _r in problems] == [(2, "doubt")]
    assert counts["new"] == 2


# posts


def test_former_posts_come_in_by_name_or_code(cast) -> None:
    main_post(cast.ani)
    applied(
        xlsx(("Jabatan", [
            POSTS,
            [ANI, "DUKCAPIL", "Operator Layanan", "01-03-2015", "31-03-2018", "821/1"],
            [ANI, "DINKES", "PL-OPERATOR", "01-04-2018", "31-03-2021", "821/2"],
        ])), "positions",
    )  # fmt: skip

    rows = Assignment.objects.filter(person=cast.ani).order_by("valid_from")
    assert [row.unit.code for row in rows] == ["DUKCAPIL", "DINKES", "PKM-HMD"]
    assert Person.objects.get(pk=cast.ani.pk).position == cast.ani.position


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (  # a second main post
            [ANI, "DUKCAPIL", "Operator Layanan", "01-03-2022", None, None], "SELESAI",
            "dua jabatan utama berlaku bersamaan; yang tercatat {post} sejak {since}",
        ),
        (  # the same day, another post
            [ANI, "PKM-HMD", "Operator Layanan", "01-04-2021", None, None], "SELESAI",
            "dua jabatan utama berlaku bersamaan; yang tercatat {post} sejak {since}",
        ),
        (
            [ANI, "PKM-HMD", "Perawat Ahli Pertama", "01-04-2021", "01-05-2026", None], "SELESAI",
            "mengakhiri jabatan utama yang berlaku sekarang",
        ),
        (
            [ANI, "DUKCAPIL", "Operator Layanan", "01-03-2015", "27-11-2026", None], "SELESAI",
            "tanggal ini belum tiba",
        ),
        (
            [ANI, "DUKCAPIL", "Juru Terbang", "01-03-2015", "01-03-2016", None], "JABATAN",
            "jabatan ini tidak dikenal",
        ),
        (
            [ANI, "X", "Operator Layanan", "01-03-2015", "01-03-2016", None], "KODE UNIT",
            "tidak ada unit dengan kode {value}",
        ),
        (
            [ANI, "DUKCAPIL", "Operator Layanan", "01-03-2015", "01-03-2014", None], "SELESAI",
            "selesai sebelum mulai",
        ),
    ],
)  # fmt: skip
def test_a_wrong_post_is_refused_with_field_and_rule(cast, row, column, reason) -> None:
    main_post(cast.ani)

    counts, problems = seen("Jabatan", POSTS, "positions", row)

    assert (2, column, "error", reason) in problems
    assert counts["new"] == 0


def test_the_main_post_itself_may_get_its_decree(cast) -> None:
    mine = main_post(cast.ani)

    row = [ANI, "pkm-hmd", "perawat ahli pertama", "01-04-2021", None, "821/9"]
    applied(xlsx(("Jabatan", [POSTS, row])), "positions")

    mine.refresh_from_db()
    assert (mine.document_no, mine.valid_until) == ("821/9", None)


def test_posts_on_the_same_days_are_a_doubt(cast) -> None:
    main_post(cast.ani)

    counts, problems = seen(
        "Jabatan", POSTS, "positions",
        [ANI, "DUKCAPIL", "Operator Layanan", "01-03-2015", "31-03-2018", None],
        [ANI, "DINKES", "Operator Layanan", "31-03-2018", "31-03-2021", None],
    )  # fmt: skip

    assert [(row, severity) for row, _c, severity, _r in problems] == [(3, "doubt")]
    assert counts["new"] == 2


# templates and pages


@pytest.mark.parametrize("kind", ["education", "ranks", "positions"])
def test_a_template_has_an_example_row_that_is_never_imported(cast, kind) -> None:
    run = previewed(blank_template(IMPORTERS[kind].book), kind)

    assert run.counts["new"] == 0
    columns = set(run.problems.filter(severity="error").values_list("column", flat=True))
    assert columns <= {"NIP", "KODE UNIT"}  # nobody has the number of the example


@pytest.mark.parametrize("kind", sorted(IMPORTERS))
def test_no_two_columns_of_a_sheet_have_one_key(kind) -> None:
    for sheet in IMPORTERS[kind].book.sheets:
        keys = [column.key for column in sheet.columns]
        assert len(keys) == len(set(keys)), sheet.name


def test_a_diploma_is_added_and_corrected_on_pages_with_its_audit(cast, as_) -> None:
    url = reverse("people:education_add", args=[cast.ani.public_id])
    facts = {"level": "40", "name": "S-1 KEPERAWATAN", "school": "Uncen", "year": "2013"}

    as_("officer").post(url, facts)
    row = Education.objects.get()
    edit = reverse("people:education_edit", args=[row.public_id])
    as_("citra").post(edit, {**facts, "year": "2014"})

    row.refresh_from_db()
    assert (row.year, row.source) == (2014, "page")
    entry = Entry.objects.filter(action="people.education").order_by("-sequence").first()
    assert entry.detail["before"]["year"] == "2013"


@pytest.mark.parametrize(
    "wrong",
    [{"level": "99"}, {"year": "2027"}, {"graduated_on": "2026-11-27", "year": "2026"},
     {"graduated_on": "2014-01-01"}],
)  # fmt: skip
def test_the_page_refuses_what_the_file_refuses(cast, as_, wrong) -> None:
    url = reverse("people:education_add", args=[cast.ani.public_id])
    facts = {"level": "40", "name": "S-1", "year": "2013", **wrong}

    assert as_("citra").post(url, facts).status_code == 422
    assert not Education.objects.exists()


def test_the_same_diploma_twice_is_told(cast, as_) -> None:
    diploma(cast.ani)
    url = reverse("people:education_add", args=[cast.ani.public_id])

    answer = as_("citra").post(url, {"level": "40", "name": "S-1 KEPERAWATAN", "year": "2013"})

    assert answer.status_code == 422
    assert Education.objects.count() == 1


@pytest.mark.parametrize(("since", "status"), [("2026-11-26", 302), ("2026-11-27", 422)])
def test_a_rank_is_added_on_its_page(cast, as_, since, status) -> None:
    url = reverse("people:rank_add", args=[cast.ani.public_id])

    assert as_("citra").post(url, {"rank": "III/c", "since": since}).status_code == status
    assert RankStep.objects.count() == (status == 302)


def test_the_page_of_a_person_shows_the_history(cast, as_) -> None:
    diploma(cast.ani)
    rank_step(cast.ani)

    page = as_("ani").get(reverse("people:detail", args=[cast.ani.public_id])).content.decode()

    assert "S-1 KEPERAWATAN" in page
    assert "III/a · TMT 1 Apr 2015" in page
    assert "/pendidikan/" not in page


# rows that HR deletes
