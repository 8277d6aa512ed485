"""Reading and sending by the web service, against the stand-in and the real database."""

from decimal import Decimal

import pytest

from bina.accounts.access import Reach
from bina.audit.guard import unguarded
from bina.audit.services import Actor, act
from bina.formats.siasn_service import WrongAnswer, answer_to, as_file_row, decoded, rows_of
from bina.imports import services as imports
from bina.imports.models import ImportRun
from bina.people.models import DevelopmentRecord, PerformanceReview, Person
from bina.siasn.client import Client, Unreachable
from bina.siasn.keys import NeedsKeys, keys
from bina.siasn.models import Answer, Fetched, Sent, Transfer
from bina.siasn.rules.layouts import WrongLayout
from bina.siasn.rules.service import read_service
from bina.siasn.selectors.layouts import file_layouts, service, shipped_text
from bina.siasn.selectors.records import Scope, faults_of, held, ready, records_of
from bina.siasn.services import pulling, pushing
from bina.siasn.services.repairing import keep_layout
from tests.siasn.scene import DAY, END, START, learned, shown
from tests.siasn.stand_in import stand_in

pytestmark = pytest.mark.django_db
HR = Actor(None, "CITRA RUMBIAK", "hr_analyst")
YEAR = Scope(START, END)
State = Answer.State


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.FIXED_DAY = DAY.isoformat()


@pytest.fixture
def siasn(settings, folder):
    with stand_in() as known:
        settings.SIASN = known.settings
        yield known


def client():
    return Client(keys(), pause=lambda seconds: None, timeout=5.0)


def with_addresses():
    """HR filled in where records go."""
    text = shipped_text("layanan").replace("  kursus: null", "  kursus: /kursus/kirim")
    keep_layout(HR, "layanan", text.encode(), "layanan.yaml")


def rows():
    return records_of(Reach(everybody=True), YEAR, file_layouts(), DAY)


def pulled(source, unit=None):
    transfer = pulling.begin_pull(HR, source, unit)
    pulling.pull(HR, transfer, client())
    transfer.refresh_from_db()
    return transfer


def pushed(**more):
    transfer = pushing.begin_push(HR, YEAR, day=DAY, **{"dry_run": False, **more})
    dry = more.get("dry_run")
    pushing.push(HR, transfer, None if dry else client(), DAY)
    return transfer


# reading


def test_data_utama_becomes_the_same_preview_as_a_file_and_drops_what_has_no_purpose(
    cast, siasn
) -> None:
    siasn.people[cast.ani.nip] = {
        "pnsId": cast.ani.pns_id, "nipBaru": cast.ani.nip, "nama": "ANI WENDA", "nik": "9171",
        "noHp": "0812", "nomorHp": "0812", "alamat": "Hamadi", "tanggalLahir": "01-01-1990",
        "jenisKelamin": "F", "jenisPegawaiNama": "PNS Daerah Kab/Kota", "golAkhirNama": "III/c",
        "kedudukanHukumNama": "Aktif", "unorNama": "Dinas Kesehatan / Puskesmas Hamadi",
        "jabatanNama": "Perawat Ahli Pertama", "tingkatPendidikanNama": "S-1/Sarjana",
    }  # fmt: skip

    transfer = pulled("data-utama", cast.puskesmas)

    run = transfer.run
    assert (run.state, run.kind, run.source.name) == ("preview", "people", pulling.SOURCE_NAME)
    assert run.counts["rows"] == 1
    assert Person.objects.get(pk=cast.ani.pk).rank == "III/b"  # nothing changed yet
    imports.apply(HR, run)
    assert Person.objects.get(pk=cast.ani.pk).rank == "III/c"
    stored = list(Fetched.objects.values_list("rows", flat=True))
    assert all(kept == [] for kept in stored)
    asked = [path for _method, path in siasn.asked]
    assert len(asked) == 3  # the three of the puskesmas


