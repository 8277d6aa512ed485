"""Dated parameters of regulations as they lie in `parameters/*.yaml`, read once and frozen.

A new regulation adds a value with its day; nothing that was in force is ever overwritten. Every
value has a source, or says that none was found.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

import yaml

Confidence = Literal["verified", "implementation", "provisional"]
CONFIDENCES: Final = get_args(Confidence)
_VALUE_FIELDS: Final = {"from", "value", "regulation", "article", "confidence", "note"}
_FIELDS: Final = {"id", "title_id", "title_en", "unit", "values"}


@dataclass(frozen=True)
class DatedValue:
    """What a regulation says from a day on. `value` is None where the text was not found."""

    since: date
    value: Any  # frozen: scalars, tuples and read-only mappings
    regulation: str
    article: str
    confidence: Confidence
    note: str


@dataclass(frozen=True)
class Entry:
    """One parameter with all its values, earliest first."""

    id: str
    title_id: str
    title_en: str
    unit: str
    values: tuple[DatedValue, ...]


@cache
def all_entries() -> Mapping[str, Entry]:
    """Every parameter by id, from every file in `parameters/`."""
    entries: dict[str, Entry] = {}
    folder = files("bina.law") / "parameters"
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".yaml"):
            for entry in entries_in(path.read_text(encoding="utf-8"), path.name):
                if entry.id in entries:
                    raise ValueError(f"{path.name}: parameter {entry.id} is written twice")
                entries[entry.id] = entry
    return MappingProxyType(entries)


def entries_in(text: str, place: str) -> Iterator[Entry]:
    """The parameters of one file. Raises ValueError that names `place` and the parameter."""
    for raw in yaml.safe_load(text) or []:
        name = f"{place}: {raw.get('id', 'a parameter without id')}"
        if set(raw) != _FIELDS:
            raise ValueError(f"{name} must have the fields {sorted(_FIELDS)}, has {sorted(raw)}")
        values = tuple(_dated(value, name) for value in raw["values"])
        days = [value.since for value in values]
        if not days or days != sorted(set(days)):
            raise ValueError(f"{name}: give at least one value, each with its own later day")
        yield Entry(raw["id"], raw["title_id"], raw["title_en"], raw["unit"], values)


def _dated(raw: dict[str, Any], name: str) -> DatedValue:
    if set(raw) != _VALUE_FIELDS:
        raise ValueError(
            f"{name}: a value has the fields {sorted(_VALUE_FIELDS)}, not {sorted(raw)}"
        )
    if not isinstance(raw["from"], date) or raw["confidence"] not in CONFIDENCES:
        raise ValueError(f"{name}: 'from' must be a day and confidence one of {CONFIDENCES}")
    if not raw["regulation"] or not isinstance(raw["article"], str) or not raw["article"]:
        raise ValueError(f"{name}: name the regulation and the article (as quoted text)")
    return DatedValue(
        raw["from"],
        frozen(raw["value"]),
        raw["regulation"],
        raw["article"],
        raw["confidence"],
        (raw["note"] or "").strip(),
    )


def frozen(value: Any) -> Any:
    """Lists become tuples, mappings read-only, all the way down."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(frozen(item) for item in value)
    return value


def thawed(value: Any) -> Any:
    """The plain lists and dicts of a frozen value, for JSON."""
    if isinstance(value, Mapping):
        return {key: thawed(item) for key, item in value.items()}
    return [thawed(item) for item in value] if isinstance(value, tuple) else value
