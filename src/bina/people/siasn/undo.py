"""Takes an applied Data Utama back exactly, or says why that cannot be."""

from typing import Any, Final

from django.db.models import Model

from bina.accounts.models import UNUSABLE, User
from bina.people.models import (
    Assignment,
    Person,
    PersonNumber,
    Position,
    ProtectedFact,
    Unit,
)
from bina.people.services.undoing import VETOES
from bina.people.siasn.gather import FIELDS
from bina.people.siasn.protected import undo_protected
from bina.people.siasn.rows import update_rows
from bina.people.siasn.state import state_digest
from bina.people.siasn.write import POST_FIELDS
from bina.text import N_, Text

CHUNK: Final = 500
_OWN: Final = {Assignment, PersonNumber, ProtectedFact}  # rows that the import itself made


def undo(image: dict[str, Any]) -> None:
    """Put everything back as the image says."""
    undo_protected(image.get("run", 0))
    update_rows(User, ("username", "display_name"), image["users_before"])
    _delete(PersonNumber, image["numbers"])
    _delete(Assignment, image["assignments"])
    fields = ("unit_id", "position_id", "valid_from", "valid_until")
    update_rows(Assignment, fields, image["assignments_before"])
    update_rows(Person, FIELDS, image["people_before"])
    for last, ids in image["seen_before"]:
        update_rows(Person, ("last_seen_import",), [(id_, last) for id_ in ids])
    _delete(Person, image["people"])
    _delete(User, image["users"])
    update_rows(Position, POST_FIELDS, image["posts_before"])
    _delete(Position, image["posts"])
    for id_ in reversed(image["units"]):  # children before parents
        _delete(Unit, [id_])


def _delete(model: type[Model], ids: list[int]) -> None:
    for at in range(0, len(ids), CHUNK):
        model._default_manager.filter(pk__in=ids[at : at + CHUNK]).delete()


def undo_refusal(run_id: int, image: dict[str, Any] | None) -> Text | None:
    """Why the run must stay: a later stage rests on it, or its people were worked on since."""
    for veto in VETOES:
        reason = veto(run_id)
        if reason is not None:
            return reason
    if image is None:
        return None
    if state_digest(image["touched"]) != image["digest"]:
        return Text(
            N_(
                "data pegawai dari berkas ini sudah diubah setelahnya. Perbaiki di halaman "
                "pegawai, atau unggah berkas yang benar."
            )
        )
    used = _used(image)
    if used:
        return Text(
            N_(
                "pegawai, jabatan atau unit yang dibuat berkas ini sudah dipakai oleh data lain "
                "({tables})."
            ),
            {"tables": used},
        )
    if _activated(image["users"]):
        return Text(N_("ada pegawai dari berkas ini yang akunnya sudah aktif."))
    return None


def _activated(ids: list[int]) -> bool:
    return any(
        User.objects.filter(pk__in=ids[at : at + CHUNK]).exclude(password=UNUSABLE).exists()
        for at in range(0, len(ids), CHUNK)
    )


def _used(image: dict[str, Any]) -> str:
    """The tables that refer to rows which the import made, other than its own."""
    made: tuple[tuple[type[Model], set[int]], ...] = (
        (Person, set(image["people"])),
        (Position, set(image["posts"])),
        (Unit, set(image["units"])),
    )
    found = set()
    for model, ids in made:
        for relation in model._meta.get_fields(include_hidden=True) if ids else ():
            if not relation.auto_created or relation.concrete or relation.many_to_many:
                continue
            other: Any = relation.related_model
            if other not in _OWN and _refers(other, relation, ids, image):  # else: see the digest
                found.add(other._meta.db_table)
    return ", ".join(sorted(found))


def _refers(
    other: Any,
    relation: Any,
    ids: set[int],
    image: dict[str, Any],
) -> bool:
    """Whether a row of `other` that the import did not make refers to one that it made."""
    own: set[int] = set()
    if other is Person:
        own = set(image["touched"])
    elif other is Unit:
        own = set(image["units"])
    rows = other._default_manager.values_list("pk", relation.field.attname)
    return any(ref in ids and pk not in own for pk, ref in rows.iterator(5_000))
