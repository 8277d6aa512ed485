"""Checks an instance at the door: dtype, shape, range, references, order. Nothing is repaired."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bina.engines.allocation.model import COLUMNS

if TYPE_CHECKING:
    from bina.engines.allocation.model import Instance

# column -> (table it points into, whether -1 "none" is allowed)
REFERENCES: dict[str, tuple[str, bool]] = {
    "staffing_group": ("staffing", False),
    "done_programme": ("programme", False),
    "prereq_programme": ("programme", False),
    "session_programme": ("programme", False),
    "session_fixed_line": ("line", True),
    "session_form": ("form", True),
    "session_pool": ("pool", True),
    "slot_index": ("slot", False),
    "pair_session": ("session", False),
    "pair_line": ("line", True),
    "quota_programme": ("programme", False),
    "quota_person": ("person", False),
    "pinned_person": ("person", False),
    "pinned_session": ("session", False),
    "forbidden_person": ("person", False),
    "forbidden_session": ("session", False),
}
NOT_NEGATIVE = (
    "jp_needed",
    "jp_cap",
    "need_held",
    "need_standard",
    "need_weight",
    "effect_lift",
    "effect_ceiling",
    "need_competency",
    "effect_competency",
    "session_min",
    "session_fixed_cost",
    "session_pool_minutes",
    "pair_cost",
    "staffing_capacity",
    "line_amount",
    "pool_minutes",
    "form_jp_cap",
    "quota_seats",
)
POSITIVE = ("session_jp", "session_units", "session_max")
# values that rise strictly within each list
RISING = {
    "staffing_group": "staffing_ptr",
    "slot_index": "slot_ptr",
    "pair_session": "pair_ptr",
    "quota_person": "quota_ptr",
}
ONCE = {
    "need_competency": "need_ptr",
    "effect_competency": "effect_ptr",
    "prereq_programme": "prereq_ptr",
    "done_programme": "done_ptr",
}


class InstanceError(ValueError):
    """An instance that cannot be: names column, row, expectation."""


def checked_column(name: str, values: object) -> NDArray[Any]:
    """The column as a read-only array of its schema's dtype. Raises InstanceError."""
    schema = COLUMNS[name]
    array = np.asarray(values)
    wants_int = schema.dtype.startswith("int")
    kinds = "iu" if wants_int else "iuf"
    if array.size and array.dtype.kind not in kinds:
        raise InstanceError(f"{name} must hold {schema.dtype} ({schema.unit}), not {array.dtype}.")
    if wants_int and array.size:
        limit = np.iinfo(schema.dtype)
        outside = np.flatnonzero((array.ravel() < limit.min) | (array.ravel() > limit.max))
        if outside.size:
            raise InstanceError(f"{name} must fit {schema.dtype}; row {outside[0]} does not.")
    column: NDArray[Any] = np.array(array, dtype=schema.dtype, order="C")
    n_dims = schema.shape.count(",") + 1
    if column.ndim != n_dims:
        raise InstanceError(
            f"{name} must have {n_dims} dimension(s) ({schema.shape}), but has {column.ndim}."
        )
    if schema.dtype == "float64" and not np.isfinite(column).all():
        row = int(np.flatnonzero(~np.isfinite(column.ravel()))[0])
        raise InstanceError(f"{name} must be finite in every row, but row {row} is not.")
    column.flags.writeable = False
    return column


def _sizes(instance: "Instance") -> dict[str, int]:
    return {
        "person": instance.jp_needed.size,
        "grouping": instance.fair_group.shape[1],
        "programme": instance.effect_ptr.size - 1,
        "session": instance.session_jp.size,
        "staffing": instance.staffing_capacity.shape[0],
        "slot": instance.staffing_capacity.shape[1],
        "line": instance.line_amount.size,
        "pool": instance.pool_minutes.size,
        "form": instance.form_jp_cap.size,
        "quota": instance.quota_programme.size,
        "pin": instance.pinned_person.size,
        "ban": instance.forbidden_person.size,
    }


def _expected(dimension: str, sizes: dict[str, int], instance: "Instance") -> int:
    if dimension.startswith("*"):
        return int(getattr(instance, dimension[1:])[-1])
    if dimension.endswith("+1"):
        return sizes[dimension[:-2]] + 1
    return sizes[dimension]


def _refuse(name: str, bad: NDArray[np.bool_], expectation: str) -> None:
    """Raise InstanceError when any row of `name` is bad, naming the first ones."""
    rows = np.flatnonzero(bad)
    if rows.size:
        raise InstanceError(
            f"{name} must {expectation}, but {rows.size} row(s) do not, first {rows[:3].tolist()}."
        )