def test_protected_values_are_not_even_kept_on_the_way(cast, siasn) -> None:
    siasn.people[cast.ani.nip] = {"nipBaru": cast.ani.nip, "nama": "ANI", "nik": "9171", "npwp": 1}
    transfer = pulling.begin_pull(HR, "data-utama", cast.puskesmas)

    pulling.pull(HR, transfer, client(), lambda done, total: done < 1)

    kept = Fetched.objects.exclude(rows=[]).values_list("rows", flat=True)
    assert "9171" not in str(list(kept))


def test_predicates_are_read_with_their_codes(cast, siasn) -> None:
    siasn.histories[f"/pns/rw-skp22/{cast.ani.nip}"] = [
        {"tahun": 2025, "hasilKinerjaNilai": 2, "perilakuKerjaNilai": 1, "kuadranKinerjaNilai": 2}
    ]

    imports.apply(HR, pulled("skp22", cast.puskesmas).run)

    review = PerformanceReview.objects.get(person=cast.ani)
    assert (review.year, review.predicate, review.behaviour) == (2025, "baik", "di_atas")


def test_a_code_that_nobody_explained_is_told_in_the_preview_and_not_guessed(cast, siasn) -> None:
    siasn.histories[f"/pns/rw-kursus/{cast.ani.nip}"] = [
        {"namaKursus": "Gizi", "jenisKursusId": 7, "tanggalKursus": "02-03-2025", "jumlahJam": 8}
    ]

    run = pulled("kursus", cast.puskesmas).run

    (problem,) = run.problems.filter(severity="error")
    assert (problem.column, problem.value) == ("BENTUK", "7")
    assert run.counts["new"] == 0


def test_a_person_whom_siasn_refuses_is_named_and_the_rest_is_read(cast, siasn) -> None:
    siasn.faults = [403]
    siasn.histories[f"/pns/rw-skp22/{cast.budi.nip}"] = [{"tahun": 2025, "kuadranKinerjaNilai": 2}]

    transfer = pulled("skp22", cast.puskesmas)

    assert transfer.fetched.exclude(failure__isnull=True).count() == 1
    assert transfer.run is not None


def test_reading_that_broke_off_goes_on_where_it_stopped(cast, siasn, monkeypatch) -> None:
    monkeypatch.setattr(pulling, "BATCH", 1)
    siasn.histories[f"/pns/rw-skp22/{cast.ani.nip}"] = [{"tahun": 2025, "kuadranKinerjaNilai": 2}]
    transfer = pulling.begin_pull(HR, "skp22", cast.puskesmas)
    siasn.faults = [None, 500, 500, 500]
    with pytest.raises(Unreachable):
        pulling.pull(HR, transfer, client())
    assert transfer.fetched.count() == 1
    siasn.asked.clear()

    pulling.pull(HR, transfer, client())

    assert len(siasn.asked) == 2
    assert ImportRun.objects.get().counts["rows"] == 1


def test_nothing_to_read_says_so(cast, siasn) -> None:
    transfer = pulling.begin_pull(HR, "hukdis", cast.puskesmas)

    with pytest.raises(pulling.NothingRead):
        pulling.pull(HR, transfer, client())
    with pytest.raises(pulling.UnknownSource):
        pulling.begin_pull(HR, "gaji", None)


def test_an_answer_that_is_no_json_is_a_failure_of_that_person(cast, siasn, monkeypatch) -> None:
    siasn.histories[f"/pns/rw-skp22/{cast.ani.nip}"] = ["bukan baris"]
    transfer = pulling.begin_pull(HR, "skp22", cast.puskesmas)

    with pytest.raises(pulling.NothingRead):
        pulling.pull(HR, transfer, client())

    assert transfer.fetched.exclude(failure__isnull=True).get().person == cast.ani


# sending


def test_a_record_goes_out_with_its_evidence_and_the_answer_is_kept(cast, siasn) -> None:
    with_addresses()
    record = learned(cast.ani)
    shown(record)

    transfer = pushed()

    answer = transfer.answers.get()
    assert (answer.state, answer.siasn_id) == (State.ACCEPTED, "S-1")
    sent = Sent.objects.get()
    assert (sent.how, sent.siasn_id, sent.sent_by) == ("service", "S-1", "CITRA RUMBIAK")
    (body,) = siasn.taken
    assert b'name="namaKursus"\r\n\r\nBimtek Loket\r\n' in body
    assert b'name="tanggalKursus"\r\n\r\n02-06-2026\r\n' in body
    assert b"%PDF-1.7 sertifikat" in body
    assert ("POST", "/apisiasn/kursus/kirim") in siasn.asked
    assert not ready(rows()).exists()


