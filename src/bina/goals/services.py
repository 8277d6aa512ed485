"""The regional plan as changed on its pages; imports go through the imports foundation."""

from collections.abc import Callable
from typing import Any, Final

from bina.audit.services import Actor, act
from bina.goals.models import Activity, Goal, GoalNeed, RegionalProgramme, SubActivity
from bina.people.models import Unit
from bina.text import N_, BinaError

BELOW: dict[type[Any], tuple[type[Any], str]] = {
    Goal: (RegionalProgramme, "goal"),
    RegionalProgramme: (Activity, "programme"),
    Activity: (SubActivity, "activity"),
}
SHOWN = 5  # of what names a row


class NeedExists(BinaError):
    """The goal names the competency for these people already."""

    text = N_("{name} sudah disebut untuk orang yang sama. Hapus yang lama bila alasannya berubah.")


def add_node(actor: Actor, above: Any | None, facts: dict[str, Any]) -> Any:
    """A new goal, or a new row below another."""
    model, link = BELOW[type(above)] if above is not None else (Goal, "")
    with act(actor, "goals.add") as entry:
        row = model.objects.create(**facts, **({link: above} if link else {}))
        entry.about("goal", row.public_id)
        entry.note(level=model.__name__, under=str(above or ""), **_plain(facts))
    return row


def edit_node(actor: Actor, row: Any, facts: dict[str, Any]) -> None:
    """Change a row; its code and its place stay."""
    before = {name: getattr(row, name) for name in facts}
    changed = [name for name, value in facts.items() if before[name] != value]
    if not changed:
        return
    with act(actor, "goals.edit", ("goal", row.public_id)) as entry:
        for name in changed:
            setattr(row, name, facts[name])
        row.save(update_fields=changed)
        was, now = _plain(before), _plain(facts)
        entry.note(code=row.code, changed={name: [was[name], now[name]] for name in changed})


NAMERS: Final[list[Callable[[Any], list[str]]]] = []


def add_namer(namer: Callable[[Any], list[str]]) -> None:
    """Let a later stage say what of it names a row; call it where its importers register."""
    NAMERS.append(namer)


class StillNamed(BinaError):
    """A row that others name cannot go."""

    text = N_("{code} masih disebut {what}, jadi tidak dapat dihapus. Ubah atau hapus itu dahulu.")


def delete_node(actor: Actor, row: Any) -> None:
    """Delete a row that nothing names, with the competencies it needs. Raises StillNamed."""
    with act(actor, "goals.delete", ("goal", row.public_id)) as entry:
        below = BELOW.get(type(row))
        named = [str(one) for one in below[0].objects.filter(**{below[1]: row})] if below else []
        named += [words for namer in NAMERS for words in namer(row)]
        if named:
            shown = ", ".join(named[:SHOWN]) + (" …" if len(named) > SHOWN else "")
            raise StillNamed(code=row.code, what=shown)
        needs = row.needs.values_list("competency_code", flat=True) if isinstance(row, Goal) else []
        entry.note(code=row.code, name=row.name, level=type(row).__name__, needs=list(needs))
        row.delete()


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as the ledger keeps them: a unit by its code."""
    return {n: v.code if isinstance(v, Unit) else v for n, v in facts.items()}


def add_need(actor: Actor, goal: Goal, facts: dict[str, Any], name: str) -> GoalNeed:
    """The goal needs a competency of these people. Raises NeedExists."""
    with act(actor, "goals.need", ("goal", goal.public_id)) as entry:
        code, unit = facts["competency_code"], facts["unit"]
        if GoalNeed.objects.filter(goal=goal, competency_code=code, unit=unit).exists():
            raise NeedExists(name=name)
        made = GoalNeed.objects.create(goal=goal, **facts)
        entry.note(**_plain(facts))
    return made


def remove_need(actor: Actor, need: GoalNeed) -> None:
    """The goal no longer names the competency; factors that HR accepted stay as they are."""
    with act(actor, "goals.need_end", ("goal", need.goal.public_id)) as entry:
        entry.note(competency_code=need.competency_code,
                   unit=need.unit.code if need.unit else None, reason=need.reason)  # fmt: skip
        need.delete()
