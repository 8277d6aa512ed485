"""Who is late, who is reminded, and that nobody is reminded twice on one day."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.calendar.models import Duty
from bina.inbox.models import Message
from bina.proposals.models import UnitList
from bina.proposals.selectors.heads import heads_of, users_who_rank
from bina.proposals.selectors.lateness import behind
from bina.proposals.selectors.rounds import round_of
from bina.proposals.services.reminding import NotLateYet, remind_late
from tests.proposals.scene import DAY, YEAR, gaps, proposed

pytestmark = pytest.mark.django_db
LAST = dt.date(2026, 11, 15)  # of AKPK-URUT by default
LATE = dt.date(2026, 11, 16)


@pytest.fixture(autouse=True)
def day(settings) -> None:
    settings.FIXED_DAY = LATE.isoformat()


def late_units(code: str, day: dt.date = LATE) -> set[str]:
    return {row.unit.code for row in behind(round_of(YEAR, day), code)}


def test_heads_of_many_units_at_once_are_those_of_one(cast) -> None:
    assert heads_of([cast.puskesmas.pk, cast.agency.pk, cast.registry.pk]) == {
        cast.puskesmas.pk: cast.budi.pk,
        cast.agency.pk: cast.hr_head.pk,
    }


def test_a_unit_without_a_head_is_that_of_the_head_above(cast) -> None:
    with unguarded():
        cast.budi.position = cast.ani.position
        cast.budi.save()
        cast.officer.position = cast.hr_head.position  # a structural post of the health office
        cast.officer.save()

    found = users_who_rank([cast.puskesmas.pk, cast.registry.pk])

    agency = {cast.hr_head.user_id}  # where no head is, the head of the HR agency ranks
    assert found == {cast.puskesmas.pk: {cast.officer.user_id}, cast.registry.pk: agency}


def test_units_that_have_not_ranked_and_those_with_something_new(cast) -> None:
    made = gaps(cast)
    row = proposed(cast.ani, made["KOM"])
    proposed(cast.dani, made["PLP"])
    assert late_units("AKPK-URUT") == {"PKM-HMD", "DUKCAPIL"}

    with unguarded():
        row.rank = 1
        row.save()
        UnitList.objects.create(unit=cast.puskesmas, year=YEAR, ranked_on=DAY)
    assert late_units("AKPK-URUT") == {"DUKCAPIL"}
    proposed(cast.colleague, made["KOM"])

    assert late_units("AKPK-URUT") == {"PKM-HMD", "DUKCAPIL"}


def test_officers_who_have_not_sent(cast) -> None:
    assert late_units("AKPK-KIRIM") == {"DINKES"}
    with unguarded():
        UnitList.objects.create(unit=cast.health, year=YEAR, sent_on=DAY, n_sent=0)
    assert late_units("AKPK-KIRIM") == set()


def test_only_the_late_are_reminded_and_once_a_day(cast) -> None:
    made = gaps(cast)
    proposed(cast.ani, made["KOM"])
    proposed(cast.dani, made["PLP"])  # no head can rank it: the head of BKPP does

    with pytest.raises(NotLateYet):
        remind_late(SYSTEM, round_of(YEAR, LAST), "AKPK-URUT")
    first = remind_late(SYSTEM, round_of(YEAR, LATE), "AKPK-URUT")
    again = remind_late(SYSTEM, round_of(YEAR, LATE), "AKPK-URUT")

    assert (first, again) == (2, 0)
    told = {(cast.budi.user_id, "reminder"), (cast.hr_head.user_id, "reminder")}
    assert set(Message.objects.values_list("user", "kind")) == told
    assert remind_late(SYSTEM, round_of(YEAR, LATE + dt.timedelta(1)), "AKPK-URUT") == 2


def test_one_button_on_the_page(cast, as_) -> None:
    proposed(cast.ani, gaps(cast)["KOM"])
    citra = as_("citra")
    url = reverse("proposals:deadlines")

    before = citra.get(url).content.decode()
    said = citra.post(reverse("proposals:remind"), {"tahap": "AKPK-URUT"}, follow=True)

    assert "Puskesmas Hamadi" in before and "BUDI MANDOWEN" in before
    assert "1 orang diingatkan" in said.content.decode()
    assert "diingatkan hari ini" in citra.get(url).content.decode()
    assert "Dinas Kesehatan" in citra.get(url, {"tahap": "AKPK-KIRIM"}).content.decode()
    assert "Tidak ada yang cocok" in citra.get(url, {"cari": "xyz"}).content.decode()


def late_rows(client, **query: str) -> list[list[object]]:
    answer = client.get(reverse("proposals:late_export"), {"tahun": YEAR, **query})
    rows = [list(row) for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active.values]
    head = next(at for at, row in enumerate(rows) if row[0] == "Unit")
    return rows[head + 1 :]


def test_the_late_leave_as_a_workbook_with_the_filters_of_the_page(cast, as_) -> None:
    made = gaps(cast)
    proposed(cast.ani, made["KOM"])
    proposed(cast.dani, made["PLP"])
    remind_late(SYSTEM, round_of(YEAR, LATE), "AKPK-URUT")
    citra = as_("citra")

    hamadi = ["Puskesmas Hamadi", 1, "BUDI MANDOWEN", "ya", "ya"]
    registry = "Dinas Kependudukan dan Pencatatan Sipil"
    assert late_rows(citra) == [[registry, 1, "FRANS HAMADI", "ya", "ya"], hamadi]
    assert late_rows(citra, cari="mandowen") == [hamadi]
    office = ["Dinas Kesehatan", 1, "ELIA SUEBU", "ya", "belum"]
    assert late_rows(citra, tahap="AKPK-KIRIM") == [office]
    assert as_("budi").get(reverse("proposals:late_export")).status_code == 403


def test_the_officer_sends_the_own_office(cast, as_) -> None:
    officer, url = as_("officer"), reverse("proposals:send")

    officer.post(url, {"unit": "DINKES", "tahun": YEAR})
    other = officer.post(url, {"unit": "DUKCAPIL", "tahun": YEAR}, follow=True)

    assert list(UnitList.objects.values_list("unit__code", "n_sent")) == [("DINKES", 0)]
    assert "Pilih dahulu" in other.content.decode()
    assert "dikirim" in officer.get(reverse("proposals:list"), {"tahun": YEAR}).content.decode()


def test_the_export_has_the_columns_of_akpk(cast, as_) -> None:
    made = gaps(cast)
    proposed(cast.ani, made["KOM"], rank=3, form="Coaching")
    proposed(cast.dani, made["PLP"])

    answer = as_("officer").get(reverse("proposals:export"), {"tahun": YEAR})

    rows = [list(row) for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active.values]
    head = next(at for at, row in enumerate(rows) if row[0] == "NIP")
    table = [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]
    assert [row["NIP"] for row in table] == [cast.ani.nip]  # Dani is of another office
    (ani,) = table
    assert (ani["Dibutuhkan"], ani["Dimiliki"], ani["Kelas kesenjangan"]) == (2, 1, "besar")
    assert (ani["Bentuk"], ani["Jalur"], ani["Prioritas"]) == ("Coaching", "nonklasikal", 3)
    assert (ani["Status"], ani["Anggaran"]) == ("Diusulkan", None)


def test_the_week_shows_each_role_its_own_step(cast, as_) -> None:
    proposed(cast.ani, gaps(cast)["KOM"])

    def week(who: str) -> str:
        return as_(who).get(reverse("web:monday")).content.decode()

    assert "1 menunggu verifikasi" in week("citra") and "1 unit terlambat" in week("citra")
    assert "Usulan belum diurutkan" in week("budi")
    assert "Usulan belum dikirim" in week("officer")
    assert "Usulan belum diurutkan" not in week("officer")


def test_duties_are_written_changed_and_taken_out_by_hr(cast, as_) -> None:
    citra = as_("citra")

    shown = citra.get(reverse("calendar:duties"), {"tahun": YEAR}).content.decode()
    assert "bawaan sementara" in shown and "15 Nov 2026" in shown
    citra.post(reverse("calendar:duty_defaults"), {"tahun": YEAR})
    assert Duty.objects.filter(year=YEAR, is_provisional=True).count() == 5
    row = Duty.objects.get(year=YEAR, code="AKPK-URUT")
    fields = {"year": YEAR, "code": row.code, "what": row.what, "who": row.who}
    edit = reverse("calendar:duty_edit", args=[row.public_id])
    citra.post(edit, {**fields, "deadline": "2026-12-01", "source": "SE 1/2026"})
    row.refresh_from_db()
    assert (row.deadline, row.is_provisional) == (dt.date(2026, 12, 1), False)
    twin = citra.post(
        reverse("calendar:duty_add"), {**fields, "deadline": "2026-12-02"}
    ).content.decode()
    assert "sudah ada untuk tahun itu" in twin
    citra.post(reverse("calendar:duty_delete", args=[row.public_id]))
    assert not Duty.objects.filter(pk=row.pk).exists()
    assert as_("budi").post(reverse("calendar:duty_defaults")).status_code == 403
