"""New main posts by file: the former one ends, the record follows, and all is taken back."""

import datetime as dt

import pytest

from bina.audit.guard import unguarded
from bina.imports import services
from bina.people.models import Assignment, Person, Position
from bina.people.services.persons import move_person
from bina.text import BinaError
from tests.formats.workbooks import xlsx
from tests.imports.tables import dump
from tests.people.files import CITRA, applied, previewed

pytestmark = pytest.mark.django_db
ANI, BUDI = "199001012015032001", "197803042003121002"
HEADER = ["NIP", "KODE UNIT", "JABATAN", "TMT JABATAN", "NOMOR SK"]
OPERATOR = [ANI, "DUKCAPIL", "Operator Layanan", "01-09-2026", "821/9"]


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = "2026-11-26"


def main_post(person, since=dt.date(2021, 4, 1)):
    with unguarded():
        return Assignment.objects.create(
            person=person, unit=person.unit, position=person.position, valid_from=since
        )


def file(*rows):
    return xlsx(("Mutasi", [HEADER, *rows]))


def seen(*rows):
    """(counts, problems as (row, column, severity, reason))."""
    run = previewed(file(*rows), "moves")
    problems = run.problems.order_by("row", "pk")
    return run.counts, [(one.row, one.column, one.severity, one.reason["t"]) for one in problems]


def test_a_move_ends_the_present_post_and_the_record_follows(cast) -> None:
    old = main_post(cast.ani)

    applied(file(OPERATOR), "moves")

    old.refresh_from_db()
    new = cast.ani.assignments.get(valid_until=None)
    assert old.valid_until == dt.date(2026, 8, 31)
    assert (new.unit.code, new.position.name) == ("DUKCAPIL", "Operator Layanan")
    assert (new.valid_from, new.document_no, new.source) == (dt.date(2026, 9, 1), "821/9", "import")
    ani = Person.objects.get(pk=cast.ani.pk)
    assert (ani.unit, ani.position, ani.position_since) == (new.unit, new.position, new.valid_from)


def test_it_is_what_the_page_of_a_move_does(cast) -> None:
    main_post(cast.ani)
    main_post(cast.dani)
    post = Position.objects.get(name="Operator Layanan")

    applied(file(OPERATOR), "moves")
    unit = Assignment.objects.get(person=cast.ani, valid_until=None).unit
    move_person(CITRA, cast.dani, unit, post, day=dt.date(2026, 9, 1), document_no="821/9")

    fields = ("unit", "position", "valid_from", "valid_until", "document_no")
    by_file, by_page = (
        list(one.assignments.filter(valid_until=None).values_list(*fields))
        for one in (cast.ani, cast.dani)
    )
    assert by_file == by_page
    ends = Assignment.objects.exclude(valid_until=None).values_list("valid_until", flat=True)
    assert set(ends) == {dt.date(2026, 8, 31)}


def test_a_post_that_only_the_record_knew_becomes_history(cast) -> None:
    with unguarded():
        Person.objects.filter(pk=cast.ani.pk).update(position_since=dt.date(2021, 4, 1))

    applied(file(OPERATOR), "moves")

    former = cast.ani.assignments.exclude(valid_until=None).get()
    assert (former.unit, former.position) == (cast.ani.unit, cast.ani.position)
    assert (former.valid_from, former.valid_until) == (dt.date(2021, 4, 1), dt.date(2026, 8, 31))


@pytest.mark.parametrize("with_row", [True, False])
def test_a_move_is_taken_back_exactly(cast, with_row) -> None:
    if with_row:
        main_post(cast.ani)
    without = ("audit_", "django_", "sqlite_", "imports_", "files_")
    before = dump(without=without)
    run = applied(file(OPERATOR), "moves")
    assert dump(without=without) != before

    services.undo(CITRA, run)

    assert dump(without=without) == before


def test_a_move_stays_once_the_person_moved_on(cast) -> None:
    main_post(cast.ani)
    run = applied(file(OPERATOR), "moves")
    unit, post = cast.dani.unit, Position.objects.get(name="Operator Layanan")
    ani = Person.objects.get(pk=cast.ani.pk)
    move_person(CITRA, ani, unit, post, day=dt.date(2026, 10, 1), document_no="821/10")

    with pytest.raises(BinaError, match="1 pegawai sudah berpindah lagi"):
        services.undo(CITRA, run)


