"""A unit becomes part of another from a day on: people, units below, what later stages add.

Later stages say what of theirs moves (`add_unit_follower`), so that people imports none of them.
Everything that changed is in the audit entry, from which the same day can undo it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from bina.audit.models import Entry
from bina.audit.services import Actor, act
from bina.people.models import Assignment, Headship, Person, RoleGrant, Unit
from bina.people.rules.moves import ONE_DAY
from bina.people.services.tree import rebuild_paths
from bina.text import N_, BinaError, Text


@dataclass(frozen=True)
class Follower:
    """What a later stage does when a unit is merged.

    preview  (from, into) → sentences: what moves, and what HR has to decide
    follow   (actor, from, into, ids of the moved people, day, reason) → JSON with which to undo
    undo     (actor, that JSON)
    """

    name: str
    preview: Callable[[Unit, Unit], list[Text]]
    follow: Callable[[Actor, Unit, Unit, list[int], dt.date, str], Any] | None = None
    undo: Callable[[Actor, Any], None] | None = None


FOLLOWERS: Final[dict[str, Follower]] = {}


def add_unit_follower(follower: Follower) -> None:
    """Let a stage react to merged units; call it where the stage's importers register."""
    FOLLOWERS[follower.name] = follower


class CannotMergeUnits(BinaError):
    """Units that cannot become one."""

    text = N_("{unit} tidak dapat digabung ke {into}: {why}")


class MergeStays(BinaError):
    """A merge that cannot be undone."""

    text = N_("Penggabungan ini tidak dapat diurungkan: {why}")


def why_not(source: Unit, into: Unit, day: dt.date, today: dt.date) -> Text | None:
    """The first thing that stands against it."""
    rules = (
        (source.pk == into.pk, N_("pilih unit lain.")),
        (source.parent_id is None, N_("unit paling atas tidak dapat digabung.")),
        (source.valid_until is not None or into.valid_until is not None,
         N_("salah satunya sudah ditutup.")),
        (into.path.startswith(source.path), N_("unit tujuannya berada di bawahnya.")),
        (day > today, N_("tanggalnya belum tiba. Catat pada harinya.")),
        (source.valid_from is not None and day <= source.valid_from,
         N_("tanggalnya tidak sesudah unit itu berdiri.")),
    )  # fmt: skip
    return next((Text(words) for holds, words in rules if holds), None)


def own_people(unit: Unit) -> QuerySet[Person]:
    """Everybody whose record says the unit, but for records that were merged into others."""
    return Person.objects.filter(unit=unit, merged_into=None)


def open_grants(unit: Unit, day: dt.date) -> QuerySet[RoleGrant]:
    """Roles for the unit that hold on the day or later."""
    rows = RoleGrant.objects.filter(unit=unit)
    return rows.filter(Q(valid_until=None) | Q(valid_until__gte=day)).select_related("user")


def open_headships(unit: Unit, day: dt.date) -> QuerySet[Headship]:
    """HR's word on the head, where it holds on the day or later."""
    rows = Headship.objects.filter(unit=unit)
    return rows.filter(Q(valid_until=None) | Q(valid_until__gte=day))


def preview(source: Unit, into: Unit, day: dt.date) -> list[Text]:
    """What a merge would do, in sentences; a fixed number of queries."""
    n_people, below = own_people(source).count(), source.children.count()
    grants = [str(grant.user.display_name) for grant in open_grants(source, day)]
    found = [
        Text(N_("{n} orang pindah ke {into} dengan jabatan yang sama."),
             {"n": n_people, "into": into.name}),
        Text(N_("{n} unit di bawahnya pindah ke bawah {into}."), {"n": below, "into": into.name}),
    ]  # fmt: skip
    if grants:
        words = N_("Peran untuk unit ini berakhir: {names}. Beri peran baru bila perlu.")
        found.append(Text(words, {"names": ", ".join(grants)}))
    if open_headships(source, day).exists():
        words = N_("Penetapan kepala unit ini berakhir; kepala {into} menjadi atasan semuanya.")
        found.append(Text(words, {"into": into.name}))
    for follower in FOLLOWERS.values():
        found += follower.preview(source, into)
    return found


def merge_units(
    actor: Actor, source: Unit, into: Unit, *, day: dt.date, today: dt.date, document_no: str
) -> None:
    """From `day` on `source` is part of `into`; its history stays. Raises CannotMergeUnits."""
    against = why_not(source, into, day, today)
    if against is not None:
        raise CannotMergeUnits(unit=source.name, into=into.name, why=against)
    reason = f"{source.name} digabung ke {into.name}"
    with act(actor, "units.merge", ("unit", source.public_id)) as entry:
        people = list(own_people(source).values_list("pk", flat=True))
        entry.note(
            into=str(into.public_id), day=day, document_no=document_no,
            people=people, posts=_move_people(people, source, into, day, document_no),
            children=_move_children(source, into),
            grants=_end(open_grants(source, day), day),
            headships=_end(open_headships(source, day), day),
        )  # fmt: skip
        source.valid_until = day - ONE_DAY
        source.save(update_fields=["valid_until"])
        entry.note(stages={
            one.name: one.follow(actor, source, into, people, day, reason)
            for one in FOLLOWERS.values()
            if one.follow is not None
        })  # fmt: skip


