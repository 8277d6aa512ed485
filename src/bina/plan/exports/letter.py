"""The plan as a PDF with totals per office, set by typst from `rencana.typ`.

User text reaches typst only as JSON values, never as markup.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from bina.plan.exports.files import template_text
from bina.plan.models import Plan
from bina.plan.rules.words import closure_sentence, hours_sentence
from bina.plan.selectors.pages import OfficeRow
from bina.text import N_, BinaError, Text


class WrongTemplate(BinaError):
    """HR's own rencana.typ cannot be set."""

    text = N_(
        "Templat templates/rencana.typ tidak dapat dipakai: {problem}. Perbaiki, atau hapus berkas "
        "itu agar templat bawaan dipakai."
    )


def number(value: float, places: int = 0) -> str:
    """A number as the reader's language groups it."""
    return number_format(value, places, use_l10n=True, force_grouping=True)


def rupiah(value: int) -> str:
    """Rp 1.250.000."""
    return f"Rp {number(value)}"


def say(text: Text) -> str:
    """The sentence in the reader's language."""
    return _(text.template).format(**text.values)


def plan_pdf(plan: Plan, rows: list[OfficeRow], label: str, *, city: bool) -> bytes:
    """The PDF; `rows` are the offices that the reader may see. Raises WrongTemplate."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "rencana.typ").write_text(template_text("rencana.typ"), encoding="utf-8")
        data = json.dumps(letter_data(plan, rows, label, city=city), ensure_ascii=False)
        (root / "data.json").write_text(data, encoding="utf-8")
        try:
            made = typst.compile(str(root / "rencana.typ"), root=folder)
        except typst.TypstError as wrong:
            raise WrongTemplate(problem=str(wrong)[:200]) from wrong
    assert isinstance(made, bytes)
    return made


def letter_data(plan: Plan, rows: list[OfficeRow], label: str, *, city: bool) -> dict[str, Any]:
    """Everything that the template prints, as text."""
    totals = plan.totals
    sums = [
        sum(getattr(row, name) for row in rows)
        for name in ("people", "seats", "closure", "jp", "missing_jp", "cost")
    ]
    return {
        "title": plan.name,
        "agency": settings.AGENCY,
        "label": label,
        "state": f"{Plan.State(plan.state).label} · {plan.year}",
        "closure": say(closure_sentence(plan.certificate)),
        "hours": say(hours_sentence(plan.certificate)),
        "figures": [
            [_("Pegawai yang direncanakan"), number(totals.get("people", 0))],
            [_("Kursi"), number(totals.get("seats", 0))],
            [_("Poin kesenjangan tertutup"), number(totals.get("closure", 0.0), 1)],
            *_expected(plan),
            [_("JP yang masih kurang"), number(totals.get("missing_jp", 0))],
            [_("Biaya"), rupiah(totals.get("cost", 0))],
            [_("Pagu"), rupiah(totals.get("budget", 0))],
        ],
        "lines_title": _("Per pos anggaran"),
        "lines_header": [_("Pos"), _("Uraian"), _("Pagu"), _("Terpakai")],
        "lines": [
            [line["code"], line["name"], rupiah(line["amount"]), rupiah(line["spent"])]
            for line in totals.get("lines", [])
        ],
        "offices_title": _("Per perangkat daerah") if city else _("Unit Anda"),
        "offices_header": [
            _("Unit"),
            _("Pegawai"),
            _("Kursi"),
            _("Poin tertutup"),
            _("JP"),
            _("JP kurang"),
            _("Biaya"),
        ],
        "offices": [
            _office(
                row.name, [row.people, row.seats, row.closure, row.jp, row.missing_jp, row.cost]
            )
            for row in rows
        ],
        "offices_total": _office(_("Jumlah"), sums),
        **_pins(plan, {pk for row in rows for pk in row.unit_ids}, city=city),
        "approval": _approval(plan),
        "hash_title": _("Sidik isi:"),
        "hash": plan.content_hash,
    }


def _expected(plan: Plan) -> list[list[str]]:
    """Of a plan for noise: what it may expect to close."""
    if "counted" not in plan.totals:
        return []
    points = number(plan.totals["counted"]["expected"], 1)
    away = plan.settings["empty_percent"]
    return [[_("Poin yang diharapkan, %(n)s %% kursi kosong") % {"n": away}, points]]


def _office(name: str, values: list[Any]) -> list[str]:
    people, seats, closure, jp, missing, cost = values
    return [
        name,
        number(people),
        number(seats),
        number(closure, 1),
        number(jp),
        number(missing),
        rupiah(cost),
    ]


def _pins(plan: Plan, units: set[int], *, city: bool) -> dict[str, Any]:
    kinds = {"must": _("Harus ikut"), "forbid": _("Tidak boleh ikut")}
    return {
        "pins_title": _("Ketetapan BKPP dan biayanya"),
        "pins_header": [_("Pegawai"), _("Ketetapan"), _("Alasan"), _("Surat"), _("Poin")],
        "pins": [
            [
                pin["name"],
                f"{kinds[pin['kind']]} {pin['target']}",
                pin["reason"],
                f"{pin['requester']}, {pin['document_no']}",
                "–" if pin["closure"] is None else number(pin["closure"], 2),
            ]
            for pin in plan.pins
            if city or pin["unit_id"] in units
        ],
    }


def _approval(plan: Plan) -> str:
    if plan.approved_at is None:
        return _("Belum disetujui.")
    return _("Disetujui oleh %(who)s pada %(when)s.") % {
        "who": plan.approved_by,
        "when": date_format(timezone.localtime(plan.approved_at), "j M Y H.i") + " WIT",
    }