def test_a_move_stays_once_the_record_says_something_else(cast) -> None:
    main_post(cast.ani)
    run = applied(file(OPERATOR), "moves")
    with unguarded():
        Person.objects.filter(pk=cast.ani.pk).update(position_since=dt.date(2026, 9, 2))

    with pytest.raises(BinaError, match="1 pegawai sudah berpindah lagi"):
        services.undo(CITRA, run)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ([ANI, "TIDAK-ADA", *OPERATOR[2:]], "KODE UNIT", "tidak ada unit dengan kode {value}"),
        ([ANI, "DUKCAPIL", "Astronaut", *OPERATOR[3:]], "JABATAN", "jabatan ini tidak dikenal"),
        ([*OPERATOR[:3], "01-04-2021", "821/9"], "TMT JABATAN",
         "jabatan yang berlaku mulai {since}, jadi yang baru harus sesudahnya"),
        ([*OPERATOR[:3], "31-03-2021", "821/9"], "TMT JABATAN",
         "jabatan yang berlaku mulai {since}, jadi yang baru harus sesudahnya"),
        ([*OPERATOR[:3], "27-11-2026", "821/9"], "TMT JABATAN", "tanggal ini belum tiba"),
        ([*OPERATOR[:4], None], "NOMOR SK", None),
        (["199001012015032999", *OPERATOR[1:]], "NIP", None),
    ],
)  # fmt: skip
def test_a_wrong_move_is_refused_with_field_and_rule(cast, row, column, reason) -> None:
    main_post(cast.ani)

    counts, problems = seen(row)

    assert counts["rejected"] == 1
    assert {(one[0], one[1]) for one in problems} == {(2, column)}
    assert reason is None or reason in {one[3] for one in problems}


@pytest.mark.parametrize("start", ["02-04-2021", "26-11-2026"])
def test_the_day_after_the_present_post_began_and_today_are_fine(cast, start) -> None:
    main_post(cast.ani)

    counts, problems = seen([*OPERATOR[:3], start, "821/9"])

    assert (counts["new"], problems) == (1, [])


def test_nobody_moves_twice_in_one_file(cast) -> None:
    main_post(cast.ani)

    counts, problems = seen(OPERATOR, [*OPERATOR[:3], "01-10-2026", "821/10"])

    assert (counts["new"], counts["rejected"]) == (1, 1)
    assert problems == [(3, "NIP", "error", "pegawai ini sudah berpindah pada baris lain")]


def test_a_day_on_which_an_ended_post_began_is_refused(cast) -> None:
    with unguarded():
        Assignment.objects.create(
            person=cast.ani, unit=cast.dani.unit, valid_from=dt.date(2026, 9, 1),
            valid_until=dt.date(2026, 9, 30),
        )  # fmt: skip

    _counts, problems = seen(OPERATOR)

    assert [(one[1], one[3]) for one in problems] == [
        ("TMT JABATAN", "jabatan yang sudah berakhir mulai pada hari itu")
    ]


def test_the_present_post_again_changes_nothing_and_may_get_its_decree(cast) -> None:
    post = main_post(cast.ani)
    same = [ANI, cast.ani.unit.code, cast.ani.position.name, "01-04-2021"]
    with unguarded():
        Assignment.objects.filter(pk=post.pk).update(document_no="821/1")

    again, none = seen([*same, "821/1"])
    applied(file([*same, "821/2"]), "moves")

    assert (again["unchanged"], none) == (1, [])
    post.refresh_from_db()
    assert (post.document_no, post.valid_until) == ("821/2", None)
    assert cast.ani.assignments.count() == 1


def test_the_same_post_anew_is_a_doubt_and_goes_in(cast) -> None:
    main_post(cast.ani)

    counts, problems = seen(
        [ANI, cast.ani.unit.code, cast.ani.position.name, "01-09-2026", "821/9"]
    )

    assert counts["new"] == 1
    assert [(one[1], one[2]) for one in problems] == [("JABATAN", "doubt")]
