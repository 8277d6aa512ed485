"""Who may do more than an employee: OPD officers, analysts, heads of schools, the operator."""

from collections.abc import Iterator, Sequence
from datetime import date

from bina.demo.people import Person
from bina.demo.workbook import Row

# Where an office has no Subbagian Umum dan Kepegawaian, the holder of this post acts for it.
OFFICER_POSTS = (
    "Kepala Subbagian Umum dan Kepegawaian",
    "Sekretaris Distrik",
    "Kepala Bagian Umum",
    "Kepala Bagian Umum dan Keuangan",
)


def officers(people: Sequence[Person]) -> dict[str, Person]:
    """Code of the office -> its personnel officer. Offices without a post for it have none."""
    return {p.unit.opd: p for p in people if p.position_name in OFFICER_POSTS}


def agency_head(people: Sequence[Person]) -> Person:
    """The head of the HR agency (BKPP)."""
    return next(p for p in people if p.unit.code == "UNOR-BKPP" and p.head)


def role_rows(people: Sequence[Person], *, day: date) -> Iterator[Row]:
    """Rows of `peran-pengguna`. The mayor is no ASN and has no NIP: not in this file.

    Heads of structural units are known from their post; heads of schools are teachers with an
    additional task, so they are written here.
    """
    since = date(day.year, 1, 2)
    cast = {p.cast: p for p in people if p.cast}
    for code, person in officers(people).items():
        yield _row(person, "opd_officer", code, since)
    yield _row(cast["citra"], "hr_analyst", "UNOR-BKPP", since)
    yield _row(cast["analyst_two"], "hr_analyst", "UNOR-BKPP", since)
    yield _row(agency_head(people), "hr_head", "UNOR-BKPP", since)
    yield _row(cast["operator"], "operator", "UNOR-KOMINFO", since)
    for person in people:
        if person.head and person.unit.kind == "school":
            yield _row(person, "unit_head", person.unit.code, since)


def _row(person: Person, role: str, unit_code: str, since: date) -> Row:
    return {
        "nip": person.nip,
        "name": person.name,
        "role": role,
        "unit_code": unit_code,
        "since": since,
        "document_no": f"KARANGAN/821/{since.year}",
    }
