"""Two records of one person become one, and can become two again."""

from typing import Any, Final

from django.db import IntegrityError, ProgrammingError, transaction
from django.db.models import Model

from bina.audit.models import Entry
from bina.audit.services import Actor, act
from bina.people.models import Person, PersonNumber
from bina.people.rules.duplicates import merged_facts
from bina.text import N_, BinaError

FACTS: Final = (
    "pns_id",
    "nip",
    "title_front",
    "title_back",
    "birth_place",
    "birth_date",
    "gender",
    "legal_position",
    "appointed_on",
    "rank",
    "rank_since",
    "education_level",
    "education_name",
    "graduation_year",
    "unit_id",
    "position_id",
    "position_since",
)


class CannotMerge(BinaError):
    """The same record twice, or one that is merged already."""

    text = N_("Kedua data ini tidak dapat digabung: pilih dua data orang yang belum digabung.")


class CannotSplit(BinaError):
    """Nothing tells how the merge was made."""

    text = N_("Penggabungan ini tidak dapat dibatalkan: catatannya tidak ditemukan.")


def merge(actor: Actor, kept: Person, other: Person) -> None:
    """`kept` takes what it lacks and everything that belongs to `other`, which is kept aside.

    Both log-ins go on working and lead to `kept`.
    """
    if kept.pk == other.pk or kept.merged_into_id or other.merged_into_id:
        raise CannotMerge
    before = {key: getattr(kept, key) for key in FACTS}
    taken = merged_facts(before, {key: getattr(other, key) for key in FACTS})
    with act(actor, "people.merge", ("person", kept.public_id)) as entry:
        number = other.nip if other.nip and other.nip != (taken.get("nip") or kept.nip) else ""
        made = PersonNumber.objects.create(person=kept, nip=number).pk if number else None
        freed = other.pns_id if "pns_id" in taken else None
        other.merged_into = kept
        if freed:
            other.pns_id = None
        login = other.user_id if kept.user_id is None else None
        if login:
            other.user = None
        other.save(update_fields=["merged_into", "pns_id", "user"])
        if login:
            Person.objects.filter(pk=kept.pk).update(user=login)
            kept.user_id = login
        for key, value in taken.items():
            setattr(kept, key, value)
        if taken:
            Person.objects.filter(pk=kept.pk).update(**taken)
        entry.note(
            other=str(other.public_id),
            taken={key: [before[key], value] for key, value in taken.items()},
            moved=_move_rows(other, kept),
            number=made,
            pns_id=freed,
            login=login,
        )


def _own_tables() -> list[tuple[type[Model], str]]:
    """Tables with rows of a person: (model, name of the field); the record itself excepted."""
    found: list[tuple[type[Model], str]] = []
    for relation in Person._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        reverse: Any = relation if relation.auto_created and not relation.concrete else None
        if reverse and model is not Person and (reverse.one_to_many or reverse.one_to_one):
            found.append((model, reverse.field.attname))
    return found


def _move_rows(source: Person, target: Person) -> dict[str, list[int]]:
    """Give the source's rows to the target; unique and frozen ones stay. Table -> ids."""
    moved: dict[str, list[int]] = {}
    for model, name in _own_tables():
        for pk in model._default_manager.filter(**{name: source.pk}).values_list("pk", flat=True):
            if _moves(model, pk, name, target.pk):
                moved.setdefault(f"{model._meta.label}.{name}", []).append(pk)
    return moved


def _moves(model: type[Model], pk: int, name: str, target: int) -> bool:
    try:
        with transaction.atomic():
            model._default_manager.filter(pk=pk).update(**{name: target})
    except (IntegrityError, ProgrammingError):  # unique, or frozen: PostgreSQL's word of a trigger
        return False
    return True


def split(actor: Actor, other: Person) -> None:
    """Undo a merge from what its audit entry says."""
    kept = other.merged_into
    if kept is None:
        raise CannotSplit
    entries = Entry.objects.filter(
        action="people.merge", subject_type="person", subject_id=str(kept.public_id)
    ).order_by("-sequence")
    detail = next(
        (e.detail for e in entries if e.detail.get("other") == str(other.public_id)), None
    )
    if detail is None:
        raise CannotSplit
    with act(actor, "people.split", ("person", kept.public_id)) as entry:
        names = {f"{model._meta.label}.{name}": (model, name) for model, name in _own_tables()}
        for table, ids in detail["moved"].items():
            model, name = names[table]
            model._default_manager.filter(pk__in=ids, **{name: kept.pk}).update(**{name: other.pk})
        if detail["number"]:
            PersonNumber.objects.filter(pk=detail["number"]).delete()
        restored = {key: old for key, (old, _) in detail["taken"].items()}
        login = detail.get("login")
        if login:
            restored["user_id"] = None
        if restored:
            Person.objects.filter(pk=kept.pk).update(**restored)
        Person.objects.filter(pk=other.pk).update(
            merged_into=None,
            pns_id=detail["pns_id"] or other.pns_id,
            user=login or other.user_id,
        )
        entry.note(other=str(other.public_id))
