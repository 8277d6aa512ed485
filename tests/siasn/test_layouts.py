"""Layouts as HR writes them: what is read, what is refused, how records look in them."""

import datetime as dt
from decimal import Decimal

import pytest

from bina.siasn.models import Kind
from bina.siasn.rules.layouts import (
    Item,
    WrongLayout,
    evidence_names,
    layout_of,
    read_layout,
    values_of,
)
from bina.siasn.selectors.layouts import shipped_text

GOOD = "kolom:\n  - {judul: A, isi: title, wajib: true}\n  - {judul: K, isi: kode}\n"


def item(**more):
    facts = {
        "pns_id": "A8", "nip": "199001012015032001", "name": "ANI", "form": "Seminar",
        "title": "Gizi", "provider": "", "start": dt.date(2026, 1, 2), "end": dt.date(2026, 1, 3),
        "jp": Decimal("4.0"), "certificate_no": "1/2", **more,
    }  # fmt: skip
    return Item(**facts)


@pytest.mark.parametrize("kind", Kind.values)
def test_a_shipped_layout_says_that_it_is_not_confirmed(kind) -> None:
    layout = read_layout(kind, shipped_text(kind))

    assert not layout.is_confirmed
    assert layout.note
    assert layout.headers_without_codes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kolom: [", "line 1"),
        ("halo", "bukan daftar isian"),
        ("kolom: []", "daftar kolom tidak ada"),
        ("kolom: [{isi: title}]", "kolom tanpa judul"),
        ("kolom: [{judul: A, isi: agama}]", "isi kolom A tidak dikenal"),
        (GOOD + "  - {judul: A, isi: nip}", "kembar"),
        (GOOD + "kode: {K: satu}", "tabel kode K bukan daftar"),
        (GOOD + "bentuk: semua", "bentuk harus"),
        (GOOD + "bukti: '{nip}.pdf'", "nama bukti"),
        (GOOD + "bukti: '{urut}{nama}.pdf'", "nama bukti"),
    ],
)
def test_a_wrong_layout_names_its_fault(text, said) -> None:
    with pytest.raises(WrongLayout, match=said):
        read_layout("kursus", text)


def test_confirmed_needs_a_source() -> None:
    assert not read_layout("kursus", GOOD + "kepastian: dipastikan").is_confirmed
    assert read_layout("kursus", GOOD + "kepastian: dipastikan\ndasar: Surat BKN").is_confirmed


def test_values_stand_under_their_headers_with_codes_by_form() -> None:
    text = (
        "kolom:\n"
        + "".join(f"  - {{judul: {name}, isi: {name}}}\n" for name in ("start", "jp", "year"))
        + "  - {judul: K, isi: kode}\nkode: {K: {Seminar: 7}}"
    )
    layout = read_layout("kursus", text)

    assert values_of(item(), layout) == {"start": "02-01-2026", "jp": 4, "year": 2026, "K": "7"}
    assert values_of(item(form="Kursus", jp=Decimal("4.5")), layout)["jp"] == 4.5
    assert values_of(item(form="Kursus"), layout)["K"] == ""


def test_names_of_evidence_are_safe_and_each_once() -> None:
    layout = read_layout("kursus", GOOD + "bukti: '{nip}/{nomor}-{urut}.pdf'")

    names = evidence_names([item(certificate_no="../../etc 1"), item()], layout)

    assert names == ["199001012015032001-..-..-etc-1-1.pdf", "199001012015032001-1-2-2.pdf"]


def test_a_form_goes_to_the_layout_that_names_it() -> None:
    rest = read_layout("kursus", GOOD)
    named = read_layout("diklat", GOOD + "bentuk: [Diklat Struktural]")

    assert layout_of("Diklat Struktural", [rest, named]) is named
    assert layout_of("Seminar", [rest, named]) is rest
    assert layout_of("Seminar", [named]) is None
