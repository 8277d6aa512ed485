"""What a letter says, gathered from the seats, the session, the letterhead and the signatory."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from bina.catalog.models import Session
from bina.catalog.reading import holidays
from bina.catalog.rules.slots import meeting_days
from bina.formats.ranks import RANKS
from bina.letters.models import Kind, Letterhead, Signatory
from bina.letters.rules.content import long_date, span
from bina.letters.rules.meetings import Hours, span_of
from bina.letters.rules.signing import Signer, signer_on, title_of
from bina.people.models import Person
from bina.plan.models import Seat
from bina.plan.rules.sayings import grouped
from bina.text import N_, BinaError

FICTION = "Data karangan – kota contoh, bukan orang sungguhan"


class NoLetterhead(BinaError):
    """Letters cannot be written before the letterhead is filled in."""

    text = N_("Kop surat belum diisi. Buka Pengaturan surat dan isi kop lebih dahulu.")


class NoSignatory(BinaError):
    """Nobody may sign on that day."""

    text = N_(
        "Belum ada penandatangan yang berlaku pada {day}. Tambahkan di Pengaturan surat "
        "(pejabat definitif, Plh atau Plt)."
    )


@dataclass(frozen=True)
class Frame:
    """What all letters of a day share."""

    head: Letterhead
    signer: Person
    signer_title: str
    day: dt.date
    holidays: frozenset[dt.date]

    @property
    def hours(self) -> Hours:
        """The hours of a day of learning."""
        return Hours(self.head.starts, self.head.noon, self.head.ends)


def frame_of(day: dt.date) -> Frame:
    """Letterhead and signatory of a day. Raises NoLetterhead, NoSignatory."""
    head = Letterhead.objects.first()
    if head is None:
        raise NoLetterhead
    rows = {row.pk: row for row in Signatory.objects.select_related("person")}
    signer = signer_on(
        (Signer(r.pk, r.mode, r.title, r.valid_from, r.valid_until) for r in rows.values()), day
    )
    if signer is None:
        raise NoSignatory(day=day.strftime("%d-%m-%Y"))
    return Frame(head, rows[signer.id].person, title_of(signer), day, holidays())


def common(frame: Frame, kind: Kind, session: Session) -> dict[str, Any]:
    """The values that every letter about a session has, but its number."""
    head, programme = frame.head, session.programme
    days = meeting_days(session.start, session.end, session.weekdays, frame.holidays)
    first, last = span_of(session.half_days, frame.hours)
    return {
        "nomor": "",
        "tanggal": long_date(frame.day),
        "perihal": str(TITLES[kind]),
        "pemerintah": head.government,
        "instansi": head.agency,
        "alamat": head.address,
        "kontak": head.contact,
        "kota": head.city,
        "penandatangan_jabatan": frame.signer_title,
        "penandatangan_nama": frame.signer.full_name,
        "penandatangan_pangkat": rank_words(frame.signer.rank),
        "penandatangan_nip": frame.signer.nip,
        "label": FICTION if settings.DEMO else "",
        "sidik": "0" * 64,
        "menggantikan": "",
        "program": programme.name,
        "kode_sesi": session.code,
        "bentuk": programme.form,
        "penyelenggara": programme.provider,
        "jp": str(programme.jp),
        "tempat": session.place,
        "gedung": session.venue,
        "waktu": span(session.start, session.end),
        "jam": f"{first:%H.%M}–{last:%H.%M} WIT",
        "lama_hari": str(len(days)),
        "hari": [f"{day.day}/{day.month}" for day in days],
        "peserta": [],
    }


TITLES = {
    Kind.CALL: "Panggilan peserta pengembangan kompetensi",
    Kind.ASSIGNMENT: "Surat tugas",
    Kind.TRAVEL: "Surat perintah perjalanan dinas",
    Kind.PARTICIPANTS: "Daftar peserta",
    Kind.ATTENDANCE: "Daftar hadir",
}


def of_person(seat: Seat) -> dict[str, str]:
    """The values about one participant."""
    person, line = seat.person, seat.budget_line
    deadline = seat.commitment.deadline
    return {
        **row_of(person),
        "asal": person.unit.place if person.unit else "",
        "batas_jawab": long_date(deadline) if deadline else "",
        "biaya": f"Rp {grouped(seat.cost)}",
        "pos": f"{line.code} {line.name}" if line else "",
    }


def row_of(person: Person) -> dict[str, str]:
    """A participant as a row of a list."""
    return {
        "nama": person.full_name,
        "nip": person.nip,
        "pangkat": rank_words(person.rank),
        "jabatan": person.position.name if person.position else "",
        "unit": person.unit.name if person.unit else "",
    }


def participants(seats: list[Seat]) -> list[dict[str, str]]:
    """The rows of a list of participants, numbered."""
    return [{"no": str(n), **row_of(seat.person)} for n, seat in enumerate(seats, start=1)]


def rank_words(rank: str) -> str:
    """Pangkat and golongan as letters write them, e.g. "Penata Muda Tk I, III/b"."""
    known = RANKS.get(rank)
    return f"{known.title}, {rank}" if known and known.title else rank
