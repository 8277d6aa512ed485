"""The plan as HCDP workbook, and the other tables of the plan as workbooks.

Columns: HCDP as asked for by LAN 10/2018 practice (domain: NIP, name, post, unit, competency, gap,
form, provider, schedule, JP, curriculum, budget, priority, status), in the order of `hcdp.yaml`.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import yaml
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bina.formats.tables import CellKind, TableColumn, TableSheet, write_table
from bina.plan.exports.files import template_text
from bina.plan.models import Pin, Plan, Seat
from bina.plan.selectors.pages import OfficeRow
from bina.standards.models import Competency
from bina.text import N_, BinaError

KINDS: dict[str, CellKind] = {
    "number": "integer",
    "start": "date",
    "end": "date",
    "jp": "integer",
    "cost": "money",
    "closure": "decimal",
    "priority": "integer",
}
FIELDS = frozenset(
    {
        *KINDS,
        "nip",
        "name",
        "position",
        "unit",
        "competencies",
        "competency_groups",
        "gap",
        "programme",
        "form",
        "mode",
        "provider",
        "place",
        "curriculum",
        "budget_line",
        "status",
        "session",
    }
)


class WrongLayout(BinaError):
    """HR's own hcdp.yaml cannot be used."""

    text = N_(
        "Susunan templates/hcdp.yaml tidak dapat dipakai: {problem}. Perbaiki, atau hapus berkas "
        "itu agar susunan bawaan dipakai."
    )


def layout() -> dict[str, Any]:
    """The layout of the HCDP sheet. Raises WrongLayout naming the fault."""
    try:
        found = yaml.safe_load(template_text("hcdp.yaml"))
    except yaml.YAMLError as wrong:
        raise WrongLayout(problem=str(wrong).replace("\n", " ")[:200]) from wrong
    columns = found.get("kolom") if isinstance(found, dict) else None
    if not isinstance(columns, list) or not columns:
        raise WrongLayout(problem=_("daftar kolom tidak ada"))
    for column in columns:
        if not isinstance(column, dict) or column.get("isi") not in FIELDS:
            raise WrongLayout(problem=_("bidang %(field)s tidak dikenal") % {"field": column})
    return dict(found)


def hcdp_workbook(plan: Plan, seats: QuerySet[Seat], label: str, *, city: bool = False) -> bytes:
    """The HCDP sheet as a workbook; for the whole city with what sessions cost as a whole."""
    fixed = plan.totals.get("fixed_costs", [])
    more = [fixed_sheet(plan, fixed, label), lines_sheet(plan, label)] if city else []
    return write_table(hcdp_sheet(plan, seats, label), *more)


def fixed_sheet(plan: Plan, rows: list[list[Any]], label: str) -> TableSheet:
    """What holding each session costs, and which line pays it; tools/check_totals.py reads it."""
    columns = (
        TableColumn("KODE SESI"), TableColumn("PROGRAM"), TableColumn("KODE ANGGARAN"),
        TableColumn("BIAYA TETAP", "money"),
    )  # fmt: skip
    totals = ["Jumlah", "", "", sum(row[3] for row in rows)]
    return TableSheet("Biaya tetap", columns, rows, (plan.name,), label, totals=totals)


def lines_sheet(plan: Plan, label: str) -> TableSheet:
    """What the plan spends by line: seats and fixed costs, beside the amount."""
    fixed: dict[str, int] = defaultdict(int)
    for _session, _programme, code, amount in plan.totals.get("fixed_costs", []):
        fixed[code] += amount
    columns = (
        TableColumn("KODE ANGGARAN"), TableColumn("URAIAN"),
        *(TableColumn(word, "money")
          for word in ("PAGU", "BIAYA KURSI", "BIAYA TETAP", "DIPAKAI RENCANA")),
    )  # fmt: skip
    rows = [
        [line["code"], line["name"], line["amount"], line["spent"] - fixed[line["code"]],
         fixed[line["code"]], line["spent"]]
        for line in plan.totals.get("lines", [])
    ]  # fmt: skip
    totals = ["Jumlah", "", *(sum(row[at] for row in rows) for at in range(2, 6))]
    return TableSheet("Per pos", columns, rows, (plan.name,), label, totals=totals)


def hcdp_sheet(plan: Plan, seats: QuerySet[Seat], label: str) -> TableSheet:
    """All seats of the query in the HCDP layout; two queries."""
    shape = layout()
    fields = [column["isi"] for column in shape["kolom"]]
    rows = [[row[name] for name in fields] for row in _rows(plan, seats)]
    columns = tuple(
        TableColumn(str(column["judul"]), KINDS.get(column["isi"], "text"))
        for column in shape["kolom"]
    )
    title = str(shape.get("judul", plan.name)).replace("{tahun}", str(plan.year))
    name = str(shape.get("lembar", "HCDP"))
    if plan.amends_id:  # tools/check_totals.py tells the year as changed by this
        name = f"{name[:13]} sesudah perubahan"
    return TableSheet(name, columns, rows, titles=(title, plan.name), label=label)


