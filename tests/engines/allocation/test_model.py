import dataclasses

import numpy as np
import pytest

from bina.engines.allocation.check import InstanceError
from bina.engines.allocation.model import COLUMNS, Instance, Plan, Settings
from bina.engines.allocation.store import (
    WrongFormatError,
    instance_hash,
    load_instance,
    plan_as_json,
    plan_from_json,
    save_instance,
)
from tests.engines.allocation.tiny import random_tiny


def columns(instance: Instance) -> dict[str, np.ndarray]:
    return {name: getattr(instance, name) for name in COLUMNS}


def test_schema_names_every_field_of_the_instance():
    assert list(COLUMNS) == [f.name for f in dataclasses.fields(Instance)]


@pytest.mark.parametrize("seed", range(10))
def test_save_and_load_keep_the_hash(tmp_path, seed):
    instance = random_tiny(seed)

    written = save_instance(tmp_path / "i.npz", instance)

    assert instance_hash(load_instance(tmp_path / "i.npz")) == written == instance_hash(instance)


def test_hash_changes_with_any_single_value():
    instance = random_tiny(3)
    changed = columns(instance) | {"line_amount": instance.line_amount + 1}

    assert instance_hash(Instance(**changed)) != instance_hash(instance)


def test_load_refuses_another_file(tmp_path):
    np.savez(tmp_path / "x.npz", a=np.zeros(2))

    with pytest.raises(WrongFormatError, match=r"x\.npz"):
        load_instance(tmp_path / "x.npz")


def test_plan_json_round_trip():
    plan = Plan(
        pairs=np.array([1, 4]), missing_jp=3, closure=1.5, fairness_shortfall=0.25, value=0.75
    )

    again = plan_from_json(plan_as_json(plan))

    assert again.pairs.tolist() == [1, 4]
    assert (again.missing_jp, again.closure, again.value) == (3, 1.5, 0.75)


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("session_jp", lambda x: x * 0, "session_jp must be 1 or more"),
        ("pair_cost", lambda x: x - 100, "pair_cost must be 0 or more"),
        ("pair_session", lambda x: x + 1000, "pair_session must point into session"),
        ("pair_session", lambda x: x[::-1], "pair_session must rise"),
        ("need_weight", lambda x: x * np.nan, "need_weight must be finite in every row, but row 0"),
        ("jp_needed", lambda x: x + 0.5, "jp_needed must hold int32"),
        ("jp_needed", lambda x: x.astype(np.int64) + 2**40, "jp_needed must fit int32"),
        ("line_amount", lambda x: -1 - x, "line_amount must be 0 or more"),
        ("pair_ptr", lambda x: x[:-1], "pair_ptr must have shape"),
        ("pair_line", lambda x: x * 0 - 1, "pair_line must name a budget line"),
    ],
)
def test_bad_column_is_refused_with_its_name(name, change, words):
    good = columns(random_tiny(5))
    bad = good | {name: change(good[name])}

    with pytest.raises(InstanceError, match=words):
        Instance(**bad)


def test_prerequisites_in_a_circle_are_refused():
    good = columns(random_tiny(5))
    n = good["effect_ptr"].size - 1
    bad = good | {
        "prereq_ptr": np.arange(n + 1, dtype=np.int64),
        "prereq_programme": (np.arange(n) + 1) % n,
    }

    with pytest.raises(InstanceError, match="circle"):
        Instance(**bad)


def test_settings_out_of_range_are_refused():
    with pytest.raises(ValueError, match="fair_share must be in"):
        Settings(fair_share=1.2)
