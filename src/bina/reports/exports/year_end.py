"""The year-end report as XLSX and PDF, from template files that HR can replace.

Layouts: templates/laporan-akhir.yaml (which sheets and columns), templates/laporan-akhir.typ.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import yaml
from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from bina.formats.tables import CellKind, TableColumn, TableSheet, write_table
from bina.letters.rendering import pdf
from bina.plan.exports.files import template_text
from bina.reports.rules.columns import TENTHS
from bina.reports.rules.realisation import cost_per_point
from bina.reports.words import GROUPING, REASON, group_word, spoken
from bina.text import N_, BinaError

PACKAGE = "bina.reports.exports"
YAML, TYP = "laporan-akhir.yaml", "laporan-akhir.typ"
THOUSANDTHS = 1_000
SIZES = {"jp": TENTHS, "done_jp": TENTHS, "closure": THOUSANDTHS, "done_closure": THOUSANDTHS}
HIDDEN = "disembunyikan"
MONEY = ("cost", "paid", "beside", "all_paid", "per_point")
DECIMAL = ("jp", "done_jp", "closure", "done_closure", "planned", "done")
TEXT = ("name", "grouping", "programme", "number", "approved_by", "hash")
GROUP_FIELDS = (
    "name", "grouping", "seats", "done_seats", "people", "done_people", "jp", "done_jp", "cost",
    "paid", "unpaid", "closure", "done_closure", "per_point", "n", "plan", "other", "reached",
    "missed", "full",
)  # fmt: skip
FIELDS: dict[str, tuple[str, ...]] = {
    "figures": ("name", "planned", "done"),
    "plans": ("number", "name", "approved", "approved_by", "seats", "released", "changed", "hash"),
    "offices": GROUP_FIELDS,
    "groups": GROUP_FIELDS,
    "lines": ("name", "cost", "paid", "beside", "all_paid"),
    "sessions": ("name", "programme", "seats", "done_seats", "jp", "done_jp", "cost", "paid"),
    "reasons": ("name", "n"),
}


class WrongLayout(BinaError):
    """HR's own laporan-akhir.yaml cannot be used."""

    text = N_(
        "Susunan templates/laporan-akhir.yaml tidak dapat dipakai: {problem}. Perbaiki, atau hapus "
        "berkas itu agar susunan bawaan dipakai."
    )


@dataclass(frozen=True)
class Shown:
    """A report as a reader sees it: the body after hiding, and what stands around it."""

    body: dict[str, Any]
    subtitle: str
    label: str
    approval: str = ""
    digest: str = ""


def layout() -> dict[str, Any]:
    """The layout of the workbook. Raises WrongLayout naming the fault."""
    try:
        found = yaml.safe_load(template_text(YAML, PACKAGE))
    except yaml.YAMLError as wrong:
        raise WrongLayout(problem=str(wrong).replace("\n", " ")[:200]) from wrong
    sheets = found.get("lembar") if isinstance(found, dict) else None
    if not isinstance(sheets, list) or not sheets:
        raise WrongLayout(problem=_("daftar lembar tidak ada"))
    for sheet in sheets:
        known = FIELDS.get(sheet.get("isi", "")) if isinstance(sheet, dict) else None
        columns = sheet.get("kolom") if known else None
        if not known or not isinstance(columns, list) or not columns:
            raise WrongLayout(problem=_("lembar {sheet} tidak dikenal").format(sheet=sheet))
        for column in columns:
            if not isinstance(column, dict) or column.get("isi") not in known:
                raise WrongLayout(problem=_("bidang {field} tidak dikenal").format(field=column))
    return dict(found)


def title_of(shape: dict[str, Any], body: dict[str, Any]) -> str:
    """The title with its year."""
    words = str(shape.get("judul", "Laporan akhir tahun {tahun}"))
    return words.replace("{tahun}", str(body["year"]))


