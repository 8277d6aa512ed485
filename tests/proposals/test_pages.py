"""What the pages of proposals answer to whom, without script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bina.proposals.models import Proposal
from bina.proposals.selectors.lists import on_list
from tests.proposals.scene import DAY, YEAR, gaps, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings) -> None:
    settings.FIXED_DAY = DAY.isoformat()


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_ani_proposes_from_her_report_by_one_form(cast, as_) -> None:
    gaps(cast)
    ani = as_("ani")

    shown = text(ani.get(reverse("web:report")))
    url = reverse("proposals:add", args=[cast.ani.public_id])
    assert url in shown
    after = ani.post(url, {"kompetensi": "KOM", "alasan": "Warga sering cemas"}, follow=True)

    made = Proposal.objects.get()
    assert (made.person, made.origin, made.reason) == (cast.ani, "employee", "Warga sering cemas")
    assert "Usulan terkirim" in text(after)
    assert "Warga sering cemas" in text(after)


@pytest.mark.parametrize(
    ("who", "status", "n"),
    [("officer", 302, 1), ("budi", 404, 0), ("dani", 404, 0), ("mayor", 403, 0)],
)
def test_who_may_propose_for_ani(cast, as_, who, status, n) -> None:
    gaps(cast)

    answer = as_(who).post(
        reverse("proposals:add", args=[cast.ani.public_id]),
        {"kompetensi": "KOM", "alasan": "Perlu"},
    )

    assert (answer.status_code, Proposal.objects.count()) == (status, n)
    assert all(row.origin == "officer" for row in Proposal.objects.all())


def test_faults_are_said_and_nothing_is_kept(cast, as_) -> None:
    gaps(cast)
    url = reverse("proposals:add", args=[cast.ani.public_id])

    unknown = as_("ani").post(url, {"kompetensi": "XYZ", "alasan": "a"}, follow=True)
    empty = as_("ani").post(url, {"kompetensi": "KOM", "alasan": " "}, follow=True)
    met = as_("ani").post(url, {"kompetensi": "PLP", "alasan": "a"}, follow=True)

    assert "Pilih dahulu kompetensi" in text(unknown)
    assert "Tulis alasannya" in text(empty)
    assert "bukan kesenjangan" in text(met)
    assert not Proposal.objects.exists()


def test_the_head_ranks_without_script(cast, as_) -> None:
    made = gaps(cast)
    a, b = proposed(cast.ani, made["KOM"]), proposed(cast.colleague, made["KOM"])
    budi = as_("budi")

    shown = text(budi.get(reverse("proposals:rank")))
    assert shown.index("ANI WENDA") < shown.index("YULI KBAREK")
    typed = {f"u-{a.public_id}": "2", f"u-{b.public_id}": "1", "unit": cast.puskesmas.public_id}
    budi.post(reverse("proposals:rank_save"), {**typed, "tahun": YEAR})
    assert list(on_list(cast.puskesmas, YEAR)) == [b, a]
    budi.post(reverse("proposals:rank_save"), {
        f"u-{a.public_id}": "2", f"u-{b.public_id}": "1", "unit": cast.puskesmas.public_id,
        "tahun": YEAR, "geser": f"{a.public_id}:naik",
    })  # fmt: skip

    assert list(on_list(cast.puskesmas, YEAR)) == [a, b]


def test_a_head_orders_the_own_units_only(cast, as_) -> None:
    made = gaps(cast)
    row = proposed(cast.dani, made["PLP"])

    answer = as_("budi").post(
        reverse("proposals:rank_save"),
        {f"u-{row.public_id}": "1", "unit": cast.registry.public_id, "tahun": YEAR},
    )

    row.refresh_from_db()
    assert (answer.status_code, row.rank) == (404, None)


@pytest.mark.parametrize(("who", "sees"), [("citra", 2), ("budi", 1), ("officer", 1)])
def test_the_list_is_what_the_reader_reaches(cast, as_, who, sees) -> None:
    made = gaps(cast)
    proposed(cast.ani, made["KOM"])
    proposed(cast.dani, made["PLP"], reason="Rahasia Dani")

    shown = text(as_(who).get(reverse("proposals:list")))

    assert shown.count("/usulan/") and ("Rahasia Dani" in shown) == (sees == 2)
    assert f"{sees} usulan" in shown


def test_filters_find_and_say_when_nothing_fits(cast, as_) -> None:
    made = gaps(cast)
    proposed(cast.ani, made["KOM"], rank=1)
    proposed(cast.colleague, made["KOM"], state="refused", answer="Tidak", answered_on=DAY)
    citra = as_("citra")

    def page(**query: object) -> str:
        return text(citra.get(reverse("proposals:list"), query))

    assert "ANI WENDA" in page(cari="ani komunikasi") and "YULI" not in page(cari="ani")
    assert "YULI KBAREK" in page(keadaan="refused") and "ANI" not in page(keadaan="refused")
    assert "ANI WENDA" in page(urutan="ya") and "YULI" not in page(urutan="ya")
    assert "YULI KBAREK" in page(unit=cast.health.public_id)
    assert "Tidak ada yang cocok" in page(cari="tidak-ada")
    assert "Tidak ada yang cocok" in page(unit="bukan-uuid")
    assert "Belum ada usulan untuk 2031" in page(tahun=2031)


def test_ticked_ones_and_all_that_match(cast, as_) -> None:
    made = gaps(cast)
    a, b = proposed(cast.ani, made["KOM"]), proposed(cast.dani, made["PLP"])
    citra, url = as_("citra"), reverse("proposals:decide")

    citra.post(url, {"usulan": [a.public_id], "langkah": "verify", "alasan": "Sesuai gap"})
    a.refresh_from_db()
    b.refresh_from_db()
    assert (a.state, b.state) == ("verified", "sent")
    stale = citra.post(url, {"semua": "7", "langkah": "refuse", "alasan": "x"}, follow=True)
    assert "sekarang 2 usulan" in text(stale)
    citra.post(url, {"semua": "1", "keadaan": "sent", "langkah": "refuse", "alasan": "Ulang"})
    a.refresh_from_db()
    b.refresh_from_db()

    assert (a.state, b.state, b.answer) == ("verified", "refused", "Ulang")
    nothing = citra.post(url, {"langkah": "refuse", "alasan": "x"}, follow=True)
    assert "Belum ada usulan yang dipilih" in text(nothing)
    words = citra.post(
        url, {"usulan": [a.public_id], "langkah": "validate", "alasan": "", "kembali": a.public_id},
        follow=True,
    )  # fmt: skip
    assert "Alasan yang dibaca pengusul" in text(words)


def test_ani_reads_the_answer_and_dani_does_not(cast, as_) -> None:
    row = proposed(
        cast.ani, gaps(cast)["KOM"], state="refused", answer="Kelas penuh", answered_by="CITRA",
        answered_on=DAY,
    )  # fmt: skip
    url = reverse("proposals:detail", args=[row.public_id])

    assert "Kelas penuh" in text(as_("ani").get(url))
    assert "Kelas penuh" in text(as_("ani").get(reverse("web:report")))
    assert as_("dani").get(url).status_code == 404


@pytest.mark.parametrize("name", ["proposals:list", "proposals:rank", "proposals:home"])
def test_lists_ask_a_fixed_number_of_times(cast, as_, name) -> None:
    made, counts = gaps(cast), []
    client = as_("budi")
    client.get(reverse(name))
    rows = [(cast.ani, "KOM"), (cast.ani, "KES"), (cast.colleague, "KOM"), (cast.budi, "KOM")]
    for person, code in rows:
        proposed(person, made[code])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse(name))
        counts.append(len(asked))

    assert counts[1] == counts[2], counts


def test_the_agencys_head_ranks_what_no_head_can_and_no_more(cast, as_) -> None:
    made = gaps(cast)
    frans = proposed(cast.hr_head, made["KOM"], of_head=True)
    anis = proposed(cast.ani, made["KOM"])
    head, url = as_("hr_head"), reverse("proposals:rank_save")

    shown = text(head.get(reverse("proposals:rank"), {"unit": cast.city.public_id}))
    week = text(head.get(reverse("web:monday")))
    typed = {f"u-{frans.public_id}": "1", "unit": cast.city.public_id, "tahun": YEAR}
    head.post(url, typed)
    refused = head.post(url, {f"u-{anis.public_id}": "1", "unit": cast.puskesmas.public_id})

    frans.refresh_from_db()
    assert "tidak ada kepala yang dapat mengurutkannya" in shown and "Puskesmas" not in shown
    assert f"?unit={cast.city.public_id}" in week
    assert (frans.rank, refused.status_code) == (1, 404)
    assert "diurutkan FRANS HAMADI" in text(head.get(page_of(frans)))


def page_of(row: Proposal) -> str:
    """The address of a proposal."""
    return reverse("proposals:detail", args=[row.public_id])
