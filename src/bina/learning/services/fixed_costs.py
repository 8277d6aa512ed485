"""What holding a session costs whoever comes: which line pays, and what was posted as paid."""

from dataclasses import dataclass

from bina.audit.services import Actor, act
from bina.catalog.models import Session
from bina.money import ledger
from bina.money.models import BudgetLine, Posting
from bina.money.selectors import lines_in_force
from bina.plan.rules.facts import LineFact
from bina.plan.rules.money import paying_line
from bina.text import N_, BinaError


class NoLine(BinaError):
    """A cost that no line may pay."""

    text = N_(
        "Tidak ada pos anggaran {year} yang boleh membayar biaya tetap sesi {code}. Kosongkan "
        "biaya tetap untuk menutup daftar sekarang, tambah posnya, lalu tutup sekali lagi."
    )


@dataclass(frozen=True)
class FixedCost:
    """The session's fixed cost as the catalogue has it, its line, and its posting when paid."""

    planned: int  # rupiah
    line: BudgetLine | None
    posting: Posting | None


def session_key(session: Session) -> str:
    """What the ledger calls the fixed cost of a session."""
    return f"session:{session.public_id}"


def fixed_cost_of(session: Session) -> FixedCost:
    """Three queries."""
    lines = list(lines_in_force(session.start.year))
    facts = [
        LineFact(b.pk, b.code, b.name, b.amount, frozenset(b.forms), frozenset(b.unit_codes))
        for b in lines
    ]
    row = paying_line(facts, session.programme.form, (), session.budget_line)
    paid = Posting.objects.filter(
        about=session_key(session), kind=Posting.Kind.REALISATION, reverses=None, reversed_by=None
    )
    posting = paid.select_related("line__version").last()
    return FixedCost(session.fixed_cost, lines[row] if row >= 0 else None, posting)


def post_fixed_cost(actor: Actor, session: Session, paid: int) -> Posting | None:
    """Write down what was paid for holding the session, once; None when it stands already.

    A wrong one is reversed in the ledger and posted anew. Raises NoLine.
    """
    if not paid:
        return None
    with act(actor, "learning.fixed_cost", ("session", session.public_id)) as entry:
        Session.objects.select_for_update().get(pk=session.pk)  # nobody else posts it now
        cost = fixed_cost_of(session)
        if cost.posting is not None:
            return None
        if cost.line is None:
            raise NoLine(year=session.start.year, code=session.code)
        made = ledger.post_realisation(actor, ledger.Entry(
            line=cost.line, amount=paid, words=f"Biaya tetap · {session.code}",
            day=session.end, about=session_key(session),
        ))  # fmt: skip
        entry.note(paid=paid, planned=cost.planned, line=cost.line.code)
    return made
