"""Handing a desk over: one act, the old log-in loses, the new one has, and the list is kept."""

import datetime as dt
import io
from collections.abc import Callable

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bina.accounts.models import User
from bina.accounts.permissions import Role
from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.audit.services import SYSTEM, Actor
from bina.calendar.models import Duty
from bina.gaps.models import PriorityFactor
from bina.handover.models import Handover
from bina.handover.selectors import holders, work
from bina.handover.services.transferring import (
    CannotLogIn,
    NothingToHandOver,
    ReasonWanted,
    SamePerson,
    Wish,
    transfer,
)
from bina.inbox import services as inbox
from bina.inbox.models import Message
from bina.letters.models import CalendarLink
from bina.people.models import RoleGrant
from bina.people.selectors import access_of
from bina.people.services.roles import OwnRole
from bina.plan.models import Plan
from bina.text import Text
from tests.cast import Cast
from tests.letters.scene import session_of
from tests.web.targets import pin, quota

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
DAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = DAY.isoformat()


@pytest.fixture
def boss(cast: Cast) -> Actor:
    return access_of(cast.user("hr_head")).actor("handover.transfer")


def wish(cast: Cast, giver: str = "citra", taker: str = "dani", **more: str) -> Wish:
    with unguarded():
        for name in (giver, taker):
            user = cast.user(name)
            user.set_password("sagu-papeda-2026")
            user.save()
    facts = {"reason": "Mutasi", "document_no": "800/7", **more}
    return Wish(cast.user(giver), cast.user(taker), **facts)


def items(key: str) -> list[str]:
    sections = {section.key: section for section in work(DAY)}
    return [item.text.plain() for item in sections[key].items]


def test_the_old_log_in_loses_and_the_new_one_has_at_once(cast: Cast, boss: Actor, as_: As) -> None:
    before = [as_(who).get("/unggah/").status_code for who in ("citra", "dani")]

    transfer(boss, wish(cast), DAY)

    after = [as_(who).get("/unggah/").status_code for who in ("citra", "dani")]
    assert (before, after) == ([200, 403], [403, 200])
    assert Role.HR_ANALYST not in access_of(cast.user("citra")).roles
    assert RoleGrant.objects.get(user=cast.user("dani")).document_no == "800/7"


def test_an_officers_unit_and_its_end_move_along(cast: Cast, boss: Actor) -> None:
    until = dt.date(2026, 12, 31)
    with unguarded():
        RoleGrant.objects.filter(user=cast.user("officer")).update(valid_until=until)

    transfer(boss, wish(cast, "officer", "dani"), DAY)

    grant = RoleGrant.objects.get(user=cast.user("dani"))
    assert (grant.role, grant.unit, grant.valid_until) == ("opd_officer", cast.health, until)
    assert cast.health.pk in access_of(cast.user("dani")).units[Role.OPD_OFFICER]
    assert Role.OPD_OFFICER not in access_of(cast.user("officer")).roles


def test_unread_tasks_move_and_what_is_personal_stays(cast: Cast, boss: Actor) -> None:
    citra, dani = cast.user("citra"), cast.user("dani")
    task, notice = inbox.Kind.TASK, inbox.Kind.NOTICE
    scene = session_of(cast, called=False)
    link = ("nominations", scene.session.public_id)
    inbox.send(SYSTEM, [citra.pk], task, Text("Pengganti"), link=link)
    inbox.send(SYSTEM, [citra.pk], task, Text("Dipanggil"), link=("report", ""))
    inbox.send(SYSTEM, [citra.pk], notice, Text("Kabar"), link=link)
    inbox.send(SYSTEM, [citra.pk], task, Text("Dibaca"), link=link)
    inbox.read(access_of(citra), [Message.objects.get(text={"t": "Dibaca"})])

    made = transfer(boss, wish(cast), DAY)

    theirs = {row.text["t"] for row in Message.objects.filter(user=dani)}
    assert (made.n_messages, theirs) == (1, {
        "Pengganti",
        "Anda menerima tugas {name}. Daftar yang terbuka ada di lembar serah terima.",
    })  # fmt: skip


def test_addresses_of_units_stop_and_the_own_one_goes_on(cast: Cast, boss: Actor) -> None:
    officer = cast.user("officer")
    with unguarded():
        for number, where in enumerate(({"unit": cast.health}, {"person": cast.officer})):
            CalendarLink.objects.create(user=officer, token_sha256=str(number) * 64, **where)

    transfer(boss, wish(cast, "officer", "dani"), DAY)

    open_ones = CalendarLink.objects.filter(user=officer, revoked_at=None)
    assert [link.person for link in open_ones] == [cast.officer]


