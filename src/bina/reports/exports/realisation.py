"""HCDP realisation as a workbook: sums that a reader can check against the rows beside them.

Headers are Indonesian in every language, as in the other books that programs read again.
"""

from collections.abc import Sequence
from typing import Any

from bina.accounts.access import Access
from bina.formats.tables import CellKind, TableColumn, TableSheet, write_table
from bina.people.models import Unit
from bina.reports.rules.realisation import sums_by
from bina.reports.selectors import book, lists, pages
from bina.reports.selectors.book import PersonCells, SeatCells
from bina.reports.selectors.lists import Asked
from bina.reports.selectors.measured import Measured
from bina.reports.selectors.pages import Row, Scope
from bina.reports.words import GROUPING, REACHED, REASON, STATE, spoken

SUMS: tuple[tuple[str, str, CellKind], ...] = (
    ("seats", "KURSI RENCANA", "integer"),
    ("done_seats", "KURSI SELESAI", "integer"),
    ("people", "ORANG RENCANA", "integer"),
    ("done_people", "ORANG SELESAI", "integer"),
    ("jp", "JP RENCANA", "decimal"),
    ("done_jp", "JP SELESAI", "decimal"),
    ("cost", "BIAYA RENCANA", "money"),
    ("paid", "DIBAYAR", "money"),
    ("closure", "POIN RENCANA", "decimal"),
    ("done_closure", "POIN SELESAI", "decimal"),
)
REACH: tuple[tuple[str, str], ...] = (
    ("n", "PEGAWAI"), ("reached", "TERJANGKAU"), ("plan", "LEWAT RENCANA"),
    ("other", "DI LUAR RENCANA"), ("missed", "BELUM TERJANGKAU"), ("full", "CUKUP JP"),
)  # fmt: skip
ALWAYS = ("n", "seats", "people", "jp", "cost", "closure")  # known of a hidden row, too
HIDDEN = "disembunyikan"
WHOLE = "KOTA"


def workbook(sheets: Sequence[TableSheet]) -> bytes:
    """The sheets as one file."""
    return write_table(*sheets)


def sum_sheets(found: Measured, scope: Scope, least: int, label: str) -> list[TableSheet]:
    """Summary, groups, budget lines and reasons; nobody is named, small groups are hidden."""
    by_unit = pages.rows_of(found, scope, "unit", least)
    sheets = [
        _summary(found, scope, least, label),
        _groups("Per unit", "UNIT", [("unit", row) for row in by_unit], label),
        _groups("Jangkauan", "KELOMPOK", _every_group(found, scope, least), label),
    ]
    if scope.is_city:
        sheets.append(_lines(found, label))
    rows = [
        [str(row.label), HIDDEN if row.n is None else row.n]
        for row in pages.reason_rows(found, scope, least)
    ]
    columns = (TableColumn("ALASAN BELUM TERJANGKAU"), TableColumn("PEGAWAI", "integer"))
    return [*sheets, TableSheet("Alasan", columns, rows, label=label)]


def _summary(found: Measured, scope: Scope, least: int, label: str) -> TableSheet:
    total = pages.total_of(found, scope, least)
    beside = sum(found.paid_beside.values()) if scope.is_city else 0
    fixed = found.fixed_cost if scope.is_city else 0
    rows: list[list[Any]] = [
        ["Kursi", total.seats, total.done_seats],
        ["Orang", total.people, total.done_people],
        ["JP", total.jp, total.done_jp],
        ["Uang untuk kursi", total.cost, total.paid],
        ["Uang untuk sesi utuh dan lainnya", fixed, beside],
        ["Uang seluruhnya", total.cost + fixed, total.paid + beside],
        ["Poin kesenjangan tertutup", round(total.closure, 3), round(total.done_closure, 3)],
        ["Pegawai", total.n, None],
        ["Terjangkau", None, HIDDEN if total.hidden else total.reached],
        ["Belum terjangkau", None, HIDDEN if total.hidden else total.missed],
    ]
    columns = (
        TableColumn("UKURAN"), TableColumn("RENCANA", "decimal"), TableColumn("SELESAI", "decimal"),
    )  # fmt: skip
    titles = (f"Realisasi HCDP {found.year}", f"Keadaan {found.day:%d-%m-%Y}",
              found.plan.name if found.plan else "Belum ada rencana yang disetujui")  # fmt: skip
    return TableSheet("Ringkasan", columns, rows, titles, label)


def _every_group(found: Measured, scope: Scope, least: int) -> list[tuple[str, Row]]:
    return [
        (grouping, row)
        for grouping in pages.GROUPINGS
        if grouping != "unit"
        for row in pages.rows_of(found, scope, grouping, least)
    ]


def _groups(name: str, first: str, rows: list[tuple[str, Row]], label: str) -> TableSheet:
    """One row a group. A hidden row shows what is known anyway: who there is, what was planned."""
    fields = [(key, header, kind) for key, header, kind in SUMS]
    fields += [(key, header, "integer") for key, header in REACH]
    columns = [TableColumn(first), *(TableColumn(header, kind) for _k, header, kind in fields)]
    if first == "KELOMPOK":
        columns.insert(0, TableColumn("MENURUT"))
    table = []
    for grouping, row in rows:
        values = [
            HIDDEN if row.hidden and key not in ALWAYS else _value(getattr(row, key))
            for key, _header, _kind in fields
        ]
        lead = [str(GROUPING[grouping])] if first == "KELOMPOK" else []
        table.append([*lead, row.label, *values])
    return TableSheet(name, tuple(columns), table, label=label)


