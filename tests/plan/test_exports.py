"""HCDP workbook and PDF: HR's own templates, hostile names, the label of fictitious data."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.people.models import Person
from bina.plan.exports.hcdp import WrongLayout, hcdp_workbook
from bina.plan.models import Plan, Seat
from tests.cast import Cast
from tests.plan.scene import make_frozen, make_plan, make_year

pytestmark = pytest.mark.django_db


def sheet_of(plan: Plan, label: str = "") -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(
        io.BytesIO(hcdp_workbook(plan, Seat.objects.filter(plan=plan), label))
    )
    return list(book.worksheets[0].iter_rows(values_only=True))


def own_template(settings: LazySettings, folder: Path, name: str, text: str) -> None:
    settings.DATA_DIR = folder
    (folder / "templates").mkdir()
    (folder / "templates" / name).write_text(text, encoding="utf-8")


def test_the_workbook_has_the_hcdp_columns(cast: Cast) -> None:
    make_year(cast)

    rows = sheet_of(make_plan())

    head = next(row for row in rows if row[0] == "NO")
    assert head[1:7] == ("NIP", "NAMA", "JABATAN", "UNIT", "KOMPETENSI", "JENIS KOMPETENSI")
    assert {"ANGGARAN", "PRIORITAS", "STATUS", "KURIKULUM", "PENYELENGGARA", "JP"} <= set(head)


def test_hr_can_replace_the_layout(cast: Cast, settings: LazySettings, tmp_path: Path) -> None:
    make_year(cast)
    plan = make_plan()
    columns = "kolom:\n- {judul: Orang, isi: name}\n- {judul: Rupiah, isi: cost}\n"
    text = "judul: Renbang {tahun}\nlembar: A\n" + columns

    own_template(settings, tmp_path, "hcdp.yaml", text)

    rows = sheet_of(plan)
    assert rows[0][0] == "Renbang 2027"
    assert ("Orang", "Rupiah") in rows


def test_a_layout_with_an_unknown_field_is_named(
    cast: Cast, settings: LazySettings, tmp_path: Path
) -> None:
    make_year(cast)
    plan = make_plan()

    own_template(settings, tmp_path, "hcdp.yaml", "kolom:\n- {judul: X, isi: gaji}\n")

    with pytest.raises(WrongLayout, match="gaji"):
        sheet_of(plan)


def test_a_name_that_looks_like_a_formula_stays_text(cast: Cast) -> None:
    make_year(cast)
    with unguarded():
        Person.objects.filter(pk=cast.ani.pk).update(name='=HYPERLINK("http://x")')
    plan = make_plan()

    book = openpyxl.load_workbook(
        io.BytesIO(hcdp_workbook(plan, Seat.objects.filter(plan=plan), ""))
    )

    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_fictitious_data_are_labelled(cast: Cast) -> None:
    make_year(cast)

    assert sheet_of(make_plan(), "Data karangan")[0][0] == "Data karangan"


def pdf_text(client: Client, plan: Plan) -> str:
    answer = client.get(reverse("plan:letter", kwargs={"public_id": plan.public_id}))
    assert answer["Content-Type"] == "application/pdf"
    return "\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


def test_the_pdf_has_totals_per_office_and_the_approval(
    cast: Cast, as_: Callable[[str], Client], settings: LazySettings
) -> None:
    make_year(cast)
    settings.DEMO = True

    text = pdf_text(as_("citra"), make_frozen())

    assert "Dinas Kesehatan" in text
    assert "FRANS HAMADI" in text
    assert "Data karangan" in text


def test_markup_in_a_name_is_printed_as_it_stands(cast: Cast, as_: Callable[[str], Client]) -> None:
    make_year(cast)
    with unguarded():
        type(cast.health).objects.filter(pk=cast.health.pk).update(name="#panic() *Dinas*")

    assert "#panic() *Dinas*" in pdf_text(as_("citra"), make_plan())


def test_a_head_downloads_only_the_own_unit(cast: Cast, as_: Callable[[str], Client]) -> None:
    make_year(cast)
    plan = make_frozen()

    answer = as_("budi").get(reverse("plan:hcdp", kwargs={"public_id": plan.public_id}))

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    names = {row[2] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert "ANI WENDA" in names
    assert "DANI OHEE" not in names
