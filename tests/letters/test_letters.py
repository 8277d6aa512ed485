"""Letters: numbers without holes or doubles, frozen content, files that say what they must."""

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Callable

import pypdf
import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.files.services import read
from bina.formats import docx
from bina.jobs.models import Job
from bina.letters import rendering
from bina.letters.models import Counter, Kind, Letter, Letterhead, Signatory, Template
from bina.letters.rules.content import content_hash
from bina.letters.rules.numbering import letter_number, pattern_faults
from bina.letters.rules.signing import Signer, signer_on, title_of
from bina.letters.sample import sample
from bina.letters.selectors.values import NoLetterhead, NoSignatory
from bina.letters.services import issuing, printing, setup
from bina.letters.services.issuing import issue, replace
from bina.people.models import Person
from bina.plan.commitments import write_answer
from tests.cast import Cast
from tests.letters.scene import DAY, issued, session_of, set_up

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def numbers(**which: object) -> list[str]:
    return list(
        Letter.objects.filter(**which).order_by("sequence").values_list("number", flat=True)
    )


@pytest.mark.parametrize(
    ("pattern", "faults"),
    [
        ("{nomor}/{tahun}", []),
        ("{nomor}/{bulan}/{tahun}", []),
        ("{nomor}", ["-tahun"]),
        ("{tahun}", ["-nomor"]),
        ("{nomor}/{tahun}/{0}", ["?0"]),
        ("{nomor}/{tahun}/{}", ["?"]),
    ],
)
def test_a_pattern_needs_number_and_year_and_nothing_strange(
    pattern: str, faults: list[str]
) -> None:
    assert pattern_faults(pattern) == faults


@pytest.mark.parametrize(
    ("sequence", "day", "number"),
    [
        (1, dt.date(2026, 1, 31), "800/001/I/2026"),
        (999, dt.date(2026, 12, 1), "800/999/XII/2026"),
        (1000, dt.date(2027, 9, 1), "800/1000/IX/2027"),
    ],
)
def test_the_number_of_a_letter(sequence: int, day: dt.date, number: str) -> None:
    assert letter_number("800/{nomor}/{bulan}/{tahun}", sequence, day) == number


