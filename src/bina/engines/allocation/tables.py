"""Tables of records: how the kernels hold what belongs to one person, pair, session and so on.

A record per row keeps what is read together side by side, and a kernel passes one table instead of
a dozen columns. Tables with lists end with one more row, whose offsets are the lists' ends.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Table = NDArray[Any]  # structured arrays carry no static type

PERSON = np.dtype(
    [("pair", "i8"), ("entry", "i8"), ("need", "i8"), ("group", "i8"),
     ("jp_needed", "i4"), ("jp_cap", "i4"), ("jp_step", "i4")], align=True,
)  # fmt: skip
PAIR = np.dtype(
    [("cost", "i8"), ("cell", "i8"), ("quota", "i8"), ("session", "i4"), ("line", "i4"),
     ("cls", "i4"), ("keep", "i4"), ("pinned", "u1")], align=True,
)  # fmt: skip
ENTRY = np.dtype(
    [("pair", "i8"), ("cls", "i8"), ("rise", "i8"), ("before", "i8"), ("form", "i4"),
     ("home", "i4"), ("fills", "u1")], align=True,
)  # fmt: skip
CLASS = np.dtype(
    [("gain", "f8"), ("bonus", "f8"), ("entry", "i8"), ("jp", "i4"), ("step", "i4"),
     ("units", "i4")], align=True,
)  # fmt: skip
RISE = np.dtype([("lift", "f8"), ("ceiling", "f8"), ("need", "i4")], align=True)
NEED = np.dtype([("gap", "f8"), ("full", "f8"), ("weight", "f8")])
GROUP = np.dtype([("sets", "i8"), ("need", "i4")], align=True)
SET = np.dtype([("gain", "f8"), ("size", "i4")], align=True)
SESSION = np.dtype(
    [("fixed", "i8"), ("minutes", "i8"), ("slot", "i8"), ("jp", "i4"), ("units", "i4"),
     ("least", "i4"), ("most", "i4"), ("line", "i4"), ("form", "i4"), ("pool", "i4"),
     ("first", "i4"), ("last", "i4"), ("must", "u1")], align=True,
)  # fmt: skip
CELL = np.dtype([("group", "i4"), ("session", "i4"), ("spare", "i4")])


def table(dtype: np.dtype[Any], n: int, **columns: Any) -> Table:
    """A table of n rows; a column may be shorter, the rest stays 0."""
    out = np.zeros(n, dtype)
    for name, column in columns.items():
        out[name][: len(column)] = column
    return out
