"""Rows become typed columns; each problem names its place, and only rows with an error stay out."""

from datetime import date, time

import pytest

from bina.formats.archive import Limits
from bina.formats.problems import Problem
from bina.formats.reading import BookData, read_book
from bina.formats.sheet import Book, Column, Sheet
from bina.formats.workbook import RawSheet, read_workbook
from bina.people.rules.sheets import ABSENCES, SIASN
from tests.formats.workbooks import part, with_part, xlsx

COLUMNS = (
    Column("nip", "NIP", "nip", required=True, aliases=("NIP BARU",), example="1"),
    Column("name", "NAMA PEGAWAI", required=True, max_length=10, example="ANI"),
    Column("code", "KODE", "code"),
    Column("day", "TANGGAL", "date"),
    Column("n", "JUMLAH", "integer", low=1, high=5000),
    Column("x", "NILAI", "decimal", low=0, high=100),
    Column("cost", "BIAYA", "money", low=0),
    Column("kind", "JENIS", "choice", choices=(("a", "Cuti besar"), ("b", "Cuti sakit"))),
    Column("yes", "AKTIF", "flag"),
    Column("parts", "DAFTAR", "list"),
    Column("at", "JAM", "time"),
)
SHEET = Sheet("Data", COLUMNS, key=("nip",), aliases=("Lembar Data",))
BOOK = Book("test", "Uji", "uji.xlsx", (SHEET,), dropped=("NIK", "NOMOR HP"))
HEADERS = [column.header for column in COLUMNS]
NIP_1, NIP_2, NIP_3 = "199001012015031001", "199001012015031002", "199001012015031003"


def sheet(*rows, name="Data", headers=HEADERS):
    return RawSheet(name, [headers, *rows])


def row(nip=NIP_1, **cells):
    return [{"nip": nip, "name": "Ani", **cells}.get(column.key, "") for column in COLUMNS]


def read(*rows, **more) -> BookData:
    return read_book(BOOK, [sheet(*rows)], **more)


def value(key, cell):
    data = read(row(**{key: cell}))
    assert data.problems == [], data.problems[0].reason
    return data.sheets["Data"].columns[key][0]


def problem(key, cell) -> Problem:
    data = read(row(**{key: cell}))
    (found,) = data.problems
    assert (found.row, found.column) == (2, SHEET.column(key).header)
    assert found.remedy.plain()
    assert data.sheets["Data"].columns[key] == [None]
    assert data.sheets["Data"].ok == [found.severity != "error"]
    return found


@pytest.mark.parametrize(
    ("key", "cell", "expected"),
    [
        ("name", "  Ani\n Wenda ", "Ani Wenda"),
        ("name", 16.0, "16"),
        ("name", True, "TRUE"),
        ("code", "bkpp - 01", "BKPP-01"),
        ("code", 33.0, "33"),
        ("day", "31-12-2026", date(2026, 12, 31)),
        ("day", "31/12/2026 00:00:00", date(2026, 12, 31)),
        ("day", "2026-12-31", date(2026, 12, 31)),
        ("day", "31 Desember 2026", date(2026, 12, 31)),
        ("day", date(2026, 12, 31), date(2026, 12, 31)),
        ("day", 46387.0, date(2026, 12, 31)),
        ("day", "29-02-2024", date(2024, 2, 29)),
        ("n", "1.250", 1250),
        ("n", 12.0, 12),
        ("n", "12", 12),
        ("x", "1,5", 1.5),
        ("x", "1.5", 1.5),
        ("x", "1.250", 1.25),  # 1250 would be out of range
        ("x", 0, 0.0),
        ("cost", "Rp 1.250.000", 1_250_000),
        ("cost", "Rp. 6.500.000,-", 6_500_000),
        ("cost", "1,250,000.00", 1_250_000),
        ("cost", 350000.0, 350_000),
        ("cost", "0", 0),
        ("kind", " CUTI  BESAR.", "a"),
        ("kind", "b", "b"),
        ("yes", "Ya", True),
        ("yes", "tidak", False),
        ("parts", "05; 06;;21", ("05", "06", "21")),
        ("at", "08.30", time(8, 30)),
        ("at", 0.5, time(12, 0)),
        ("at", time(14, 5), time(14, 5)),
    ],
)
def test_values_are_understood(key, cell, expected):
    assert value(key, cell) == expected
    assert type(value(key, cell)) is type(expected)


