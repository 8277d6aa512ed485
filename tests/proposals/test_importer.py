"""One Excel per unit: read, refused row by row, held to the officer's units, undone."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM, Actor
from bina.formats.template import blank_template
from bina.imports.models import ImportRun
from bina.imports.services import apply, import_now, preview, receive, undo
from bina.proposals.models import Proposal
from bina.proposals.rules.sheets import PROPOSALS
from bina.text import Text
from tests.formats.workbooks import xlsx
from tests.proposals.scene import DAY, YEAR, gaps, proposed

pytestmark = pytest.mark.django_db
HEADERS = ["TAHUN", "NIP", "NAMA", "KODE KOMPETENSI", "ALASAN", "TANGGAL USUL", "BENTUK", "URUTAN"]
ANI, COLLEAGUE = "199001012015032001", "199505052020122007"
BUDI, DANI = "197803042003121002", "199207082019031004"


@pytest.fixture(autouse=True)
def day(settings, tmp_path) -> None:
    settings.FIXED_DAY = DAY.isoformat()
    settings.DATA_DIR = tmp_path


def book(*rows: list[object]) -> bytes:
    return xlsx(("Usulan", [HEADERS, *rows]))


def row(
    nip: str,
    code: str = "KOM",
    reason: str = "Warga cemas",
    form: str = "",
    rank: str = "",
    day: str = "01-10-2026",
):
    return [YEAR, nip, "", code, reason, day, form, rank]


def reasons(run: ImportRun) -> list[str]:
    return [Text.from_json(one.reason).plain() for one in run.problems.order_by("pk")]


def test_a_file_becomes_proposals_of_who_uploaded_it(cast) -> None:
    gaps(cast)
    actor = Actor(cast.officer.user_id, cast.officer.name, "opd_officer")

    import_now(actor, "proposals", book(row(ANI, rank="2"), row(BUDI, form="seminar")), "u.xlsx")

    ani, budi = Proposal.objects.get(person=cast.ani), Proposal.objects.get(person=cast.budi)
    assert (ani.origin, ani.state, ani.rank, ani.paper_rank) == ("file", "sent", None, 2)
    assert (ani.proposed_by, ani.proposed_by_user_id) == (cast.officer.name, cast.officer.user_id)
    assert ani.proposed_on == dt.date(2026, 10, 1)
    assert (ani.of_head, budi.of_head, budi.form) == (False, True, "Seminar")


def test_each_wrong_row_says_why_and_the_others_go_in(cast) -> None:
    made = gaps(cast)
    proposed(cast.colleague, made["KOM"], state="verified", answer="Ya", answered_on=DAY)

    run = import_now(
        SYSTEM,
        "proposals",
        book(
            row(ANI),
            row(DANI, "KES"),  # his post does not require it
            row("190001012015031009"),  # nobody
            row(ANI, "XYZ"),
            row(ANI, "KES", reason=""),
            row(COLLEAGUE),  # BKPP has begun
            row(ANI, "PLP", form="Bersemedi"),
            row(BUDI, day="01-12-2026"),  # still to come
        ),
        "u.xlsx",
    )

    assert Proposal.objects.filter(origin="file").count() == 1
    assert sorted(reasons(run)) == [
        "bentuk pengembangan Bersemedi tidak dikenal",
        "jabatan orang ini tidak meminta kompetensi itu",
        "kompetensi XYZ tidak ada di kamus",
        "menurut hitungan terakhir standarnya sudah tercapai",
        "tanggal itu belum tiba",
        "tidak ada pegawai dengan NIP 190001012015031009",
        "usulan ini sudah diproses BKPP",
        "wajib diisi tetapi kosong",
    ]


def test_a_standard_that_is_met_is_a_doubt_and_goes_in(cast) -> None:
    gaps(cast)

    run = import_now(SYSTEM, "proposals", book(row(ANI, "PLP"), row(ANI)), "u.xlsx")

    assert (run.counts["doubt"], run.counts["error"], Proposal.objects.count()) == (1, 0, 2)
    assert reasons(run) == ["menurut hitungan terakhir standarnya sudah tercapai"]


def test_a_second_file_changes_the_reason_and_never_the_heads_rank(cast) -> None:
    made = gaps(cast)
    there = proposed(cast.ani, made["KOM"], rank=4)

    import_now(SYSTEM, "proposals", book(row(ANI, reason="Kata baru", rank="1")), "u.xlsx")

    there.refresh_from_db()
    assert (there.reason, there.rank, there.paper_rank) == ("Kata baru", 4, 1)
    assert there.origin == "employee"


def test_an_import_is_undone_as_a_whole(cast) -> None:
    gaps(cast)
    run = import_now(SYSTEM, "proposals", book(row(ANI), row(COLLEAGUE)), "u.xlsx")

    undo(SYSTEM, run)

    assert not Proposal.objects.exists()


def test_the_template_is_one_that_the_importer_reads(cast) -> None:
    gaps(cast)
    with unguarded():
        cast.ani.nip = "199001012015031001"  # as in the example row
        cast.ani.save()
    run = preview(SYSTEM, receive(SYSTEM, "proposals", "", blank_template(PROPOSALS), "t.xlsx"))

    assert (run.counts["new"], run.counts["error"]) == (1, 0)


def send(client, data: bytes) -> str:
    answer = client.post(
        reverse("imports:upload", args=["proposals"]), {"file": SimpleUploadedFile("u.xlsx", data)}
    )
    assert answer.status_code == 302
    return str(answer["Location"])


def test_the_officer_uploads_for_the_own_office_only(cast, as_) -> None:
    gaps(cast)
    officer = as_("officer")

    address = send(officer, book(row(ANI), row(DANI, "PLP")))

    shown = officer.get(address).content.decode()
    assert "Terapkan 1 perubahan" in shown
    assert f"tidak ada pegawai dengan NIP {DANI} di unit Anda" in shown
    assert officer.get(f"{address}masalah/").status_code == 200
    officer.post(f"{address}terapkan/")
    assert list(Proposal.objects.values_list("person", flat=True)) == [cast.ani.pk]
    assert as_("citra").get(address).status_code == 200
    assert as_("budi").get(address).status_code == 403


def test_the_officer_sees_no_upload_of_others_and_no_other_kind(cast, as_) -> None:
    gaps(cast)
    of_city = receive(SYSTEM, "proposals", "Kota", book(row(ANI)), "rahasia.xlsx")
    of_others = receive(
        SYSTEM, "proposals", "Dukcapil", book(row(DANI)), "dukcapil.xlsx",
        unit_ids=[cast.registry.pk],
    )  # fmt: skip
    officer = as_("officer")

    kinds = officer.get(reverse("imports:list")).content.decode()

    assert "Usulan kebutuhan (AKPK)" in kinds and "Kalender libur" not in kinds
    assert "rahasia.xlsx" not in kinds and "dukcapil.xlsx" not in kinds
    page = officer.get(reverse("imports:upload", args=["proposals"])).content.decode()
    assert "rahasia.xlsx" not in page and 'name="source"' not in page
    for run in (of_city, of_others):
        assert officer.get(reverse("imports:run", args=[run.public_id])).status_code == 404
    assert officer.get(reverse("imports:upload", args=["calendar"])).status_code == 403


def test_units_lost_between_preview_and_confirmation_stop_the_upload(cast, as_) -> None:
    gaps(cast)
    address = send(as_("officer"), book(row(ANI)))
    with unguarded():
        cast.officer.user.grants.update(unit=cast.registry)

    answer = as_("officer").post(f"{address}terapkan/")

    assert answer.status_code == 404
    assert not Proposal.objects.exists()


def test_a_person_moved_away_after_the_preview_is_not_written(cast) -> None:
    gaps(cast)
    run = receive(
        SYSTEM, "proposals", "Dinkes", book(row(ANI), row(COLLEAGUE)), "u.xlsx",
        unit_ids=[cast.health.pk, cast.puskesmas.pk],
    )  # fmt: skip
    preview(SYSTEM, run)
    with unguarded():
        cast.ani.unit = cast.registry
        cast.ani.save()

    with pytest.raises(Exception, match="berubah"):
        apply(SYSTEM, run)

    assert not Proposal.objects.exists()
