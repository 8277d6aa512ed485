"""The dictionary and the standards: who may change what, and what a page says of a level."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client

from bina.audit.models import Entry
from bina.standards.models import CompetencyLevel, PositionStandard
from tests.cast import Cast
from tests.scenes import dictionary, skj

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
POST = "/standar/jabatan/JF-PERAWAT-21/"


def test_a_text_becomes_official_only_with_its_source(cast: Cast, as_: As) -> None:
    dictionary()
    page = "/standar/kompetensi/PLP/level/2/"
    typed = {"description": "Naskah lampiran", "indicators": "Satu\n\nDua", "is_official": "on"}

    refused = as_("citra").post(page, {**typed, "source": " "})
    assert refused.status_code == 200
    assert "sumbernya kosong" in refused.content.decode()
    assert not CompetencyLevel.objects.filter(status="official").exists()

    saved = as_("citra").post(page, {**typed, "source": "Permenpan RB 38/2017 lampiran"})
    assert saved.status_code == 302
    level = CompetencyLevel.objects.get(competency__code="PLP", level=2)
    assert (level.status, level.indicators) == ("official", ["Satu", "Dua"])
    assert Entry.objects.get(action="standards.level").subject_id == "PLP"


def test_employees_read_the_dictionary_but_do_not_edit_it(cast: Cast, as_: As) -> None:
    dictionary()

    assert as_("ani").get("/standar/kompetensi/PLP/").status_code == 200
    assert as_("ani").post("/standar/kompetensi/PLP/level/2/", {}).status_code == 403
    assert as_("budi").post(f"{POST}ubah/", {}).status_code == 403


def test_a_position_page_says_where_each_level_comes_from(cast: Cast, as_: As) -> None:
    made = dictionary()
    skj(cast.ani.position, made["KES"], 3)

    rows = as_("ani").get(POST).context["rows"]

    assert [(row["competency"].code, row["level"], row["source"]) for row in rows] == [
        ("PLP", 2, 2),
        ("KOM", 2, 2),
        ("PRB", 2, 2),
        ("EMP", 2, 2),
        ("KES", 3, 1),
    ]


def test_saving_a_standard_makes_it_exactly_what_was_chosen(cast: Cast, as_: As) -> None:
    made = dictionary()
    skj(cast.ani.position, made["KES"], 3)
    skj(cast.ani.position, made["KOM"], 2)

    answer = as_("citra").post(
        f"{POST}ubah/",
        {
            "source": "SK 12/2026",
            f"level_{made['KES'].pk}": "4",
            f"importance_{made['KES'].pk}": "essential",
            f"level_{made['PLP'].pk}": "2",
        },
    )

    assert answer.status_code == 302
    rows = PositionStandard.objects.order_by("competency__code")
    assert list(rows.values_list("competency__code", "level", "importance", "source")) == [
        ("KES", 4, "essential", "SK 12/2026"),
        ("PLP", 2, "important", "SK 12/2026"),
    ]


def test_positions_are_found_by_whether_an_skj_exists(cast: Cast, as_: As) -> None:
    skj(cast.ani.position, dictionary()["KES"], 3)
    client = as_("citra")

    with_skj = client.get("/standar/jabatan/?skj=ada").context["page"]
    most = client.get("/standar/jabatan/?urut=orang").context["page"]

    assert [row.name for row in with_skj] == ["Perawat Ahli Pertama"]
    assert next(iter(most)).n_holders == 2  # two clerks in the cast


def test_the_export_has_the_sheets_of_the_import(cast: Cast, as_: As) -> None:
    skj(cast.ani.position, dictionary()["KES"], 3)

    book = openpyxl.load_workbook(io.BytesIO(as_("ani").get("/standar/unduh/").content))

    assert book.sheetnames == ["Kamus", "SKJ"]
    assert book["Kamus"].max_row == 1 + 25
    assert [cell.value for cell in book["SKJ"][2]][:4] == [
        "JF-PERAWAT-21", "Perawat Ahli Pertama", "KES", 3,
    ]  # fmt: skip