def test_it_is_one_entry_of_the_audit(cast: Cast, boss: Actor) -> None:
    wanted = wish(cast)
    before = Entry.objects.count()

    made = transfer(boss, wanted, DAY)

    entry = Entry.objects.latest("sequence")
    assert Entry.objects.count() == before + 1
    assert (entry.action, entry.actor_name, entry.role) == (
        "handover.transfer", "FRANS HAMADI", "hr_head",
    )  # fmt: skip
    assert (entry.detail["handover"], entry.detail["reason"]) == (str(made.public_id), "Mutasi")


def test_the_list_tells_tasks_drafts_settings_and_deadlines(cast: Cast) -> None:
    session_of(cast)  # called; answers are due on 1 Feb 2027, beyond the sixty days
    with unguarded():
        Plan.objects.create(year=2027, name="Rencana kedua", state="draft", created_by="CITRA")
    pin(cast.ani)
    quota()

    assert items("tasks") == ["3 orang dipanggil dan belum menjawab."]
    assert items("drafts") == [
        "Rencana kedua 2027: rancangan, belum diajukan. Disusun CITRA.",
        "Anggaran RKA 2027/1: 1 pos, belum ditetapkan.",
    ]
    assert items("settings") == [
        "Ketetapan 2027: ANI WENDA harus ikut P-2. Penugasan (Kepala Dinas, 800/1)",
        "Kuota 2027: 2 kursi P-2 bagi F. Renstra ",
    ]
    with unguarded():
        for number, who in enumerate(("hr_analyst", "unit_head", "hr_head")):
            Duty.objects.create(
                year=2027, code=f"d-{number}", what=f"Tugas {who}", who=who,
                deadline=dt.date(2027, 1, 20) + dt.timedelta(30 * number),
            )  # fmt: skip
    later = {section.key: section for section in work(dt.date(2027, 1, 20))}["deadlines"]
    assert [(item.day, item.text.values.get("n", item.text.values.get("what")))
            for item in later.items] == [
        (dt.date(2027, 1, 20), "Tugas hr_analyst"), (dt.date(2027, 2, 1), 3),
        (dt.date(2027, 3, 2), 3), (dt.date(2027, 3, 21), "Tugas hr_head"),
    ]  # fmt: skip


def test_the_list_is_frozen_with_the_handover(cast: Cast, boss: Actor, as_: As) -> None:
    pin(cast.ani)
    made = transfer(boss, wish(cast, advice="Kuota diperiksa Februari"), DAY)
    with unguarded():
        type(pin(cast.ani)).objects.all().delete()

    page = as_("dani").get(f"/serah-terima/{made.public_id}/").content.decode()

    assert "ANI WENDA harus ikut P-2" in page
    assert "Kuota diperiksa Februari" in page
    assert "utuh" in page


@pytest.mark.parametrize(
    ("giver", "taker", "reason", "expected"),
    [
        ("dani", "ani", "Mutasi", NothingToHandOver),
        ("hr_head", "ani", "Mutasi", NothingToHandOver),  # the head's own role is nobody's to move
        ("citra", "citra", "Mutasi", SamePerson),
        ("citra", "dani", "  ", ReasonWanted),
        ("citra", "hr_head", "Mutasi", OwnRole),
    ],
)
def test_what_cannot_be_handed_over_moves_nothing(
    cast: Cast, boss: Actor, giver: str, taker: str, reason: str, expected: type[Exception]
) -> None:
    wanted = wish(cast, giver, taker, reason=reason)

    with pytest.raises(expected):
        transfer(boss, wanted, DAY)

    assert not Handover.objects.exists()
    assert Role.HR_ANALYST in access_of(cast.user("citra")).roles


def test_a_successor_who_cannot_log_in_is_refused(cast: Cast, boss: Actor) -> None:
    wanted = wish(cast)
    with unguarded():
        User.objects.filter(pk=wanted.taken_by.pk).update(password="!")
    wanted.taken_by.refresh_from_db()

    with pytest.raises(CannotLogIn):
        transfer(boss, wanted, DAY)


def test_only_the_head_of_the_agency_hands_over(cast: Cast, as_: As) -> None:
    wanted = wish(cast)
    form = {"given_by": wanted.given_by.username, "username": wanted.taken_by.username,
            "reason": "Mutasi"}  # fmt: skip

    assert as_("citra").post("/serah-terima/serahkan/", form).status_code == 403
    assert as_("citra").get("/serah-terima/").status_code == 200
    done = as_("hr_head").post("/serah-terima/serahkan/", form, follow=True)

    assert "Lembar serah terima" in done.content.decode()
    assert [user.username for user in holders(DAY)] == sorted(
        [cast.user("dani").username, cast.user("officer").username],
        key=lambda name: User.objects.get(username=name).display_name,
    )


