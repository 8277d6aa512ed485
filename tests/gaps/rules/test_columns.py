"""Stored blocks come back as they went in."""

import numpy as np
import pytest

from bina.gaps.rules.columns import SCHEMA, joined, pack, unpack


def block(n, seed):
    """Random columns of the schema, with some NaN."""
    draw = np.random.default_rng(seed)
    columns = {}
    for name, (kind, width) in SCHEMA.items():
        shape = n if width == 1 else (n, width)
        values = draw.integers(0, 100, shape).astype(kind)
        columns[name] = values
    columns["held"] = np.where(draw.random(n) < 0.3, np.nan, draw.random(n)).astype("<f4")
    return columns


def same(one, other):
    assert set(one) == set(other)
    for name in one:
        np.testing.assert_array_equal(one[name], other[name])


@pytest.mark.parametrize("n", [0, 1, 250])
def test_unpack_gives_back_what_was_packed(n):
    columns = block(n, seed=4)

    same(unpack(pack(columns)), columns)


def test_joined_blocks_keep_their_order():
    first, second = block(3, seed=1), block(5, seed=2)

    found = joined([pack(first), pack(second)])

    same(found, {name: np.concatenate([first[name], second[name]]) for name in first})


def test_joining_nothing_gives_empty_columns():
    assert {name: len(column) for name, column in joined([]).items()} == dict.fromkeys(SCHEMA, 0)


def test_a_missing_column_is_refused():
    columns = block(2, seed=1)
    del columns["weight"]

    with pytest.raises(ValueError, match="weight"):
        pack(columns)


def test_other_bytes_are_refused():
    with pytest.raises(ValueError, match="BGAP1"):
        unpack(b"PK\x03\x04")
