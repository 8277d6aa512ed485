"""Write programmes, what they lift, sessions and standard costs, each with its audit entry."""

from collections.abc import Iterable

from django.db import models

from bina.audit.services import Actor, act
from bina.catalog.models import CoachPool, Programme, ProgrammeEffect, Session, StandardCost
from bina.text import N_, BinaError


class PoolInUse(BinaError):
    """A coach pool that programmes name cannot be removed: their hours would be unlimited."""

    text = N_(
        "Kelompok pelatih {code} disebut {n} program, jadi tidak dapat dihapus. Ubah dahulu "
        "program itu, atau isi jamnya dengan 0."
    )


def _facts(row: models.Model) -> dict[str, str]:
    return {field.name: str(field.value_from_object(row)) for field in row._meta.concrete_fields}


def save_programme(actor: Actor, programme: Programme, before: Iterable[Programme]) -> None:
    """Store a programme and exactly these prerequisites."""
    with act(actor, "catalog.programme", ("programme", programme.public_id)) as entry:
        programme.save()
        programme.prerequisites.set(before)
        entry.note(now=_facts(programme))


def save_effect(actor: Actor, programme: Programme, effect: ProgrammeEffect) -> None:
    """Store how far a programme lifts a competency."""
    with act(actor, "catalog.effect", ("programme", programme.public_id)) as entry:
        ProgrammeEffect.objects.update_or_create(
            programme=programme,
            competency=effect.competency,
            defaults={"lift": effect.lift, "ceiling": effect.ceiling},
        )
        entry.note(competency=effect.competency.code, lift=str(effect.lift))


def remove_effect(actor: Actor, programme: Programme, competency_id: int) -> None:
    """A programme no longer lifts a competency."""
    with act(actor, "catalog.effect.remove", ("programme", programme.public_id)) as entry:
        programme.effects.filter(competency_id=competency_id).delete()
        entry.note(competency=competency_id)


def save_session(actor: Actor, session: Session) -> None:
    """Store a session."""
    with act(actor, "catalog.session", ("session", session.public_id)) as entry:
        session.save()
        entry.note(now=_facts(session))


def save_cost(actor: Actor, row: StandardCost) -> None:
    """Store a row of the standard-cost table."""
    with act(actor, "catalog.cost", ("standard_cost", f"{row.component} {row.place}")) as entry:
        row.save()
        entry.note(now=_facts(row))


def remove_cost(actor: Actor, row: StandardCost) -> None:
    """Take a row out of the standard-cost table."""
    with act(actor, "catalog.cost.remove", ("standard_cost", f"{row.component} {row.place}")) as e:
        e.note(was=_facts(row))
        row.delete()


def save_pool(actor: Actor, pool: CoachPool) -> None:
    """Store the hours of a group of coaches."""
    before = CoachPool.objects.filter(pk=pool.pk).values_list("hours", flat=True).first()
    with act(actor, "catalog.pool", ("coach_pool", pool.code)) as entry:
        pool.save()
        entry.note(hours=[None if before is None else str(before), str(pool.hours)])


def remove_pool(actor: Actor, pool: CoachPool) -> None:
    """Take a group of coaches out. Raises PoolInUse while a programme names it."""
    with act(actor, "catalog.pool.remove", ("coach_pool", pool.code)) as entry:
        n = Programme.objects.filter(coach_pool=pool.code).count()
        if n:
            raise PoolInUse(code=pool.code, n=n)
        entry.note(hours=str(pool.hours))
        pool.delete()
