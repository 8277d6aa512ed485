"""Every refusal names the file and says what to do; what is not refused comes out as it stands."""

import io
import struct
import zipfile
from datetime import date

import pytest

from bina.formats import refusals
from bina.formats.archive import Limits
from bina.formats.workbook import RawSheet, read_workbook
from tests.formats.workbooks import ods, part, with_part, xlsx

PEOPLE = [["NIP", "NAMA"], ["199001012015031001", "Ani"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(data: bytes, name: str = "data.xlsx", **limits: int) -> list[RawSheet]:
    return read_workbook(data, name, limits=Limits(**limits))


def refused(data: bytes, kind: type[refusals.FileRefused], name: str = "data.xlsx", **limits: int):
    with pytest.raises(refusals.FileRefused) as caught:
        read(data, name, **limits)
    assert type(caught.value) is kind
    sentence = str(caught.value)
    assert name in sentence
    assert "lagi" in sentence or "impan sebagai" in sentence or "bagi " in sentence
    return sentence


def test_xlsx_gives_sheets_rows_and_types():
    data = xlsx(("Satu", [["NIP", 3, 2.5, date(2026, 1, 2), True, None]]), ("Dua", [["x"]]))

    sheets = read(data)

    assert [sheet.name for sheet in sheets] == ["Satu", "Dua"]
    assert list(sheets[0].rows[0][:5]) == ["NIP", 3, 2.5, date(2026, 1, 2), True]
    assert sheets[0].first_row == 1


def test_rows_keep_their_place_when_the_sheet_starts_lower():
    (sheet,) = read(xlsx(("A", [[], [], ["NIP"]])))

    assert list(sheet.rows[2]) == ["NIP"]


def test_empty_file_is_refused():
    refused(b"", refusals.EmptyFile)


def test_workbook_without_a_filled_cell_is_refused():
    refused(xlsx(("A", [])), refusals.EmptyFile)


def test_broken_workbook_is_refused():
    data = xlsx(("A", PEOPLE))

    refused(data[: len(data) // 2], refusals.BrokenWorkbook)
    refused(b"PK\x03\x04" + b"\x00" * 100, refusals.BrokenWorkbook)


def test_damaged_sheet_is_refused_with_its_part():
    data = bytearray(xlsx(("A", PEOPLE * 50)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    start = info.header_offset + 30 + len(info.filename) + 20
    data[start : start + 20] = b"\xff" * 20

    assert "sheet1.xml" in refused(bytes(data), refusals.BrokenWorkbook)


def test_sheet_that_is_no_xml_is_refused():
    data = with_part(xlsx(("A", PEOPLE)), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row")

    refused(data, refusals.BrokenWorkbook)


@pytest.mark.parametrize("encoding", ["UTF-9", "shift_jis"])
def test_parts_in_an_unknown_encoding_are_refused(encoding):
    start = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    book = part(xlsx(("A", PEOPLE)), "xl/workbook.xml")
    table = part(ods("<table:table/>"), "content.xml")

    refused(
        with_part(xlsx(("A", PEOPLE)), "xl/workbook.xml", start + book),
        refusals.BrokenWorkbook,
    )
    refused(
        with_part(ods(""), "content.xml", start + table.partition(b"?>")[2]),
        refusals.BrokenWorkbook,
        "data.ods",
    )


def test_archive_entry_without_a_name_is_refused():
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("a", b"x")
    data = bytearray(memory.getvalue())
    directory = data.index(b"PK\x01\x02")
    data[directory + 28] = 0  # the length of the entry's name

    refused(bytes(data), refusals.BrokenWorkbook)


def test_other_archives_and_documents_are_refused():
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    refused(memory.getvalue(), refusals.NotAWorkbook)
    refused(b"%PDF-1.7 \n...", refusals.NotAWorkbook)
    refused(b"<html><table></table></html>", refusals.NotAWorkbook)
    refused(b"hello world\nno columns here\n", refusals.NotAWorkbook)
    refused(bytes(range(256)) * 20, refusals.NotAWorkbook)
    refused(OLE + b"\x00" * 2000, refusals.NotAWorkbook)


@pytest.mark.parametrize("stream", ["EncryptedPackage", "EncryptionInfo"])
def test_password_protected_workbook_is_refused(stream):
    data = OLE + b"\x00" * 1000 + stream.encode("utf-16-le") + b"\x00" * 1000

    assert "kata sandi" in refused(data, refusals.PasswordProtected)


def test_macros_are_refused_by_name_by_part_and_by_type():
    plain = xlsx(("A", PEOPLE))
    types = part(plain, "[Content_Types].xml").replace(
        b"spreadsheetml.sheet.main+xml", b"x.sheet.macroEnabled.main+xml"
    )

    assert ".xlsx" in refused(plain, refusals.HasMacros, "data.xlsm")
    refused(with_part(plain, "xl/vbaProject.bin", b"\x01\x02"), refusals.HasMacros)
    refused(with_part(plain, "[Content_Types].xml", types), refusals.HasMacros)
    old = OLE + b"\x00" * 500 + "_VBA_PROJECT".encode("utf-16-le") + "Workbook".encode("utf-16-le")
    refused(old, refusals.HasMacros, "lama.xls")


def test_file_at_the_size_limit_is_read_and_above_it_refused():
    data = xlsx(("A", PEOPLE))

    assert read(data, max_bytes=len(data))
    refused(data, refusals.TooLarge, max_bytes=len(data) - 1)


def test_two_hundred_megabytes_are_refused():
    assert "200" in refused(b"PK" + b"\x00" * 200_000_000, refusals.TooLarge)


def test_zip_bomb_by_ratio_by_sum_and_by_number_of_parts():
    plain = xlsx(("A", PEOPLE))
    zeros = with_part(plain, "xl/media/a.bin", b"\x00" * 20_000_000)
    many = plain
    for number in range(3):
        many = with_part(many, f"xl/media/{number}.bin", bytes(range(256)) * 2000)

    refused(zeros, refusals.ZipBomb)
    refused(many, refusals.ZipBomb, max_unpacked_bytes=1_000_000)
    refused(plain, refusals.ZipBomb, max_entries=3)


def test_zip_bomb_that_lies_about_its_size_is_refused():
    plain = with_part(xlsx(("A", PEOPLE)), "xl/media/a.bin", b"\x00" * 3_000_000)
    data = bytearray(plain)
    true_size, lie = struct.pack("<I", 3_000_000), struct.pack("<I", 10)
    assert data.count(true_size) >= 2
    data = data.replace(true_size, lie)

    refused(bytes(data), refusals.ZipBomb)


def test_archive_inside_the_workbook_is_refused():
    inner = xlsx(("A", PEOPLE))

    refused(with_part(inner, "xl/embeddings/isi.xlsx", inner), refusals.NestedFiles)
    refused(with_part(inner, "xl/embeddings/isi.bin", inner), refusals.NestedFiles)


def test_external_entities_are_refused():
    evil = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b"<worksheet><sheetData/></worksheet>"
    )

    refused(
        with_part(xlsx(("A", PEOPLE)), "xl/worksheets/sheet1.xml", evil), refusals.ExternalEntities
    )


def sheet_with(reference: bytes, value: bytes = b"<v>1</v>", spaced: bool = False) -> bytes:
    equals = b" = " if spaced else b"="
    row = b"".join(letter for letter in (bytes([b]) for b in reference) if letter.isdigit())
    xml = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="'
        + row
        + b'"><c r'
        + equals
        + b'"'
        + reference
        + b'">'
        + value
        + b"</c></row></sheetData></worksheet>"
    )
    return with_part(xlsx(("A", PEOPLE)), "xl/worksheets/sheet1.xml", xml)


@pytest.mark.parametrize("reference", [b"A100001", b"IW2", b"XFD1048576", b"AAAA1"])
@pytest.mark.parametrize("spaced", [False, True])
def test_one_far_cell_is_refused(reference, spaced):
    sentence = refused(sheet_with(reference, spaced=spaced), refusals.TooManyCells)

    assert "sheet1" in sentence


def test_cells_at_the_limits_are_read():
    assert read(sheet_with(b"IV2"))
    assert read(sheet_with(b"A100000"))


def test_formatted_cells_without_a_value_do_not_count():
    data = xlsx(("A", PEOPLE))
    xml = part(data, "xl/worksheets/sheet1.xml").replace(
        b"</sheetData>",
        b'<row r="1048575"><c r="A1048575" s="0"/></row><row r="1048576" ht="12"/></sheetData>',
    )

    (sheet,) = read(with_part(data, "xl/worksheets/sheet1.xml", xml))

    assert [list(row) for row in sheet.rows[:2]] == PEOPLE


def test_too_many_cells_over_all_sheets_are_refused():
    refused(xlsx(("A", PEOPLE), ("B", PEOPLE)), refusals.TooManyCells, max_cells=7)
    assert read(xlsx(("A", PEOPLE), ("B", PEOPLE)), max_cells=8)


def test_formulas_and_error_cells_are_marked():
    data = xlsx(("A", [["NIP", "JP"], ["1", "=1+1"], ["2", 5], ["3", 7]]))
    xml = part(data, "xl/worksheets/sheet1.xml")
    saved = xml.replace(
        b'<c r="B3" t="n"><v>5</v></c>', b'<c r="B3"><f>2+3</f><v>5</v></c>'
    ).replace(b'<c r="B4" t="n"><v>7</v></c>', b'<c r="B4" t="e"><f>NA()</f><v>#N/A</v></c>')
    assert saved.count(b"<f>") == 3

    (sheet,) = read(with_part(data, "xl/worksheets/sheet1.xml", saved))

    assert sheet.marks.unsaved == {(2, 2)}
    assert sheet.marks.formulas == {(3, 2)}
    assert sheet.marks.errors == {(4, 2)}


def cell(text: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def test_opendocument_is_read_with_its_formulas():
    formula = ' table:formula="of:=1+1"'
    body = (
        '<table:table table:name="Data"><table:table-row>'
        + cell("NIP")
        + cell("NAMA")
        + "</table:table-row><table:table-row>"
        + cell("1")
        + cell("Ani", formula)
        + '</table:table-row><table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table>'
    )

    (sheet,) = read(ods(body), "data.ods")

    assert [list(row) for row in sheet.rows[:2]] == [["NIP", "NAMA"], ["1", "Ani"]]
    assert sheet.marks.formulas == {(2, 2)}


@pytest.mark.parametrize(
    ("rows", "columns"), [(100_001, 1), (1, 257), (60_000, 200), (1_000_000_000, 1)]
)
def test_opendocument_repeats_beyond_the_limits_are_refused(rows, columns):
    many = f' table:number-columns-repeated="{columns}"'
    body = (
        f'<table:table table:name="Data"><table:table-row table:number-rows-repeated="{rows}">'
        + cell("x", many)
        + "</table:table-row></table:table>"
    )

    refused(ods(body), refusals.TooManyCells, "data.ods")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_in_every_delimiter_and_encoding(delimiter, encoding):
    text = f"NIP{delimiter}NAMA\r\n199001012015031001{delimiter}André\r\n"

    (sheet,) = read(text.encode(encoding), "data.csv")

    assert [list(row) for row in sheet.rows] == [["NIP", "NAMA"], ["199001012015031001", "André"]]


def test_csv_utf16_without_mark_is_read():
    (sheet,) = read("NIP;NAMA\n1;Ani\n".encode("utf-16-le"), "data.csv")

    assert list(sheet.rows[1]) == ["1", "Ani"]


def test_csv_cells_may_hold_delimiters_and_quotes():
    (sheet,) = read(b'NIP;NAMA\n1;"Wenda; Ani ""A"""\n', "data.csv")

    assert list(sheet.rows[1]) == ["1", 'Wenda; Ani "A"']


@pytest.mark.parametrize(
    "data",
    [
        "NIP;NAMA\n1;André\n".encode().decode("cp1252").encode(),  # encoded twice
        "NIP;NAMA\n1;名前名前名前名前名前名前\n".encode("shift_jis"),
        b"NIP;NAMA\n1;\x81\x8d\n",  # not in Windows-1252
        "NIP;NAMA\n1;\ufffd\n".encode(),
        b"\xff\xfeN\x00I\x00P",  # UTF-16 cut in the middle of a letter
    ],
)
def test_wrong_encodings_are_refused(data):
    if data.startswith(b"\xff\xfe"):
        data += b"\x00\x3b"
    assert "UTF-8" in refused(data, refusals.WrongEncoding, "data.csv")


def test_csv_with_an_open_quote_is_refused_with_its_row():
    assert "baris 2" in refused(b'NIP;NAMA\n1;"Ani\n2;Budi\n', refusals.BrokenCsv, "data.csv")


def test_csv_beyond_the_limits_is_refused():
    refused(b"a;b\n" * 11, refusals.TooManyCells, "data.csv", max_rows=10)
    refused(b"a;b;c\n", refusals.TooManyCells, "data.csv", max_columns=2)


def test_binary_named_csv_is_refused():
    refused(b"NIP;NAMA\n\x01\x02;\x03\n", refusals.NotAWorkbook, "data.csv")
