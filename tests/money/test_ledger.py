"""The ledger: sums to the rupiah, the limit of a line, letters and answers that post to it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.letters.models import Kind
from bina.letters.services.issuing import issue
from bina.money import ledger
from bina.money.ledger import AlreadyReversed, Entry, LineExceeded
from bina.money.models import BudgetLine, Posting
from bina.money.rules.balance import Balance
from bina.money.selectors import balances
from bina.plan.commitments import write_answer
from tests.cast import Cast
from tests.letters.scene import DAY, issued, session_of, set_up
from tests.money.scene import line

pytestmark = pytest.mark.django_db


def entry(amount: int, row: BudgetLine | None = None, **more: str) -> Entry:
    return Entry(row or line(amount=1_000), amount, "Honor", DAY, **more)


def state(code: str = "B-1") -> Balance:
    return balances(2027)[code]


@pytest.mark.parametrize("amount", [999, 1_000])
def test_up_to_the_rest_is_obliged(cast: Cast, amount: int) -> None:
    ledger.post_obligations(SYSTEM, [entry(amount)])

    assert state() == Balance(1_000, amount, 0)


def test_beyond_the_rest_is_refused_and_nothing_posted(cast: Cast) -> None:
    with pytest.raises(LineExceeded):
        ledger.post_obligations(SYSTEM, [entry(600), entry(401)])

    assert not Posting.objects.exists()


def test_beyond_the_rest_with_a_reason_is_marked(cast: Cast) -> None:
    ledger.post_obligations(SYSTEM, [entry(600), entry(401, reason="Perintah wali kota")])

    assert list(Posting.objects.values_list("over", flat=True)) == [0, 1]
    assert state().rest == -1


def test_the_same_thing_is_obliged_once(cast: Cast) -> None:
    for _ in range(2):
        ledger.post_obligations(SYSTEM, [entry(10, about="seat:1")])

    assert state().obligation == 10


def test_a_payment_ends_the_obligation(cast: Cast) -> None:
    ledger.post_obligations(SYSTEM, [entry(700, about="seat:1")])

    ledger.post_realisation(SYSTEM, entry(650, about="seat:1"))

    assert state() == Balance(1_000, 0, 650)
    assert Posting.objects.count() == 3


def test_a_payment_beyond_the_line_is_written_and_marked(cast: Cast) -> None:
    made = ledger.post_realisation(SYSTEM, entry(1_001))

    assert made is not None
    assert (made.over, made.reason) == (1, ledger.PAID_MORE)


def test_a_posting_is_reversed_once(cast: Cast) -> None:
    made = ledger.post_obligations(SYSTEM, [entry(10)])[0]
    back = ledger.reverse(SYSTEM, made, "Salah pos", DAY)

    for one in (made, back):
        with pytest.raises(AlreadyReversed):
            ledger.reverse(SYSTEM, one, "Lagi", DAY)

    assert state() == Balance(1_000)


def test_a_later_version_changes_what_is_left(cast: Cast) -> None:
    ledger.post_obligations(SYSTEM, [entry(700)])

    line(stage="dpa", amount=600)

    assert (state().amount, state().obligation, state().rest) == (600, 700, -100)


def test_the_database_itself_keeps_postings(cast: Cast) -> None:
    made = ledger.post_obligations(SYSTEM, [entry(10)])[0]
    rows = Posting.objects.filter(pk=made.pk)

    for break_it in (lambda: rows.update(amount=1), rows.delete):
        with pytest.raises(DatabaseError), unguarded(), transaction.atomic():
            break_it()


def test_calls_oblige_and_a_decline_releases(cast: Cast) -> None:
    scene, _batch = issued(cast)
    assert state().obligation == 3 * 1_250_000

    write_answer(SYSTEM, scene.seats["ani"], accepts=False, reason="Cuti", day=DAY)
    assert state().obligation == 2 * 1_250_000

    write_answer(SYSTEM, scene.seats["ani"], accepts=True, reason="", day=DAY)
    assert state().obligation == 3 * 1_250_000


def test_calls_beyond_the_line_need_a_reason(cast: Cast) -> None:
    line(amount=2_500_000)
    set_up(cast)
    scene = session_of(cast)

    with pytest.raises(LineExceeded):
        issue(SYSTEM, Kind.CALL, [scene.session], DAY)
    assert not Posting.objects.exists()

    issue(SYSTEM, Kind.CALL, [scene.session], DAY, "Disetujui Sekda")

    assert state().rest == -1_250_000
    assert dt.date(2026, 11, 23) == DAY


def test_the_bulk_page_passes_on_why_calls_go_beyond_the_line(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    line(amount=2_500_000)
    set_up(cast)
    session_of(cast)
    asked = {"kind": "call", "day": "2026-11-23", "start": "2027-03-01", "end": "2027-03-31"}
    citra = as_("citra")

    refused = citra.post("/surat/massal/", asked)
    assert "atau tulis alasan melampaui pagu" in refused.content.decode()
    assert not Posting.objects.exists()

    answer = citra.post("/surat/massal/", {**asked, "over_reason": "Disetujui Sekda"})

    assert answer.status_code == 302
    rows = Posting.objects.values_list("reason", "over")
    assert set(rows) == {("Disetujui Sekda", 0), ("Disetujui Sekda", 1_250_000)}