def test_a_refusal_is_kept_in_siasns_words_and_the_record_may_go_again(cast, siasn) -> None:
    with_addresses()
    shown(learned(cast.ani))
    siasn.refusal = "nomor sertipikat sudah ada"

    answer = pushed().answers.get()

    assert answer.state == State.REFUSED
    assert answer.message["v"] == {"status": 200, "said": "nomor sertipikat sudah ada"}
    assert ready(rows()).count() == 1


def test_an_unsure_record_is_held_back_until_somebody_says(cast, siasn) -> None:
    with_addresses()
    record = learned(cast.ani)
    shown(record)
    siasn.faults = ["drop"]

    answer = pushed().answers.get()

    assert answer.state == State.UNSURE
    assert [one.name for one in faults_of(held(rows()).get())] == ["unsure"]
    with pytest.raises(pushing.NothingReady):
        pushing.begin_push(HR, YEAR, dry_run=False, day=DAY)

    pushing.settle(HR, answer, is_there=False)

    assert ready(rows()).get() == record
    with pytest.raises(pushing.Settled):
        pushing.settle(HR, answer, is_there=True)


def test_hr_may_say_that_it_is_there(cast, siasn) -> None:
    with_addresses()
    shown(learned(cast.ani))
    siasn.faults = ["drop"]

    pushing.settle(HR, pushed().answers.get(), is_there=True)

    assert Sent.objects.get().how == "found"
    assert not ready(rows()).exists()


def test_reading_finds_an_unsure_record_and_other_hours_make_a_correction(cast, siasn) -> None:
    with_addresses()
    first, second = learned(cast.ani, "Satu"), learned(cast.ani, "Dua")
    shown(first)
    shown(second)
    siasn.faults = ["drop", "drop"]
    transfer = pushed()
    siasn.histories[f"/pns/rw-kursus/{cast.ani.nip}"] = [
        {"id": "K-1", "namaKursus": "SATU", "tanggalKursus": "02-06-2026", "jumlahJam": 24,
         "nomorSertipikat": "893/BPSDM/2026"},
        {"id": "K-2", "namaKursus": "Dua", "tanggalKursus": "02-06-2026", "jumlahJam": 20},
    ]  # fmt: skip

    pulled("kursus", cast.puskesmas)

    assert set(transfer.answers.values_list("state", flat=True)) == {State.ACCEPTED}
    known = {row.record_id: (row.how, row.siasn_id, row.jp) for row in Sent.objects.all()}
    assert known[first.pk] == ("found", "K-1", Decimal(24))
    assert known[second.pk] == ("found", "K-2", Decimal(20))
    assert list(ready(rows())) == [second]


def test_sending_that_broke_off_goes_on_without_sending_twice(cast, siasn) -> None:
    with_addresses()
    for number in range(3):
        shown(learned(cast.ani, f"Bimtek {number}"))
    transfer = pushing.begin_push(HR, YEAR, dry_run=False, day=DAY)
    siasn.faults = [None, 503, 503, 503]
    with pytest.raises(Unreachable):
        pushing.push(HR, transfer, client(), DAY)
    states = list(transfer.answers.order_by("pk").values_list("state", flat=True))
    assert states == [State.ACCEPTED, State.WAITING, State.WAITING]

    assert pushing.push(HR, transfer, client(), DAY) == 2

    assert len(siasn.taken) == 3
    assert Sent.objects.filter(is_current=True).count() == 3


def test_what_was_on_its_way_when_the_work_died_is_not_sure(cast, siasn) -> None:
    with_addresses()
    shown(learned(cast.ani))
    transfer = pushing.begin_push(HR, YEAR, dry_run=False, day=DAY)
    with act(HR, "test"):
        transfer.answers.update(state=State.SENDING)

    pushing.push(HR, transfer, client(), DAY)

    assert transfer.answers.get().state == State.UNSURE
    assert siasn.taken == []


