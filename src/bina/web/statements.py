"""The statements of the source document as data: what is owed, where it is, what tests it."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Statement:
    """One sentence of the source and Bina's answer. `page` and `test` are empty until built."""

    text: str
    does: str
    does_en: str
    role: str
    page: str
    test: str


@dataclass(frozen=True)
class Row:
    """One row of the table, S1 to S9."""

    row: str
    title: str
    title_en: str
    statements: tuple[Statement, ...]


@cache
def rows() -> tuple[Row, ...]:
    """All rows of `source.yaml`, in its order."""
    raw: list[dict[str, Any]] = yaml.safe_load(
        files("bina.web").joinpath("source.yaml").read_text(encoding="utf-8")
    )
    return tuple(
        Row(
            one["row"],
            one["title"],
            one["title_en"],
            tuple(_statement(statement) for statement in one["statements"]),
        )
        for one in raw
    )


def _statement(raw: dict[str, Any]) -> Statement:
    return Statement(
        raw["text"],
        raw["does"],
        raw["does_en"],
        raw["role"],
        raw["page"] or "",
        raw["test"] or "",
    )


def as_markdown() -> str:
    """The same as `docs/source.md` shows it."""
    lines = [
        "# Sumber: apa yang diminta, dan di mana jawabannya",
        "",
        "Dibuat dari `src/bina/web/source.yaml` oleh `tools/source_page.py`; ubah di sana.",
        "Halaman yang sama ada dalam program di `/sumber/`.",
        "",
    ]
    for row in rows():
        lines += [f"## {row.row} – {row.title}", ""]
        lines.append("| Pernyataan | Jawaban Bina | Peran | Halaman | Uji |")
        lines.append("| --- | --- | --- | --- | --- |")
        for one in row.statements:
            page = f"`{one.page}`" if one.page else "*belum*"
            test = f"`{one.test}`" if one.test else "*belum*"
            lines.append(f"| „{one.text}” | {one.does} | {one.role} | {page} | {test} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"
