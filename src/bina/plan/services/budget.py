"""Budget lines: written from the page; imports write them through the imports foundation."""

from typing import Any

from bina.audit.services import Actor, act
from bina.plan.models import BudgetLine, Seat
from bina.text import N_, BinaError


class LineInUse(BinaError):
    """A budget line that a plan already spends from cannot be deleted."""

    text = N_("Pos {code} dipakai {n} kursi rencana, jadi tidak dapat dihapus. Ubah pagunya saja.")


def save_line(actor: Actor, line: BudgetLine | None, values: dict[str, Any]) -> BudgetLine:
    """Create or change a line; values are checked by the form and the database."""
    with act(actor, "budget.edit") as entry:
        target = line or BudgetLine()
        before = {name: getattr(target, name) for name in values} if line else {}
        for name, value in values.items():
            setattr(target, name, value)
        target.save()
        entry.about("budget_line", f"{target.year}/{target.code}")
        changed = {n: [before.get(n), v] for n, v in values.items() if before.get(n) != v}
        entry.note(changed=changed)
    return target


def delete_line(actor: Actor, line: BudgetLine) -> None:
    """Delete a line that no seat uses. Raises LineInUse."""
    seats = Seat.objects.filter(budget_line=line).count()
    if seats:
        raise LineInUse(code=line.code, n=seats)
    with act(actor, "budget.delete", ("budget_line", f"{line.year}/{line.code}")) as entry:
        entry.note(amount=line.amount)
        line.delete()
