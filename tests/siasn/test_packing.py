"""Upload files on the real database: what goes in, what is held back, what goes again."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
import typst
from django.db import IntegrityError
from openpyxl import load_workbook

from bina.accounts.access import Reach
from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.audit.services import Actor
from bina.files.services import read
from bina.learning.models import Evidence, Outcome
from bina.people.models import Person
from bina.siasn.models import Package, Part, Sent
from bina.siasn.selectors.layouts import file_layouts
from bina.siasn.selectors.records import Scope, counted, faults_of, held, ready, records_of
from bina.siasn.services import packing
from bina.siasn.services.repairing import attach, keep_layout
from tests.siasn.scene import DAY, END, PDF, START, learned, package, shown

pytestmark = pytest.mark.django_db
HR = Actor(None, "CITRA RUMBIAK", "hr_analyst")
ALL = Reach(everybody=True)
YEAR = Scope(START, END)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.FIXED_DAY = DAY.isoformat()


def rows(reach=ALL, scope=YEAR):
    return records_of(reach, scope, file_layouts(), DAY)


def made(**more):
    one = package()
    packing.make(HR, one, DAY, **more)
    return one


def books(one):
    """File name → rows of its first sheet, over all parts."""
    found = {}
    for part in one.parts.all():
        with zipfile.ZipFile(io.BytesIO(read(part.file))) as file:
            for name in file.namelist():
                if name.endswith(".xlsx"):
                    sheet = load_workbook(io.BytesIO(file.read(name))).worksheets[0]
                    found[name] = [list(row) for row in sheet.iter_rows(values_only=True)]
    return found


def test_a_course_has_the_shape_and_its_evidence_beside(cast) -> None:
    shown(learned(cast.ani))

    one = made()

    assert books(one)["kursus.xlsx"] == [
        ["pnsOrangId", "namaKursus", "institusiPenyelenggara", "jenisDiklatId", "jenisKursusId",
         "jumlahJam", "tahunKursus", "tanggalKursus", "tanggalSelesaiKursus", "nomorSertipikat",
         "file"],
        [cast.ani.pns_id, "Bimtek Loket", "BPSDM Provinsi Papua", None, None, 24, "2026",
         "02-06-2026", "04-06-2026", "893/BPSDM/2026",
         "bukti-kursus/199001012015032001_2026_1.pdf"],
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(read(one.parts.get().file))) as file:
        assert file.read("bukti-kursus/199001012015032001_2026_1.pdf") == PDF


def test_a_structural_training_goes_into_its_own_book(cast) -> None:
    shown(learned(cast.budi, "PKP", form="Diklat Struktural", jp=Decimal("900.5")))
    shown(learned(cast.ani))

    found = books(made())

    header, row = found["diklat.xlsx"]
    assert header[:3] == ["pns_orang_id", "latihan_struktural_id", "nomor"]
    assert row[header.index("jumlah_jam")] == 900.5
    assert len(found["kursus.xlsx"]) == 2


def test_the_file_says_that_its_layout_is_not_confirmed(cast) -> None:
    shown(learned(cast.ani))

    part = made().parts.get()

    with zipfile.ZipFile(io.BytesIO(read(part.file))) as file:
        notes = load_workbook(io.BytesIO(file.read("kursus.xlsx")))["Keterangan"]
    cells = [cell for row in notes.iter_rows(values_only=True) for cell in row]
    assert "Susunan belum dipastikan" in cells
    assert "Baru" in cells


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"certificate_no": ""}, "certificate_missing"),
        ({"provider": ""}, "provider_missing"),
        ({"jp": 0}, "hours_missing"),
        ({"start": DAY, "end": DAY + dt.timedelta(days=1)}, "not_over"),
    ],
)
def test_an_incomplete_record_is_held_back_with_its_reason(cast, change, fault) -> None:
    shown(learned(cast.ani, **change))

    found = list(held(rows(scope=Scope(START, END + dt.timedelta(days=2)))))

    assert [[one.name for one in faults_of(record)] for record in found] == [[fault]]
    assert not ready(rows()).exists()


def test_no_evidence_and_no_siasn_key_are_both_named(cast) -> None:
    with unguarded():
        Person.objects.filter(pk=cast.ani.pk).update(pns_id=None)
    learned(cast.ani)

    (record,) = held(rows())

    assert [one.name for one in faults_of(record)] == ["pns_id_missing", "file_missing"]
    counts, by_fault = counted(rows())
    assert (counts.ready, counts.held) == (0, 1)
    assert by_fault["file_missing"] == by_fault["pns_id_missing"] == 1


@pytest.mark.parametrize("status", ["claimed", "refused"])
def test_what_nobody_approved_is_no_record(cast, status) -> None:
    shown(learned(cast.ani, status=status))

    assert not rows().exists()


def test_evidence_of_an_approved_outcome_counts_and_of_a_refused_one_does_not(cast) -> None:
    record = learned(cast.ani)
    facts = {name: getattr(record, name) for name in ("form", "title", "start", "end", "jp")}
    stored = shown(learned(cast.dani, "Lain"))
    with unguarded():
        outcome = Outcome.objects.create(
            person=cast.ani, said_by="ANI", state="refused", record=record, **facts
        )
        Evidence.objects.create(outcome=outcome, file=stored, given_by="ANI")
    assert record in held(rows())

    with unguarded():
        Outcome.objects.filter(pk=outcome.pk).update(state="approved")

    assert record in ready(rows())


def test_the_next_file_has_only_what_is_new_or_corrected(cast) -> None:
    first, second = learned(cast.ani, "Satu"), learned(cast.ani, "Dua")
    shown(first)
    shown(second)
    made()
    assert not ready(rows()).exists()

    third = learned(cast.ani, "Tiga")
    shown(third)
    with unguarded():
        first.certificate_no = "894/BPSDM/2026"
        first.save()
    one = made()

    sent = Sent.objects.filter(part__package=one).order_by("record")
    assert [(row.record_id, row.corrects) for row in sent] == [(first.pk, True), (third.pk, False)]
    assert Sent.objects.filter(record=first, is_current=True).count() == 1
    assert {row.sent_by for row in sent} == {"CITRA RUMBIAK"}
    counts, _by_fault = counted(rows())
    assert (counts.ready, counts.sent) == (0, 3)


def test_a_fact_that_goes_back_to_an_earlier_value_is_sent_again(cast) -> None:
    record = learned(cast.ani)
    shown(record)
    for provider in ("A", "B", "BPSDM Provinsi Papua"):
        with unguarded():
            record.provider = provider
            record.save()

        assert packing.make(HR, package(), DAY) == 1


def test_what_is_taken_back_waits_again_and_earlier_ones_count_again(cast) -> None:
    record = learned(cast.ani)
    shown(record)
    made()
    with unguarded():
        record.provider = "LAN"
        record.save()
    second = made()

    assert packing.take_back(HR, second, "Format ditolak") == 1

    assert Sent.objects.get(record=record, is_current=True).provider == "BPSDM Provinsi Papua"
    assert list(ready(rows())) == [record]
    with pytest.raises(packing.TakenBack):
        packing.take_back(HR, second, "Lagi")
    with pytest.raises(packing.WordsWanted):
        packing.take_back(HR, made(), " ")


def test_parts_hold_so_many_records_and_stopping_keeps_what_is_made(cast, monkeypatch) -> None:
    monkeypatch.setattr(packing, "PART_RECORDS", 2)
    for number in range(5):
        shown(learned(cast.ani, f"Bimtek {number}"))
    one = package()

    assert packing.make(HR, one, DAY, lambda done, total: False) == 2
    assert packing.make(HR, one, DAY) == 3

    assert [(part.number, part.n_records) for part in one.parts.all()] == [(1, 2), (2, 2), (3, 1)]


def test_a_part_is_full_by_bytes(cast, monkeypatch) -> None:
    monkeypatch.setattr(packing, "PART_BYTES", 2 * len(PDF))
    for number in range(3):
        shown(learned(cast.ani, f"Bimtek {number}"))

    assert [part.n_records for part in made().parts.all()] == [2, 1]


def test_photos_become_one_pdf(cast) -> None:
    png = typst.compile(b"#set page(width: 2cm, height: 2cm)\nA", format="png")
    record = learned(cast.ani)
    shown(record, png, "image/png")
    shown(record, png, "image/png")

    part = made().parts.get()

    with zipfile.ZipFile(io.BytesIO(read(part.file))) as file:
        pdf = next(file.read(name) for name in file.namelist() if name.endswith(".pdf"))
    assert pdf.startswith(b"%PDF-")


def test_a_broken_photo_is_left_out_with_its_reason_and_the_rest_goes(cast) -> None:
    broken, good = learned(cast.ani, "Rusak"), learned(cast.ani, "Baik")
    shown(broken, b"\xff\xd8\xffkosong", "image/jpeg")
    shown(good)

    one = made()

    one.refresh_from_db()
    assert [public for public, _reason in one.skipped] == [str(broken.public_id)]
    assert Sent.objects.get().record == good


def test_an_empty_scope_makes_no_package(cast) -> None:
    with pytest.raises(packing.NothingReady):
        packing.begin(HR, Scope(START, END), DAY)
    assert not Package.objects.exists()


def test_a_unit_takes_all_below_and_nothing_else(cast) -> None:
    inside, outside = learned(cast.ani), learned(cast.dani)

    found = rows(scope=Scope(START, END, cast.health))

    assert inside in found
    assert outside not in found


def test_a_reach_holds_to_its_units(cast) -> None:
    learned(cast.dani)
    reach = Reach(unit_ids=frozenset({cast.health.pk, cast.puskesmas.pk}))

    assert not rows(reach).exists()


def test_a_required_code_holds_back_forms_without_one(cast) -> None:
    shown(learned(cast.ani, "Tanpa kode"))
    shown(learned(cast.ani, "Dengan kode", form="Seminar"))
    own = """
