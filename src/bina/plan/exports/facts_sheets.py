"""Everything a plan rests on, as sheets: what an independent program needs to check the plan.

The sheets Program, Kompetensi Program, Sesi, Pelatih, Anggaran, Biaya and Layanan have the layout
of the files that are imported, so that a checker may read either.
"""

import json
from typing import Any

from bina.calendar.models import Holiday
from bina.catalog.models import (
    CoachPool,
    Programme,
    ProgrammeEffect,
    Session,
    StandardCost,
)
from bina.catalog.rules.sheets import CATALOG, COST_COMPONENTS, COSTS, MODES
from bina.citizens.models import ServiceRole, StandIn
from bina.citizens.rules.sheets import CHANNELS, SERVICES, WEEKDAYS
from bina.files.services import read
from bina.formats.book_tables import as_imported
from bina.formats.sheet import Sheet
from bina.formats.tables import TableColumn, TableSheet
from bina.gaps.models import GapBlock
from bina.gaps.rules.columns import joined
from bina.money.export import budget_sheet
from bina.people.models import Absence, Person, Unit
from bina.people.rules.sheets import EMPLOYMENT_TYPES
from bina.people.selectors import active_people
from bina.plan.models import Pin, Plan, Quota, Seat
from bina.plan.selectors.cuts import lines_of_plan
from bina.plan.selectors.facts import jp_done
from bina.standards.models import Competency

HALVES = {"full": "Penuh", "morning": "Pagi", "afternoon": "Siang"}
DAY_NAMES = dict(WEEKDAYS)


def check_sheets(plan: Plan, label: str) -> list[TableSheet]:
    """All sheets of the check, for the plan's year as the tables stand now."""
    return [
        _settings(plan, label),
        _seats(plan, label),
        *_people(plan, label),
        *_catalogue(plan, label),
        *_services(label),
        _decisions(plan.year, label),
        _quotas(plan.year, label),
        _prices(plan, label),
    ]


def _plain(name: str, headers: str, rows: list[list[Any]], label: str) -> TableSheet:
    numbers = {"ORANG", "KALI", "JP", "BIAYA", "LEVEL", "STANDAR", "BOBOT", "JP DILAKUKAN", "POIN"}
    columns = tuple(
        TableColumn(header, "decimal" if header in numbers else "text")
        for header in headers.split("|")
    )
    return TableSheet(name, columns, rows, label=label)


def _settings(plan: Plan, label: str) -> TableSheet:
    certificate = {k: v for k, v in plan.certificate.items() if isinstance(v, int | float | str)}
    totals = {k: v for k, v in plan.totals.items() if isinstance(v, int | float)}
    values = {
        "year": plan.year,
        "seed": plan.seed,
        **{f"setting.{k}": v for k, v in plan.settings.items()},
        **{f"certificate.{k}": v for k, v in certificate.items()},
        **{f"total.{k}": v for k, v in totals.items()},
        "work": json.dumps(plan.work),
    }
    rows = [[key, repr(v) if isinstance(v, float) else str(v)] for key, v in values.items()]
    return _plain("Setelan", "KUNCI|NILAI", rows, label)


def _seats(plan: Plan, label: str) -> TableSheet:
    rows = Seat.objects.filter(plan=plan, replaces=None).order_by("person_id", "pk")
    fields = (
        "person_id",
        "person__nip",
        "person__name",
        "programme__code",
        "session__code",
        "times",
        "jp",
        "cost",
        "budget_line__code",
        "closure",
    )
    table = [list(row) for row in rows.values_list(*fields)]
    headers = "ORANG|NIP|NAMA|KODE PROGRAM|KODE SESI|KALI|JP|BIAYA|KODE ANGGARAN|POIN"
    return _plain("Kursi", headers, table, label)


