"""November of the year before: from needs and money to a signed plan and people who are called."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.test_proposals_phone import WORDS, propose, put_first
from tests.browser.year_steps import (
    YEAR,
    Story,
    Town,
    card,
    download,
    message,
    number,
    press,
    press_all,
    rows_of,
    wait_for_button,
)

CUT_LINE, CUT = "BKPP-05", 9_000_000
REASONS = ("Anak saya dirawat di rumah sakit", "Ditugaskan ke distrik selama dua minggu")
DECIDED = "Sesuai kebutuhan puskesmas, kelas tersedia."
# A paid session of the spring with substitutes at hand; one of the second half without which most
# hours are missing.
CHOOSE = """
from collections import Counter
import numpy as np
from bina.people.models import Person
from bina.plan.models import Plan, Seat
from bina.plan.rules.settings import PlanSettings
from bina.plan.rules.substitutes import Opening, substitutes
from bina.plan.services.substituting import load, pairs_in_force, unable
from bina.catalog.models import Session
plan = Plan.objects.select_related("instance").get(state="frozen", amends=None)
stored = load(plan)
cast = sys.argv[1:]

def told(session):
    seats = Seat.objects.filter(plan=plan, session=session).exclude(person__nip__in=cast)
    people = [{"nip": s.person.nip, "name": s.person.full_name} for s in
              seats.select_related("person").order_by("person__name")]
    n = Seat.objects.filter(plan=plan, session=session).count()
    return {"code": session.code, "programme": session.programme.name, "people": people, "n": n}

held = Session.objects.filter(seats__plan=plan).distinct().order_by("start", "code")
early = held.filter(start__gte="2027-01-10", end__lt="2027-04-05", seats__cost__gt=0)
settings, seated = PlanSettings.from_json(plan.settings).engine, pairs_in_force(stored, plan)
row_of = {pk: row for row, pk in enumerate(stored.people)}

def could_come(session):  # when the first two decline, as they will
    at = stored.sessions[session.programme.code, session.code, 1]
    nips = [p["nip"] for p in told(session)["people"][:2]]
    gone = Person.objects.filter(nip__in=nips).values_list("pk", flat=True)
    leavers = frozenset(row_of[pk] for pk in gone)
    barred = leavers | frozenset(row_of[pk] for pk in unable(session) if pk in row_of)
    staying = [p for p in seated if p not in {stored.instance.pair_of(row, at) for row in leavers}]
    opening = Opening(session=at, leavers=leavers, barred=barred)
    found = substitutes(stored.instance, settings, np.array(staying), opening)
    return len(found.candidates)

spring = max(early, key=lambda s: min(6, could_come(s)))
counts = {s.code: could_come(s) for s in early}
assert could_come(spring) > 2, f"no session of the spring has enough people in reserve: {counts}"
hours = Counter()
for person, jp in Seat.objects.filter(plan=plan).values_list("person", "jp"):
    hours[person] += jp
flight = max(held.filter(start__gte="2027-06-20"), key=lambda s: sum(
    max(0, 20 - hours[seat.person_id] + seat.jp) for seat in s.seats.all()))
