"""The SIASN export: the header contract, invalid private data, and the listed dirt."""

from datetime import datetime

import openpyxl

from bina.demo.city import Manifest
from bina.demo.tables import table
from bina.people.rules.sheets import SIASN
from tests.demo.conftest import Read
from tests.demo.test_city import Town

FILE = SIASN.file_name


def _rows(read: Read) -> list[dict[str, object]]:
    return read(FILE, "Data Utama")


def test_header_has_every_column_that_bina_reads_and_every_one_it_drops() -> None:
    columns = table("siasn")["columns"]

    declared = {column.header for column in SIASN.sheets[0].columns}

    assert len(columns) == len(set(columns)) == 70
    assert set(columns) == declared | set(SIASN.dropped)


def test_private_columns_carry_values_that_cannot_be_real(read: Read) -> None:
    rows = _rows(read)

    assert {row["NIK"] for row in rows} == {"0000000000000000"}
    assert {row["NOMOR HP"] for row in rows} == {"080000000000"}
    assert all(str(row["EMAIL"]).endswith(".invalid") for row in rows)


def test_serial_numbers_of_nip_are_those_the_state_does_not_use(read: Read) -> None:
    nips = [row["NIP BARU"] for row in _rows(read) if isinstance(row["NIP BARU"], str)]

    assert all(len(nip) == 18 and nip.isdigit() and int(nip[15:]) > 900 for nip in nips)


def test_birth_dates_are_text_and_rank_dates_are_excel_dates(read: Read) -> None:
    row = _rows(read)[0]

    assert isinstance(row["TANGGAL LAHIR"], str)
    assert datetime.strptime(str(row["TANGGAL LAHIR"]), "%d-%m-%Y").year > 1960  # noqa: DTZ007 - a day
    assert isinstance(row["TMT GOLONGAN"], datetime)


def test_dirt_in_the_file_is_the_dirt_in_the_manifest(read: Read, town: Town) -> None:
    manifest: Manifest = town[1]
    rows = _rows(read)
    ids = [row["PNS ID"] for row in rows]

    numbers = [row["PNS ID"] for row in rows if isinstance(row["NIP BARU"], (int, float))]
    differ = [row["PNS ID"] for row in rows if _birth_differs(row)]
    blank = [row["PNS ID"] for row in rows if not row["TINGKAT PENDIDIKAN ID"]]
    unkeyed = [row["NAMA"] for row in rows if not row["PNS ID"]]

    assert [one for one in numbers if one] == manifest.dirt["nip_as_number"]
    assert differ == manifest.dirt["birth_date_differs_from_nip"]
    assert sorted(map(str, blank)) == sorted(manifest.dirt["missing_education"])
    assert unkeyed == manifest.dirt["no_key"] + manifest.dirt["number_without_id"]
    twice = sorted({str(one) for one in ids if one and ids.count(one) == 2})
    assert twice == sorted(manifest.dirt["duplicate_row"])
    assert len(rows) == manifest.counts["people/Data Utama"]


def test_nobody_has_two_kinds_of_dirt_and_the_cast_has_none(town: Town) -> None:
    manifest: Manifest = town[1]
    touched = [one for ids in manifest.dirt.values() for one in ids]

    assert len(touched) == len(set(touched))
    assert not {person.pns_id for person in manifest.cast.values()} & set(touched)


def test_blank_rows_trail_behind_the_data(town: Town) -> None:
    folder, manifest = town

    page = openpyxl.load_workbook(folder / FILE)["Data Utama"]
    last = page.max_row

    assert page.cell(last, 4).value == " "
    rows = manifest.counts["people/Data Utama"]
    assert last == 5 + rows + manifest.trailing_blank_rows


def _birth_differs(row: dict[str, object]) -> bool:
    nip, born = row["NIP BARU"], str(row["TANGGAL LAHIR"])
    return isinstance(nip, str) and nip[:8] != born[6:] + born[3:5] + born[:2]
