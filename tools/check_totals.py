#!/usr/bin/env python3
"""Checks from exported files alone that the totals of a year agree, to the rupiah and the JP.

    python tools/check_totals.py FOLDER | FILE.xlsx ...

Reads the workbooks that the pages offer, in any order and under any name – told apart by their
sheets: the plan (HCDP), what each re-plan changed (Perubahan, several), the plan after it (HCDP
sesudah perubahan), the nominations of all sessions (Nominasi), the register of letters
(Agenda surat), the state of the budget with its ledger (Keadaan Pos, Buku Pos), the realisation
(Kursi, Per sesi, …) and the year-end report (Per kelompok). Shares no code with the program that
writes them. A file that is missing is said; what it would be compared with is not checked.
Exit codes: 0 everything agrees, 1 something does not, 2 a file cannot be read or none is there.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

Row = dict[str, Any]
Sheets = dict[str, list[Row]]
HIDDEN = "disembunyikan"
AFTER = "sesudah perubahan"
NOT_NEEDED = ("changes", "after")  # only a year that was planned anew has them
FALLEN = ("Menolak", "Digantikan")
HEADER_ROWS = 20  # titles and labels stand above the header
KINDS = {
    "plan": "rencana (HCDP)",
    "changes": "perubahan rencana",
    "after": "HCDP sesudah perubahan",
    "nominations": "daftar nominasi",
    "letters": "agenda surat",
    "money": "keadaan anggaran",
    "realisation": "realisasi",
    "year_end": "laporan akhir tahun",
}


class Unreadable(Exception):
    """A file that cannot be read, or lacks what it must have."""


@dataclass
class Report:
    """What was compared and what does not agree, in words that name the place."""

    compared: int = 0
    faults: list[str] = field(default_factory=list)

    def same(self, place: str, one: Any, other: Any) -> None:
        """Compare two figures of the same thing."""
        self.compared += 1
        if one != other:
            self.faults.append(f"{place}: {shown(one)} ≠ {shown(other)}")

    def must(self, holds: bool, words: str) -> None:
        """Note the words unless it holds."""
        self.compared += 1
        if not holds:
            self.faults.append(words)


# ---- reading ------------------------------------------------------------------------------------


def read_book(path: Path) -> Sheets:
    """Every sheet as rows by header: the first row of two or more words in capitals."""
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except Exception as wrong:
        raise Unreadable(f"{path}: {wrong}") from wrong
    found: Sheets = {}
    for sheet in book.worksheets:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        at = next((n for n, row in enumerate(rows[:HEADER_ROWS]) if is_header(row)), None)
        if at is None:
            continue
        heads = [text(cell) for cell in rows[at]]
        found[sheet.title] = [
            {head: cell for head, cell in zip(heads, row, strict=False) if head}
            for row in rows[at + 1 :]
            if any(cell not in (None, "") for cell in row)
        ]
    return found


def is_header(row: list[Any]) -> bool:
    """Whether a row holds headers."""
    words = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    return len(words) >= 2 and all(word == word.upper() for word in words)


def text(value: Any) -> str:
    """Trimmed text of a cell."""
    return "" if value is None else str(value).strip()


def number(value: Any) -> Decimal:
    """An exact number with at most three decimals; empty is 0. Raises Unreadable for words."""
    if value is None or value == "":
        return Decimal(0)
    if isinstance(value, int | float):
        return Decimal(repr(value)).quantize(Decimal("0.001"))
    raise Unreadable(f"angka diharapkan, tetapi tertulis '{value}'")


def shown(value: Any) -> str:
    """A number as Indonesia groups it; other things as they are."""
    if not isinstance(value, Decimal):
        return str(value)
    plain = f"{value.normalize():,f}"
    return plain.replace(",", " ").replace(".", ",").replace(" ", ".")


def kind_of(sheets: Sheets) -> str:
    """What a workbook is, by its sheets and headers; "" unknown."""
    if "Per kelompok" in sheets:
        return "year_end"
    if "Kursi" in sheets and "Ringkasan" in sheets:
        return "realisation"
    if "Buku Pos" in sheets:
        return "money"
    heads = [set(rows[0]) for rows in sheets.values() if rows]
    for kind, wanted in (
        ("nominations", {"KODE SESI", "NIP YANG DIGANTIKAN"}),
        ("letters", {"NOMOR", "SIDIK ISI", "KODE SESI"}),
        ("changes", {"PERUBAHAN", "NIP", "SESI", "JP", "BIAYA"}),
        ("plan", {"KURIKULUM", "ANGGARAN", "KODE SESI", "NIP"}),
    ):
        if any(wanted <= head for head in heads):
            after = kind == "plan" and any(name.endswith(AFTER) for name in sheets)
            return "after" if after else kind
    return ""


def read_all(paths: Iterable[Path]) -> dict[str, Sheets]:
    """The workbooks by kind, all changes together. Raises Unreadable for two of another kind."""
    found: dict[str, Sheets] = {}
    for path in paths:
        sheets = read_book(path)
        kind = kind_of(sheets)
        if not kind:
            continue
        if kind == "changes" and kind in found:
            for name, rows in sheets.items():
                found[kind].setdefault(name, []).extend(rows)
            continue
        if kind in found:
            raise Unreadable(f"{path}: sudah ada berkas {KINDS[kind]} lain; beri satu saja")
        found[kind] = sheets
    return found


def sums(rows: Iterable[Row], key: Callable[[Row], Any], value: str) -> dict[Any, Decimal]:
    """Sums of a column by key."""
    total: dict[Any, Decimal] = defaultdict(Decimal)
    for row in rows:
        total[key(row)] += number(row.get(value))
    return dict(total)


def by(column: str) -> Callable[[Row], str]:
    """A key that reads a column."""
    return lambda row: text(row.get(column))


def compare(report: Report, place: str, one: dict[Any, Any], other: dict[Any, Any]) -> None:
    """Compare two sums key by key; a key that one lacks is 0 there."""
    for key in sorted({*one, *other}, key=str):
        report.same(f"{place} {key or '(tanpa kode)'}",
                    one.get(key, Decimal(0)), other.get(key, Decimal(0)))  # fmt: skip


# ---- what must agree ----------------------------------------------------------------------------


def only_sheet(sheets: Sheets) -> list[Row]:
    """The rows of a book of one sheet."""
    return next(iter(sheets.values()), [])


def planned(seats: list[Row]) -> list[Row]:
    """Seats of the plan, without those that took one over."""
    return [row for row in seats if text(row.get("DARI RENCANA")) == "ya"]


def changed(plan: list[Row], changes: list[Row]) -> list[Row]:
    """The plan's rows and, with their sign, those that re-plans took away or added.

    A substitute's seat adds nothing to the plan, so that losing it takes nothing away.
    """
    same = {"SESI": "KODE SESI", "BIAYA": "ANGGARAN"}
    rows = planned(changes)
    return [*plan, *({same.get(head, head): cell for head, cell in row.items()} for row in rows)]


def count(rows: list[Row], key: Callable[[Row], str]) -> Counter[str]:
    """Seats by key; one that a re-plan released counts off."""
    found: Counter[str] = Counter()
    for row in rows:
        found[key(row)] += -1 if is_released(row) else 1
    return found


def is_released(row: Row) -> bool:
    """Whether a re-plan took the seat away."""
    return text(row.get("PERUBAHAN")) == "dilepas"


def check_plan(report: Report, plan: list[Row], seats: list[Row]) -> None:
    """The plan's rows and the realisation's planned seats: per session, unit, line and city."""
    mine = planned(seats)
    for column, here, there in (
        ("sesi", "KODE SESI", "KODE SESI"),
        ("unit", "UNIT", "UNIT"),
        ("pos", "KODE ANGGARAN", "KODE ANGGARAN"),
    ):
        for name, one, other in (
            ("JP", "JP", "JP RENCANA"),
            ("rupiah", "ANGGARAN", "BIAYA RENCANA"),
        ):
            compare(report, f"{name} rencana ↔ realisasi, {column}",
                    sums(plan, by(here), one), sums(mine, by(there), other))  # fmt: skip
        counted = count(plan, by(here)), Counter(map(by(there), mine))
        compare(report, f"kursi rencana ↔ realisasi, {column}", *counted)
    for name, one, other in (("JP", "JP", "JP RENCANA"), ("rupiah", "ANGGARAN", "BIAYA RENCANA")):
        report.same(f"{name} rencana ↔ realisasi, kota",
                    sum(map(number, (row.get(one) for row in plan)), Decimal(0)),
                    sum(map(number, (row.get(other) for row in mine)), Decimal(0)))  # fmt: skip


def check_fixed(report: Report, book: Sheets) -> None:
    """Seats and fixed costs of the plan make what it spends, line by line."""
    seats, fixed, lines = only_sheet(book), book["Biaya tetap"], book["Per pos"]
    fixed = [row for row in fixed if text(row.get("KODE ANGGARAN"))]  # without the total
    lines = [row for row in lines if text(row.get("KODE ANGGARAN")) != "Jumlah"]
    with_line = [row for row in seats if text(row.get("KODE ANGGARAN"))]
    key = by("KODE ANGGARAN")
    of_seats, of_sessions = sums(with_line, key, "ANGGARAN"), sums(fixed, key, "BIAYA TETAP")
    compare(report, "biaya kursi, pos", sums(lines, key, "BIAYA KURSI"), of_seats)
    compare(report, "biaya tetap, pos", sums(lines, key, "BIAYA TETAP"), of_sessions)
    both = {
        code: of_seats.get(code, Decimal(0)) + of_sessions.get(code, Decimal(0))
        for code in {*of_seats, *of_sessions}
    }
    compare(report, "dipakai rencana, pos", sums(lines, key, "DIPAKAI RENCANA"), both)
    for row in lines:
        report.must(number(row.get("DIPAKAI RENCANA")) <= number(row.get("PAGU")),
                    f"rencana melampaui pagu pos {key(row)}")  # fmt: skip


def check_fixed_paid(report: Report, fixed: list[Row], ledger: list[Row], whole: list[Row]) -> None:
    """Fixed costs in the ledger are the plan's, open or paid but not both; and the summary's."""
    fixed = [row for row in fixed if text(row.get("KODE ANGGARAN"))]
    planned_cost = {f"Biaya tetap · {text(row.get('KODE SESI'))}": row for row in fixed}
    mine = [row for row in ledger if text(row.get("TENTANG")).startswith("session:")]
    owed = sums((r for r in mine if text(r.get("JENIS")) == "Komitmen"), by("UNTUK"), "JUMLAH")
    paid = sums((r for r in mine if text(r.get("JENIS")) == "Realisasi"), by("UNTUK"), "JUMLAH")
    for words, amount in owed.items():
        if amount:
            wanted = planned_cost.get(words, {}).get("BIAYA TETAP")
            report.same(f"komitmen {words}", amount, number(wanted))
            report.same(f"dibayar selagi terikat, {words}", paid.get(words, Decimal(0)), Decimal(0))
    summary = {text(row.get("UKURAN")): row for row in whole}
    report.same("biaya tetap rencana ↔ realisasi, kota",
                sum(sums(fixed, by("KODE SESI"), "BIAYA TETAP").values(), Decimal(0)),
                number(summary["Uang untuk sesi utuh dan lainnya"].get("RENCANA")))  # fmt: skip


def check_nominations(report: Report, plan: list[Row], rows: list[Row]) -> None:
    """Everybody planned for a session is nominated once; whoever is not planned replaces one."""
    given = [row for row in plan if not is_released(row)]  # who lost a seat was nominated, too
    with_session = [row for row in given if text(row.get("KODE SESI"))]
    pair = lambda row: (text(row.get("KODE SESI")), text(row.get("NIP")))  # noqa: E731 - a key
    wanted = Counter(map(pair, with_session))
    own = [row for row in rows if not text(row.get("NIP YANG DIGANTIKAN"))]
    plans = Counter(text(row.get("RENCANA")) for row in own)
    current = plans.most_common(1)[0][0] if plans else ""
    amended = any(text(row.get("PERUBAHAN")) for row in plan)
    own = [
        row for row in own
        if text(row.get("RENCANA")) == current
        or (amended and text(row.get("RENCANA")).startswith(f"{current} – "))
    ]  # fmt: skip
    there = Counter(map(pair, own))
    for session, nip in sorted({*wanted, *there}):
        report.same(
            f"nominasi sesi {session}, NIP {nip}", there[session, nip], wanted[session, nip]
        )
    session_key = by("KODE SESI")
    for name, one, other in (("JP", "JP", "JP"), ("rupiah", "ANGGARAN", "BIAYA")):
        mine, theirs = sums(with_session, session_key, one), sums(own, session_key, other)
        compare(report, f"{name} rencana ↔ nominasi, sesi", mine, theirs)
    state = {pair(row): text(row.get("KEADAAN")) for row in rows}
    for row in rows:
        gone = text(row.get("NIP YANG DIGANTIKAN"))
        if gone:
            session = text(row.get("KODE SESI"))
            report.must(
                state.get((session, gone)) == "Digantikan",
                f"nominasi sesi {session}: {text(row.get('NAMA'))} menggantikan NIP {gone}, "
                f"yang keadaannya {state.get((session, gone), 'tidak ada')}, bukan Digantikan",
            )


def check_after(report: Report, after: list[Row], nominations: list[Row]) -> None:
    """The year as changed holds exactly the nominated who did not fall out."""
    mine = [row for row in after if text(row.get("KODE SESI"))]
    stay = [row for row in nominations if text(row.get("KEADAAN")) not in FALLEN]
    key = by("KODE SESI")
    compare(report, "kursi sesudah perubahan ↔ nominasi, sesi",
            Counter(map(key, mine)), Counter(map(key, stay)))  # fmt: skip
    for name, one, other in (("JP", "JP", "JP"), ("rupiah", "ANGGARAN", "BIAYA")):
        compare(report, f"{name} sesudah perubahan ↔ nominasi, sesi",
                sums(mine, key, one), sums(stay, key, other))  # fmt: skip


def check_letters(report: Report, letters: list[Row], nominations: list[Row]) -> None:
    """Every letter goes to somebody nominated, under a number of its own, once a kind."""
    known = {(text(row.get("KODE SESI")), text(row.get("NIP"))) for row in nominations}
    numbers = Counter(text(row.get("NOMOR")) for row in letters)
    replaced = {text(row.get("MENGGANTIKAN")) for row in letters} - {""}
    for one, n in numbers.items():
        report.same(f"surat bernomor {one}, banyaknya", n, 1)
    for one in sorted(replaced):
        report.must(one in numbers, f"surat {one} digantikan, tetapi tidak ada dalam agenda")
    valid: Counter[tuple[str, str, str]] = Counter()
    for row in letters:
        nip, session = text(row.get("NIP")), text(row.get("KODE SESI"))
        if not nip:
            continue  # a list of participants
        one = text(row.get("NOMOR"))
        words = f"surat {one}: NIP {nip} tidak dinominasikan pada sesi {session}"
        report.must((session, nip) in known, words)
        if one not in replaced:
            valid[text(row.get("JENIS")), session, nip] += 1
    for (kind, session, nip), n in valid.items():
        report.same(f"{kind} yang berlaku, sesi {session}, NIP {nip}", n, 1)


def check_ledger(report: Report, state: list[Row], book: list[Row]) -> None:
    """The ledger sums to the state of each line, and a reversal is what it reverses, once."""
    rows = {int(number(row.get("NOMOR"))): row for row in book}
    for kind, column in (("Komitmen", "KOMITMEN"), ("Realisasi", "REALISASI")):
        mine = [row for row in book if text(row.get("JENIS")) == kind]
        compare(report, f"{kind} buku pos ↔ keadaan pos",
                sums(mine, by("KODE ANGGARAN"), "JUMLAH"),
                sums(state, by("KODE ANGGARAN"), column))  # fmt: skip
    for row in state:
        left = number(row.get("PAGU")) - number(row.get("KOMITMEN")) - number(row.get("REALISASI"))
        report.same(f"sisa pos {text(row.get('KODE ANGGARAN'))}", number(row.get("SISA")), left)
    undone: Counter[int] = Counter()
    for one, row in rows.items():
        if row.get("MEMBATALKAN") in (None, ""):
            report.must(
                number(row.get("JUMLAH")) > 0, f"catatan buku pos {one}: jumlahnya tidak positif"
            )
            continue
        old = int(number(row["MEMBATALKAN"]))
        undone[old] += 1
        report.must(old in rows, f"catatan buku pos {one} membatalkan {old}, yang tidak ada")
        if old in rows:
            report.same(f"pembatalan catatan buku pos {old}",
                        number(row.get("JUMLAH")), -number(rows[old].get("JUMLAH")))  # fmt: skip
    for old, n in undone.items():
        report.same(f"catatan buku pos {old}, banyaknya pembatalan", n, 1)


def check_paid(report: Report, book: list[Row], realisation: Sheets) -> None:
    """What the ledger paid for a seat is what the realisation shows; the rest is beside seats."""
    seats = realisation["Kursi"]
    paid = [row for row in book if text(row.get("JENIS")) == "Realisasi"]
    owed = [row for row in book if text(row.get("JENIS")) == "Komitmen"]
    names = {f"seat:{text(row.get('KURSI'))}": row for row in seats}
    by_seat = sums(paid, by("TENTANG"), "JUMLAH")
    for about, row in names.items():
        report.same(
            f"dibayar bagi {text(row.get('NAMA'))}, sesi {text(row.get('KODE SESI'))}",
            number(row.get("DIBAYAR")), by_seat.get(about, Decimal(0)),
        )  # fmt: skip
    beside = [row for row in paid if text(row.get("TENTANG")) not in names]
    lines = realisation.get("Per pos", [])
    compare(report, "dibayar selain kursi, pos",
            sums(lines, by("KODE ANGGARAN"), "DIBAYAR LAINNYA"),
            sums(beside, by("KODE ANGGARAN"), "JUMLAH"))  # fmt: skip
    compare(report, "dibayar seluruhnya, pos",
            sums(lines, by("KODE ANGGARAN"), "DIBAYAR SELURUHNYA"),
            sums(paid, by("KODE ANGGARAN"), "JUMLAH"))  # fmt: skip
    still = sums(owed, by("TENTANG"), "JUMLAH")
    for about, row in names.items():
        if by_seat.get(about):
            report.same(f"komitmen tersisa sesudah dibayar, {text(row.get('NAMA'))}, "
                        f"sesi {text(row.get('KODE SESI'))}",
                        still.get(about, Decimal(0)), Decimal(0))  # fmt: skip


def check_obligations(report: Report, book: list[Row], letters: list[Row]) -> None:
    """An obligation for a seat rests on a letter of the register."""
    numbers = {text(row.get("NOMOR")) for row in letters}
    for row in book:
        if text(row.get("JENIS")) == "Komitmen" and text(row.get("TENTANG")).startswith("seat:"):
            report.must(text(row.get("DOKUMEN")) in numbers,
                        f"catatan buku pos {int(number(row.get('NOMOR')))}: surat "
                        f"'{text(row.get('DOKUMEN'))}' tidak ada dalam agenda")  # fmt: skip


FIGURES = (
    ("kursi", None, "KURSI RENCANA", "KURSI SELESAI"),
    ("JP", ("JP RENCANA", "JP SELESAI"), "JP RENCANA", "JP SELESAI"),
    ("rupiah", ("BIAYA RENCANA", "DIBAYAR"), "BIAYA RENCANA", "DIBAYAR"),
)
SUMMARY = {"Kursi": "kursi", "JP": "JP", "Uang untuk kursi": "rupiah"}


def check_realisation(report: Report, sheets: Sheets) -> None:
    """The seats of the realisation sum to its sessions, units, lines and summary."""
    seats = sheets["Kursi"]
    for sheet, column, head in (
        ("Per sesi", "KODE SESI", "KODE SESI"), ("Per unit", "PERANGKAT DAERAH", "UNIT"),
    ):  # fmt: skip
        rows = [row for row in sheets.get(sheet, []) if text(row.get("DIBAYAR")) != HIDDEN]
        for name, columns, planned_head, done_head in FIGURES:
            for at, shown_head in enumerate((planned_head, done_head)):
                mine = (
                    sums(seats, by(column), columns[at]) if columns
                    else count_seats(seats, by(column), done=at == 1)
                )  # fmt: skip
                compare(report, f"{name}, lembar {sheet} kolom {shown_head},",
                        sums(rows, by(head), shown_head), mine)  # fmt: skip
    with_line = [row for row in seats if text(row.get("KODE ANGGARAN"))]
    compare(report, "rupiah rencana, lembar Per pos",
            sums(sheets.get("Per pos", []), by("KODE ANGGARAN"), "BIAYA RENCANA"),
            sums(with_line, by("KODE ANGGARAN"), "BIAYA RENCANA"))  # fmt: skip
    whole = {text(row.get("UKURAN")): row for row in sheets["Ringkasan"]}
    for words, name in SUMMARY.items():
        for at, head in enumerate(("RENCANA", "SELESAI")):
            columns = next(columns for known, columns, *_ in FIGURES if known == name)
            mine = (
                sum(sums(seats, by("KURSI"), columns[at]).values(), Decimal(0)) if columns
                else sum(count_seats(seats, by("KURSI"), done=at == 1).values(), Decimal(0))
            )  # fmt: skip
            report.same(f"Ringkasan {words}, {head}", number(whole[words].get(head)), mine)
    check_people(report, sheets, whole)


def count_seats(seats: list[Row], key: Callable[[Row], str], *, done: bool) -> dict[str, Decimal]:
    """Planned seats, or done ones, by key; done is a seat with JP or one that says so."""
    rows = [row for row in seats if is_done(row)] if done else planned(seats)
    return {name: Decimal(n) for name, n in Counter(map(key, rows)).items()}


def is_done(row: Row) -> bool:
    """Whether the seat was done."""
    return text(row.get("KEADAAN")) in ("selesai, tercatat", "done, recorded")


def check_people(report: Report, sheets: Sheets, whole: dict[str, Row]) -> None:
    """The people of the list are those of the summary; who is missed has a reason."""
    people = sheets.get("Pegawai", [])
    missed = [row for row in people if text(row.get("ALASAN"))]
    report.same("pegawai, lembar Pegawai ↔ Ringkasan",
                Decimal(len(people)), number(whole["Pegawai"].get("RENCANA")))  # fmt: skip
    report.same("belum terjangkau, lembar Pegawai ↔ Ringkasan",
                Decimal(len(missed)), number(whole["Belum terjangkau"].get("SELESAI")))  # fmt: skip
    reasons = sums(sheets.get("Alasan", []), by("ALASAN BELUM TERJANGKAU"), "PEGAWAI")
    compare(report, "alasan belum terjangkau", reasons,
            {key: Decimal(n) for key, n in Counter(map(by("ALASAN"), missed)).items()})  # fmt: skip


def check_year_end(report: Report, year: Sheets, realisation: Sheets) -> None:
    """The report's figures are the realisation's, and its parts make its whole."""
    here = {text(row.get("UKURAN")): row for row in year["Ringkasan"]}
    there = {text(row.get("UKURAN")): row for row in realisation["Ringkasan"]}
    for words in sorted({*here, *there}):
        for head in ("RENCANA", "SELESAI"):
            one, other = here.get(words, {}).get(head), there.get(words, {}).get(head)
            report.same(f"laporan ↔ realisasi, {words}, {head}", plain(one), plain(other))
    for sheet, head in (("Per unit", "UNIT"), ("Per pos", "KODE ANGGARAN")):
        for column in ("KURSI RENCANA", "KURSI SELESAI", "JP RENCANA", "JP SELESAI",
                       "BIAYA RENCANA", "DIBAYAR", "DIBAYAR SELURUHNYA"):  # fmt: skip
            if any(column in row for row in year.get(sheet, [])):
                compare(report, f"laporan ↔ realisasi, lembar {sheet}, {column},",
                        sums(open_rows(year[sheet]), by(head), column),
                        sums(open_rows(realisation[sheet]), by(head), column))  # fmt: skip
    for column in ("KURSI RENCANA", "KURSI SELESAI", "JP RENCANA", "JP SELESAI", "BIAYA RENCANA",
                   "DIBAYAR"):  # fmt: skip
        if year.get("Per sesi"):
            compare(report, f"laporan ↔ realisasi, lembar Per sesi, {column},",
                    sums(year["Per sesi"], session_of, column),
                    sums(realisation["Per sesi"], session_of, column))  # fmt: skip
    check_groups(report, year, here)


def check_changes(report: Report, plans: list[Row], changes: list[Row]) -> None:
    """The report names as many changed seats as the books of all re-plans hold."""
    there = sum((number(row.get("BERUBAH")) for row in plans), Decimal(0))
    seats = [row for row in changes if text(row.get("DARI RENCANA"))]  # not the sums
    report.same("perubahan rencana ↔ laporan akhir tahun, kursi", Decimal(len(seats)), there)


def session_of(row: Row) -> str:
    """The session of a row; the report writes - for the open forms together."""
    code = text(row.get("KODE SESI"))
    return "" if code == "-" else code


def plain(value: Any) -> Any:
    """A cell as a number where it is one."""
    return number(value) if isinstance(value, int | float) else text(value)


def open_rows(rows: list[Row]) -> list[Row]:
    """Rows that are not hidden."""
    return [row for row in rows if HIDDEN not in map(text, row.values())]


def check_groups(report: Report, year: Sheets, whole: dict[str, Row]) -> None:
    """Each way of grouping sums to the city, unless something is hidden."""
    rows = year["Per kelompok"]
    for grouping in sorted({text(row.get("MENURUT")) for row in rows}):
        mine = [row for row in rows if text(row.get("MENURUT")) == grouping]
        if len(open_rows(mine)) < len(mine):
            continue
        for column, words, head in (
            ("KURSI RENCANA", "Kursi", "RENCANA"), ("KURSI SELESAI", "Kursi", "SELESAI"),
            ("JP SELESAI", "JP", "SELESAI"), ("DIBAYAR", "Uang untuk kursi", "SELESAI"),
            ("PEGAWAI", "Pegawai", "RENCANA"), ("TERJANGKAU", "Terjangkau", "SELESAI"),
            ("BELUM TERJANGKAU", "Belum terjangkau", "SELESAI"),
        ):  # fmt: skip
            report.same(f"jumlah menurut {grouping}, {column} ↔ kota",
                        sum(map(number, (row.get(column) for row in mine)), Decimal(0)),
                        number(whole[words].get(head)))  # fmt: skip


def check(books: dict[str, Sheets]) -> Report:
    """Everything that the books at hand allow to compare."""
    report = Report()
    plan = only_sheet(books["plan"]) if "plan" in books else None
    nominations = only_sheet(books["nominations"]) if "nominations" in books else None
    letters = only_sheet(books["letters"]) if "letters" in books else None
    money, realisation = books.get("money"), books.get("realisation")
    if plan is not None and "changes" in books:
        plan = changed(plan, only_sheet(books["changes"]))
    if plan is not None and realisation:
        check_plan(report, plan, realisation["Kursi"])
    if "Biaya tetap" in books.get("plan", {}):
        check_fixed(report, books["plan"])
        if money and realisation:
            rows = realisation["Ringkasan"]
            fixed = [
                *books["plan"]["Biaya tetap"],
                *books.get("changes", {}).get("Biaya tetap", []),
            ]
            check_fixed_paid(report, fixed, money["Buku Pos"], rows)
    if plan is not None and nominations is not None:
        check_nominations(report, plan, nominations)
    if "after" in books and nominations is not None:
        check_after(report, only_sheet(books["after"]), nominations)
    if letters is not None and nominations is not None:
        check_letters(report, letters, nominations)
    if money:
        check_ledger(report, money["Keadaan Pos"], money["Buku Pos"])
    if money and realisation:
        check_paid(report, money["Buku Pos"], realisation)
    if money and letters is not None:
        check_obligations(report, money["Buku Pos"], letters)
    if realisation:
        check_realisation(report, realisation)
    if realisation and "year_end" in books:
        check_year_end(report, books["year_end"], realisation)
    if "changes" in books and "Rencana dan perubahan" in books.get("year_end", {}):
        check_changes(report, books["year_end"]["Rencana dan perubahan"],
                      only_sheet(books["changes"]))  # fmt: skip
    return report


def main(arguments: list[str]) -> int:
    """Read, compare, tell; the exit code."""
    paths = [
        path
        for argument in arguments
        for path in (sorted(Path(argument).glob("*.xlsx")) if Path(argument).is_dir()
                     else [Path(argument)])
    ]  # fmt: skip
    try:
        books = read_all(paths)
        if not books:
            raise Unreadable("tidak ada berkas yang dikenal; unduh dari halaman masing-masing")
        report = check(books)
    except Unreadable as wrong:
        print(f"Tidak dapat diperiksa: {wrong}", file=sys.stderr)
        return 2
    for kind, words in KINDS.items():
        if kind in books or kind not in NOT_NEEDED:
            print(f"{'ada' if kind in books else 'TIDAK ADA':9} {words}")
    for words in report.faults:
        print(f"TIDAK COCOK  {words}")
    print(f"{report.compared} perbandingan, {len(report.faults)} tidak cocok")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