def _rows(plan: Plan, seats: QuerySet[Seat]) -> Iterable[dict[str, Any]]:
    known = {
        pk: (name, Competency.Group(group).value)
        for pk, name, group in Competency.objects.values_list("pk", "name", "group")
    }
    groups = {
        "managerial": _("Manajerial"),
        "sociocultural": _("Sosial Kultural"),
        "service": _("Karakter dan Layanan"),
        "technical": _("Teknis"),
    }
    modes = {
        "classroom": _("Tatap muka"),
        "online": _("Daring"),
        "blended": _("Campuran"),
        "open": _("Terbuka"),
    }
    ordered = seats.select_related(
        "person__unit", "person__position", "programme", "session", "budget_line"
    ).order_by("-closure", "person__name", "pk")
    for number, seat in enumerate(ordered.iterator(2_000), start=1):
        person, session, programme = seat.person, seat.session, seat.programme
        closes = [(*known[pk], low, high) for pk, low, high in seat.closes if pk in known]
        yield {
            "number": number,
            "nip": person.nip,
            "name": person.full_name,
            "position": person.position.name if person.position else "",
            "unit": person.unit.name if person.unit else "",
            "competencies": "; ".join(name for name, *_rest in closes),
            "competency_groups": "; ".join(sorted({groups[group] for _n, group, *_rest in closes})),
            "gap": "; ".join(
                f"{low:.2f} → {high:.2f}".replace(".", ",") for *_n, low, high in closes
            ),
            "programme": f"{programme.name} ({seat.times}×)" if seat.times > 1 else programme.name,
            "form": programme.form,
            "mode": modes[programme.mode],
            "provider": programme.provider,
            "start": session.start if session else None,
            "end": session.end if session else None,
            "place": session.place if session else "",
            "jp": seat.jp,
            "curriculum": programme.code,
            "cost": seat.cost,
            "budget_line": seat.budget_line.code if seat.budget_line else "",
            "priority": number,
            "closure": seat.closure,
            "status": Plan.State(plan.state).label,
            "session": session.code if session else "",
        }


def offices_workbook(plan: Plan, rows: list[OfficeRow], label: str, *, city: bool = False) -> bytes:
    """The table of offices as a workbook; for the whole city with what belongs to no office."""
    return write_table(offices_sheet(plan, rows, label, city=city))


def offices_sheet(
    plan: Plan, rows: list[OfficeRow], label: str, *, city: bool = False
) -> TableSheet:
    """The table of offices with its totals; `city`: with the fixed costs of whole sessions."""
    columns = (
        TableColumn(_("UNIT")),
        TableColumn(_("PEGAWAI"), "integer"),
        TableColumn(_("KURSI"), "integer"),
        TableColumn(_("POIN TERTUTUP"), "decimal"),
        TableColumn(_("JP"), "integer"),
        TableColumn(_("JP KURANG"), "integer"),
        TableColumn(_("BIAYA"), "money"),
    )
    table = [
        [r.name, r.people, r.seats, round(r.closure, 3), r.jp, r.missing_jp, r.cost] for r in rows
    ]
    fixed = sum(row[3] for row in plan.totals.get("fixed_costs", []))
    if city and fixed:
        table.append([_("Biaya tetap sesi"), 0, 0, 0.0, 0, 0, fixed])
    totals = [_("Jumlah"), *(sum(float(str(row[at])) for row in table) for at in range(1, 7))]
    return TableSheet(_("Per perangkat daerah"), columns, table, (plan.name,), label, totals=totals)


def pins_workbook(pins: QuerySet[Pin], label: str) -> bytes:
    """Pins and bans."""
    headers = ("TAHUN", "NIP", "NAMA", "KETETAPAN", "SESI/PROGRAM", "ALASAN", "PEMINTA", "SURAT")
    columns = tuple(TableColumn(header) for header in headers)
    rows = [
        [
            str(pin.year),
            pin.person.nip,
            pin.person.full_name,
            Pin.Kind(pin.kind).label,
            pin.session.code if pin.session else getattr(pin.programme, "code", ""),
            pin.reason,
            pin.requester,
            pin.document_no,
        ]
        for pin in pins
    ]
    return write_table(TableSheet(_("Ketetapan"), columns, rows, label=label))
