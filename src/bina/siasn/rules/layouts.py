"""Layouts of SIASN's upload files: columns, codes and names of evidence, as HR can replace them.

Source: field names of one public implementation of the web service (kursus, diklat struktural); no
official text was found, so a layout says of itself whether it is confirmed.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import yaml

from bina.text import N_, BinaError, Text

FIELDS: Final = (
    "pns_id", "nip", "name", "form", "title", "provider", "start", "end", "year", "jp",
    "certificate_no", "file", "kode",
)  # fmt: skip
CONFIRMED: Final = "dipastikan"
THE_REST: Final = "lainnya"  # every form that no other layout names
PLACES: Final = frozenset({"nip", "tahun", "urut", "nomor"})
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_PLACE: Final = re.compile(r"\{([^{}]*)\}")


class WrongLayout(BinaError):
    """A layout that cannot be used; the one before stays in use."""

    text = N_(
        "Susunan {name} tidak dapat dipakai: {problem}. Perbaiki lalu unggah lagi; susunan "
        "sebelumnya tetap berlaku."
    )


@dataclass(frozen=True)
class LayoutColumn:
    """One column: its header in the file, the field it shows, whether it must be filled."""

    header: str
    field: str
    required: bool


@dataclass(frozen=True)
class FileLayout:
    """The layout of one kind of file."""

    kind: str
    title: str
    file_name: str
    sheet: str
    is_confirmed: bool
    source: str
    note: str
    forms: tuple[str, ...] | None  # None: every form that no other layout names
    evidence_name: str
    columns: tuple[LayoutColumn, ...]
    codes: Mapping[str, Mapping[str, str]]  # header -> form -> code

    @property
    def required(self) -> frozenset[str]:
        """Fields without which a record cannot go out."""
        return frozenset(column.field for column in self.columns if column.required)

    def forms_without_code(self, forms: Sequence[str]) -> tuple[str, ...]:
        """Of `forms`, those that lack a code which a required column asks for."""
        wanted = [each.header for each in self.columns if each.field == "kode" and each.required]
        return tuple(
            form for form in forms if any(form not in self.codes[header] for header in wanted)
        )

    @property
    def headers_without_codes(self) -> tuple[str, ...]:
        """Columns of codes for which nobody gave any: they stay empty."""
        return tuple(
            each.header
            for each in self.columns
            if each.field == "kode" and not self.codes[each.header]
        )


@dataclass(frozen=True)
class Item:
    """A development record as a file shows it."""

    pns_id: str
    nip: str
    name: str
    form: str
    title: str
    provider: str
    start: dt.date
    end: dt.date
    jp: Decimal
    certificate_no: str
    file: str = ""

    @property
    def year(self) -> int:
        """The year in which it ended."""
        return self.end.year


@lru_cache(maxsize=32)  # YAML takes longer to read than a page may
def read_layout(kind: str, text: str) -> FileLayout:
    """The layout in a YAML text. Raises WrongLayout with the first fault.

    >>> read_layout("kursus", "kolom: []")
    Traceback (most recent call last):
    bina.siasn.rules.layouts.WrongLayout: Susunan kursus tidak dapat dipakai: ...
    """
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        said = str(wrong).replace("\n", " ")[:200]
        raise WrongLayout(name=kind, problem=said) from wrong
    if not isinstance(found, dict):
        raise _wrong(kind, N_("isinya bukan daftar isian"))
    columns = _columns(kind, found.get("kolom"))
    codes = _codes(kind, found.get("kode") or {}, columns)
    pattern = str(found.get("bukti") or "{nip}_{tahun}_{urut}.pdf")
    unknown = set(_PLACE.findall(pattern)) - PLACES
    if unknown or "{urut}" not in pattern:
        raise _wrong(kind, N_("nama bukti harus memuat urut dan hanya nip, tahun, nomor, urut"))
    return FileLayout(
        kind=kind,
        title=str(found.get("nama") or kind),
        file_name=_UNSAFE.sub("-", str(found.get("berkas") or f"{kind}.xlsx")),
        sheet=str(found.get("lembar") or kind),
        is_confirmed=found.get("kepastian") == CONFIRMED and bool(found.get("dasar")),
        source=str(found.get("dasar") or ""),
        note=" ".join(str(found.get("catatan") or "").split()),
        forms=_forms(kind, found.get("bentuk", THE_REST)),
        evidence_name=pattern,
        columns=columns,
        codes=codes,
    )


def _wrong(kind: str, reason: str, **values: Any) -> WrongLayout:
    return WrongLayout(name=kind, problem=Text(reason, values).plain())


def _columns(kind: str, written: Any) -> tuple[LayoutColumn, ...]:
    if not isinstance(written, list) or not written:
        raise _wrong(kind, N_("daftar kolom tidak ada"))
    columns = []
    for each in written:
        if not isinstance(each, dict) or not each.get("judul"):
            raise _wrong(kind, N_("ada kolom tanpa judul"))
        if each.get("isi") not in FIELDS:
            raise _wrong(
                kind, N_("isi kolom {header} tidak dikenal; yang dikenal: {known}"),
                header=each["judul"], known=", ".join(FIELDS),
            )  # fmt: skip
        columns.append(LayoutColumn(str(each["judul"]), each["isi"], each.get("wajib") is True))
    headers = [column.header for column in columns]
    if len(set(headers)) != len(headers):
        raise _wrong(kind, N_("ada judul kolom yang kembar"))
    return tuple(columns)


def _codes(kind: str, written: Any, columns: Sequence[LayoutColumn]) -> dict[str, dict[str, str]]:
    tables = written if isinstance(written, dict) else {}
    found = {}
    for column in columns:
        if column.field == "kode":
            table = tables.get(column.header) or {}
            if not isinstance(table, dict):
                raise _wrong(kind, N_("tabel kode {header} bukan daftar"), header=column.header)
            found[column.header] = {
                str(form): str(code) for form, code in table.items() if code not in (None, "")
            }
    return found


def _forms(kind: str, written: Any) -> tuple[str, ...] | None:
    if written == THE_REST:
        return None
    if not isinstance(written, list) or not written:
        raise _wrong(kind, N_("bentuk harus daftar bentuk pengembangan, atau lainnya"))
    return tuple(str(form) for form in written)


def layout_of(form: str, layouts: Sequence[FileLayout]) -> FileLayout | None:
    """The layout that takes a form: the one that names it, else the one for the rest."""
    for layout in layouts:
        if layout.forms is not None and form in layout.forms:
            return layout
    return next((layout for layout in layouts if layout.forms is None), None)


def values_of(item: Item, layout: FileLayout) -> dict[str, str | int | float]:
    """Header -> value of a record; dates as dd-mm-yyyy, an unknown code is empty."""
    return {
        column.header: layout.codes[column.header].get(item.form, "")
        if column.field == "kode"
        else _shown(getattr(item, column.field))
        for column in layout.columns
    }


def _shown(value: Any) -> str | int | float:
    if isinstance(value, dt.date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, int) else str(value)


def evidence_names(items: Sequence[Item], layout: FileLayout) -> list[str]:
    """The name of each record's evidence, without letters that a disk refuses, each once."""
    names: list[str] = []
    for number, item in enumerate(items, start=1):
        parts = {
            "nip": item.nip or item.pns_id, "tahun": item.year, "urut": number,
            "nomor": item.certificate_no,
        }  # fmt: skip
        plain = _UNSAFE.sub("-", layout.evidence_name.format(**parts)).strip("-.")
        stem, _dot, ending = plain.rpartition(".")
        name, again = plain, 1
        while name in names:
            again += 1
            name = f"{stem}-{again}.{ending}"
        names.append(name)
    return names