def _value(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value


def _lines(found: Measured, label: str) -> TableSheet:
    """Money by budget line: what the plan's seats need, what was paid for seats and beside."""
    sums = sums_by(found.seats, found.seats.line, len(found.lines))
    columns = (
        TableColumn("KODE ANGGARAN"),
        *(TableColumn(word, "money") for word in
          ("BIAYA RENCANA", "DIBAYAR UNTUK KURSI", "DIBAYAR LAINNYA", "DIBAYAR SELURUHNYA")),
    )  # fmt: skip
    rows = []
    for at, code in enumerate(found.lines):
        paid, beside = int(sums.paid[at]), found.paid_beside.get(code, 0)
        rows.append([code, int(sums.cost[at]), paid, beside, paid + beside])
    return TableSheet("Per pos", columns, rows, label=label)


def row_sheets(found: Measured, access: Access, top: Unit | None, label: str) -> list[TableSheet]:
    """Sessions, seats and people within reach: what the sums are made of."""
    labels = book.labels_of(found)
    rows = lists.seat_keys(found, access, top, Asked())
    seats = book.seat_cells(found, labels, rows)
    scope = pages.scope_of(found, access.reach("reports.people"), top)
    group, keys = pages.groups_of(found, scope, "unit")
    of_seat = group[found.seats.person].tolist()
    people = lists.people_keys(found, access, top, Asked())
    return [
        _sessions(seats, label),
        _seats(seats, [keys[of_seat[row]][1] for row in rows], label),
        _people(book.person_cells(found, labels, people), label),
    ]


def _sessions(seats: list[SeatCells], label: str) -> TableSheet:
    sums: dict[tuple[str, str], list[Any]] = {}
    for seat in seats:
        row = sums.setdefault((seat.session, seat.programme), [0, 0, 0.0, 0.0, 0, 0])
        done = seat.state == "done"
        for at, value in enumerate(
            (seat.is_planned, done, seat.jp, seat.done_jp, seat.cost, seat.paid or 0)
        ):
            row[at] += value
    columns = (
        TableColumn("KODE SESI"), TableColumn("PROGRAM"), TableColumn("KURSI RENCANA", "integer"),
        TableColumn("KURSI SELESAI", "integer"), TableColumn("JP RENCANA", "decimal"),
        TableColumn("JP SELESAI", "decimal"), TableColumn("BIAYA RENCANA", "money"),
        TableColumn("DIBAYAR", "money"),
    )  # fmt: skip
    table = [[*key, *map(_value, row)] for key, row in sorted(sums.items())]
    return TableSheet("Per sesi", columns, table, label=label)


def _seats(seats: list[SeatCells], heads: list[str], label: str) -> TableSheet:
    columns = (
        TableColumn("NIP"), TableColumn("NAMA"), TableColumn("UNIT"),
        TableColumn("PERANGKAT DAERAH"), TableColumn("KODE SESI"),
        TableColumn("PROGRAM"), TableColumn("MULAI", "date"), TableColumn("DARI RENCANA"),
        TableColumn("MENGGANTIKAN"), TableColumn("KEADAAN"), TableColumn("JP RENCANA", "decimal"),
        TableColumn("JP SELESAI", "decimal"), TableColumn("BIAYA RENCANA", "money"),
        TableColumn("DIBAYAR", "money"), TableColumn("KODE ANGGARAN"), TableColumn("KURSI"),
    )  # fmt: skip
    states = {key: str(word) for key, word in STATE.items()}
    rows = [
        [
            seat.nip, seat.name, seat.unit, head, seat.session, seat.programme, seat.start,
            "ya" if seat.is_planned else "tidak", seat.replaces, states[seat.state],
            seat.jp, seat.done_jp, seat.cost, seat.paid, seat.line, seat.key,
        ]
        for seat, head in zip(seats, heads, strict=True)
    ]  # fmt: skip
    return TableSheet("Kursi", columns, rows, label=label)


def people_workbook(found: Measured, rows: list[int], label: str) -> bytes:
    """The list of people with their reasons."""
    people = book.person_cells(found, book.labels_of(found), rows)
    return write_table(_people(people, label, f"Jangkauan {found.year}"))


def _people(people: list[PersonCells], label: str, title: str = "") -> TableSheet:
    columns = (
        TableColumn("NIP"), TableColumn("NAMA"), TableColumn("UNIT"), TableColumn("DISTRIK"),
        TableColumn("TERJANGKAU"), TableColumn("JP DIHITUNG", "decimal"), TableColumn("ALASAN"),
        TableColumn("PENJELASAN"),
    )  # fmt: skip
    rows = [
        [
            row.nip, row.name, row.unit, row.district, str(REACHED[row.how]), row.jp,
            str(REASON[row.reason]) if row.reason else "",
            "; ".join(spoken(sentence) for sentence in row.said),
        ]
        for row in people
    ]  # fmt: skip
    return TableSheet("Pegawai", columns, rows, (title,) if title else (), label)