kepastian: dipastikan
dasar: Surat BKN
kolom:
  - {judul: pnsOrangId, isi: pns_id, wajib: true}
  - {judul: jenisKursusId, isi: kode, wajib: true}
kode:
  jenisKursusId: {Seminar: "3"}
"""
    keep_layout(HR, "kursus", own.encode(), "kursus.yaml")

    assert [record.title for record in ready(rows())] == ["Dengan kode"]
    (record,) = held(rows())
    assert [one.name for one in faults_of(record)] == ["code_missing"]
    assert books(made())["kursus.xlsx"] == [
        ["pnsOrangId", "jenisKursusId"], [cast.ani.pns_id, "3"]
    ]  # fmt: skip


def test_layouts_that_take_everything_or_ask_for_no_code_hold_nobody_back(cast) -> None:
    shown(learned(cast.ani))
    for kind in ("kursus", "diklat"):
        own = "kolom: [{judul: A, isi: title, wajib: true}, {judul: K, isi: kode}]"
        keep_layout(HR, kind, own.encode(), f"{kind}.yaml")

    counts, _by_fault = counted(rows())

    assert (counts.ready, counts.held) == (1, 0)


def test_an_empty_table_of_codes_holds_everybody_back(cast) -> None:
    shown(learned(cast.ani))
    for kind in ("kursus", "diklat"):
        own = "kolom: [{judul: A, isi: title}, {judul: K, isi: kode, wajib: true}]"
        keep_layout(HR, kind, own.encode(), f"{kind}.yaml")

    counts, by_fault = counted(rows())

    assert (counts.ready, by_fault["code_missing"]) == (0, 1)


def test_evidence_can_be_given_to_a_record_that_came_by_file(cast) -> None:
    record = learned(cast.ani)

    attach(HR, record, PDF, "sertifikat.pdf")

    assert list(ready(rows())) == [record]


def test_a_record_is_currently_sent_once(cast) -> None:
    record = learned(cast.ani)
    shown(record)
    made()
    again = Sent.objects.get()
    again.pk = None
    with unguarded(), pytest.raises(IntegrityError):
        again.save()


def test_everything_is_in_the_audit(cast) -> None:
    shown(learned(cast.ani))
    made()

    entry = Entry.objects.filter(action="siasn.part").get()
    assert (entry.actor_name, entry.detail["n"]) == ("CITRA RUMBIAK", 1)
    assert entry.detail["sha256"] == Part.objects.get().file.sha256