def test_an_acting_official_signs_in_the_span_only() -> None:
    head = Signer(1, "definitive", "Kepala BKPP", dt.date(2026, 1, 1))
    plt = Signer(2, "plt", "Kepala BKPP", dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    plh = Signer(3, "plh", "Kepala BKPP", dt.date(2026, 5, 10), dt.date(2026, 5, 12))
    days = {9: 2, 10: 3, 12: 3, 13: 2, 31: 2}

    found = {n: signer_on([head, plt, plh], dt.date(2026, 5, n)) for n in days}

    assert {n: signer.id for n, signer in found.items() if signer} == days
    assert signer_on([head, plt], dt.date(2026, 4, 30)) == head
    assert signer_on([head], dt.date(2025, 12, 31)) is None
    assert title_of(plh) == "Plh. Kepala BKPP"


def test_letters_get_the_next_numbers_of_their_kind_and_year(cast: Cast) -> None:
    scene, _batch = issued(cast)
    for name in ("ani", "dani"):
        write_answer(SYSTEM, scene.seats[name], accepts=True, reason="", day=DAY)

    issue(SYSTEM, Kind.ASSIGNMENT, [scene.session], DAY)

    assert numbers(kind="call") == [f"800.1.4/00{n}/BKPP/XI/2026" for n in (1, 2, 3)]
    assert numbers(kind="assignment") == [f"800.1.11/00{n}/BKPP/XI/2026" for n in (1, 2)]


def test_who_has_a_letter_gets_no_second_one_and_numbers_stay_whole(cast: Cast) -> None:
    scene, _batch = issued(cast)

    with pytest.raises(issuing.NobodyToWrite):
        issue(SYSTEM, Kind.CALL, [scene.session], DAY)

    assert Counter.objects.get(kind="call", year=2026).last == 3 == Letter.objects.count()


def test_an_act_that_fails_takes_no_number(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(cast)
    scene = session_of(cast)

    def fail(*args: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(issuing, "start_rendering", fail)
        with pytest.raises(RuntimeError):
            issue(SYSTEM, Kind.CALL, [scene.session], DAY)
    assert not Counter.objects.filter(last__gt=0).exists()

    issue(SYSTEM, Kind.CALL, [scene.session], DAY)
    assert [row.sequence for row in Letter.objects.order_by("sequence")] == [1, 2, 3]


def test_numbers_rise_with_the_days_and_start_anew_each_year(cast: Cast) -> None:
    scene, _batch = issued(cast, day=dt.date(2026, 12, 10))
    for name in ("ani", "dani"):
        write_answer(SYSTEM, scene.seats[name], accepts=True, reason="", day=DAY)
    issue(SYSTEM, Kind.PARTICIPANTS, [scene.session], dt.date(2026, 12, 31))
    old = Letter.objects.get(kind="participants")

    with pytest.raises(issuing.DayTooEarly):
        replace(SYSTEM, old, "Salah nama", dt.date(2026, 12, 30))
    made = replace(SYSTEM, old, "Salah nama", dt.date(2027, 1, 4))

    assert (made.number, made.year, made.sequence) == ("800.1.4.P/001/BKPP/I/2027", 2027, 1)


def test_the_database_refuses_to_change_or_delete_an_issued_letter(cast: Cast) -> None:
    issued(cast)
    row = Letter.objects.filter(pk=Letter.objects.order_by("pk")[0].pk)
    with unguarded():
        for change in ({"number": "x"}, {"values": {}}, {"day": DAY + dt.timedelta(1)}):
            with pytest.raises(DatabaseError), transaction.atomic():
                row.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            Letter.objects.create(
                **{f.attname: getattr(row[0], f.attname) for f in Letter._meta.fields
                   if f.attname not in ("id", "public_id", "number")},
                number="800/doppelt",
            )  # fmt: skip


def test_a_pdf_says_who_when_where_and_is_what_was_hashed(cast: Cast) -> None:
    _scene, batch = issued(cast)

    made = printing.render(SYSTEM, batch)

    letter = Letter.objects.get(person=cast.ani)
    content = printing.pdf_of(letter)
    said = text_of(content)
    for words in (
        letter.number, "ANI WENDA", cast.ani.nip, "Empati di loket", "BPSDM Papua",
        "Aula A, Wamena",
        "Selasa, 2 Maret 2027 s.d. Rabu, 3 Maret 2027", "08.00–15.00 WIT", "1 Februari 2027",
        "Kepala BKPP", "FRANS HAMADI", "23 November 2026", "16 JP", letter.content_hash[:16],
    ):  # fmt: skip
        assert words in said, words
    assert made == 3
    assert hashlib.sha256(content).hexdigest() == letter.pdf_sha256
    assert letter.content_hash == content_hash(letter.values, letter.template.file.sha256)


def test_values_are_never_read_as_markup(cast: Cast) -> None:
    set_up(cast)
    with unguarded():
        Person.objects.filter(pk=cast.ani.pk).update(name="#strong[ANI] $x$ *y* <b>{{nip}}</b>")
    scene = session_of(cast)
    batch = issue(SYSTEM, Kind.CALL, [scene.session], DAY)
    printing.render(SYSTEM, batch)
    letter = Letter.objects.get(person=cast.ani)

    assert "#strong[ANI] $x$ *y* <b>{{nip}}</b>" in text_of(printing.pdf_of(letter))
    word = zipfile.ZipFile(io.BytesIO(printing.word_of(letter))).read("word/document.xml").decode()
    assert "#strong[ANI] $x$ *y* &lt;b&gt;{{nip}}&lt;/b&gt;" in word


def test_every_kind_of_letter_can_be_made_from_the_shipped_templates(cast: Cast) -> None:
    set_up(cast)
    scene = session_of(cast)
    for seat in scene.seats.values():
        write_answer(SYSTEM, seat, accepts=True, reason="", day=DAY)

    for kind in Kind:
        printing.render(SYSTEM, issue(SYSTEM, kind, [scene.session], DAY))

    found = {kind: list(Letter.objects.filter(kind=kind)) for kind in Kind}
    assert {kind.value: len(rows) for kind, rows in found.items()} == {
        "call": 3, "assignment": 3, "travel": 3, "participants": 1, "attendance": 1,
    }  # fmt: skip
    for rows in found.values():
        assert "{{" not in docx_text(printing.word_of(rows[0]))
    attendance = text_of(printing.pdf_of(found[Kind.ATTENDANCE][0]))
    assert all(
        name in attendance for name in ("ANI WENDA", "YULI KBAREK", "DANI OHEE", "2/3", "3/3")
    )
    travel = text_of(printing.pdf_of(Letter.objects.get(kind="travel", person=cast.ani)))
    assert "Rp 1.250.000" in travel and "Kota Jayapura" in travel and "Wamena" in travel


def docx_text(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def test_no_travel_order_for_a_session_at_home(cast: Cast) -> None:
    set_up(cast)
    scene = session_of(cast, place="Kota Jayapura")
    for seat in scene.seats.values():
        write_answer(SYSTEM, seat, accepts=True, reason="", day=DAY)

    with pytest.raises(issuing.NobodyToWrite):
        issue(SYSTEM, Kind.TRAVEL, [scene.session], DAY)


def test_a_stopped_batch_keeps_what_it_made_and_goes_on_with_the_rest(cast: Cast) -> None:
    _scene, batch = issued(cast)
    asked = []

    def after_two(done: int, total: int) -> bool:
        asked.append((done, total))
        return done < 2

    first = printing.render(SYSTEM, batch, after_two)
    kept = dict(Letter.objects.exclude(pack=None).values_list("number", "pdf_sha256"))
    second = printing.render(SYSTEM, batch)

    assert (first, second, asked) == (2, 1, [(1, 3), (2, 3)])
    assert printing.render(SYSTEM, batch) == 0
    after = dict(Letter.objects.values_list("number", "pdf_sha256"))
    assert {number: after[number] for number in kept} == kept
    with zipfile.ZipFile(io.BytesIO(printing.batch_zip(batch))) as pack:
        assert len(pack.namelist()) == 3


def test_a_new_letter_takes_the_place_of_a_wrong_one_and_says_so(cast: Cast) -> None:
    _scene, batch = issued(cast)
    printing.render(SYSTEM, batch)
    old = Letter.objects.get(person=cast.ani)
    before = (old.values, old.pdf_sha256)
    with unguarded():
        Person.objects.filter(pk=cast.ani.pk).update(title_back="S.Kep.")

    made = replace(SYSTEM, old, "Gelar belum ditulis", DAY)

    printing.render(SYSTEM, made.batch)
    said = text_of(printing.pdf_of(Letter.objects.get(pk=made.pk)))
    assert "ANI WENDA, S.Kep." in said
    assert f"menggantikan surat nomor {old.number}" in said
    old.refresh_from_db()
    assert (old.values, old.pdf_sha256) == before
    with pytest.raises(issuing.AlreadyReplaced):
        replace(SYSTEM, old, "lagi", DAY)


def test_nothing_is_issued_without_letterhead_signatory_or_template(cast: Cast) -> None:
    scene = session_of(cast)
    with pytest.raises(issuing.NoTemplate):
        issue(SYSTEM, Kind.CALL, [scene.session], DAY)
    set_up(cast)
    with pytest.raises(NoSignatory):
        issue(SYSTEM, Kind.CALL, [scene.session], dt.date(2025, 12, 31))
    with unguarded():
        Letterhead.objects.all().delete()
    with pytest.raises(NoLetterhead):
        issue(SYSTEM, Kind.CALL, [scene.session], DAY)
    assert not Letter.objects.exists()


def test_an_acting_head_is_named_on_the_letter(cast: Cast) -> None:
    set_up(cast)
    setup.add_signatory(
        SYSTEM,
        {"person": cast.citra, "title": "Kepala BKPP", "mode": Signatory.Mode.PLH,
         "valid_from": DAY, "valid_until": DAY},
    )  # fmt: skip
    scene = session_of(cast)

    issue(SYSTEM, Kind.CALL, [scene.session], DAY)

    values = Letter.objects.order_by("sequence")[0].values
    assert values["penandatangan_jabatan"] == "Plh. Kepala BKPP"
    assert values["penandatangan_nama"] == "CITRA RUMBIAK"


def test_a_replaced_template_is_used_for_new_letters_only(cast: Cast) -> None:
    scene, batch = issued(cast)
    own = b"#let d = json(bytes(sys.inputs.data))\n= TEMPLAT BARU #d.nama #d.nomor"
    setup.keep_template(SYSTEM, "call", own, "panggilan.typ")

    printing.render(SYSTEM, batch)
    old = Letter.objects.get(person=cast.ani)
    made = replace(SYSTEM, old, "Templat salah", DAY)
    printing.render(SYSTEM, made.batch)

    assert "TEMPLAT BARU" not in text_of(printing.pdf_of(Letter.objects.get(pk=old.pk)))
    assert "TEMPLAT BARU ANI WENDA" in text_of(printing.pdf_of(Letter.objects.get(pk=made.pk)))
    assert scene.session == made.session


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.typ", b"#unknown", rendering.WrongTemplate),
        ("a.typ", b'#read("/etc/passwd")', rendering.WrongTemplate),
        ("a.typ", b'#import "@preview/x:1.0.0": y', rendering.WrongTemplate),
        ("a.docx", b"PK not a zip", Exception),
        ("a.docx", b"text", docx.NotADocument),
        ("a.exe", b"MZ", setup.WrongFile),
        ("a.typ", b"", setup.WrongFile),
        ("a.docx", docx.document([("text", "{{rahasia}}")]), docx.UnknownPlace),
    ],
)
def test_a_template_that_cannot_work_is_refused(
    name: str, content: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        setup.keep_template(SYSTEM, "call", content, name)

    assert not Template.objects.exists()


def test_a_placeholder_that_word_cut_into_runs_is_filled() -> None:
    template = docx.document([("bold", "Yth. {{nama}}, NIP {{nip}}")])
    cut = docx_text(template).replace(
        "{{nama}}", '{{na</w:t></w:r><w:r><w:t xml:space="preserve">ma}}'
    )
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w") as file:
        file.writestr("word/document.xml", cut)

    made = docx_text(docx.fill(pack.getvalue(), {"nama": "ANI & DANI", "nip": "1"}, {}))

    assert "Yth. ANI &amp; DANI" in made and ", NIP 1" in made and "{{" not in made


def test_a_row_is_written_once_per_person() -> None:
    template = docx.document([("row", "No", "Nama"), ("row", "{{peserta.no}}", "{{peserta.nama}}")])

    made = docx_text(rendering.word(template, sample("participants")))

    assert made.count("contoh nama") == 2 and "{{" not in made


def test_the_shipped_word_templates_are_what_the_tool_writes() -> None:
    from tools.letter_templates import templates

    for name, content in templates().items():
        assert (rendering.shipped_folder() / name).read_bytes() == content, name


def test_an_employee_reads_the_own_letter_and_no_other(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    _scene, batch = issued(cast)
    printing.render(SYSTEM, batch)
    mine, other = Letter.objects.get(person=cast.ani), Letter.objects.get(person=cast.dani)

    ani = as_("ani")

    assert mine.number in ani.get("/rapor/").content.decode()
    assert ani.get(f"/surat/agenda/{mine.public_id}/surat.pdf").content.startswith(b"%PDF")
    assert ani.get(f"/surat/agenda/{other.public_id}/surat.pdf").status_code == 404
    assert ani.get("/surat/agenda/").status_code == 403


def test_hr_issues_from_the_session_page_and_stops_and_goes_on(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    set_up(cast)
    scene = session_of(cast)
    citra = as_("citra")

    answer = citra.post(
        f"/surat/sesi/{scene.session.public_id}/terbitkan/", {"kind": "call", "day": "2026-11-23"}
    )

    page = citra.get(answer.headers["Location"]).content.decode()
    assert "dari 3 PDF jadi" in page
    job = Job.objects.get(kind="letters.render")
    citra.post(f"{answer.headers['Location']}henti/")
    assert Job.objects.get(pk=job.pk).stop_requested
    with unguarded():
        Job.objects.filter(pk=job.pk).update(state=Job.State.STOPPED)
    citra.post(f"{answer.headers['Location']}lanjut/")
    assert Job.objects.filter(kind="letters.render").count() == 2


def test_the_register_is_exported_with_every_letter(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    import openpyxl

    issued(cast)

    content = as_("hr_head").get("/surat/agenda/?unduh=1&urut=nomor").content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))

    assert [row[0] for row in rows[1:]] == numbers()
    assert read(Template.objects.filter(kind="call", medium="pdf")[0].file)
