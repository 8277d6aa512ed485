"""The public instances are what they were when results were written down."""

from dataclasses import replace

import numpy as np
import pytest
from bench.allocation.compact import compact
from bench.allocation.generate import SIZES, known_hash, public
from bench.allocation.highs_run import run_highs

from bina.engines.allocation.demands import Demands
from bina.engines.allocation.model import UNLIMITED_SEATS, Settings
from bina.engines.allocation.store import instance_hash


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_small_instances_have_the_recorded_hash(seed):
    assert instance_hash(public(600, seed)) == known_hash(600, seed)


@pytest.mark.slow
def test_the_middle_instance_has_the_recorded_hash():
    assert instance_hash(public(6_000, 1)) == known_hash(6_000, 1)


def test_every_size_has_three_recorded_hashes_that_differ():
    found = [known_hash(size, seed) for size in SIZES for seed in (1, 2, 3)]
    assert None not in found
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_quotas_and_pins_can_be_kept(seed):
    instance = public(600, seed)
    demands = Demands(instance)
    assert instance.quota_seats.sum() > 0
    assert instance.pinned_person.size > 0
    assert demands.solve({r for r in demands.rule_of if r is not None}, {}) is not None


def test_money_seats_and_staffing_are_scarce():
    instance = public(600, 1)
    plenty = {
        "money": replace(instance, line_amount=instance.line_amount * 100),
        "seats": replace(instance, session_max=np.full(instance.n_sessions, UNLIMITED_SEATS)),
        "staffing": replace(instance, staffing_capacity=instance.staffing_capacity + 1000),
    }
    as_it_is = relaxed(instance)
    gained = {name: relaxed(richer) / as_it_is - 1 for name, richer in plenty.items()}
    assert gained["money"] > 0.08
    assert gained["seats"] > 0.03
    assert gained["staffing"] > 0.03


def relaxed(instance) -> float:
    """Most closure with fractions of seats, hours aside."""
    mip = compact(instance, Settings()).closure(10**6)
    answer = run_highs(replace(mip, whole=np.zeros(mip.n_columns, bool)), 120.0)
    assert answer.proven
    return -answer.bound
