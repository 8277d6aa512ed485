"""Moves as a table: a new main post ends the present one, and taking it back opens that again."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bina.formats.cell_text import code_form, comparable
from bina.imports.importer import Comparison
from bina.imports.table import Finding, TableImporter, TableSheet
from bina.imports.table_write import BATCH, update
from bina.imports.undo_images import undo_image_of
from bina.people.models import Assignment, Person
from bina.people.rules.moves import move
from bina.people.rules.sheets_moves import MOVES
from bina.people.tables import people_by_number
from bina.people.tables_history import Check, Row, post_fields
from bina.text import N_, Text

PLACE: Final = ("unit_id", "position_id", "position_since")


@dataclass(frozen=True)
class Held:
    """The main post of a person: its row, if there is one, and since when."""

    row: int | None
    since: dt.date | None
    unit: str  # codes, as compared; "": none
    post: str
    name: str


def main_posts() -> dict[int, Held]:
    """Person id -> the main post: the newest open row, else what the record itself says."""
    people = Person.objects.filter(merged_into=None).exclude(unit=None).order_by("pk")
    found = {
        pk: Held(None, since, code_form(unit), comparable(post or ""), comparable(name or ""))
        for pk, since, unit, post, name in people.values_list(
            "pk", "position_since", "unit__code", "position__code", "position__name"
        )
    }
    rows = Assignment.objects.filter(valid_until=None).order_by("valid_from", "pk")
    for person, row, since, unit, post, name in rows.values_list(
        "person_id", "pk", "valid_from", "unit__code", "position__code", "position__name"
    ):
        words = comparable(post or ""), comparable(name or "")
        found[person] = Held(row, since, code_form(unit), *words)
    return found


def is_no_next_post() -> Check:
    """A check that knows the main posts: the next one begins after it, once in a file."""
    people, held, seen = people_by_number(), main_posts(), set[int]()
    ended = Assignment.objects.exclude(valid_until=None).order_by("pk")
    before = set(ended.values_list("person_id", "valid_from"))

    def check(row: Row) -> Finding | None:
        person = people.get(row["nip"])
        if person is None or row["start"] is None:
            return None
        if (person, row["start"]) in before:
            return Finding(
                "start",
                Text(N_("jabatan yang sudah berakhir mulai pada hari itu")),
                Text(N_("Periksa TMT-nya, atau hapus baris yang salah dari riwayatnya.")),
            )
        if person in seen:
            return Finding(
                "nip",
                Text(N_("pegawai ini sudah berpindah pada baris lain")),
                Text(N_("Satu perpindahan per orang tiap unggahan; unggah yang berikutnya nanti.")),
            )
        seen.add(person)
        present = held.get(person)
        return None if present is None else _against(row, present)

    return check


def _against(row: Row, present: Held) -> Finding | None:
    same_place = code_form(row["unit_code"] or "") == present.unit and comparable(
        row["position"] or ""
    ) in (present.post, present.name)
    if present.since is not None and row["start"] <= present.since:
        if same_place and row["start"] == present.since:
            return None  # the post that is in force, sent again
        return Finding(
            "start",
            Text(
                N_("jabatan yang berlaku mulai {since}, jadi yang baru harus sesudahnya"),
                {"since": f"{present.since:%d-%m-%Y}"},
            ),
            Text(N_("Periksa TMT-nya. Bila yang tercatat salah, perbaiki di halaman pegawai.")),
        )
    if not same_place:
        return None
    return Finding(
        "position",
        Text(N_("unit dan jabatannya sama dengan yang berlaku")),
        Text(N_("Benar bila diangkat lagi dengan SK baru; selain itu hapus barisnya.")),
        "doubt",
    )


class MoveImporter(TableImporter):
    """New main posts: the former one ends, and the record of the person follows."""

    def apply(self, comparison: Comparison, run_id: int) -> dict[str, Any]:
        """Write the posts, end the former ones, move the people; the image takes all back."""
        before = main_posts()
        image = super().apply(comparison, run_id)
        new = {post.person: post for post in _new_posts(image)}
        people = Person.objects.in_bulk(new)
        old = {pk: [getattr(one, name) for name in PLACE] for pk, one in people.items()}
        ended, formers = {}, []
        for pk, post in new.items():
            held = before.get(pk)
            step = move(held.since, held.since, post.start, post.start) if held else None
            if held and step and held.row is not None:
                ended[held.row] = step.end
            elif held and step:
                formers.append(_former(people[pk], held.since, step.end))
        update(Assignment, {row: {"valid_until": day} for row, day in ended.items()})
        made = Assignment.objects.bulk_create(formers, batch_size=BATCH)
        update(
            Person,
            {pk: {"unit": post.unit, "position": post.position, "position_since": post.start}
             for pk, post in new.items()},
        )  # fmt: skip
        moved = [[pk, old[pk], [post.unit, post.position, post.start]] for pk, post in new.items()]
        return {**image, "moved": moved, "ended": list(ended), "made": [row.pk for row in made]}

    def undo(self, image: dict[str, Any]) -> None:
        """Open the former posts again, move the people back, delete the new posts."""
        update(Assignment, {row: {"valid_until": None} for row in image["ended"]})
        for start in range(0, len(image["made"]), BATCH):
            Assignment.objects.filter(pk__in=image["made"][start : start + BATCH]).delete()
        update(
            Person,
            {pk: {"unit": unit, "position": post, "position_since": _day(since)}
             for pk, (unit, post, since), _after in image["moved"]},
        )  # fmt: skip
        super().undo(image)

    def undo_refusal(self, run_id: int) -> Text | None:
        """Refuse when a person moved on, or a row was edited or used, since."""
        image = undo_image_of(run_id)
        found = super().undo_refusal(run_id)
        if image is None or found is not None:
            return found
        people = Person.objects.in_bulk([pk for pk, _before, _after in image["moved"]])
        n_moved = sum(
            pk not in people
            or [getattr(people[pk], name) for name in PLACE] != [*after[:2], _day(after[2])]
            for pk, _before, after in image["moved"]
        )
        if not n_moved:
            return None
        return Text(
            N_("{n} pegawai sudah berpindah lagi sesudahnya. Perbaiki lewat halamannya."),
            {"n": n_moved},
        )


@dataclass(frozen=True)
class _Post:
    """A main post that a file opened; ids of rows."""

    person: int
    unit: int
    position: int
    start: dt.date


def _new_posts(image: Mapping[str, Any]) -> Iterator[_Post]:
    for part in image["sheets"]:
        place = {name: at + 1 for at, name in enumerate(part["names"])}  # 0 is the row's id
        for row in part["created"]:
            yield _Post(
                row[place["person"]], row[place["unit"]], row[place["position"]],
                row[place["valid_from"]],
            )  # fmt: skip


def _former(person: Person, since: dt.date | None, end: dt.date | None) -> Assignment:
    """The post that only the record itself knew, as a row of the history."""
    assert person.unit_id is not None  # who has no unit has no main post
    return Assignment(
        person=person, unit_id=person.unit_id, position_id=person.position_id,
        valid_from=since, valid_until=end, source="import",
    )  # fmt: skip


def _day(written: Any) -> dt.date | None:
    """A day of an image, which is text once it was stored."""
    return dt.date.fromisoformat(written) if isinstance(written, str) else written


def move_importers() -> tuple[TableImporter, ...]:
    """The importer of new main posts."""
    sheet = TableSheet(
        "Mutasi",
        Assignment,
        key=("person", "valid_from"),
        fields=post_fields(),
        label=("valid_from",),
        made_checks=(is_no_next_post,),
        fixed={"source": "import"},
        report_missing=False,
    )
    return (MoveImporter(MOVES, "imports.run", (sheet,)),)
