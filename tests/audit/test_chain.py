"""The ledger: nothing is written without it, nothing in it can be changed."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from bina.audit.guard import UnauditedWrite
from bina.audit.models import Entry
from bina.audit.services import SYSTEM, act, verify
from bina.people.models import Unit
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_write_outside_an_act_is_refused() -> None:
    with pytest.raises(UnauditedWrite, match="people_unit"):
        Unit.objects.create(code="X", name="X", kind="opd")


@pytest.mark.parametrize(
    "write",
    [
        lambda: Unit.objects.all().update(name="X"),
        lambda: Unit.objects.bulk_create([Unit(code="A", name="A"), Unit(code="B", name="B")]),
        lambda: Unit.objects.filter(code="KOTA")._raw_delete("default"),
    ],
    ids=["update", "bulk_create", "delete"],
)
def test_bulk_writes_outside_an_act_are_refused(cast: Cast, write: Callable[[], object]) -> None:
    with pytest.raises(UnauditedWrite), transaction.atomic():
        write()


def test_every_act_adds_one_entry_and_the_chain_holds() -> None:
    for name in ("A", "B", "C"):
        with act(SYSTEM, "units.edit", ("unit", name)) as entry:
            Unit.objects.create(code=name, name=name, kind="opd")
            entry.note(name=name)

    assert list(Entry.objects.order_by("sequence").values_list("subject_id", flat=True)) == [
        "A", "B", "C",
    ]  # fmt: skip
    assert verify() is None


def test_a_nested_act_joins_the_outer_entry() -> None:
    with act(SYSTEM, "outer") as entry:
        entry.note(n=1)
        with act(SYSTEM, "inner", ("unit", "U")) as inner:
            Unit.objects.create(code="U", name="U", kind="opd")
            inner.note(name="U")

    stored = Entry.objects.get()
    assert stored.detail == {"n": 1, "inner": [{"subject": ["unit", "U"], "name": "U"}]}


def test_an_act_that_fails_leaves_neither_write_nor_entry() -> None:
    with pytest.raises(ZeroDivisionError), act(SYSTEM, "units.edit"):
        Unit.objects.create(code="X", name="X", kind="opd")
        raise ZeroDivisionError

    assert not Unit.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("sql", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_the_ledger(sql: str) -> None:
    with act(SYSTEM, "something"):
        pass

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)


def test_verify_finds_a_forged_entry_and_a_cut_tail() -> None:
    for _ in range(3):
        with act(SYSTEM, "something"):
            pass
    last = Entry.objects.get(sequence=3)
    # Forge as somebody with the database in hands would: append an entry that fits no hash.
    Entry.objects.create(
        sequence=4, at=last.at, actor_name="x", role="x", action="forged", subject_type="",
        subject_id="", detail={}, previous_hash=last.hash, hash="0" * 64,
    )  # fmt: skip

    assert verify() == 4
