"""Tables of categories as XLSX, CSV and PDF, from layouts that HR can replace.

Layouts: shipped/KIND.yaml (title, columns; `dasar` names the document that fixes it, empty: not
confirmed) and shipped/tabel.typ; HR's own lie in BINA_DATA/templates as KIND.yaml and KIND.typ.
"""

import json
import tempfile
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from bina.formats.tables import TableColumn, TableSheet
from bina.indices.selectors.distributions import Distribution, Row
from bina.text import N_, BinaError, Text

FIELDS = ("unit", "n", "known")  # beside "kategori" (all of them) and "kategori:1" (the first)


class WrongLayout(BinaError):
    """HR's own layout cannot be used."""

    text = N_(
        "Susunan templates/{name} tidak dapat dipakai: {problem}. Perbaiki, atau hapus berkas itu "
        "agar susunan bawaan dipakai."
    )


@dataclass(frozen=True)
class Layout:
    """A layout with the categories filled in: (heading, field) of each column."""

    title: str
    basis: str
    columns: list[tuple[str, str]]

    @property
    def note(self) -> str:
        """What a file says of its layout while nothing confirms it."""
        if self.basis:
            return _("Susunan menurut {basis}.").format(basis=self.basis)
        return _("Susunan ini belum dipastikan dengan formulir resmi.")


def layout_of(kind: str, categories: list[str]) -> Layout:
    """The layout of a kind of table. Raises WrongLayout naming the fault."""
    name = f"{kind}.yaml"
    try:
        found = yaml.safe_load(template_text(name))
    except yaml.YAMLError as wrong:
        problem = str(wrong).replace("\n", " ")[:200]
        raise WrongLayout(name=name, problem=problem) from wrong
    columns = found.get("kolom") if isinstance(found, dict) else None
    if not isinstance(columns, list) or not columns:
        raise WrongLayout(name=name, problem=_("daftar kolom tidak ada"))
    made: list[tuple[str, str]] = []
    for column in columns:
        made += _columns(column, categories, name)
    return Layout(str(found.get("judul", kind)), str(found.get("dasar") or ""), made)


def _columns(column: Any, categories: list[str], name: str) -> list[tuple[str, str]]:
    field = str(column.get("isi", "")) if isinstance(column, dict) else ""
    if field == "kategori":
        return [(word, f"kategori:{at}") for at, word in enumerate(categories, 1)]
    known = {*FIELDS, *(f"kategori:{at}" for at in range(1, len(categories) + 1))}
    if field not in known:
        raise WrongLayout(name=name, problem=_("bidang {field} tidak dikenal").format(field=column))
    return [(str(column.get("judul", field)), field)]


def template_text(name: str, packaged: str = "") -> str:
    """HR's own file in BINA_DATA/templates, else the packaged one."""
    own = Path(settings.DATA_DIR) / "templates" / name
    shipped = files("bina.indices") / "shipped" / (packaged or name)
    return (own if own.is_file() else shipped).read_text(encoding="utf-8")


def value_of(row: Row, field: str) -> Any:
    """A cell: a text or a number; what is hidden says so."""
    if field == "unit":
        return row.label
    if field == "n":
        return row.n
    if field == "known":
        return _("disembunyikan") if row.n_known is None else row.n_known
    count = row.counts[int(field.partition(":")[2]) - 1]
    return _("disembunyikan") if count is None else count


def sheet_of(found: Distribution, shape: Layout, titles: tuple[str, ...], label: str) -> TableSheet:
    """The table as one sheet."""
    columns = tuple(
        TableColumn(heading, "text" if field == "unit" else "integer")
        for heading, field in shape.columns
    )
    rows = [[value_of(row, field) for _heading, field in shape.columns] for row in found.rows]
    return TableSheet(shape.title[:31], columns, rows, (*titles, shape.note), label)


def pdf_of(found: Distribution, shape: Layout, values: dict[str, Any]) -> bytes:
    """The table as a PDF; `values` has title, subtitle, mark, label."""
    all_rows = [_whole(found.whole), *found.rows]
    data = {
        **values,
        "agency": settings.AGENCY,
        "note": shape.note,
        "header": [heading for heading, _field in shape.columns],
        "rows": [
            [str(value_of(row, field)) for _heading, field in shape.columns] for row in all_rows
        ],
    }
    return typeset(template_text(f"{found.coded.kind}.typ", "tabel.typ"), data)


def _whole(row: Row) -> Row:
    return Row(_("Seluruhnya"), None, row.n, row.n_known, row.counts)


def typeset(text: str, data: dict[str, Any]) -> bytes:
    """A PDF by typst; the template reads data.json and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "page.typ").write_text(text, encoding="utf-8")
        Path(folder, "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        made = typst.compile(str(Path(folder, "page.typ")), root=folder)
    assert isinstance(made, bytes)
    return made


def words_of(categories: tuple[Text, ...]) -> list[str]:
    """The categories as a file writes them."""
    return [_(each.template).format(**each.values) for each in categories]
