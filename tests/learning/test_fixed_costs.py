"""What holding a session costs goes to the ledger when its list is closed, once."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.catalog.models import Session
from bina.law.law import law_on
from bina.learning.models import Outcome
from bina.learning.services import outcomes
from bina.learning.services.fixed_costs import NoLine, fixed_cost_of
from bina.money import ledger
from bina.money.models import BudgetLine, Posting
from bina.money.rules.balance import Balance
from bina.money.selectors import balances
from tests.cast import Cast
from tests.learning.test_services import DAY, HR, both_halves
from tests.money.scene import line
from tests.web.scene import planned

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def day(settings):  # type: ignore[no-untyped-def]  # the plugin's fixture
    settings.FIXED_DAY = DAY.isoformat()


@pytest.fixture
def session(cast: Cast) -> Session:
    """Held on 1 Dec 2026, with a fixed cost of Rp 6.500.000 that line B1 may pay."""
    found = planned(cast).ani_seat.session
    assert found is not None
    with unguarded():
        Session.objects.filter(pk=found.pk).update(fixed_cost=6_500_000)
    both_halves(found, {cast.ani.pk: True})
    return Session.objects.select_related("programme").get(pk=found.pk)


def close(session: Session, paid: int) -> None:
    outcomes.close_session(HR, session, law_on(DAY), DAY, fixed_paid=paid)


def test_closing_posts_what_was_paid_to_the_line_that_pays(session: Session) -> None:
    close(session, 6_000_000)

    row = Posting.objects.get()
    assert (row.kind, row.amount, row.line.code) == ("realisation", 6_000_000, "B1")
    assert (row.about, row.day) == (f"session:{session.public_id}", dt.date(2026, 12, 1))
    assert row.words == "Biaya tetap · S-1"
    assert balances(2026)["B1"] == Balance(10_000_000, 0, 6_000_000)
    assert Outcome.objects.count() == 1
    assert "learning.fixed_cost" in Entry.objects.get(action="learning.close").detail


def test_closing_once_more_posts_nothing_again(session: Session) -> None:
    close(session, 6_500_000)
    close(session, 6_500_000)

    assert balances(2026)["B1"].realisation == 6_500_000


def test_a_wrong_amount_is_reversed_and_posted_anew(session: Session) -> None:
    close(session, 65_000_000)
    ledger.reverse(HR, Posting.objects.get(), "Satu angka nol terlalu banyak", DAY)
    assert fixed_cost_of(session).posting is None

    close(session, 6_500_000)

    assert balances(2026)["B1"].realisation == 6_500_000


def test_what_is_not_paid_yet_is_posted_by_a_later_closing(session: Session) -> None:
    close(session, 0)
    assert not Posting.objects.exists()

    close(session, 6_500_000)
    assert Posting.objects.count() == 1


def test_the_line_that_the_session_names_pays(session: Session) -> None:
    line("A-FIRST", 2026)
    named = line("Z-NAMED", 2026)
    with unguarded():
        Session.objects.filter(pk=session.pk).update(budget_line="Z-NAMED")
    session.refresh_from_db()

    close(session, 1)

    assert Posting.objects.get().line == named


def test_without_a_line_that_may_pay_nothing_is_closed(session: Session) -> None:
    with unguarded():
        BudgetLine.objects.update(forms=["Seminar"])  # not the form of the session's programme

    with pytest.raises(NoLine, match="Tidak ada pos anggaran 2026"):
        close(session, 6_500_000)

    assert not Outcome.objects.exists()
    close(session, 0)
    assert Outcome.objects.count() == 1


def test_the_page_offers_the_planned_cost_and_then_shows_where_it_went(
    session: Session, as_: As
) -> None:
    citra, address = as_("citra"), f"/belajar/sesi/{session.public_id}/"
    before = citra.get(address).content.decode()
    assert (
        'name="fixed_paid" type="number" min="0" step="1" inputmode="numeric" value="6500000"'
        in before
    )

    citra.post(f"{address}tutup/", {"fixed_paid": "6400000"})

    after = citra.get(address).content.decode()
    assert "Biaya tetap Rp 6.400.000 sudah tercatat pada pos" in after.replace("\xa0", " ")
    assert 'name="fixed_paid"' not in after


@pytest.mark.parametrize("typed", ["6.500.000", "-1", "enam juta"])
def test_an_amount_that_is_none_closes_nothing_and_says_how_to_write_it(
    session: Session, as_: As, typed: str
) -> None:
    address = f"/belajar/sesi/{session.public_id}/"

    page = as_("citra").post(f"{address}tutup/", {"fixed_paid": typed}, follow=True)

    assert "harus angka rupiah tanpa titik" in page.content.decode()
    assert not Outcome.objects.exists()


def test_without_a_line_the_page_asks_for_no_amount_and_says_why(session: Session, as_: As) -> None:
    with unguarded():
        BudgetLine.objects.update(forms=["Seminar"])

    page = as_("citra").get(f"/belajar/sesi/{session.public_id}/").content.decode()

    assert "fixed_paid" not in page
    assert "belum ada pos yang boleh membayarnya" in page


def test_a_session_without_fixed_cost_asks_for_none(session: Session, as_: As) -> None:
    with unguarded():
        Session.objects.filter(pk=session.pk).update(fixed_cost=0)

    page = as_("citra").get(f"/belajar/sesi/{session.public_id}/").content.decode()

    assert "fixed_paid" not in page
