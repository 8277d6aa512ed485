"""What is kept is given again while nothing is written, and read anew after any write."""

import pytest

from bina.audit.guard import unguarded
from bina.audit.kept import MOST, kept
from bina.audit.services import SYSTEM, act
from bina.people.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ledger(db) -> None:
    with act(SYSTEM, "test.begin"):
        pass


def count() -> int:
    return Unit.objects.count()


def test_it_is_made_once_while_nothing_is_written():
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [kept("a", make), kept("a", make), kept("b", make)] == [1, 1, 2]


def test_an_audited_write_makes_it_new():
    assert kept("units", count) == 0
    with act(SYSTEM, "test.unit"):
        Unit.objects.create(code="U1", name="Unit", kind="office")

    assert kept("units", count) == 1


def test_a_scene_beside_the_ledger_makes_it_new():
    assert kept("units", count) == 0
    with unguarded():
        Unit.objects.create(code="U1", name="Unit", kind="office")

    assert kept("units", count) == 1


def test_inside_an_act_nothing_is_kept():
    with act(SYSTEM, "test.unit"):
        Unit.objects.create(code="U1", name="Unit", kind="office")
        assert kept("units", count) == 1
        Unit.objects.create(code="U2", name="Unit", kind="office")
        assert kept("units", count) == 2


def test_the_least_used_goes_first():
    for key in range(MOST):
        kept(key, lambda: "old")
    kept(0, lambda: "new")
    kept("one more", lambda: "x")

    assert kept(0, lambda: "new") == "old"
    assert kept(1, lambda: "new") == "new"
