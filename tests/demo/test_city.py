"""The files as a whole: same input, same bytes; the declared layouts; labelled; readable."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from bina.demo.city import BOOKS, Manifest, generate
from bina.demo.siasn import HEADER_ROW
from bina.demo.workbook import LABEL
from bina.formats.archive import Limits
from bina.formats.reading import read_book
from bina.formats.sheet import Book
from bina.formats.workbook import read_workbook
from bina.people.rules.sheets import SIASN

Town = tuple[Path, Manifest]


def test_generate_with_the_same_seed_and_day_writes_the_same_bytes(
    town: Town, tmp_path: Path
) -> None:
    folder, manifest = town

    again = generate(tmp_path, people=300)

    assert again == manifest
    names = sorted(path.name for path in folder.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    for name in names:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_generate_with_another_seed_or_day_writes_other_people(town: Town, tmp_path: Path) -> None:
    folder, manifest = town

    other = generate(tmp_path / "seed", seed=1, people=300)
    later = generate(tmp_path / "day", day=date(2027, 3, 1), people=300)

    mine = (folder / SIASN.file_name).read_bytes()
    assert (tmp_path / "seed" / SIASN.file_name).read_bytes() != mine
    assert other.cast["ani"].nip == manifest.cast["ani"].nip
    assert later.year == 2028


def test_a_town_smaller_than_its_structural_posts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="people must be at least"):
        generate(tmp_path, people=60)


def test_manifest_lists_every_file_in_the_order_of_import(town: Town) -> None:
    folder, manifest = town

    assert list(manifest.files) == [book.kind for book in BOOKS]
    written = {path.name for path in folder.iterdir()}
    assert written == {*manifest.files.values(), "manifest.json"}
    assert (folder / "manifest.json").read_text(encoding="utf-8") == manifest.as_json()


@pytest.mark.parametrize(
    "book", [book for book in BOOKS if book is not SIASN], ids=lambda book: book.kind
)
def test_every_sheet_has_the_declared_headers(book: Book, town: Town) -> None:
    folder, manifest = town

    written = openpyxl.load_workbook(folder / book.file_name, read_only=True)

    assert written.sheetnames == [*(sheet.name for sheet in book.sheets), "Keterangan"]
    for sheet in book.sheets:
        lines = list(written[sheet.name].iter_rows(values_only=True))
        assert list(lines[0]) == [column.header for column in sheet.columns]
        assert len(lines) - 1 == manifest.counts[f"{book.kind}/{sheet.name}"]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.kind)
def test_every_file_says_that_its_data_are_fictitious(book: Book, town: Town, day: date) -> None:
    folder, _manifest = town

    written = openpyxl.load_workbook(folder / book.file_name)

    assert written.properties.description == LABEL
    assert written.properties.created is not None
    assert written.properties.created.date() == day
    words = [str(row[0]) for row in written["Keterangan"].iter_rows(values_only=True)]
    assert LABEL in words


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.kind)
def test_our_reader_understands_every_row_except_the_dirt(book: Book, town: Town) -> None:
    folder, manifest = town
    data = (folder / book.file_name).read_bytes()

    read = read_book(book, read_workbook(data, book.file_name, limits=Limits()))

    rejected = sum(not ok for sheet in read.sheets.values() for ok in sheet.ok)
    dirty = ("duplicate_row", "no_key", "number_without_id", "graduation_year_impossible")
    expected = sum(len(manifest.dirt[kind]) for kind in dirty) if book is SIASN else 0
    assert rejected == expected
    if book is not SIASN:
        assert read.problems == []


def test_title_stands_above_the_siasn_header(town: Town) -> None:
    folder, _manifest = town

    page = openpyxl.load_workbook(folder / SIASN.file_name, read_only=True)["Data Utama"]
    lines = list(page.iter_rows(max_row=HEADER_ROW + 1, values_only=True))

    assert lines[1][0] == "DATA KARANGAN untuk peragaan: bukan data pegawai yang sebenarnya"
    assert lines[HEADER_ROW][0] == "PNS ID"


@pytest.mark.slow
def test_the_whole_city_is_written_with_every_row(tmp_path: Path) -> None:
    manifest = generate(tmp_path)

    assert manifest.counts["people/Data Utama"] == 8000 + 6 + 2 + 2
    assert manifest.counts["results/Hasil"] > 40_000
    assert manifest.counts["trainings/Riwayat"] > 10_000
