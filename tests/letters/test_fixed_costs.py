"""What holding a session costs obliges its line with the first call, until it is cancelled."""

import datetime as dt

import pytest

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.catalog.models import Session
from bina.letters.models import Kind, Letter
from bina.letters.services.issuing import issue, replace
from bina.money import ledger
from bina.money.ledger import LineExceeded
from bina.money.models import Posting
from bina.money.rules.balance import Balance
from bina.money.selectors import balances
from bina.plan.models import Change
from bina.plan.services.changing import News, note_change
from bina.plan.services.fixed_costs import session_key
from tests.cast import Cast
from tests.letters.scene import DAY, Scene, session_of, set_up
from tests.money.scene import line

pytestmark = pytest.mark.django_db
FIXED = 6_500_000
SEATS = 3 * 1_250_000


@pytest.fixture(autouse=True)
def day(settings):  # type: ignore[no-untyped-def]  # the plugin's fixture
    settings.FIXED_DAY = DAY.isoformat()


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Three people are called to a session with a fixed cost."""
    set_up(cast)
    found = session_of(cast)
    with unguarded():
        Session.objects.update(fixed_cost=FIXED)
    found.session.refresh_from_db()
    return found


def open_for(session: Session) -> list[tuple[str, int]]:
    rows = Posting.objects.filter(about=session_key(session), reverses=None, reversed_by=None)
    return list(rows.values_list("kind", "amount"))


def test_the_first_call_obliges_the_fixed_cost_once(scene: Scene) -> None:
    batch = issue(SYSTEM, Kind.CALL, [scene.session], DAY)

    row = Posting.objects.get(about=session_key(scene.session))
    assert (row.amount, row.kind, row.line.code) == (FIXED, "obligation", "B-1")
    assert (row.words, row.document_no) == (
        "Biaya tetap · P-EMP-A", batch.letters.order_by("sequence").first().number,
    )  # fmt: skip
    assert balances(2027)["B-1"] == Balance(100_000_000, FIXED + SEATS, 0)

    replace(SYSTEM, Letter.objects.filter(batch=batch).latest("pk"), "Salah nama", DAY)
    assert balances(2027)["B-1"].obligation == FIXED + SEATS


def test_a_cancelled_session_obliges_nothing_any_more(scene: Scene) -> None:
    issue(SYSTEM, Kind.CALL, [scene.session], DAY)

    note_change(
        SYSTEM, News(Change.Kind.CANCELLED, DAY, None, "Banjir", session=scene.session), DAY
    )

    assert open_for(scene.session) == []
    assert balances(2027)["B-1"] == Balance(100_000_000, 0, 0)
    reversal = Posting.objects.get(about=session_key(scene.session), reverses__isnull=False)
    assert reversal.reason == "Banjir"


def test_what_is_paid_takes_the_place_of_the_obligation_and_is_not_obliged_again(
    scene: Scene,
) -> None:
    issue(SYSTEM, Kind.CALL, [scene.session], DAY)
    entry = ledger.Entry(
        line("B-1"), 6_000_000, "Biaya tetap", dt.date(2027, 3, 3), session_key(scene.session)
    )

    ledger.post_realisation(SYSTEM, entry)
    replace(SYSTEM, Letter.objects.latest("pk"), "Salah nama", DAY)

    assert open_for(scene.session) == [("realisation", 6_000_000)]


def test_a_fixed_cost_beyond_the_line_stops_the_letters_without_a_reason(scene: Scene) -> None:
    with unguarded():
        scene.seats["ani"].budget_line.version.lines.update(amount=SEATS + FIXED - 1)

    with pytest.raises(LineExceeded):
        issue(SYSTEM, Kind.CALL, [scene.session], DAY)
    assert not Letter.objects.exists() and not Posting.objects.exists()

    issue(SYSTEM, Kind.CALL, [scene.session], DAY, over_reason="Disetujui Sekda")
    assert Posting.objects.get(about=session_key(scene.session)).over == 1


def test_without_a_line_that_may_pay_the_letters_still_go_out(scene: Scene) -> None:
    with unguarded():
        scene.seats["ani"].budget_line.version.lines.update(forms=["Seminar"])

    issue(SYSTEM, Kind.CALL, [scene.session], DAY)

    assert open_for(scene.session) == []
    assert Letter.objects.count() == 3
