"""Writes what a Data Utama changes, in bulk, and keeps what is needed to take it back."""

import datetime as dt
from typing import Any, Final

from bina.accounts.models import UNUSABLE, User
from bina.people.models import Assignment, Person, PersonNumber, Position, Unit
from bina.people.rules.moves import move
from bina.people.rules.posts import PostFacts
from bina.people.siasn.compare import Payload
from bina.people.siasn.gather import AT, FIELDS, open_assignments, usernames
from bina.people.siasn.protected import write_protected
from bina.people.siasn.rows import insert_rows, update_rows
from bina.people.siasn.state import state_digest

BATCH: Final = 2_000
POST_FIELDS: Final = ("name", "job_kind", "tier", "echelon")
_POST: Final = ("person_id", "unit_id", "position_id", "valid_from")
_PLACES: Final = (AT["unit_id"], AT["position_id"], AT["position_since"])


def write(payload: Payload, run_id: int) -> dict[str, Any]:
    """Apply and return the undo image."""
    image: dict[str, Any] = {}
    units = _write_units(payload, image)
    posts = _write_posts(payload, image)
    for row in (*payload.new, *payload.changed.values()):
        row[AT["unit_id"]] = units.get(row[AT["unit_id"]], row[AT["unit_id"]])
        row[AT["position_id"]] = posts.get(row[AT["position_id"]], row[AT["position_id"]])
    _write_seen(payload, run_id, image)
    new_ids = _write_new(payload, run_id, image)
    _write_changed(payload, image)
    if payload.new or payload.changed or payload.posts.changed or payload.protected.known:
        write_protected(payload.protected, new_ids, run_id)
    image["run"] = run_id
    touched = sorted([*new_ids, *payload.changed])
    image["touched"] = touched
    image["digest"] = state_digest(touched)
    return image


def _write_units(payload: Payload, image: dict[str, Any]) -> dict[Any, int]:
    """Make the missing units, level by level, for a path is made of ids."""
    ids: dict[Any, int] = {}
    paths = dict(Unit.objects.values_list("pk", "path")) if payload.units.new else {}
    waiting = payload.units.new
    while waiting:
        ready = [u for u in waiting if not isinstance(u.parent, str) or u.parent in ids]
        made = Unit.objects.bulk_create(
            [
                Unit(
                    code=unit.code,
                    name=unit.name[:200],
                    kind=unit.kind,
                    parent_id=ids.get(unit.parent, unit.parent),
                )
                for unit in ready
            ],
            batch_size=BATCH,
        )
        for unit in made:
            ids[unit.code] = unit.pk
            paths[unit.pk] = f"{paths[unit.parent_id] if unit.parent_id else '/'}{unit.pk}/"
        update_rows(Unit, ("path",), [(unit.pk, paths[unit.pk]) for unit in made])
        done = {unit.code for unit in ready}
        waiting = [unit for unit in waiting if unit.code not in done]
    image["units"] = list(ids.values())
    return ids


def _write_posts(payload: Payload, image: dict[str, Any]) -> dict[Any, int]:
    made = Position.objects.bulk_create(
        [
            Position(
                code=code,
                name=post.name or code,
                job_kind=post.job_kind,
                tier=post.tier,
                echelon=post.echelon,
            )
            for code, post in payload.posts.new.items()
        ],
        batch_size=BATCH,
    )
    before = {post.id: post for post in payload.present.posts}

    def values(id_: int, post: Any) -> list[Any]:
        return [id_, *(getattr(post, name) for name in POST_FIELDS)]

    changed: dict[int, PostFacts] = payload.posts.changed
    update_rows(Position, POST_FIELDS, [values(id_, post) for id_, post in changed.items()])
    image["posts"] = [post.pk for post in made]
    image["posts_before"] = [values(id_, before[id_]) for id_ in changed]
    return {post.code: post.pk for post in made}


def _write_seen(payload: Payload, run_id: int, image: dict[str, Any]) -> None:
    """Note which run last had each person, for those the file has."""
    seen = set(payload.seen)
    before: dict[int | None, list[int]] = {}
    for id_, last in Person.objects.values_list("pk", "last_seen_import").iterator(5_000):
        if id_ in seen:
            before.setdefault(last, []).append(id_)
    update_rows(Person, ("last_seen_import",), [(id_, run_id) for id_ in payload.seen])
    image["seen_before"] = list(before.items())