def _move_people(
    people: list[int], source: Unit, into: Unit, day: dt.date, document_no: str
) -> dict[str, list[int]]:
    """Posts end the day before and go on in the other unit; the ids of the rows by what was done.

    A post that began on the day or later is corrected in place, as in a mutation.
    """
    rows = Assignment.objects.filter(person__in=people, valid_until=None, unit=source)
    late = list(rows.filter(valid_from__gte=day).values_list("pk", flat=True))
    ended = list(rows.exclude(pk__in=late).values_list("pk", "person_id"))
    corrected = {*rows.filter(pk__in=late).values_list("person_id", flat=True)}
    posts = dict(Person.objects.filter(pk__in=people).values_list("pk", "position_id"))
    since = dict(Person.objects.filter(pk__in=people).values_list("pk", "position_since"))
    has_row = {*corrected, *(person for _pk, person in ended)}
    before = Assignment.objects.bulk_create(
        Assignment(
            person_id=pk, unit=source, position_id=posts[pk],
            valid_from=_before(since[pk], day),
            valid_until=day - ONE_DAY, source="page",
        )
        for pk in people if pk not in has_row
    )  # fmt: skip
    after = Assignment.objects.bulk_create(
        Assignment(
            person_id=pk, unit=into, position_id=posts[pk], valid_from=day,
            document_no=document_no, source="page",
        )
        for pk in people if pk not in corrected
    )  # fmt: skip
    Assignment.objects.filter(pk__in=late).update(unit=into)
    Assignment.objects.filter(pk__in=[pk for pk, _ in ended]).update(valid_until=day - ONE_DAY)
    Person.objects.filter(pk__in=people).update(unit=into)
    return {
        "corrected": late,
        "ended": [pk for pk, _person in ended],
        "before": [row.pk for row in before],
        "after": [row.pk for row in after],
    }


def _before(since: dt.date | None, day: dt.date) -> dt.date | None:
    return since if since is not None and since < day else None


def _move_children(source: Unit, into: Unit) -> list[int]:
    children = list(source.children.values_list("pk", flat=True))
    Unit.objects.filter(pk__in=children).update(parent=into)
    rebuild_paths()
    return children


def _end(rows: QuerySet[Any], day: dt.date) -> list[list[Any]]:
    """Let rows end the day before; [id, former last day or null]. A later one never begins."""
    found = [[row.pk, row.valid_until and row.valid_until.isoformat()] for row in rows]
    rows.model._default_manager.filter(pk__in=[pk for pk, _ in found]).update(
        valid_until=day - ONE_DAY
    )
    return found


def last_merge(source: Unit) -> Entry | None:
    """The entry of the merge that closed the unit, when it was made today (WIT)."""
    if source.valid_until is None:
        return None
    rows = Entry.objects.filter(subject_type="unit", subject_id=str(source.public_id))
    found = rows.filter(action__in=("units.merge", "units.merge.undo")).first()
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return found if found and found.action == "units.merge" and found.at >= midnight else None


def undo_merge(actor: Actor, source: Unit) -> None:
    """Take today's merge back as a whole. Raises MergeStays when something moved on since."""
    entry = last_merge(source)
    if entry is None:
        raise MergeStays(why=Text(N_("harinya sudah lewat, atau unit ini tidak digabung.")))
    detail = entry.detail
    into = Unit.objects.get(public_id=detail["into"])
    people, posts, children = detail["people"], detail["posts"], detail["children"]
    still = Person.objects.filter(pk__in=people, unit=into).count()
    fresh = Assignment.objects.filter(pk__in=posts["after"], valid_until=None).count()
    below = Unit.objects.filter(pk__in=children, parent=into).count()
    if (still, fresh, below) != (len(people), len(posts["after"]), len(children)):
        raise MergeStays(why=Text(N_("orang atau unitnya sudah dipindah lagi sejak itu.")))
    with act(actor, "units.merge.undo", ("unit", source.public_id)) as made:
        Assignment.objects.filter(pk__in=[*posts["after"], *posts["before"]]).delete()
        Assignment.objects.filter(pk__in=posts["ended"]).update(valid_until=None)
        Assignment.objects.filter(pk__in=posts["corrected"]).update(unit=source)
        Person.objects.filter(pk__in=people).update(unit=source)
        Unit.objects.filter(pk__in=children).update(parent=source)
        rebuild_paths()
        for model, name in ((RoleGrant, "grants"), (Headship, "headships")):
            for pk, last in detail[name]:
                model._default_manager.filter(pk=pk).update(valid_until=last)
        Unit.objects.filter(pk=source.pk).update(valid_until=None)
        for name, done in detail["stages"].items():
            follower = FOLLOWERS.get(name)
            if follower is not None and follower.undo is not None:
                follower.undo(actor, done)
        made.note(into=detail["into"], people=len(people))
