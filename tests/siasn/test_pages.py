"""The pages of upload files: who sees what, forms, files."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from bina.jobs import services as jobs
from bina.siasn.models import Layout, Package, RecordEvidence, Sent, Transfer
from tests.siasn.scene import DAY, PDF, learned, packed, shown, unsure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.FIXED_DAY = DAY.isoformat()


def test_an_officer_sees_what_is_held_back_in_the_own_units_only(cast, as_) -> None:
    learned(cast.ani, "Bimtek Hamadi")
    learned(cast.dani, "Rahasia Dani")

    page = as_("officer").get(reverse("siasn:home")).content.decode()

    assert "Bimtek Hamadi" in page
    assert "belum ada bukti" in page
    assert "Rahasia Dani" not in page
    assert "Buat berkas unggah" not in page


def test_the_list_is_searched_filtered_and_exported(cast, as_) -> None:
    learned(cast.ani, "Bimtek Hamadi")
    shown(learned(cast.dani, "Tanpa nomor", certificate_no=""))
    client, url = as_("citra"), reverse("siasn:home")

    found = client.get(url, {"cari": "hamadi"}).content.decode()
    by_fault = client.get(url, {"alasan": "certificate_missing"}).content.decode()
    file = client.get(url, {"unduh": "1", "alasan": "certificate_missing"})

    assert "Bimtek Hamadi" in found
    assert "Tanpa nomor" not in found
    assert "Tanpa nomor" in by_fault
    assert "Bimtek Hamadi" not in by_fault
    sheet = load_workbook(io.BytesIO(file.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[3] for row in rows[1:]] == ["Tanpa nomor"]
    assert rows[1][6] == "nomor sertifikat kosong"


def test_from_the_button_to_the_zip(cast, as_) -> None:
    shown(learned(cast.ani))
    client = as_("citra")

    answer = client.post(
        reverse("siasn:make"), {"mulai": "2026-01-01", "sampai": "2026-11-26", "unit": ""}
    )
    package = Package.objects.get()
    assert answer.url == reverse("siasn:package", args=[package.public_id])
    jobs.run(package.job_id)

    page = client.get(answer.url).content.decode()
    part = package.parts.get()
    assert part.file.name in page
    data = client.get(reverse("siasn:part", args=[part.public_id])).content
    assert "kursus.xlsx" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert Sent.objects.get().sent_by == "CITRA RUMBIAK"


def test_nothing_ready_is_said_and_makes_nothing(cast, as_) -> None:
    form = {"mulai": "2026-01-01", "sampai": "2026-11-26"}
    answer = as_("citra").post(reverse("siasn:make"), form, follow=True)

    assert "Tidak ada catatan baru atau dikoreksi" in answer.content.decode()
    assert not Package.objects.exists()


def test_taking_back_needs_words(cast, as_) -> None:
    package = packed(cast.ani).package
    url = reverse("siasn:take_back", args=[package.public_id])

    as_("citra").post(url, {"reason": ""})
    package.refresh_from_db()
    assert package.taken_back_at is None

    as_("citra").post(url, {"reason": "Kolom ditolak"})
    package.refresh_from_db()
    assert (package.taken_back_by, package.reason) == ("CITRA RUMBIAK", "Kolom ditolak")


@pytest.mark.parametrize(
    ("who", "data", "kept"),
    [("officer", PDF, 1), ("citra", PDF, 1), ("officer", b"MZ\x90", 0), ("dani", PDF, 0)],
)
def test_who_attaches_evidence(cast, as_, who, data, kept) -> None:
    record = learned(cast.ani)
    file = SimpleUploadedFile("sertifikat.pdf", data)

    as_(who).post(reverse("siasn:attach", args=[record.public_id]), {"file": file})

    assert RecordEvidence.objects.count() == kept


def test_an_officer_does_not_attach_to_the_own_record(cast, as_) -> None:
    url = reverse("siasn:attach", args=[learned(cast.officer).public_id])

    assert as_("officer").get(url).status_code == 403


def test_a_layout_goes_out_and_back_and_a_broken_one_is_refused(cast, as_) -> None:
    client, url = as_("citra"), reverse("siasn:layouts")
    text = client.get(reverse("siasn:layout_file", args=["kursus"])).content
    own = text.replace(b"namaKursus", b"nama_kursus")

    broken = client.post(url, {"kind": "kursus", "file": SimpleUploadedFile("k.yaml", b"kolom: [")})
    good = client.post(url, {"kind": "kursus", "file": SimpleUploadedFile("k.yaml", own)})

    assert (broken.status_code, good.status_code) == (422, 302)
    assert Layout.objects.get().created_by == "CITRA RUMBIAK"
    assert "nama_kursus" in client.get(url).content.decode()


def test_without_keys_the_page_says_so_and_names_the_settings(cast, as_) -> None:
    page = as_("citra").get(reverse("siasn:service")).content.decode()

    assert "Perlu kunci" in page
    assert "BINA_SIASN_WSO2" in page
    assert "Kirim sekarang" not in page


def test_with_keys_the_page_shows_none_of_them(cast, as_, settings) -> None:
    settings.SIASN = {
        "BINA_SIASN": "https://x/apisiasn",
        "BINA_SIASN_WSO2": "https://x/token".replace("//", "//kunci:rahasia@"),
        "BINA_SIASN_SSO": "https://x/sso?client_id=kota".replace("//", "//petugas:rahasia@"),
    }

    page = as_("citra").get(reverse("siasn:service")).content.decode()

    assert "Kunci terpasang" in page
    assert "rahasia" not in page


def test_a_dry_run_by_the_page_shows_the_form_of_each_record(cast, as_) -> None:
    shown(learned(cast.ani))
    client = as_("citra")

    form = {"mulai": "2026-01-01", "sampai": "2026-11-26", "uji": "1"}
    answer = client.post(reverse("siasn:push"), form)
    jobs.run(Transfer.objects.get().job_id)

    page = client.get(answer.url).content.decode()
    assert "Isi yang akan dikirim" in page
    assert "893/BPSDM/2026" in page
    assert not Sent.objects.exists()
    file = client.get(answer.url, {"unduh": "1"})
    rows = list(load_workbook(io.BytesIO(file.content)).worksheets[0].iter_rows(values_only=True))
    assert rows[1][5] == "uji coba"


@pytest.mark.parametrize("name", ["pull", "push"])
def test_without_keys_no_work_begins(cast, as_, name) -> None:
    shown(learned(cast.ani))
    form = {"bacaan": "kursus", "mulai": "2026-01-01", "sampai": "2026-11-26"}

    page = as_("citra").post(reverse(f"siasn:{name}"), form, follow=True).content.decode()

    assert "BINA_SIASN" in page
    assert not Transfer.objects.exists()


@pytest.mark.parametrize(
    ("word", "state"), [("ya", "accepted"), ("tidak", "refused"), ("", "unsure")]
)
def test_an_unsure_record_is_settled_by_hr(cast, as_, word, state) -> None:
    answer = unsure(cast.ani)

    as_("citra").post(reverse("siasn:settle", args=[answer.public_id]), {"ada": word})

    answer.refresh_from_db()
    assert answer.state == state


def test_a_job_without_keys_fails_in_words(cast, as_) -> None:
    transfer = unsure(cast.ani).transfer

    as_("citra").post(reverse("siasn:transfer_resume", args=[transfer.public_id]))
    transfer.refresh_from_db()
    jobs.run(transfer.job_id)

    page = as_("citra").get(reverse("siasn:transfer", args=[transfer.public_id])).content.decode()
    assert "belum diisi" in page
