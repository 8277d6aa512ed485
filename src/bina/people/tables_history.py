"""History as tables: an unknown level, a day to come or a second main post is refused."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from bina.formats.cell_text import code_form, comparable
from bina.formats.problems import Issue
from bina.formats.ranks import RANKS as KNOWN_RANKS
from bina.formats.ranks import read_rank
from bina.formats.siasn import EDUCATION_BY_ID, read_education
from bina.imports.table import Field, Finding, Reference, TableImporter, TableSheet, by_field
from bina.people.models import Assignment, DroppedFact, Education, Person, Position, RankStep, Unit
from bina.people.rules.sheets_history import EDUCATION, POSITIONS, RANKS
from bina.people.tables import (
    LOAD_PEOPLE,
    LOAD_UNITS,
    NO_PERSON,
    NO_UNIT,
    ends_before_it_starts,
    people_by_number,
)
from bina.people.tables_facts import past_day, past_year
from bina.text import N_, Text

Row = Mapping[str, Any]
Check = Callable[[Row], Finding | None]
CHILD_YEARS: Final = 10  # nobody finishes a school so soon after birth
_LEVEL_IDS: Final = {level: id_ for id_, level in EDUCATION_BY_ID.items()}
_PERSON: Final = Reference(people_by_number, reason=NO_PERSON, remedy=LOAD_PEOPLE)


def level_of(written: str | None) -> str | Issue:
    """The BKN id of a level as people or SIASN write it."""
    level, _doubt = read_education(written, written)
    return _LEVEL_IDS[level] if level else Issue(
        Text(N_("tingkat pendidikan {value} tidak dikenal"), {"value": written or "-"}),
        Text(N_("Tulis salah satu: {names}."), {"names": ", ".join(EDUCATION_BY_ID.values())}),
    )  # fmt: skip


def rank_of(written: str | None) -> str | Issue:
    """The golongan in its one form."""
    rank, _doubt = read_rank(None, written)
    return rank.code if rank else Issue(
        Text(N_("golongan {name} tidak dikenal"), {"name": written or "-"}),
        Text(N_("Tulis misalnya III/c untuk PNS atau IX untuk PPPK.")),
    )  # fmt: skip


def year_and_day_differ(row: Row) -> Finding | None:
    """A diploma dated in another year than that of graduation."""
    day = row["graduated_on"]
    if day is None or row["year"] is None or day.year == row["year"]:
        return None
    return Finding(
        "graduated_on",
        Text(N_("tanggal ijazah tidak pada tahun lulus {year}"), {"year": row["year"]}),
        Text(N_("Samakan TAHUN LULUS dan TANGGAL IJAZAH.")),
    )


def graduated_too_young() -> Check:
    """A check that knows when people were born: graduated as a small child is a doubt."""
    people = Person.objects.exclude(birth_date=None).values_list("nip", "birth_date__year")
    born = dict(people)

    def check(row: Row) -> Finding | None:
        year = born.get(row["nip"])
        if year is None or row["year"] is None or row["year"] >= year + CHILD_YEARS:
            return None
        return Finding(
            "year",
            Text(N_("lulus sebelum berusia sepuluh tahun; lahir {year}"), {"year": year}),
            Text(N_("Periksa tahun lulus dan tanggal lahir.")),
            "doubt",
        )

    return check


def dropped(kind: DroppedFact.Kind, column: str) -> Callable[[], Check]:
    """A check that knows what HR deleted: the same year or day again is a doubt."""

    def made() -> Check:
        rows = DroppedFact.objects.filter(kind=kind).order_by("pk")
        field = "year" if kind == DroppedFact.Kind.EDUCATION else "day"
        why = {
            (nip, at): reason
            for nip, at, reason in rows.values_list("person__nip", field, "reason")
        }

        def check(row: Row) -> Finding | None:
            reason = why.get((row["nip"], row[column]))
            if reason is None or row[column] is None:
                return None
            return Finding(
                column,
                Text(N_("baris seperti ini dihapus BKPP: {reason}"), {"reason": reason}),
                Text(N_("Hapus barisnya dari berkas, kecuali sekarang memang benar.")),
                "doubt",
            )

        return check

    return made


def rank_falls() -> Check:
    """A check that knows the ranks on record: one that is lower than an earlier one is a doubt."""
    people = people_by_number()
    known: dict[int, dict[dt.date, int]] = {}
    for person, since, rank in RankStep.objects.values_list("person_id", "since", "rank"):
        known.setdefault(person, {})[since] = KNOWN_RANKS[rank].order

    def check(row: Row) -> Finding | None:
        rank, _doubt = read_rank(None, row["rank"])
        person = people.get(row["nip"])
        if rank is None or person is None or row["since"] is None:
            return None
        steps = known.setdefault(person, {})
        steps[row["since"]] = rank.order
        before = [order for since, order in steps.items() if since < row["since"]]
        if not before or max(before) <= rank.order:
            return None
        return Finding(
            "rank",
            Text(N_("lebih rendah daripada golongan sebelumnya")),
            Text(N_("Benar bila diturunkan atau berpindah status; selain itu periksa TMT-nya.")),
            "doubt",
        )

    return check


def second_main_post() -> Check:
    """A check that knows the main posts: nobody gets a second one, and none ends by a file."""
    people = people_by_number()
    is_open = Assignment.objects.filter(valid_until=None).order_by("valid_from", "pk")
    held = {
        person: (since, unit, code, name)
        for person, since, unit, code, name in is_open.values_list(
            "person_id", "valid_from", "unit__code", "position__code", "position__name"
        )
    }

    def check(row: Row) -> Finding | None:
        person = people.get(row["nip"])
        if person is None:
            return None
        since, unit, code, name = held.get(person, (None, None, None, None))
        if row["end"] is not None:
            return _ends_the_main_post(row, since)
        post = comparable(row["position"] or "")
        is_same = (
            since == row["start"]
            and code_form(row["unit_code"] or "") == code_form(unit or "")
            and post in (comparable(code or ""), comparable(name or ""))
        )
        return None if is_same else _second(name or code, since)

    return check


def _second(post: str | None, since: dt.date | None) -> Finding:
    said = {"post": post or "-", "since": f"{since:%d-%m-%Y}" if since else "-"}
    return Finding(
        "end",
        Text(N_("dua jabatan utama berlaku bersamaan; yang tercatat {post} sejak {since}"), said),
        Text(N_("Isi SELESAI bila sudah berakhir, atau catat jabatan baru lewat mutasi.")),
    )


def _ends_the_main_post(row: Row, since: dt.date | None) -> Finding | None:
    if since is None or since != row["start"]:
        return None
    return Finding(
        "end",
        Text(N_("mengakhiri jabatan utama yang berlaku sekarang")),
        Text(N_("Catat mutasi atau kepergiannya pada halaman pegawai.")),
    )


def posts_overlap() -> Check:
    """A check that knows all spans: two posts on one day are a doubt."""
    people = people_by_number()
    spans: dict[int, dict[dt.date, dt.date]] = {}
    rows = Assignment.objects.exclude(valid_from=None).order_by("pk")
    for person, start, end in rows.values_list("person_id", "valid_from", "valid_until"):
        assert start is not None  # excluded above
        spans.setdefault(person, {})[start] = end or dt.date.max

    def check(row: Row) -> Finding | None:
        person, start = people.get(row["nip"]), row["start"]
        if person is None or start is None:
            return None
        end = row["end"] or dt.date.max
        mine = spans.setdefault(person, {})
        other = next((s for s, e in mine.items() if s != start and s <= end and start <= e), None)
        mine[start] = end
        if other is None:
            return None
        return Finding(
            "start",
            Text(N_("bertumpuk dengan jabatan sejak {since}"), {"since": f"{other:%d-%m-%Y}"}),
            Text(N_("Periksa TMT dan hari terakhirnya; yang tertulis tetap dicatat.")),
            "doubt",
        )

    return check


def posts_by_word() -> Mapping[Any, int]:
    """Every post by its name and its code, as compared; a code wins over a name."""
    rows = list(Position.objects.order_by("-pk").values_list("pk", "code", "name"))
    names = {comparable(name): pk for pk, _code, name in rows}
    return names | {comparable(code): pk for pk, code, _name in rows}


def history_importers() -> tuple[TableImporter, ...]:
    """The importers of education, ranks and posts."""
    return (
        TableImporter(EDUCATION, "imports.run", (_educations(),)),
        TableImporter(RANKS, "imports.run", (_ranks(),)),
        TableImporter(POSITIONS, "imports.run", (_posts(),)),
    )


def _educations() -> TableSheet:
    return TableSheet(
        "Pendidikan",
        Education,
        key=("person", "level", "name", "year"),
        fields=(
            Field("person", "nip", reference=_PERSON),
            Field("level", convert=level_of),
            Field("name", "study"),
            Field("year", convert=past_year),
            Field("school"),
            Field("graduated_on", convert=past_day),
            Field("document_no"),
        ),
        label=("name",),
        checks=(year_and_day_differ,),
        made_checks=(graduated_too_young, dropped(DroppedFact.Kind.EDUCATION, "year")),
        report_missing=False,
    )


def _ranks() -> TableSheet:
    return TableSheet(
        "Golongan",
        RankStep,
        key=("person", "since"),
        fields=(
            Field("person", "nip", reference=_PERSON),
            Field("since", convert=past_day),
            Field("rank", convert=rank_of),
            Field("document_no"),
            Field("document_date", convert=past_day),
        ),
        label=("rank",),
        made_checks=(rank_falls, dropped(DroppedFact.Kind.RANK, "since")),
        report_missing=False,
    )


def post_fields() -> tuple[Field, ...]:
    """Who held which post in which unit since when, by which decree."""
    return (
        Field("person", "nip", reference=_PERSON),
        Field("valid_from", "start", convert=past_day),
        Field(
            "unit",
            "unit_code",
            reference=Reference(by_field(Unit, "code"), reason=NO_UNIT, remedy=LOAD_UNITS),
        ),
        Field(
            "position",
            convert=lambda written: comparable(written or ""),
            reference=Reference(
                posts_by_word,
                reason=N_("jabatan ini tidak dikenal"),
                remedy=N_("Tulis nama jabatan seperti pada halaman Standar, atau kodenya."),
            ),
        ),
        Field("document_no"),
    )


def _posts() -> TableSheet:
    return TableSheet(
        "Jabatan",
        Assignment,
        key=("person", "valid_from"),
        fields=(*post_fields(), Field("valid_until", "end", convert=past_day)),
        label=("valid_from",),
        checks=(ends_before_it_starts,),
        made_checks=(second_main_post, posts_overlap, dropped(DroppedFact.Kind.POST, "start")),
        fixed={"source": "import"},
        report_missing=False,
    )
