"""Free MPS, which every MIP solver reads, and solutions read back by name.

`write(path, mip)` writes `.mps` or `.mps.gz`; the objective is minimised. `read_values(path)` reads
a solution as most solvers write it: lines with a column's name and its value. The first line of a
column counts (duals come later); columns that are not named are 0.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.allocation.mip import INF, Mip

OBJECTIVE = "cost"
VALUE = re.compile(r"^\s*(?:\d+\s+)?([A-Za-z_]\w*)\s+([-+0-9.eE]+)(?:\s|$)")


def write(path: Path, mip: Mip, *, name: str = "bina") -> None:
    """Write the program; equal programs give equal bytes."""
    text = "".join(lines(mip, name)).encode()
    path.write_bytes(gzip.compress(text, 6, mtime=0) if path.suffix == ".gz" else text)


def lines(mip: Mip, name: str) -> Iterator[str]:
    """The file, block by block."""
    yield f"NAME {name}\nROWS\n N {OBJECTIVE}\n"
    kinds = [_kind(*b) for b in zip(mip.row_low.tolist(), mip.row_high.tolist(), strict=True)]
    yield "".join(f" {k} {r}\n" for k, r in zip(kinds, mip.row_names, strict=True))
    yield "COLUMNS\n"
    yield from _columns(mip)
    yield "RHS\n"
    if mip.offset:
        yield f" RHS {OBJECTIVE} {-mip.offset!r}\n"
    for kind, low, high, row in _bounds(mip, kinds):
        side = low if kind == "G" else high
        if kind != "N" and side:
            yield f" RHS {row} {side!r}\n"
    ranged = [
        f" RNG {row} {high - low!r}\n"
        for kind, low, high, row in _bounds(mip, kinds)
        if kind == "L" and low > -INF
    ]
    if ranged:
        yield "RANGES\n" + "".join(ranged)
    yield "BOUNDS\n"
    yield from _limits(mip)
    yield "ENDATA\n"


def _bounds(mip: Mip, kinds: list[str]):
    return zip(kinds, mip.row_low.tolist(), mip.row_high.tolist(), mip.row_names, strict=True)


def _kind(low: float, high: float) -> str:
    if low == high:
        return "E"
    if high < INF:
        return "L"
    return "G" if low > -INF else "N"


def _columns(mip: Mip) -> Iterator[str]:
    order = np.argsort(mip.index, kind="stable")
    row, value = mip.row_of()[order].tolist(), mip.value[order].tolist()
    ends = np.cumsum(np.bincount(mip.index, minlength=mip.n_columns)).tolist()
    cost, whole, first, marked, markers = mip.cost.tolist(), mip.whole.tolist(), 0, False, 0
    for c, (column, last) in enumerate(zip(mip.names, ends, strict=True)):
        if whole[c] != marked:
            marked, markers = whole[c], markers + 1
            yield f" M{markers} 'MARKER' '{'INTORG' if marked else 'INTEND'}'\n"
        if cost[c] or first == last:
            yield f" {column} {OBJECTIVE} {cost[c]!r}\n"
        yield "".join(
            f" {column} {mip.row_names[r]} {v!r}\n"
            for r, v in zip(row[first:last], value[first:last], strict=True)
        )
        first = last
    if marked:
        yield f" M{markers + 1} 'MARKER' 'INTEND'\n"


def _limits(mip: Mip) -> Iterator[str]:
    for low, high, whole, column in zip(
        mip.low.tolist(), mip.high.tolist(), mip.whole.tolist(), mip.names, strict=True
    ):
        if low == high:
            yield f" FX BND {column} {low!r}\n"
            continue
        if low == -INF:
            yield f" MI BND {column}\n"
        elif low:
            yield f" LO BND {column} {low!r}\n"
        if high < INF:
            yield f" UP BND {column} {high!r}\n"
        elif whole:
            yield f" PL BND {column}\n"


def read_values(path: Path, mip: Mip) -> np.ndarray:
    """The point of a solution file, (n_columns,). Raises ValueError where it names no column."""
    number = {name: c for c, name in enumerate(mip.names)}
    point, found = np.zeros(mip.n_columns), 0
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        for line in file:
            match = VALUE.match(line)
            column = number.pop(match[1], None) if match else None
            if match and column is not None:
                point[column] = float(match[2])
                found += 1
    if mip.n_columns and not found:
        raise ValueError(f"{path.name} names no column of the program.")
    return point