def _write_new(payload: Payload, run_id: int, image: dict[str, Any]) -> list[int]:
    taken = usernames() if payload.new else set()
    users: list[tuple[str, str, str]] = []
    owners: list[int] = []  # place in payload.new of each user
    for at, row in enumerate(payload.new):
        name = next((n for n in (row[AT["nip"]], row[AT["pns_id"]]) if n and n not in taken), None)
        if name is not None:
            taken.add(name)
            owners.append(at)
            users.append((name, row[AT["name"]], UNUSABLE))
    user_ids = insert_rows(User, ("username", "display_name", "password"), users)
    user_of = dict(zip(owners, user_ids, strict=True))
    people = insert_rows(
        Person,
        (*FIELDS, "user_id", "last_seen_import"),
        [(*row, user_of.get(at), run_id) for at, row in enumerate(payload.new)],
    )
    posts = [
        _assignment(person, row)
        for person, row in zip(people, payload.new, strict=True)
        if row[AT["unit_id"]] is not None
    ]
    image["users"], image["people"] = user_ids, people
    image["assignments"] = insert_rows(Assignment, _POST, posts)
    return people


def _assignment(person_id: int, row: list[Any], start: dt.date | None = None) -> tuple[Any, ...]:
    """Values of _POST."""
    since = start or row[AT["position_since"]]
    return person_id, row[AT["unit_id"]], row[AT["position_id"]], since


def _write_changed(payload: Payload, image: dict[str, Any]) -> None:
    before = {id_: payload.present.people[id_] for id_ in payload.changed}
    update_rows(Person, FIELDS, [(id_, *row) for id_, row in payload.changed.items()])
    image["people_before"] = [[id_, *row] for id_, row in before.items()]
    _move_assignments(payload, before, image)
    _write_numbers(payload, before, image)
    _rename_users(payload, before, image)


def _move_assignments(
    payload: Payload, before: dict[int, list[Any]], image: dict[str, Any]
) -> None:
    """End and open assignments of those whose unit, post or TMT JABATAN changed."""
    moved = {
        id_
        for id_, row in payload.changed.items()
        if any(row[at] != before[id_][at] for at in _PLACES) and row[AT["unit_id"]] is not None
    }
    is_open = open_assignments(moved) if moved else {}
    corrected, ended, opened, old = [], [], [], []
    for id_ in sorted(moved):
        row, was = payload.changed[id_], before[id_]
        present = is_open.get(id_)
        if present is None:
            opened.append(_assignment(id_, row))
            continue
        pk, unit_id, post_id, since = present
        old.append([pk, unit_id, post_id, since, None])
        new_since = row[AT["position_since"]]
        if (unit_id, post_id) == (row[AT["unit_id"]], row[AT["position_id"]]):
            corrected.append([pk, unit_id, post_id, new_since, None])
            continue
        step = move(since, was[AT["position_since"]], new_since, payload.day)
        if step.end is None:
            start = step.start
            corrected.append([pk, row[AT["unit_id"]], row[AT["position_id"]], start, None])
        else:
            ended.append([pk, unit_id, post_id, since, step.end])
            opened.append(_assignment(id_, row, step.start))
    fields = ("unit_id", "position_id", "valid_from", "valid_until")
    update_rows(Assignment, fields, [*corrected, *ended])
    image["assignments"] += insert_rows(Assignment, _POST, opened)
    image["assignments_before"] = old


def _write_numbers(payload: Payload, before: dict[int, list[Any]], image: dict[str, Any]) -> None:
    """A changed NIP leaves the former one, and the day of the new one, in the history."""
    changed = [
        (id_, before[id_][AT["nip"]], row[AT["nip"]])
        for id_, row in payload.changed.items()
        if row[AT["nip"]] != before[id_][AT["nip"]]
    ]
    known = set(
        PersonNumber.objects.filter(
            person_id__in=[id_ for id_, _, _ in changed[:5_000]]
        ).values_list("person_id", "nip")
    )
    numbers = []
    for id_, old, new in changed:
        if old and (id_, old) not in known:
            numbers.append(PersonNumber(person_id=id_, nip=old))
        numbers.append(PersonNumber(person_id=id_, nip=new, valid_from=payload.day))
    made = PersonNumber.objects.bulk_create(numbers, batch_size=BATCH)
    image["numbers"] = [number.pk for number in made]


def _rename_users(payload: Payload, before: dict[int, list[Any]], image: dict[str, Any]) -> None:
    """The log-in follows a changed NIP; the shown name follows the name."""
    concerned = {
        user_id: id_
        for id_, row in payload.changed.items()
        if (user_id := payload.present.users[id_]) is not None
        and any(row[AT[name]] != before[id_][AT[name]] for name in ("nip", "name"))
    }
    image["users_before"], after = [], []
    if concerned:
        rows = list(User.objects.values_list("pk", "username", "display_name"))
        taken = {row[1] for row in rows}
        for pk, username, shown in rows:
            if pk not in concerned:
                continue
            new, old = payload.changed[concerned[pk]], before[concerned[pk]]
            follows = username == old[AT["nip"]] and new[AT["nip"]] not in taken
            image["users_before"].append([pk, username, shown])
            after.append([pk, new[AT["nip"]] if follows else username, new[AT["name"]]])
            taken.add(after[-1][1])
    update_rows(User, ("username", "display_name"), after)