def _people(plan: Plan, label: str) -> list[TableSheet]:
    done = jp_done(plan.year)
    fields = (
        "pk",
        "nip",
        "name",
        "unit__code",
        "position__name",
        "position__tier",
        "employment",
        "rank",
        "gender",
        "birth_date",
        "legal_position",
    )
    people = [
        [*row[:9], row[9].isoformat() if row[9] else "", row[10], done.get(row[0], 0)]
        for row in active_people().order_by("pk").values_list(*fields)
    ]
    codes = dict(Competency.objects.values_list("pk", "code"))
    payloads = GapBlock.objects.filter(run=plan.gap_run).values_list("payload", flat=True)
    columns = joined([bytes(payload) for payload in payloads])
    needs = [
        [int(p), codes[int(c)], float(h), float(s), float(w)]
        for p, c, h, s, w in zip(
            *(columns[n] for n in ("person_id", "competency_id", "held", "standard", "weight")),
            strict=True,
        )
        if float(h) == float(h)  # unmeasured levels are not needs
    ]
    numbers = dict(EMPLOYMENT_TYPES)
    units = [
        [unit.code, unit.name, unit.path, str(unit.pk), unit.kind, unit.district, unit.place]
        for unit in Unit.objects.order_by("pk")
    ]
    absences = [
        [p, kind, start.isoformat(), end.isoformat() if end else ""]
        for p, kind, start, end in Absence.objects.values_list("person_id", "kind", "start", "end")
    ]
    records = [
        [p, title]
        for p, title in Person.objects.filter(records__status="approved")
        .filter(records__title__in=_leading_titles())
        .values_list("pk", "records__title")
    ]
    head = "ORANG|NIP|NAMA|KODE UNIT|JABATAN|JENJANG|JENIS PEGAWAI|GOLONGAN|JENIS KELAMIN|LAHIR|"
    return [
        _plain("Orang", head + "KEDUDUKAN|JP DILAKUKAN", people, label),
        _plain("Kebutuhan", "ORANG|KOMPETENSI|LEVEL|STANDAR|BOBOT", needs, label),
        _plain("Unit", "KODE|NAMA|JALUR|NOMOR|JENIS|DISTRIK|TEMPAT", units, label),
        _plain("Absen", "ORANG|JENIS|MULAI|SELESAI", absences, label),
        _plain("Selesai", "ORANG|KEGIATAN", records, label),
        _plain("Jenis Pegawai", "KODE|NAMA", [list(row) for row in numbers.items()], label),
    ]


def _leading_titles() -> list[str]:
    """Names and codes of programmes that lead to others."""
    through = Programme.prerequisites.through.objects.values_list(
        "to_programme__code", "to_programme__name"
    )
    return [text for row in through for text in row]


def _book_sheet(sheet: Sheet, rows: list[dict[str, Any]], label: str) -> TableSheet:
    table = [[row.get(column.key) for column in sheet.columns] for row in rows]
    return as_imported(sheet, table, label)


def _listed(values: Any) -> str:  # any iterable of words
    return "; ".join(str(value) for value in values)


def _catalogue(plan: Plan, label: str) -> list[TableSheet]:
    year = plan.year
    modes, components = dict(MODES), dict(COST_COMPONENTS)
    shown = dict(EMPLOYMENT_TYPES)
    sheets = {sheet.name: sheet for sheet in CATALOG.sheets}
    programmes = [
        {
            **{k: getattr(p, k) for k in ("code", "name", "form", "provider", "jp", "min_rank")},
            "mode": modes[p.mode],
            "tiers": _listed(p.tiers),
            "positions": _listed(p.positions),
            "employment": _listed(shown.get(kind, kind) for kind in p.employment),
            "unit_codes": _listed(p.unit_codes),
            "prerequisites": _listed(q.code for q in p.prerequisites.all()),
            "cap_jp": p.cap_jp,
            "coach_pool": p.coach_pool,
            "coach_hours": p.coach_hours and float(p.coach_hours),
            "goal": p.goal.code if p.goal else "",
        }
        for p in Programme.objects.select_related("goal")
        .order_by("pk")
        .prefetch_related("prerequisites")
    ]
    effects = [
        {"code": code, "competency": competency, "lift": float(lift), "ceiling": float(ceiling)}
        for code, competency, lift, ceiling in ProgrammeEffect.objects.values_list(
            "programme__code", "competency__code", "lift", "ceiling"
        )
    ]
    sessions = [
        {
            **{k: getattr(s, k) for k in ("code", "place", "venue", "start", "end", "min_seats")},
            **{k: getattr(s, k) for k in ("max_seats", "fixed_cost", "contribution")},
            "programme": s.programme.code,
            "half_days": HALVES[s.half_days],
            "days": _listed(DAY_NAMES[day] for day in s.weekdays),
            "budget_line": s.budget_line,
            "goal": s.goal.code if s.goal else "",
        }
        for s in Session.objects.filter(start__year=year).select_related("programme")
    ]
    pools = [{"pool": p.code, "hours": float(p.hours)} for p in CoachPool.objects.all()]
    costs = [
        {
            **{k: getattr(c, k) for k in ("origin", "place", "rank_from", "amount", "source")},
            "component": components[c.component],
        }
        for c in StandardCost.objects.order_by("pk")
    ]
    holidays = [
        [start.isoformat(), end.isoformat(), kind]
        for start, end, kind in Holiday.objects.values_list("start", "end", "kind")
    ]
    return [
        _book_sheet(sheets["Program"], programmes, label),
        _book_sheet(sheets["Kompetensi Program"], effects, label),
        _book_sheet(sheets["Sesi"], sessions, label),
        _book_sheet(sheets["Pelatih"], pools, label),
        _book_sheet(COSTS.sheets[0], costs, label),
        budget_sheet(lines_of_plan(plan), label),
        _plain("Libur", "MULAI|SELESAI|JENIS", holidays, label),
    ]