def test_the_form_says_what_is_wrong(cast: Cast, as_: As) -> None:
    wanted = wish(cast)
    form = {"given_by": wanted.given_by.username, "username": "tidak-ada", "reason": "Mutasi"}

    answer = as_("hr_head").post("/serah-terima/serahkan/", form)

    assert answer.status_code == 422
    assert "Tidak ada pengguna dengan nama ini." in answer.content.decode()


def test_the_number_of_queries_does_not_grow(cast: Cast, as_: As) -> None:
    citra = as_("citra")
    pin(cast.ani)
    citra.get("/serah-terima/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert citra.get("/serah-terima/").status_code == 200
        return len(taken)

    few = queries()
    for person in (cast.dani, cast.budi, cast.colleague):
        pin(person)
    session_of(cast)
    assert queries() == few


def test_constants_set_otherwise_and_own_templates_are_listed(
    cast: Cast, tmp_path, settings
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "hcdp.yaml").write_text("kolom: []")
    with unguarded():
        plan = Plan.objects.create(year=2027, name="Rencana 2027", settings={"jp_cap": 45})
        Plan.objects.filter(pk=plan.pk).update(state=Plan.State.FROZEN)

    (found,) = [section for section in work(dt.date(2026, 11, 23)) if section.key == "settings"]

    words = [item.text.plain() for item in found.items]
    assert "Rencana 2027: JP paling banyak per orang setahun 45, bawaannya 60." in words
    assert "Templat sendiri menggantikan bawaan: hcdp.yaml." in words
    assert not any("Bobot sisa" in one for one in words)  # as shipped
    assert not any("Templat surat" in one for one in words)


def test_a_factor_names_its_source_once(cast: Cast) -> None:
    with unguarded():
        PriorityFactor.objects.create(
            unit=cast.puskesmas, source="challenge", value="1.20", state="accepted",
            evidence={"t": "Tantangan: banjir rob"},
        )  # fmt: skip

    (found,) = [section for section in work(dt.date(2026, 11, 23)) if section.key == "settings"]

    (words,) = [item.text.plain() for item in found.items if "banjir" in item.text.plain()]
    assert words.count("Tantangan") == 1


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_the_desk_as_pdf_has_every_line_of_the_page(cast: Cast, as_: As) -> None:
    session_of(cast)
    quota(), pin(cast.ani)

    answer = as_("citra").get(reverse("handover:desk"), {"unduh": "pdf"})

    text = pdf_text(answer.content).replace("\n", " ")
    assert answer["Content-Type"] == "application/pdf"
    assert "Semua yang terbuka pada 23-11-2026" in text
    for section in work(DAY):
        assert f"{section.title} ({len(section.items)})" in text
    assert "3 orang dipanggil dan belum menjawab." in text


def test_a_handover_as_pdf_is_the_frozen_list_with_its_digest(
    cast: Cast, as_: As, boss: Actor
) -> None:
    session_of(cast)
    made = transfer(boss, wish(cast, advice="Telepon bandara dahulu"), DAY)
    with unguarded():
        Plan.objects.update(name="Nama lain")  # what changes later is not on the sheet

    answer = as_("hr_head").get(reverse("handover:detail", args=[made.public_id]), {"unduh": "pdf"})

    text = pdf_text(answer.content)
    flat = text.replace("\n", "")
    assert made.digest[:24] in flat
    assert "Telepon bandara dahulu" in flat and made.reason in flat
    assert "CITRA RUMBIAK" in flat and "DANI OHEE" in flat and "Mengetahui" in flat
    assert "Nama lain" not in flat


def test_a_template_of_hr_is_used_and_a_broken_one_is_named(
    cast: Cast, as_: As, settings, tmp_path
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    own = tmp_path / "templates" / "serah-terima.typ"
    own.write_text("#let d = json(bytes(sys.inputs.data))\nMeja kami: #d.title")
    url, citra = reverse("handover:desk"), as_("citra")

    assert "Meja kami: Serah terima tugas" in pdf_text(citra.get(url, {"unduh": "pdf"}).content)
    own.write_text("#let d = json(")
    said = citra.get(url, {"unduh": "pdf"}, follow=True).content.decode()

    assert "templates/serah-terima.typ" in said