def _check_offsets(name: str, offsets: NDArray[np.int64]) -> None:
    if offsets.size == 0 or offsets[0] != 0:
        raise InstanceError(f"{name} must start with 0 and have one entry more than its table.")
    _refuse(name, np.diff(offsets) < 0, "never fall from one row to the next")


def _check_within_lists(instance: "Instance") -> None:
    for name, ptr in RISING.items():
        values, offsets = getattr(instance, name), getattr(instance, ptr)
        owner = np.repeat(np.arange(offsets.size - 1), np.diff(offsets))
        falls = (np.diff(values) <= 0) & (np.diff(owner) == 0)
        _refuse(name, falls, f"rise strictly within each list of {ptr}")
    for name, ptr in ONCE.items():
        values, offsets = getattr(instance, name), getattr(instance, ptr)
        owner = np.repeat(np.arange(offsets.size - 1), np.diff(offsets))
        order = np.lexsort((values, owner))
        twice = (np.diff(values[order]) == 0) & (np.diff(owner[order]) == 0)
        bad = np.zeros(values.size, dtype=np.bool_)
        bad[order[1:][twice]] = True
        _refuse(name, bad, f"name nothing twice within a list of {ptr}")


def _check_money(instance: "Instance") -> None:
    _refuse(
        "session_fixed_line",
        (instance.session_fixed_line < 0) & (instance.session_fixed_cost > 0),
        "name a budget line where session_fixed_cost is above 0",
    )
    _refuse(
        "pair_line",
        (instance.pair_line < 0) & (instance.pair_cost > 0),
        "name a budget line where pair_cost is above 0",
    )
    _refuse("session_min", instance.session_min > instance.session_max, "be at most session_max")


def _check_prerequisites(instance: "Instance") -> None:
    """A programme may not need itself, directly or through others."""
    waiting = {
        k: set(instance.prereq_programme[a:b].tolist())
        for k, (a, b) in enumerate(
            zip(instance.prereq_ptr[:-1], instance.prereq_ptr[1:], strict=True)
        )
        if b > a
    }
    while waiting:
        free = [k for k, needs in waiting.items() if not needs & waiting.keys()]
        if not free:
            raise InstanceError(
                f"prereq_programme must not run in a circle, but "
                f"programmes {sorted(waiting)[:6]} do."
            )
        for k in free:
            del waiting[k]


def _check_pins(instance: "Instance") -> None:
    for kind in ("pinned", "forbidden"):
        people, sessions = getattr(instance, f"{kind}_person"), getattr(instance, f"{kind}_session")
        if people.size != sessions.size:
            raise InstanceError(f"{kind}_person and {kind}_session must have the same length.")
    for row, (i, s) in enumerate(
        zip(instance.forbidden_person, instance.forbidden_session, strict=True)
    ):
        if instance.pair_of(int(i), int(s)) >= 0:
            raise InstanceError(
                f"forbidden row {row} (person {i}, session {s}) must be absent from pair_session."
            )


def check_instance(instance: "Instance") -> None:
    """Shapes, references, ranges, order, money lines, circles. Raises InstanceError."""
    for name in COLUMNS:
        if name.endswith("_ptr"):
            _check_offsets(name, getattr(instance, name))
    sizes = _sizes(instance)
    for name, schema in COLUMNS.items():
        shape = getattr(instance, name).shape
        wanted = tuple(_expected(d, sizes, instance) for d in schema.shape.split(","))
        if shape != wanted:
            raise InstanceError(f"{name} must have shape {wanted} ({schema.shape}), not {shape}.")
    for name, (table, none_allowed) in REFERENCES.items():
        values, low = getattr(instance, name), -1 if none_allowed else 0
        bad = (values < low) | (values >= sizes[table])
        _refuse(name, bad, f"point into {table} ({low}..{sizes[table] - 1})")
    for name in NOT_NEGATIVE:
        _refuse(name, getattr(instance, name).ravel() < 0, "be 0 or more in every row")
    for name in POSITIVE:
        _refuse(name, getattr(instance, name) < 1, "be 1 or more in every row")
    _refuse("fair_group", instance.fair_group.ravel() < -1, "be -1 (none) or a group number")
    _check_within_lists(instance)
    _check_money(instance)
    _check_prerequisites(instance)
    _check_pins(instance)