def workbook(report: Shown) -> bytes:
    """The sheets of the layout. Raises WrongLayout."""
    shape = layout()
    rows = rows_of(report.body)
    titles = (
        title_of(shape, report.body),
        report.subtitle,
        *([report.digest] * bool(report.digest)),
    )
    sheets = []
    for at, sheet in enumerate(shape["lembar"]):
        fields = [column["isi"] for column in sheet["kolom"]]
        columns = tuple(
            TableColumn(str(column["judul"]), _kind(column["isi"])) for column in sheet["kolom"]
        )
        table = [[row.get(field) for field in fields] for row in rows[sheet["isi"]]]
        sheets.append(TableSheet(
            str(sheet.get("nama", sheet["isi"])), columns, table, titles if at == 0 else (),
            report.label,
        ))  # fmt: skip
    return write_table(*sheets)


def _kind(field: str) -> CellKind:
    if field in TEXT:
        return "text"
    if field == "approved":
        return "date"
    return "money" if field in MONEY else "decimal" if field in DECIMAL else "integer"


def rows_of(body: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of every part as they are written; what is hidden says so."""
    return {
        "figures": figures(body),
        "plans": [_plan(row) for row in body.get("plans", ())],
        "offices": [_group(row) for row in body["offices"]],
        "groups": [_group(row) for row in body["groups"]],
        "lines": [{**row, "all_paid": row["paid"] + row["beside"]} for row in body["lines"]],
        "sessions": [
            {**row, "jp": row["jp"] / TENTHS, "done_jp": row["done_jp"] / TENTHS}
            for row in body["sessions"]
        ],
        "reasons": [
            {"name": str(REASON[row["key"]]), "n": HIDDEN if row["n"] is None else row["n"]}
            for row in body["reasons"]
        ],
    }


def figures(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The city's figures: what was planned and what was done."""
    whole = body["whole"]
    reached = HIDDEN if whole["reached"] is None else whole["reached"]
    missed = HIDDEN if whole["missed"] is None else whole["missed"]
    rows = [
        (N_("Kursi"), whole["seats"], whole["done_seats"]),
        (N_("Orang"), whole["people"], whole["done_people"]),
        (N_("JP"), whole["jp"] / TENTHS, whole["done_jp"] / TENTHS),
        (N_("Uang untuk kursi"), whole["cost"], whole["paid"]),
        (N_("Uang untuk sesi utuh dan lainnya"), whole["fixed_cost"], whole["paid_beside"]),
        (N_("Uang seluruhnya"), whole["cost"] + whole["fixed_cost"],
         whole["paid"] + whole["paid_beside"]),
        (N_("Poin kesenjangan tertutup"), whole["closure"] / THOUSANDTHS,
         whole["done_closure"] / THOUSANDTHS),
        (N_("Pegawai"), whole["n"], None),
        (N_("Terjangkau"), None, reached),
        (N_("Belum terjangkau"), None, missed),
    ]  # fmt: skip
    return [{"name": name, "planned": planned, "done": done} for name, planned, done in rows]


def _plan(row: dict[str, Any]) -> dict[str, Any]:
    """The approved plan, or a re-plan with how many seats it changed."""
    amends = row["number"] > 0
    return {
        **row,
        "number": _("Perubahan {n}").format(n=row["number"]) if amends else _("Rencana"),
        "approved": dt.date.fromisoformat(row["approved"]) if row["approved"] else None,
        "changed": row["seats"] + row["released"] if amends else None,
    }


def spoken_figures(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same rows with their names in the reader's language."""
    return [{**row, "name": spoken(row["name"])} for row in rows]


def _group(row: dict[str, Any]) -> dict[str, Any]:
    """A group's row; JP as JP, points as points."""
    grouping = row["grouping"]
    made = {**row, "grouping": str(GROUPING[grouping])}
    if grouping != "unit" or row["key"] == "-":
        made["name"] = group_word(grouping, "" if row["key"] == "-" else row["key"])
    for field, size in (("jp", TENTHS), ("closure", THOUSANDTHS)):
        made[field] = row[field] / size
    if row["hidden"]:
        done = ("done_seats", "done_people", "done_jp", "paid", "unpaid", "done_closure",
                "per_point", "plan", "other", "reached", "missed", "full")  # fmt: skip
        return made | dict.fromkeys(done, HIDDEN)
    return made | {
        "done_jp": row["done_jp"] / TENTHS,
        "done_closure": row["done_closure"] / THOUSANDTHS,
        "per_point": cost_per_point(row["paid"], row["done_closure"] / THOUSANDTHS),
        "reached": row["plan"] + row["other"],
    }


def report_pdf(report: Shown) -> bytes:
    """The PDF by typst. Raises letters' WrongTemplate naming the fault, WrongLayout."""
    return pdf(template_text(TYP, PACKAGE).encode(), values_of(report), f"templates/{TYP}")


def values_of(report: Shown) -> dict[str, Any]:
    """Everything that the PDF prints, as text."""
    rows = rows_of(report.body)
    return {
        "title": title_of(layout(), report.body),
        "agency": settings.AGENCY,
        "label": report.label,
        "subtitle": report.subtitle,
        "sentences": _sentences(report.body),
        "parts": [
            _part(_("Ringkasan"), spoken_figures(rows["figures"]), {
                "name": "", "planned": _("Rencana"), "done": _("Selesai")}),
            _part(_("Rencana dan perubahannya"), rows["plans"], {
                "number": "", "name": _("Nama"), "approved": _("Disetujui"),
                "approved_by": _("Oleh"), "seats": _("Kursi"), "released": _("Dilepas"),
                "changed": _("Berubah")}),
            _part(_("Per unit"), rows["offices"], {
                "name": _("Unit"), "seats": _("Kursi rencana"), "done_seats": _("Selesai"),
                "done_jp": _("JP selesai"), "paid": _("Dibayar (Rp)"), "n": _("Pegawai"),
                "reached": _("Terjangkau")}),
            _part(_("Per kelompok"), rows["groups"], {
                "name": _("Kelompok"), "seats": _("Kursi rencana"), "done_seats": _("Selesai"),
                "n": _("Pegawai"), "reached": _("Terjangkau"), "missed": _("Belum")}),
            _part(_("Per pos anggaran"), rows["lines"], {
                "name": _("Pos"), "cost": _("Rencana (Rp)"), "paid": _("Untuk kursi (Rp)"),
                "beside": _("Lainnya (Rp)"), "all_paid": _("Seluruhnya (Rp)")}),
            _part(_("Mengapa belum terjangkau"), rows["reasons"], {
                "name": _("Alasan"), "n": _("Pegawai")}),
        ],
        "approval": report.approval,
        "digest_title": _("Sidik isi:"),
        "digest": report.digest,
    }  # fmt: skip


def _sentences(body: dict[str, Any]) -> list[str]:
    whole = body["whole"]
    paid = whole["paid"] + whole["paid_beside"]
    per_point = cost_per_point(paid, whole["done_closure"] / THOUSANDTHS)
    said = []
    if per_point is not None:
        said.append(_("Biaya per poin kesenjangan tertutup: Rp {n}; poinnya perkiraan menurut "
                      "pengaruh program di katalog.").format(n=number(per_point)))  # fmt: skip
    if whole["unpaid"]:
        said.append(_("Sementara: {n} kursi selesai belum dicatat biayanya.").format(
            n=number(whole["unpaid"])))  # fmt: skip
    return said


def _part(title: str, rows: list[dict[str, Any]], columns: dict[str, str]) -> dict[str, Any]:
    return {
        "title": title,
        "header": list(columns.values()),
        "rows": [[_said(row[field]) for field in columns] for row in rows],
    }


def _said(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return value.strftime("%d-%m-%Y")
    places = 0 if float(value).is_integer() else 1
    return number(value, places)


def number(value: float, places: int = 0) -> str:
    """A number as the reader's language groups it."""
    return number_format(value, places, use_l10n=True, force_grouping=True)
