"""Every template can be read back by its own reader; nothing exported becomes a formula."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from bina.assessment.rules import sheets as assessment
from bina.calendar.rules import sheets as calendar
from bina.catalog.rules import sheets as catalog
from bina.citizens.rules import sheets as citizens
from bina.formats.archive import Limits
from bina.formats.problems import Problem
from bina.formats.reading import read_book
from bina.formats.tables import TableColumn, TableSheet, write_csv, write_table
from bina.formats.template import blank_template, problem_file
from bina.formats.workbook import read_workbook
from bina.gaps.rules import sheets as gaps
from bina.people.rules import sheets as people
from bina.plan.rules import sheets as plan
from bina.standards.rules import sheets as standards
from bina.text import Text

STAGES = (people, standards, citizens, assessment, gaps, catalog, plan, calendar)
BOOKS = [book for stage in STAGES for book in stage.BOOKS]
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"]


def cells(data: bytes):
    return load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.kind)
def test_template_is_read_back_without_a_problem(book):
    data = blank_template(book)

    found = read_book(book, read_workbook(data, book.file_name, limits=Limits()))

    assert [p.reason.plain() for p in found.problems] == []
    for sheet in book.sheets:
        assert found.sheets[sheet.name].ok == [True]
        assert found.sheets[sheet.name].unknown == ()
    assert cells(data).sheetnames == [*(sheet.name for sheet in book.sheets), "Petunjuk"]


def test_template_keeps_nip_as_text_and_offers_choices():
    page = cells(blank_template(people.ABSENCES))["Cuti"]

    assert page["A2"].number_format == "@"
    assert page["A2"].data_type == "s"
    (rule,) = page.data_validations.dataValidation
    assert "Cuti melahirkan" in rule.formula1
    assert "C2" in rule.sqref


def test_problem_file_says_where_why_and_what_to_do():
    problem = Problem("Data", 7, "NIP", "=cmd|' /C calc'!A0", Text("salah"), Text("betulkan"))

    page = cells(problem_file([problem]))["Masalah"]

    values = [cell.value for cell in page[2]]
    assert values == ["Data", 7, "NIP", "=cmd|' /C calc'!A0", "Kesalahan", "salah", "betulkan"]
    assert page["D2"].data_type == "s"


@pytest.mark.parametrize("text", EVIL)
def test_exported_text_is_never_a_formula(text):
    sheet = TableSheet("A", (TableColumn(text), TableColumn("n", "integer")), [(text, text)])

    page = cells(write_table(sheet))["A"]
    rows = list(csv.reader(io.StringIO(write_csv(sheet).decode("utf-8-sig")), delimiter=";"))

    assert {page["A1"].data_type, page["A2"].data_type, page["B2"].data_type} == {"s"}
    assert all(cell.startswith("'") or cell == "n" for row in rows for cell in row)


def test_table_has_label_titles_formats_and_totals():
    sheet = TableSheet(
        "Rencana/2027",
        (
            TableColumn("Nama"),
            TableColumn("Biaya", "money"),
            TableColumn("Mulai", "date"),
        ),
        [("Ani", 1_250_000, date(2027, 3, 2)), ("Budi", None, None)],
        titles=("Rencana 2027",),
        label="DATA KARANGAN",
        totals=("Jumlah", 1_250_000, None),
    )

    page = cells(write_table(sheet))["Rencana 2027"]

    assert page["A1"].value == "DATA KARANGAN"
    assert [cell.value for cell in page[4]] == ["Nama", "Biaya", "Mulai"]
    assert page["B5"].number_format == '"Rp" #,##0'
    assert page["C5"].number_format == "dd-mm-yyyy"
    assert page["B6"].value is None
    assert page["B7"].value == 1_250_000
    assert page.auto_filter.ref == "A4:C6"


def test_sheet_names_are_made_unique_and_short():
    sheets = [TableSheet("Dinas Kependudukan dan Pencatatan Sipil", (), []) for _ in range(3)]

    names = cells(write_table(*sheets)).sheetnames

    assert len(set(names)) == 3
    assert max(map(len, names)) <= 31


def test_csv_writes_decimal_comma_and_negative_numbers_as_numbers():
    sheet = TableSheet("A", (TableColumn("x", "decimal"),), [(-1.5,)])

    assert write_csv(sheet).decode("utf-8-sig").splitlines() == ["x", "-1,5"]


def test_same_rows_give_the_same_bytes():
    sheet = TableSheet("A", (TableColumn("x"),), [("Ani",)])

    assert write_table(sheet) == write_table(sheet)
