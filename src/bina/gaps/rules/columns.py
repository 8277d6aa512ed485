"""How the rows of one unit in a gap run are stored: named columns, compressed.

The layout is written into the block itself, so that a later version can still read an old run.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bina.gaps.rules.weights import SOURCES

Columns = Mapping[str, NDArray[Any]]
MAGIC = b"BGAP1"
SCHEMA: dict[str, tuple[str, int]] = {  # name -> (type, values per row)
    "person_id": ("<i4", 1),
    "competency_id": ("<i4", 1),
    "standard": ("<f4", 1),  # level 1..5
    "held": ("<f4", 1),  # level 0..5, NaN unmeasured
    "se": ("<f4", 1),  # levels, NaN unmeasured
    "weight": ("<f4", 1),  # product of priority factors
    "kinds": ("|u1", 1),  # bits of held.KINDS
    "standard_source": ("|u1", 1),  # standards.rules.required: FROM_SKJ, FROM_DEFAULT
    "factor_id": ("<i4", len(SOURCES)),  # PriorityFactor per source, 0: none
}


def pack(columns: Columns) -> bytes:
    """One block's columns as bytes, row order kept. Raises ValueError if they miss the schema."""
    if set(columns) != set(SCHEMA):
        raise ValueError(f"a gap block has the columns {list(SCHEMA)}, got {sorted(columns)}")
    n = len(columns["person_id"])
    parts = []
    for name, (kind, width) in SCHEMA.items():
        column = np.ascontiguousarray(columns[name], dtype=kind)
        if column.size != n * width:
            raise ValueError(f"column {name} must have {n} rows of {width}, has {column.shape}")
        parts.append(column.tobytes())
    head = json.dumps({"rows": n, "columns": SCHEMA}).encode()
    return MAGIC + zlib.compress(len(head).to_bytes(4, "little") + head + b"".join(parts), 1)


def unpack(payload: bytes | memoryview) -> dict[str, NDArray[Any]]:
    """The columns of a packed block; (n_rows,) or (n_rows, width). Raises ValueError otherwise."""
    payload = bytes(payload)
    if not payload.startswith(MAGIC):
        raise ValueError("this is not a gap block: it does not start with BGAP1")
    body = zlib.decompress(payload[len(MAGIC) :])
    start = 4 + int.from_bytes(body[:4], "little")
    head = json.loads(body[4:start])
    columns: dict[str, NDArray[Any]] = {}
    for name, (kind, width) in head["columns"].items():
        column = np.frombuffer(body, kind, head["rows"] * width, start)
        start += column.nbytes
        columns[name] = column if width == 1 else column.reshape(head["rows"], width)
    return columns


def joined(blocks: Sequence[bytes | memoryview]) -> dict[str, NDArray[Any]]:
    """All blocks' columns one after the other, in the order given; empty columns for none."""
    parts = [unpack(block) for block in blocks]
    if not parts:
        return {
            name: np.zeros(0 if width == 1 else (0, width), kind)
            for name, (kind, width) in SCHEMA.items()
        }
    return {name: np.concatenate([part[name] for part in parts]) for name in SCHEMA}
