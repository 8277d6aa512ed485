"""What holding a session costs whoever comes: which line pays, and the obligation for it."""

import datetime as dt
from collections.abc import Sequence

from bina.audit.services import Actor, act
from bina.catalog.models import Session
from bina.money import ledger
from bina.money.models import BudgetLine, Posting
from bina.money.selectors import lines_in_force
from bina.plan.rules.facts import LineFact
from bina.plan.rules.money import paying_line


def session_key(session: Session) -> str:
    """What the ledger calls the fixed cost of a session."""
    return f"session:{session.public_id}"


def fixed_cost_lines(sessions: Sequence[Session]) -> dict[int, BudgetLine]:
    """{session: line that pays its fixed cost} where one may; two queries a year."""
    found = {}
    for year in {session.start.year for session in sessions}:
        lines = list(lines_in_force(year))
        facts = [
            LineFact(b.pk, b.code, b.name, b.amount, frozenset(b.forms), frozenset(b.unit_codes))
            for b in lines
        ]
        for session in sessions:
            if session.start.year == year:
                row = paying_line(facts, session.programme.form, (), session.budget_line)
                if row >= 0:
                    found[session.pk] = lines[row]
    return found


def oblige_fixed_costs(
    actor: Actor, numbers: dict[Session, str], day: dt.date, reason: str = ""
) -> None:
    """The fixed cost of each session becomes an obligation, once; {session: number of the letter}.

    What is obliged or paid already stays; without a line that may pay nothing is obliged, and
    closing the list says so. Raises LineExceeded without a reason.
    """
    sessions = [session for session in numbers if session.fixed_cost]
    if not sessions:
        return
    paid = set(
        Posting.objects.filter(
            about__in=[session_key(one) for one in sessions], kind=Posting.Kind.REALISATION,
            reverses=None, reversed_by=None,
        ).values_list("about", flat=True)
    )  # fmt: skip
    lines = fixed_cost_lines(sessions)
    entries = [
        ledger.Entry(
            line=lines[one.pk], amount=one.fixed_cost, words=fixed_cost_words(one), day=day,
            about=session_key(one), document_no=numbers[one], reason=reason,
        )
        for one in sessions
        if one.pk in lines and session_key(one) not in paid
    ]  # fmt: skip
    if entries:
        with act(actor, "plan.fixed_cost") as entry:
            entry.note(n=len(entries), total=sum(one.amount for one in entries))
            ledger.post_obligations(actor, entries)


def release_fixed_cost(actor: Actor, session: Session, reason: str) -> None:
    """A session that is not held obliges no money any more."""
    ledger.release(actor, [session_key(session)], reason)


def fixed_cost_words(session: Session) -> str:
    """What a reader of the ledger sees."""
    return f"Biaya tetap · {session.code}"