def _services(label: str) -> list[TableSheet]:
    channels = dict(CHANNELS)
    roles = ServiceRole.objects.select_related("service__unit", "competency")
    rows = [
        {
            "code": role.service.code,
            "name": role.service.name,
            "unit_code": role.service.unit.code,
            "channel": channels[role.service.channel],
            "open_days": _listed(DAY_NAMES[day] for day in role.service.open_days),
            "opens": role.service.opens.strftime("%H:%M"),
            "closes": role.service.closes.strftime("%H:%M"),
            "criticality": role.service.criticality,
            "role": role.name,
            "positions": _listed(position.name for position in role.positions.all()),
            "competency": role.competency.code if role.competency else "",
            "min_level": role.min_level,
            "min_staff": role.min_staff,
        }
        for role in roles.prefetch_related("positions").order_by("pk")
    ]
    helpers = [
        [code, name, p, start.isoformat(), end.isoformat()]
        for code, name, p, start, end in StandIn.objects.values_list(
            "role__service__code", "role__name", "person_id", "start", "end"
        )
    ]
    return [
        _book_sheet(SERVICES.sheets[0], rows, label),
        _plain("Pengganti", "KODE LAYANAN|PERAN|ORANG|MULAI|SELESAI", helpers, label),
    ]


def _decisions(year: int, label: str) -> TableSheet:
    pins = Pin.objects.filter(year=year).values_list(
        "kind", "person_id", "session__code", "programme__code", "document_no"
    )
    headers = "JENIS|ORANG|KODE SESI|KODE PROGRAM|SURAT"
    return _plain("Ketetapan", headers, [list(row) for row in pins], label)


def _quotas(year: int, label: str) -> TableSheet:
    quotas = Quota.objects.filter(year=year).order_by("pk")
    rows = quotas.values_list("programme__code", "grouping", "word", "seats")
    return _plain(
        "Kuota", "KODE PROGRAM|MENURUT|KELOMPOK|KURSI", [list(row) for row in rows], label
    )


def _prices(plan: Plan, label: str) -> TableSheet:
    """Prices behind both bounds, one per row, by what they price."""
    rows: list[list[Any]] = []
    if plan.prices is not None and plan.instance is not None:
        prices = json.loads(read(plan.prices))
        for stage, kinds in prices.items():
            for kind, values in kinds.items():
                rows += _price_rows(stage, kind, values)
    return _plain("Harga", "TAHAP|JENIS|NOMOR|NOMOR 2|NILAI", rows, label)


def _price_rows(stage: str, kind: str, values: Any) -> list[list[str]]:
    if kind == "staffing":
        return [[stage, kind, str(g), str(t), repr(v)] for g, t, v in values]
    if isinstance(values, list):
        return [[stage, kind, str(n), "", repr(v)] for n, v in enumerate(values) if v]
    return [[stage, kind, "", "", repr(values)]]
