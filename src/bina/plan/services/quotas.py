"""HR's quotas, each with reason and document number."""

from typing import Any

from bina.audit.services import Actor, act
from bina.plan.models import Quota
from bina.text import N_, BinaError


class QuotaThere(BinaError):
    """The group already has a quota in the programme and year."""

    text = N_(
        "Kelompok ini sudah mempunyai kuota pada program dan tahun itu: {n} kursi. Ubah kuota itu."
    )


def save_quota(actor: Actor, quota: Quota | None, values: dict[str, Any]) -> Quota:
    """Write a quota or change one. Raises QuotaThere."""
    same = {name: values[name] for name in ("year", "programme", "grouping", "word")}
    with act(actor, "plan.quota") as entry:
        twin = Quota.objects.filter(**same).exclude(pk=quota.pk if quota else 0).first()
        if twin is not None:
            raise QuotaThere(n=twin.seats)
        target = quota or Quota()
        before = {name: getattr(target, name) for name in values} if quota else {}
        for name, value in values.items():
            setattr(target, name, value)
        target.save()
        entry.about("quota", target.public_id)
        changed = {
            name: [str(before[name]) if name in before else None, str(value)]
            for name, value in values.items()
            if before.get(name) != value
        }
        entry.note(programme=target.programme.code, changed=changed)
    return target


def remove_quota(actor: Actor, quota: Quota) -> None:
    """Take a quota back; plans that were computed with it keep their copy of it."""
    with act(actor, "plan.quota.remove", ("quota", quota.public_id)) as entry:
        entry.note(
            year=quota.year,
            programme=quota.programme.code,
            group=[quota.grouping, quota.word],
            seats=quota.seats,
        )
        quota.delete()
