"""What holding a session costs whoever comes: posted as paid when its list is closed."""

from dataclasses import dataclass

from bina.audit.services import Actor, act
from bina.catalog.models import Session
from bina.money import ledger
from bina.money.models import BudgetLine, Posting
from bina.plan.services.fixed_costs import fixed_cost_lines, fixed_cost_words, session_key
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


def fixed_cost_of(session: Session) -> FixedCost:
    """Three queries."""
    line = fixed_cost_lines([session]).get(session.pk)
    paid = Posting.objects.filter(
        about=session_key(session), kind=Posting.Kind.REALISATION, reverses=None, reversed_by=None
    )
    posting = paid.select_related("line__version").last()
    return FixedCost(session.fixed_cost, line, posting)


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
            line=cost.line, amount=paid, words=fixed_cost_words(session),
            day=session.end, about=session_key(session),
        ))  # fmt: skip
        entry.note(paid=paid, planned=cost.planned, line=cost.line.code)
    return made
