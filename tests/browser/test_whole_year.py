"""A whole year of the HR agency, lived by clicking, each role at its own screen.

November: needs are proposed and answered, the budget is cut, a plan is made under the cut and
signed, people are called, two decline on their phones and are replaced. April: the training
happens, certificates come by phone. June: a flight is cancelled, the rest of the year is planned
anew. December: what was achieved is issued. At each stop all workbooks must agree to the rupiah
and the JP, and the figures on the pages must be those of the workbooks.
"""

import datetime as dt
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from bina.demo.learning import photo
from tests.browser.year_opening import (
    a_need_is_proposed_ranked_and_validated,
    a_plan_is_made_and_signed,
    heads_approve,
    people_are_called,
    substitutes_take_over,
    the_budget_is_cut,
    two_decline_on_their_phones,
)
from tests.browser.year_steps import (
    YEAR,
    Story,
    Town,
    card,
    download,
    figures_agree,
    make_town,
    message,
    number,
    press,
    press_all,
    rows_of,
    totals_agree,
    wait_for_button,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PEOPLE = 350
NOVEMBER, APRIL = dt.date(2026, 11, 23), dt.date(2027, 4, 5)
JUNE, DECEMBER = dt.date(2027, 6, 7), dt.date(2027, 12, 20)
FLIGHT = "Penerbangan dibatalkan, pelatih tidak dapat datang"
HEAD_OF = """
from bina.accounts.models import User
from bina.people.models import Person
from bina.people.selectors import access_of, active_people, within
person = Person.objects.get(nip=sys.argv[1])
found = []
for user in User.objects.filter(person__in=active_people()).select_related("person"):
    access, own = access_of(user), user.person
    people = within(access.reach("unit.approve"), active_people())
    if own != person and access.may("unit.approve") and people.filter(pk=person.pk):
        nips = list(people.exclude(pk=own.pk).values_list("nip", flat=True))
        found.append((len(nips), own.nip, nips))
n, head, nips = min(found)
print(json.dumps({"head": head, "people": nips}))
"""


@pytest.fixture(scope="module")
def town(browser: Browser) -> Iterator[Town]:
    with tempfile.TemporaryDirectory(prefix="bina-year-", ignore_cleanup_errors=True) as folder:
        yield make_town(Path(folder), browser, PEOPLE)


def test_a_year_is_lived_and_all_totals_agree(town: Town, tmp_path: Path) -> None:
    story = Story(tmp_path)
    with town.day(NOVEMBER):
        a_need_is_proposed_ranked_and_validated(town, story)
        the_budget_is_cut(town)
        a_plan_is_made_and_signed(town, story)
        people_are_called(town, story)
        two_decline_on_their_phones(town, story)
        substitutes_take_over(town, story)
        heads_approve(town, story)
        figures_agree(town, story, "november")
    with town.day(APRIL):
        the_training_happened(town, story)
        certificates_come_by_phone(town, story)
        figures_agree(town, story, "april")
    with town.day(JUNE):
        a_flight_is_cancelled(town, story)
        the_rest_is_planned_anew(town, story)
        only_those_concerned_are_asked(town, story)
        figures_agree(town, story, "juni")
    with town.day(DECEMBER):
        the_year_is_reported(town, story)


# ---- April --------------------------------------------------------------------------------------


def the_training_happened(town: Town, story: Story) -> None:
    """Those who had accepted were there; the list is closed, the room and each place are paid."""
    came = [*(person["name"] for person in story.spring["people"][2:6]), *story.substitutes]
    with town.at("citra") as page:
        page.goto(f"/belajar/sesi/?cari={story.spring['code']}")
        page.locator("tbody a").first.click()
        halves = card(page, "Per paruh hari").locator("li a")
        address = page.url
        for at in range(halves.count()):
            page.goto(address)
            halves.nth(at).click()
            for name in came:
                rows = page.locator("label.check").filter(has_text=name)
                rows.locator("input[name=hadir]").check()
            press(page, "Simpan daftar")
        page.goto(address)
        press(page, "Tutup daftar hadir", "Daftar hadir ditutup")
        rows = card(page, "Hasil dan biaya").locator("ul.list > li")
        attended = [row.locator("a").first.inner_text() for row in rows.all()]
        assert sorted(attended) == sorted(came)
        for at, name in enumerate(attended):
            row = rows.filter(has_text=name)
            row.locator("summary").click()
            story.paid[name] = 1_000_000 + 12_345 * at
            row.locator("select[name=passed]").select_option(index=1)
            row.locator("input[name=paid]").fill(str(story.paid[name]))
            with page.expect_navigation():
                row.get_by_role("button", name="Simpan").click()


def certificates_come_by_phone(town: Town, story: Story) -> None:
    """Two send a photograph; the head of the agency sees it and agrees; the rest still owe one."""
    for person in story.spring["people"][2:4]:
        with town.at(person["nip"], width=360) as page:
            page.goto("/belajar/")
            page.locator("main .list a").filter(has_text=story.spring["programme"]).first.click()
            page.get_by_label("atau berkas PDF").set_input_files(
                {"name": "sertifikat.png", "mimeType": "image/png", "buffer": photo(240, seed=7)}
            )
            page.get_by_role("button", name="Kirim bukti").click()
            expect(page.get_by_role("link", name="sertifikat.png")).to_be_visible(timeout=30_000)
    with town.at("hr_head") as page:
        for person in story.spring["people"][2:4]:
            page.goto(f"/belajar/menunggu/?cari={story.spring['programme']}")
            page.get_by_role("link", name=re.compile(f"Periksa {person['name']}")).first.click()
            press(page, "Setujui", re.compile("Disetujui: .* JP"))


# ---- June ---------------------------------------------------------------------------------------


def a_flight_is_cancelled(town: Town, story: Story) -> None:
    """The session falls; all its people lose the seat and read why."""
    with town.at("citra") as page:
        page.goto("/rencana/")
        page.get_by_role("link", name="Perubahan", exact=True).click()
        page.get_by_role("link", name="Catat perubahan").click()
        page.get_by_label("Apa yang berubah").select_option("cancelled")
        page.get_by_label("Kode sesi atau NIP pegawai").fill(story.flight["code"])
        page.get_by_label("Mulai, atau hari pertama yang baru").fill(JUNE.isoformat())
        page.get_by_label("Alasan yang dibaca orang yang terkena").fill(FLIGHT)
        press(page, "Simpan")
        released = number(card(page, "Yang bebas").locator(".figure").inner_text())
        assert released == story.flight["n"]
    with town.at(story.flight["people"][0]["nip"], width=360) as page:
        expect(message(page, FLIGHT)).to_contain_text(story.flight["programme"])


def the_rest_is_planned_anew(town: Town, story: Story) -> None:
    """As few changed seats as possible: HR submits what the page says, for whom and why."""
    with town.at("citra") as page:
        page.goto("/rencana/perubahan/")
        page.get_by_role("link", name="Susun ulang").click()
        page.get_by_label("Waktu paling lama (detik)").fill("6")
        press(page, "Mulai menyusun ulang")
        story.replan = urlsplit(page.url).path
        wait_for_button(page, "Ajukan untuk tanda tangan")
        link = page.get_by_role("link", name="Perubahan (XLSX)")
        changes = rows_of(download(page, link, story.folder / "perubahan.xlsx"))
        story.new = [row for row in changes if row["PERUBAHAN"] == "baru"]
        _kept, released, new, helped = card(page, "Yang berubah").locator("dd").all_inner_texts()
        assert number(released) == len(changes) - len(story.new)
        assert number(new) == len(story.new) > 0
        lost = {person["nip"] for person in story.flight["people"]}
        theirs = [row for row in story.new if row["NIP"] in lost]
        assert theirs and all(FLIGHT in row["ALASAN"] for row in theirs)
        assert f"dari {story.flight['n']} orang" in helped
        table = card(page, "Yang dilepas dan yang baru").locator("tbody tr").nth(1)
        _seats, hours, _points, _cost = table.get_by_role("cell").all_inner_texts()
        assert number(hours) == sum(row["JP"] for row in story.new)
        the_lines_say_the_same(page, story.new)
        press(page, "Ajukan untuk tanda tangan")


def the_lines_say_the_same(page: Page, new: list[dict[str, Any]]) -> None:
    """What the new seats take from each line, to the rupiah; no lines where they cost nothing."""
    lines = card(page, "Yang dilepas dan yang baru").locator("details")
    if not any(row["BIAYA"] for row in new):
        expect(lines).to_have_count(0)
        return
    lines.locator("summary").click()
    cells = [row.get_by_role("cell").all_inner_texts() for row in lines.locator("tbody tr").all()]
    shown = {code.split()[0]: number(taken) for code, _freed, taken in cells}
    wanted: dict[str, int] = defaultdict(int)
    for row in new:
        if row["KODE ANGGARAN"]:
            wanted[row["KODE ANGGARAN"]] += row["BIAYA"]
    assert {code: cost for code, cost in shown.items() if cost} == {
        code: cost for code, cost in wanted.items() if cost
    }
    assert sum(shown.values()) == sum(row["BIAYA"] for row in new)


def only_those_concerned_are_asked(town: Town, story: Story) -> None:
    """A head who had approved everything finds the new seats alone; their people are told."""
    helped = story.new[0]
    found = town.look(HEAD_OF, helped["NIP"])
    with town.at(found["head"], width=360) as page:
        page.goto("/unit/")
        if page.locator("button[value=semua]").count():
            press_all(page)
    with town.at("hr_head") as page:
        page.goto(story.replan)
        press(page, "Setujui perubahan ini", "Disetujui")
    with town.at(found["head"], width=360) as page:
        page.goto("/unit/")
        waiting = number(page.locator("button[value=semua]").inner_text())
        assert waiting == sum(row["NIP"] in found["people"] for row in story.new)
        press_all(page)
    with town.at(helped["NIP"], width=360) as page:
        expect(message(page, f"Anda mendapat kursi di {helped['PROGRAM']}")).to_be_visible()


# ---- December -----------------------------------------------------------------------------------


def the_year_is_reported(town: Town, story: Story) -> None:
    """Realisation on the page, the issued report, and all books agree."""
    folder = figures_agree(town, story, "desember")
    with town.at("hr_head") as page:
        page.goto(f"/realisasi/laporan/?tahun={YEAR}")
        press(page, "Terbitkan laporan")
        link = page.get_by_role("link", name="XLSX", exact=True)
        download(page, link, folder / "laporan.xlsx")
    totals_agree(folder)