def test_a_stop_leaves_the_rest_waiting(cast, siasn) -> None:
    with_addresses()
    for number in range(3):
        shown(learned(cast.ani, f"Bimtek {number}"))
    transfer = pushing.begin_push(HR, YEAR, dry_run=False, day=DAY)

    assert pushing.push(HR, transfer, client(), DAY, lambda done, total: False) == 1

    assert transfer.answers.filter(state=State.WAITING).count() == 2


def test_a_record_that_changed_meanwhile_is_not_sent(cast, siasn) -> None:
    with_addresses()
    record = learned(cast.ani)
    shown(record)
    transfer = pushing.begin_push(HR, YEAR, dry_run=False, day=DAY)
    with unguarded():
        DevelopmentRecord.objects.filter(pk=record.pk).update(status="refused")

    pushing.push(HR, transfer, client(), DAY)

    assert transfer.answers.get().state == State.REFUSED
    assert siasn.taken == []


def test_a_dry_run_needs_no_keys_and_shows_the_form(cast) -> None:
    record = learned(cast.ani)
    shown(record)

    answer = pushed(dry_run=True).answers.get()

    assert answer.state == State.DRY
    assert answer.payload["namaKursus"] == "Bimtek Loket"
    assert answer.payload["file"] == "199001012015032001_2026_1.pdf"
    assert not Sent.objects.exists()
    assert list(ready(rows())) == [record]


def test_without_keys_or_address_nothing_begins(cast, settings, siasn) -> None:
    shown(learned(cast.ani))
    with pytest.raises(pushing.NoAddress):
        pushing.begin_push(HR, YEAR, dry_run=False, day=DAY)
    settings.SIASN = dict.fromkeys(settings.SIASN, "")

    with pytest.raises(NeedsKeys):
        pushing.begin_push(HR, YEAR, dry_run=False, day=DAY)
    with pytest.raises(NeedsKeys):
        pulling.begin_pull(HR, "data-utama", None)
    assert not Transfer.objects.exists()


# shapes


def test_rows_are_a_list_one_object_or_nothing() -> None:
    assert rows_of({"data": [{"a": 1}]}, "data") == [{"a": 1}]
    assert rows_of([{"a": 1}], "") == [{"a": 1}]
    assert rows_of({"data": None}, "data") == []
    with pytest.raises(WrongAnswer):
        rows_of({"data": "galat"}, "data")
    with pytest.raises(WrongAnswer, match="<html>"):
        decoded(b"<html>")


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (200, b'{"success": true}', "accepted"),
        (201, b"", "accepted"),
        (200, b'{"id": 5}', "accepted"),
        (200, b'{"success": false}', "refused"),
        (200, b"<html>", "refused"),
        (400, b'{"success": true}', "refused"),
        (403, b"", "refused"),
    ],
)
def test_an_answer_is_a_yes_by_status_and_word(status, body, state) -> None:
    assert answer_to(status, body, service().answering).state == state


def test_unknown_fields_and_nested_values_stay_out() -> None:
    reading = service().sources["kursus"].reading

    row = as_file_row({"namaKursus": {"x": 1}, "gaji": 5, "jumlahJam": 8}, reading,
                      ["NIP", "NAMA KEGIATAN", "JP"], "199")  # fmt: skip

    assert row == {"NAMA KEGIATAN": "", "JP": "8", "NIP": "199"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("baca: [", "line 1"),
        ("nama: x", "bagian baca"),
        ("baca: {a: 1}", "bacaan a"),
        ("baca: {a: {alamat: x, kolom: otomatis}}", "alamat bacaan a"),
        ("baca: {a: {alamat: '/{nip}', kolom: 1}}", "kolom bacaan a"),
        ("baca: {}\nkirim: 1", "bagian kirim"),
    ],
)
def test_a_wrong_description_names_its_fault(text, said) -> None:
    with pytest.raises(WrongLayout, match=said):
        read_service(text)


def test_the_shipped_description_says_that_it_is_not_confirmed() -> None:
    found = read_service(shipped_text("layanan"))

    assert not found.is_confirmed
    assert found.send_paths == {}