@pytest.mark.parametrize(
    ("key", "cell", "word"),
    [
        ("name", "Ani Wenda Kogoya", "16"),
        ("day", "31-02-2026", "kalender"),
        ("day", "12/31/2026", "kalender"),
        ("day", 2015, "tahun"),
        ("day", "kemarin", "bukan tanggal"),
        ("day", "31-12-26", "bukan tanggal"),
        ("day", "31-12-1026", "1026"),
        ("n", "1,5", "bulat"),
        ("n", 0, "terendah 1"),
        ("n", 5001, "tertinggi 5000"),
        ("x", "abc", "bukan angka"),
        ("x", "-0,1", "terendah"),
        ("cost", "-500.000", "terendah 0"),
        ("cost", "(500.000)", "terendah 0"),
        ("cost", "banyak", "bukan jumlah uang"),
        ("cost", 10.5, "utuh"),
        ("kind", "Libur", "pilihan"),
        ("yes", "mungkin", "ya atau tidak"),
        ("at", "25:00", "bukan jam"),
        ("at", 8.3, "bukan jam"),
    ],
)
def test_values_that_are_not_understood_name_the_reason(key, cell, word):
    found = problem(key, cell)

    assert found.severity == "error"
    assert word in found.reason.plain() or word in found.remedy.plain()


def test_decimal_with_two_meanings_is_refused_with_both():
    wide = Column("x", "NILAI", "decimal", low=0, high=100_000)
    book = Book("t", "T", "t.xlsx", (Sheet("Data", (COLUMNS[0], wide), key=("nip",)),))

    data = read_book(book, [RawSheet("Data", [["NIP", "NILAI"], [NIP_1, "1.200"]])])

    assert "1200 atau 1,2" in data.problems[0].reason.plain()


def test_required_cell_that_is_empty_keeps_only_its_row_out():
    data = read(row(), row(NIP_2, name="  "), row(NIP_3))

    assert data.sheets["Data"].good()["nip"] == [NIP_1, NIP_3]
    assert data.sheets["Data"].good_rows() == [2, 4]
    assert [(p.row, p.column, p.severity) for p in data.problems] == [(3, "NAMA PEGAWAI", "error")]


@pytest.mark.parametrize("gap", [0, 5, 18])
def test_header_is_found_in_the_first_twenty_rows(gap):
    title = [["Daftar NIP"]] * gap
    raw = RawSheet("Data", [*title, ["no", "nip  baru.", "Nama_Pegawai"], ["1", NIP_1, "Ani"]])

    data = read_book(BOOK, [raw])

    assert data.sheets["Data"].good()["nip"] == [NIP_1]
    assert data.sheets["Data"].row_numbers == [gap + 2]
    assert data.sheets["Data"].unknown == ("no",)


def test_header_below_the_twentieth_row_is_not_found():
    data = read_book(BOOK, [RawSheet("Data", [[""]] * 20 + [HEADERS, row()])])

    assert data.sheets == {}
    assert "20 baris pertama" in data.problems[0].remedy.plain()
    assert not data.is_usable


def test_missing_required_column_keeps_every_row_out_and_says_which():
    data = read_book(BOOK, [RawSheet("Data", [["NIP", "KODE"], [NIP_1, "A"]])])

    assert data.sheets["Data"].missing == ("NAMA PEGAWAI",)
    assert data.sheets["Data"].ok == [False]
    assert "NAMA PEGAWAI" in data.problems[0].reason.plain()


def test_headers_are_sorted_into_understood_unknown_and_dropped():
    raw = RawSheet("Data", [["NIP", "Nama Pegawai", "nik", "CATATAN"], [NIP_1, "Ani", "9", "x"]])

    found = read_book(BOOK, [raw]).sheets["Data"]

    assert found.understood == {"nip": "NIP", "name": "Nama Pegawai"}
    assert found.dropped == ("nik",)
    assert found.unknown == ("CATATAN",)
    assert "9" not in [cell for values in found.columns.values() for cell in values]


def test_header_map_names_an_unknown_header_and_ignores_another():
    raw = RawSheet("Data", [["NIP", "Nama Lengkap", "KODE"], [NIP_1, "Ani", "A"]])

    data = read_book(BOOK, [raw], header_map={"NAMA LENGKAP": "name", "Kode": ""})

    assert data.sheets["Data"].good()["name"] == ["Ani"]
    assert data.sheets["Data"].columns["code"] == [None]


def test_own_header_wins_over_an_alias_and_the_double_is_told():
    raw = RawSheet("Data", [["NIP BARU", "NAMA PEGAWAI", "NIP"], [NIP_2, "Ani", NIP_1]])

    data = read_book(BOOK, [raw])

    assert data.sheets["Data"].columns["nip"] == [NIP_1]
    assert [(p.column, p.severity) for p in data.problems] == [("NIP BARU", "doubt")]


def test_corrections_replace_a_text_in_one_column_only():
    data = read(
        row(kind="Cuti bsr", name="Cuti bsr"), corrections={("kind", "Cuti bsr"): "Cuti besar"}
    )

    assert data.problems == []
    assert data.sheets["Data"].columns["kind"] == ["a"]
    assert data.sheets["Data"].columns["name"] == ["Cuti bsr"]


