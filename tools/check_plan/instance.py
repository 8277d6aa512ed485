"""The saved instance: its columns in the order of the hash, and the hash itself."""

import hashlib
import zipfile
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.check_plan.reading import Unreadable

FORMAT = "bina-allocation-1"
COLUMNS = (
    "jp_needed", "jp_cap", "staffing_ptr", "staffing_group", "fair_group", "done_ptr",
    "done_programme", "need_ptr", "need_competency", "need_held", "need_standard", "need_weight",
    "effect_ptr", "effect_competency", "effect_lift", "effect_ceiling", "prereq_ptr",
    "prereq_programme", "session_programme", "session_jp", "session_units", "session_min",
    "session_max", "session_fixed_cost", "session_fixed_line", "session_form", "session_pool",
    "session_pool_minutes", "slot_ptr", "slot_index", "pair_ptr", "pair_session", "pair_cost",
    "pair_line", "staffing_capacity", "line_amount", "pool_minutes", "form_jp_cap",
    "quota_programme", "quota_seats", "quota_ptr", "quota_person", "pinned_person",
    "pinned_session", "forbidden_person", "forbidden_session", "pair_keep",
)  # fmt: skip
REFERENCES = {
    "staffing_group": "staffing_capacity",
    "session_fixed_line": "line_amount",
    "session_form": "form_jp_cap",
    "session_pool": "pool_minutes",
    "pair_session": "session_jp",
    "pair_line": "line_amount",
    "pinned_person": "jp_needed",
    "pinned_session": "session_jp",
    "quota_person": "jp_needed",
}
NOT_NEGATIVE = (
    "jp_needed", "jp_cap", "need_weight", "effect_lift", "session_jp", "session_units",
    "session_min", "session_max", "session_fixed_cost", "session_pool_minutes", "pair_cost",
    "staffing_capacity", "line_amount", "pool_minutes", "form_jp_cap", "quota_seats",
)  # fmt: skip
Array = NDArray[Any]


@dataclass(frozen=True)
class Instance:
    """What was given: columns by name, and for each pair its person and programme."""

    column: dict[str, Array]
    pair_person: Array
    pair_programme: Array

    def __getitem__(self, name: str) -> Array:
        """A column."""
        return self.column[name]

    @property
    def n_people(self) -> int:
        """Number of people."""
        return int(self.column["jp_needed"].size)

    @property
    def n_sessions(self) -> int:
        """Number of sessions."""
        return int(self.column["session_jp"].size)

    def part(self, values: str, ptr: str, row: int) -> Array:
        """The list of one row."""
        start, end = self.column[ptr][row : row + 2]
        return np.asarray(self.column[values][start:end])


def read_instance(stored: Any) -> Instance:
    """The columns of an .npz, with references, offsets and signs that can be."""
    try:
        with np.load(stored, allow_pickle=False) as file:
            if str(file.get("format")) != FORMAT:
                raise Unreadable(f"the instance is not of format {FORMAT}")
            lacking = [name for name in COLUMNS if name not in file and name != "pair_keep"]
            if lacking:
                raise Unreadable(f"the instance lacks {', '.join(lacking)}")
            column = {name: file[name] for name in COLUMNS if name in file}
    except (OSError, ValueError, zipfile.BadZipFile) as wrong:
        raise Unreadable(f"the instance cannot be read: {wrong}") from wrong
    column.setdefault("pair_keep", np.zeros(column["pair_session"].size, np.int32))
    _refuse_what_cannot_be(column)
    lengths = np.diff(column["pair_ptr"])
    return Instance(
        column,
        np.repeat(np.arange(lengths.size), lengths),
        column["session_programme"][column["pair_session"]],
    )


def _refuse_what_cannot_be(column: dict[str, Array]) -> None:
    for name, values in column.items():
        if name.endswith("_ptr") and (values[0] != 0 or (np.diff(values) < 0).any()):
            raise Unreadable(f"{name} of the instance falls")
        if values.dtype.kind == "f" and not np.isfinite(values).all():
            raise Unreadable(f"{name} of the instance is not finite")
    for name in NOT_NEGATIVE:
        if (column[name] < 0).any():
            raise Unreadable(f"{name} of the instance has negative rows")
    if (column["session_jp"] < 1).any():
        raise Unreadable("session_jp of the instance must be 1 or more")
    for name, table in REFERENCES.items():
        if column[name].size and column[name].max() >= column[table].shape[0]:
            raise Unreadable(f"{name} of the instance points to nothing")


def hash_of(instance: Instance) -> str:
    """SHA-256 over the format's name and all columns, as docs/engine.md says."""
    digest = hashlib.sha256(FORMAT.encode("ascii"))
    for name in COLUMNS:
        values = instance[name]
        if name == "pair_keep" and not values.any():
            continue
        shape = ",".join(map(str, values.shape))
        digest.update(f"{name}|{values.dtype.name}|{shape};".encode("ascii"))
        digest.update(values.astype(values.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()
