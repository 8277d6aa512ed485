"""The ledger of money: obligations, payments, reversals; each call one transaction with its audit.

Later stages post here; the state of a line is nowhere else. See docs/decisions on the limit.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bina.audit.services import Actor, act
from bina.calendar.today import today
from bina.money.models import BudgetLine, BudgetVersion, Posting
from bina.money.rules.balance import Balance, over_by
from bina.money.selectors import balances
from bina.text import N_, BinaError

Kind = Posting.Kind
PAID_MORE = "Dibayar melebihi sisa pos; dicatat apa adanya."


class LineExceeded(BinaError):
    """An obligation beyond what the line has left, without a reason."""

    text = N_(
        "Pos {code} tersisa Rp {rest}, sedangkan Rp {amount} akan diikat. Kurangi, geser anggaran "
        "dengan versi baru, atau tulis alasan melampaui pagu."
    )


class AlreadyReversed(BinaError):
    """A posting that was reversed, or that reverses another."""

    text = N_("Catatan sudah dibatalkan, atau merupakan pembatalan, jadi tidak dapat dibatalkan.")


class WordsMissing(BinaError):
    """A reversal without a reason."""

    text = N_("Tulis alasan pembatalannya.")


@dataclass(frozen=True)
class Entry:
    """What is to be posted: rupiah, for what, on which day, by which document."""

    line: BudgetLine
    amount: int
    words: str
    day: dt.date
    about: str = ""
    document_no: str = ""
    reason: str = ""


def post_obligations(actor: Actor, entries: Sequence[Entry]) -> list[Posting]:
    """Oblige money; what is obliged already for the same thing, and nothing, are left out.

    Raises LineExceeded for an entry beyond its line without a reason.
    """
    with act(actor, "money.oblige") as record:
        _lock(entries)
        there = _open(Kind.OBLIGATION, [one.about for one in entries])
        fresh = [one for one in entries if one.amount and one.about not in there]
        made = _post(actor, Kind.OBLIGATION, fresh)
        record.note(n=len(made), total=sum(one.amount for one in made))
    return made


def post_realisation(actor: Actor, entry: Entry) -> Posting | None:
    """Write down what was paid; the obligation for the same thing ends. None for zero rupiah.

    Beyond the line it is posted all the same, and marked: the money is gone.
    """
    with act(actor, "money.realise") as record:
        _lock([entry])
        if entry.about:
            release(actor, [entry.about], entry.reason or entry.words)
        made = _post(actor, Kind.REALISATION, [entry] if entry.amount else [])
        record.note(total=sum(one.amount for one in made), words=entry.words)
    return made[0] if made else None


def reverse(actor: Actor, posting: Posting, reason: str, day: dt.date) -> Posting:
    """Take a posting back by another one. Raises AlreadyReversed, WordsMissing."""
    if not reason.strip():
        raise WordsMissing
    with act(actor, "money.reverse", ("posting", posting.public_id)) as record:
        row = Posting.objects.select_for_update().get(pk=posting.pk)
        if row.reverses_id or Posting.objects.filter(reverses=row).exists():
            raise AlreadyReversed
        made = _reversal(actor, row, reason.strip()[:500], day)
        made.save()
        record.note(amount=row.amount, kind=row.kind, reason=reason)
    return made


def release(actor: Actor, abouts: Iterable[str], reason: str) -> int:
    """Reverse the open obligations for these things; how many."""
    return _take_back(actor, Kind.OBLIGATION, list(abouts), reason)


def take_back_realisation(actor: Actor, about: str, reason: str) -> int:
    """Reverse what was posted as paid for this thing; how many."""
    return _take_back(actor, Kind.REALISATION, [about], reason)


def renew(actor: Actor, about: str, reason: str) -> None:
    """Oblige again what was obliged for this thing and released, also beyond the line."""
    last = Posting.objects.filter(about=about, kind=Kind.OBLIGATION, reverses=None).last()
    if last is None:
        return
    post_obligations(actor, [
        Entry(last.line, last.amount, last.words, today(), about, last.document_no, reason)
    ])  # fmt: skip


def _take_back(actor: Actor, kind: Kind, abouts: list[str], reason: str) -> int:
    rows = list(_open(kind, abouts).values())
    if rows:
        with act(actor, "money.release") as record:
            Posting.objects.bulk_create(
                _reversal(actor, row, reason[:500], today()) for row in rows
            )
            record.note(n=len(rows), total=sum(row.amount for row in rows), reason=reason)
    return len(rows)


def _open(kind: Kind, abouts: list[str]) -> dict[str, Posting]:
    rows = Posting.objects.filter(
        kind=kind, about__in=[one for one in abouts if one], reverses=None, reversed_by=None
    )
    return {row.about: row for row in rows}


def _lock(entries: Sequence[Entry]) -> None:
    """Nobody else posts to these years until the transaction ends."""
    years = {one.line.version.year for one in entries}
    list(BudgetVersion.objects.select_for_update().filter(year__in=years).order_by("pk"))


def _post(actor: Actor, kind: Kind, entries: Sequence[Entry]) -> list[Posting]:
    rests = {
        (year, code): balance.rest
        for year in {one.line.version.year for one in entries}
        for code, balance in balances(year).items()
    }
    rows = []
    for one in entries:
        key = one.line.version.year, one.line.code
        rest = rests.get(key, Balance(0).rest)
        over, reason = over_by(rest, one.amount), one.reason
        if over and not reason:
            if kind == Kind.OBLIGATION:
                raise LineExceeded(code=one.line.code, rest=f"{rest:,}".replace(",", "."),
                                   amount=f"{one.amount:,}".replace(",", "."))  # fmt: skip
            reason = PAID_MORE
        rests[key] = rest - one.amount
        rows.append(Posting(
            line=one.line, kind=kind, amount=one.amount, about=one.about, words=one.words[:300],
            day=one.day, document_no=one.document_no, reason=reason, over=over,
            posted_by=actor.name,
        ))  # fmt: skip
    return Posting.objects.bulk_create(rows, batch_size=500)


def _reversal(actor: Actor, row: Posting, reason: str, day: dt.date) -> Posting:
    return Posting(
        line_id=row.line_id, kind=row.kind, amount=row.amount, about=row.about, words=row.words,
        day=day, document_no=row.document_no, reason=reason, reverses=row, posted_by=actor.name,
    )  # fmt: skip