print(json.dumps({"spring": told(spring), "flight": told(flight)}))
"""


def a_need_is_proposed_ranked_and_validated(town: Town, story: Story) -> None:
    """Ani on her phone, her head on his, HR at a desk; the need then weighs in her gap."""
    with town.at("ani", width=360) as page:
        story.need = propose(page)
    with town.at("budi", width=360) as page:
        put_first(page, story.need)
    with town.at("citra") as page:
        for step in ("Verifikasi", "Validasi"):
            page.goto("/usulan/daftar/?cari=ani+wenda")
            page.get_by_role("row").filter(has_text=WORDS[:40]).get_by_role("link").first.click()
            page.get_by_label("Langkah").select_option(label=step)
            page.get_by_label("Alasan yang dibaca pengusul").fill(DECIDED)
            press(page, "Simpan jawaban", DECIDED)
        page.goto("/kesenjangan/")
        press(page, "Hitung ulang")
        page.wait_for_timeout(3_000)
    with town.at("ani", width=360) as page:
        expect(message(page, DECIDED)).to_contain_text(DECIDED)


def the_budget_is_cut(town: Town) -> None:
    """A new version takes money from one line; the head of the agency sets it."""
    with town.at("citra") as page:
        page.goto(f"/anggaran/?tahun={YEAR}")
        before = number(page.locator("tfoot strong").inner_text())
        page.get_by_role("link", name="Versi baru").click()
        page.get_by_label("Tahap").select_option(label="DPA")
        press(page, "Buat versi")
        address = page.url
        page.get_by_role("link", name=CUT_LINE, exact=True).click()
        page.get_by_role("link", name="Ubah").first.click()
        page.get_by_label("Pagu (rupiah)").fill(str(CUT))
        for quarter in range(1, 5):
            page.locator(f"input[name=quarter_{quarter}]").fill("")
        press(page, "Simpan")
        page.goto(address)
        after = number(page.locator("tfoot strong").inner_text())
        assert before - after == 27_000_000 - CUT
    with town.at("hr_head") as page:
        page.goto(f"/anggaran/?tahun={YEAR}")
        row = page.get_by_role("row").filter(has_text="DPA")
        row.get_by_role("link", name="Tetapkan").click()
        page.get_by_label("Nomor dokumen penetapan").fill("DPA/01/2026")
        page.get_by_label("Berlaku mulai").fill("2026-11-20")
        press(page, "Tetapkan")
        page.goto(f"/anggaran/?tahun={YEAR}")
        assert number(page.locator("tfoot strong").inner_text()) == after


def a_plan_is_made_and_signed(town: Town, story: Story) -> None:
    """HR lets it compute and submits; the head of the agency signs; no line is overspent."""
    with town.at("citra") as page:
        page.goto("/rencana/baru/")
        page.locator("input[name=year]").fill(str(YEAR))
        page.get_by_label("Nama rencana").fill(f"HCDP {YEAR}")
        page.get_by_label("Waktu paling lama (detik)").fill("")
        page.get_by_label("Atau jumlah kerja").fill(
            "1"
        )  # the same on every machine; a rough one leaves people in reserve
        press(page, "Mulai menyusun")
        story.plan = urlsplit(page.url).path
        wait_for_button(page, "Ajukan untuk tanda tangan")
        press(page, "Ajukan untuk tanda tangan")
    with town.at("hr_head") as page:
        page.goto(story.plan)
        press(page, "Setujui dan bekukan", "Disetujui")
        table = card(page, "Anggaran").locator("tbody")
        card(page, "Anggaran").locator("summary").click()
        row = table.get_by_role("row").filter(has_text=CUT_LINE)
        limit, spent = (number(row.get_by_role("cell").nth(at).inner_text()) for at in (1, 2))
        assert limit == CUT and 0 <= spent <= CUT
        seats = number(card(page, "Isi").locator(".figure").inner_text())
        path = story.folder / "hcdp-awal.xlsx"
        hcdp = rows_of(download(page, page.get_by_role("link", name="HCDP (XLSX)"), path))
        assert len(hcdp) == seats > 100
        spoken = re.search(r"([\d.]+) JP", card(page, "Isi").locator("p.dim").inner_text())
        assert spoken is not None
        assert sum(row["JP"] for row in hcdp) == number(spoken[1])
        lines = {row["KODE ANGGARAN"] for row in hcdp}
        assert sum(row["ANGGARAN"] for row in hcdp if row["KODE ANGGARAN"] == CUT_LINE) <= CUT
        assert lines
    chosen = town.look(CHOOSE, *sorted(town.log_ins.values()))
    story.spring, story.flight = chosen["spring"], chosen["flight"]


def people_are_called(town: Town, story: Story) -> None:
    """Letterhead, signatory and templates once; the spring session is called, letters go out."""
    with town.at("citra") as page:
        set_up_letters(page, town.log_ins["hr_head"])
        open_session(page, story.spring["code"])
        call_all(page, story.spring["n"])
        issue_letters(page, story.spring["n"])


def set_up_letters(page: Page, head_nip: str) -> None:
    page.goto("/surat/pengaturan/")
    page.get_by_role("link", name="Ubah kop").click()
    page.get_by_label("Pemerintah daerah").fill("Pemerintah Kota Jayapura")
    page.get_by_label("Instansi").fill("Badan Kepegawaian (contoh)")
    page.get_by_label("Kota pada tanggal surat").fill("Jayapura")
    for name, time in (("starts", "08:00"), ("noon", "12:00"), ("ends", "15:00")):
        page.locator(f"input[name={name}]").fill(time)
    press(page, "Simpan")
    page.get_by_role("link", name="Tambah penandatangan").click()
    page.locator("input[name=nip]").fill(head_nip)
    page.get_by_label("Jabatan di bawah surat").fill("Kepala BKPP")
    page.get_by_label("Berlaku mulai").fill("2026-01-02")
    press(page, "Simpan")
    press(page, "Pasang templat bawaan yang belum ada")
    expect(page.get_by_text("PDF belum ada")).to_have_count(0)


def open_session(page: Page, code: str) -> None:
    page.goto(f"/surat/?waktu=semua&cari={code}")
    page.get_by_role("row").filter(has_text=code).get_by_role("link").first.click()


def call_all(page: Page, n: int) -> None:
    page.get_by_label("Batas jawaban").fill("2026-12-20")
    press(page, "Panggil semua", f"{n} orang dipanggil")


def issue_letters(page: Page, n: int) -> None:
    """Call letters of the session whose page is open, until their PDFs are there."""
    press(page, "Terbitkan")
    address = page.url  # asked beside the page, which loads itself anew while the job runs
    for _ in range(120):
        text = page.request.get(address).text()
        if "Unduh semua PDF (zip)" in text and "Hentikan" not in text:
            break
        page.wait_for_timeout(500)
    page = page.context.new_page()
    page.goto(address)
    expect(page.get_by_role("link", name="Unduh semua PDF (zip)")).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile(rf"\b{n}\b"))


def two_decline_on_their_phones(town: Town, story: Story) -> None:
    """From the message to the answer, in their own words."""
    for person, reason in zip(story.spring["people"], REASONS, strict=False):
        with town.at(person["nip"], width=360) as page:
            found = message(page, story.spring["programme"])
            expect(found).to_contain_text("20-12-2026")
            found.get_by_role("button", name="Buka").click()
            seat = card(page, "Berikutnya").locator("li").filter(
                has_text=story.spring["programme"]
            ).first  # fmt: skip
            seat.get_by_text("Tidak bisa").click()
            seat.get_by_label("Alasan").fill(reason)
            press(page, "Kirim", "Tercatat: tidak bisa")


def substitutes_take_over(town: Town, story: Story) -> None:
    """HR confirms the best substitutes, calls them, takes the answers down, and writes letters."""
    gone = [person["name"] for person in story.spring["people"][:2]]
    with town.at("citra") as page:
        open_session(page, story.spring["code"])
        for name, reason in zip(gone, REASONS, strict=True):
            free = page.locator("#kosong li").filter(has_text=name)
            for _ in range(120):  # the worker ranks in the background
                if free.get_by_role("button", name="Tetapkan pengganti").count():
                    break
                page.wait_for_timeout(500)
                page.reload()
            expect(free).to_contain_text(reason)
            story.substitutes.append(free.locator("p strong").inner_text())
            free.get_by_role("button", name="Tetapkan pengganti").click()
            said = f"{story.substitutes[-1]} mengisi kursi {name}"
            expect(page.get_by_text(said)).to_be_visible()
        call_all(page, 2)
        coming = [person["name"] for person in story.spring["people"][2:6]]
        some_accept(page, [*coming, *story.substitutes], gone)
        issue_letters(page, 2)


def some_accept(page: Page, names: list[str], gone: list[str]) -> None:
    """By telephone; the others never answer."""
    for name in names:
        row = page.get_by_role("row").filter(has=page.locator("strong", has_text=name))
        row.get_by_text("Catat jawaban").click()
        with page.expect_navigation():
            row.get_by_role("button", name="Simpan").click()
        expect(row).to_contain_text("Menerima")
    press(page, "Tetapkan yang menerima", f"{len(names)} peserta ditetapkan")
    for name in gone:
        row = page.get_by_role("row").filter(has_text="diganti oleh")
        expect(row.filter(has=page.locator("strong", has_text=name))).to_be_visible()


def heads_approve(town: Town, story: Story) -> None:
    """Budi approves what waits for him with one tap; afterwards nothing waits."""
    with town.at("budi", width=360) as page:
        page.goto("/unit/")
        assert number(page.locator("button[value=semua]").inner_text()) > 0
        press_all(page)
