"""Figures of millions of people in one pass over their columns, on all cores.

Points are looked up in tables by code, weighted means divided once, bands and boxes read from
tables; everything in whole hundredths with MISSING (-1) for what cannot be computed, so the digits
are those of the rules that work on small columns. Blocks stay in a core's cache.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

MISSING = -1
BLOCK = 8_192  # rows: a block's intermediate columns stay in a core's own cache
PERCENT = 100
TOP = 10_000  # hundredths of 100 points, the highest figure there is
Codes = NDArray[np.uint8]
Shorts = NDArray[np.int16]
Bytes = NDArray[np.int8]
Longs = NDArray[np.int64]


class Weighted(NamedTuple):
    """A mean of columns (hundredths 0..TOP, MISSING allowed); weights in percent, 100 in all."""

    parts: tuple[NDArray[Any], ...]  # whole numbers of any size
    weights: tuple[int, ...]


class Lookup(NamedTuple):
    """Points by code: `codes` (n,) into `points`; `beside` scales another code in front of it.

    The row looked up is beside * width + codes.
    """

    codes: Codes
    points: Shorts
    beside: Codes
    width: int


def summed(lookups: tuple[Lookup, ...]) -> Shorts:
    """The sum of the points of each person, MISSING where any of them is; (n,)."""
    columns = tuple(one.codes for one in lookups)
    besides = tuple(one.beside for one in lookups)
    tables = tuple(one.points for one in lookups)
    widths = np.array([one.width for one in lookups], np.int64)
    out = np.empty(columns[0].size, np.int16)
    _in_blocks(out.size, lambda low, high: _sum(columns, besides, tables, widths, low, high, out))
    return out


def means(of: Weighted) -> Shorts:
    """The weighted mean, rounded half up once; MISSING where a part is; (n,)."""
    if len(of.parts) != len(of.weights) or sum(of.weights) != PERCENT:
        raise ValueError("Every part needs a weight, and the weights must be 100 % in all.")
    weights = np.array(of.weights, np.int32)
    out = np.empty(of.parts[0].size, np.int16)
    _in_blocks(out.size, lambda low, high: _mean(of.parts, weights, low, high, out))
    return out


def banded(values: Shorts, band_of: Bytes) -> Bytes:
    """`band_of` (TOP + 1,) read at each value; MISSING stays."""
    out = np.empty(values.size, np.int8)
    _in_blocks(out.size, lambda low, high: _band(values, band_of, low, high, out))
    return out


def boxed(y: Shorts, x: Shorts, band_of: Bytes, boxes: Bytes) -> Bytes:
    """`boxes` (bands, bands) read at the bands of both values; 0 where one has none."""
    out = np.empty(y.size, np.int8)
    _in_blocks(out.size, lambda low, high: _box(y, x, band_of, boxes, low, high, out))
    return out


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1)


def _in_blocks(n: int, work: Callable[[int, int], None]) -> None:
    """One stretch of rows per core; kernels hold no lock and write their own rows."""
    cores = os.cpu_count() or 1
    edges = [n * part // cores for part in range(cores + 1)]
    list(_pool().map(work, edges[:-1], edges[1:]))


@njit(cache=True, nogil=True)
def _sum(
    columns: tuple[Codes, ...], besides: tuple[Codes, ...], tables: tuple[Shorts, ...],
    widths: Longs, low: int, high: int, out: Shorts,
) -> None:  # fmt: skip
    for i in range(low, high):
        out[i] = 0
    gone = np.zeros(BLOCK, np.bool_)
    for first in range(low, high, BLOCK):
        last = min(high, first + BLOCK)
        gone[:] = False
        for k in range(len(columns)):
            codes, beside, points, width = columns[k], besides[k], tables[k], widths[k]
            for i in range(first, last):
                value = points[beside[i] * width + codes[i]] if width else points[codes[i]]
                out[i] += value
                gone[i - first] |= value < 0
        for i in range(first, last):
            if gone[i - first]:
                out[i] = MISSING


@njit(cache=True, nogil=True)
def _mean(
    parts: tuple[NDArray[Any], ...], weights: NDArray[np.int32], low: int, high: int, out: Shorts
) -> None:
    total, least = np.zeros(BLOCK, np.int32), np.zeros(BLOCK, np.int32)
    for first in range(low, high, BLOCK):
        n = min(high, first + BLOCK) - first
        total[:] = 0
        least[:] = 0
        for k in range(len(parts)):
            part, weight = parts[k], weights[k]
            for i in range(n):
                value = np.int32(part[first + i])
                total[i] += weight * value
                least[i] = min(least[i], value)
        for i in range(n):
            mean = np.uint32(2 * max(0, total[i]) + PERCENT) // np.uint32(2 * PERCENT)
            out[first + i] = np.int16(mean) if least[i] >= 0 else np.int16(MISSING)


@njit(cache=True, nogil=True)
def _band(values: Shorts, band_of: Bytes, low: int, high: int, out: Bytes) -> None:
    for i in range(low, high):
        out[i] = band_of[values[i]] if values[i] >= 0 else np.int8(MISSING)


@njit(cache=True, nogil=True)
def _box(
    y: Shorts, x: Shorts, band_of: Bytes, boxes: Bytes, low: int, high: int, out: Bytes
) -> None:
    for i in range(low, high):
        box = np.int8(0)
        if y[i] >= 0 and x[i] >= 0:
            row, column = band_of[y[i]], band_of[x[i]]
            if row >= 0 and column >= 0:
                box = boxes[row, column]
        out[i] = box