def test_sheet_is_found_by_alias_by_name_or_by_headers():
    other = RawSheet("Catatan", [["abc"], ["def"]])
    for name in ("DATA", "lembar data", "Sheet1"):
        data = read_book(BOOK, [other, sheet(row(), name=name)])
        assert data.sheets["Data"].file_sheet == name


def test_blank_rows_are_dropped_and_rows_keep_their_numbers():
    data = read(row(), [""] * 11, ["  "] * 11, row(NIP_2), [None] * 11, [])

    assert data.sheets["Data"].row_numbers == [2, 5]
    assert data.problems == []


def test_identical_row_is_dropped_with_a_notice():
    data = read(row(), row(NIP_2), row())

    assert data.sheets["Data"].good_rows() == [2, 3]
    assert [(p.row, p.severity) for p in data.problems] == [(4, "notice")]


def test_differing_rows_are_both_told_and_the_first_is_kept():
    data = read(row(code="A"), row(NIP_2), row(code="B"))

    assert data.sheets["Data"].good()["code"] == ["A", None]
    assert [(p.row, p.severity) for p in data.problems] == [(2, "doubt"), (4, "error")]


@pytest.mark.parametrize("cell", [199001012015031001, 1.99001012015031e17, "1,99001E+17"])
def test_nip_that_became_a_number_is_an_error_where_it_is_the_only_key(cell):
    found = problem("nip", cell)

    assert found.severity == "error"
    assert "Teks" in found.remedy.plain()


def test_nip_that_became_a_number_stays_doubtful_beside_a_pns_id():
    raw = RawSheet(
        "x",
        [
            ["PNS ID", "NIP BARU", "NAMA", "UNOR NAMA"],
            ["A8AC-1", 1.99001012015031e17, "ANI", "Dinas A"],
            ["", 1.99001012015031e17, "BUDI", "Dinas A"],
            ["", NIP_2, "CITRA", "Dinas A"],
        ],
    )

    data = read_book(SIASN, [raw])

    found = data.sheets["Data Utama"]
    assert found.good()["name"] == ["ANI", "CITRA"]
    assert found.good()["nip"] == [None, NIP_2]
    assert [(p.row, p.severity) for p in data.problems] == [
        (2, "doubt"),
        (3, "doubt"),
        (3, "error"),
    ]


@pytest.mark.parametrize("cell", ["'" + NIP_1, "19900101 201503 1 001", "19900101.201503.1.001"])
def test_nip_with_marks_is_read(cell):
    assert value("nip", cell) == NIP_1


def test_nip_of_other_length_is_kept_with_a_doubt():
    data = read(row("12345"))

    assert data.sheets["Data"].good()["nip"] == ["12345"]
    assert [p.severity for p in data.problems] == ["doubt"]


def test_formula_cells_are_doubtful_and_unsaved_ones_errors():
    data = xlsx(("Data", [HEADERS, row(n="=1+1"), row(NIP_2, n="=1+2"), row(NIP_3, n="=2+2")]))
    xml = part(data, "xl/worksheets/sheet1.xml")
    xml = xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    xml = xml.replace(b"<f>1+2</f><v />", b"<f>1+2</f><v>3</v>")

    raw = read_workbook(with_part(data, "xl/worksheets/sheet1.xml", xml), "a.xlsx", limits=Limits())
    found = read_book(BOOK, raw)

    assert found.sheets["Data"].good()["n"] == [2, 3]
    assert [(p.row, p.column, p.severity) for p in found.problems] == [
        (2, "JUMLAH", "doubt"),
        (4, "JUMLAH", "error"),
    ]
    assert "E2, E3" in found.problems[0].reason.plain()
    assert "E4" in found.problems[1].reason.plain()


def test_example_row_left_in_a_filled_template_is_dropped():
    examples = [column.example for column in ABSENCES.sheets[0].columns]
    headers = [column.header for column in ABSENCES.sheets[0].columns]
    mine = [NIP_2, "BUDI", "Cuti sakit", "01-02-2027", "03-02-2027", "7"]

    data = read_book(ABSENCES, [RawSheet("Cuti", [headers, examples, mine])])

    assert data.sheets["Cuti"].good()["nip"] == [NIP_2]
    assert [(p.row, p.severity) for p in data.problems] == [(2, "notice")]


def test_problem_survives_storing():
    found = read(row(n="1,5")).problems[0]

    assert Problem.from_json(found.as_json()) == found


def test_order_of_rows_does_not_change_values():
    rows = [row(f"1990010120150310{n:02d}", n=n) for n in range(1, 30)]

    forward, backward = read(*rows), read(*reversed(rows))

    assert forward.sheets["Data"].columns["n"] == backward.sheets["Data"].columns["n"][::-1]
