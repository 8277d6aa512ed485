"""JP of one activity: the certificate's where it goes first, else the table's; doubt is said."""

from datetime import date
from decimal import Decimal

import pytest

from bina.law.law import law_on
from bina.people.rules.jp_credit import credit_rule, credited_jp, is_by_table, table_doubt

FORMS = {row["form"]: row for row in law_on(date(2026, 11, 23)).value("development.forms")}
# The forms whose JP the certificate says, as domain.md 4.3 lists them ("certificate; default ...").
BY_CERTIFICATE = {
    "Diklat Struktural", "Diklat Fungsional", "Diklat Teknis", "Workshop", "Pelatihan Manajerial",
    "Pelatihan Sosial Kultural", "Bimbingan Teknis", "Kursus", "Penataran", "Klasikal Lainnya",
    "E-learning", "Pelatihan Jarak Jauh", "Nonklasikal Lainnya",
}  # fmt: skip


@pytest.mark.parametrize(
    ("per_unit", "first", "units", "certificate", "expected"),
    [
        (4, True, 3, None, Decimal(12)),
        (4, True, 3, Decimal(10), Decimal(10)),
        (4, False, 3, None, Decimal(12)),
        (4, False, 3, Decimal(10), Decimal(12)),  # the table alone credits the form
        (4, True, 0, None, Decimal(0)),
        (None, True, 3, None, None),
        (None, True, 3, Decimal("7.5"), Decimal("7.5")),
        (None, False, 3, None, None),
        (None, False, 3, Decimal("7.5"), Decimal("7.5")),  # nothing but the evidence says
    ],
)
def test_jp_of_an_activity(per_unit, first, units, certificate, expected):
    form = {"jp_per_unit": per_unit, "certificate_first": first}

    assert credited_jp(form, units, certificate) == expected


def test_a_negative_number_of_units_is_refused():
    with pytest.raises(ValueError, match="n_units must be 0 or more"):
        credited_jp({"jp_per_unit": 4, "certificate_first": True}, -1)


def test_the_law_names_the_forms_that_a_certificate_credits():
    assert {name for name, row in FORMS.items() if row["certificate_first"]} == BY_CERTIFICATE
    assert not is_by_table(FORMS["Bimbingan di tempat kerja"])  # no number in the table


@pytest.mark.parametrize(
    ("form", "jp", "n_days", "is_doubted"),
    [
        ("Seminar", "8", 2, False),
        ("Seminar", "4", 2, False),  # one day of the two
        ("Seminar", "8.1", 2, True),
        ("Seminar", "12", 2, True),
        ("Seminar", "0", 2, False),
        ("Coaching", "10", 1, False),  # five sessions; the monthly cap is another rule's
        ("Coaching", "9", 30, True),
        ("Magang", "20", 30, False),
        ("Magang", "40", 30, True),
        ("Magang", "0", 30, True),
        ("Diklat Teknis", "37.5", 1, False),  # the certificate says
        ("Bimbingan di tempat kerja", "3.5", 1, False),
    ],
)
def test_jp_that_the_table_cannot_give_are_in_doubt(form, jp, n_days, is_doubted):
    assert (table_doubt(FORMS[form], Decimal(jp), n_days) is not None) is is_doubted


def test_a_doubt_says_what_the_table_gives():
    said = table_doubt(FORMS["Seminar"], Decimal(12), 2)

    assert said is not None
    assert said.plain() == (
        "Seminar dihitung menurut tabel, 4 JP per hari, bukan menurut sertifikat: 12 JP tidak "
        "sesuai. Menurut tabel 8 JP."
    )


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("Kursus", "Pada Kursus JP yang tertulis pada sertifikat menang; tanpa itu 4 JP per hari"),
        ("Coaching", "Coaching dihitung menurut tabel, 2 JP per sesi"),
        ("Bimbingan di tempat kerja", "JP diambil dari buktinya"),
    ],
)
def test_what_credits_a_form_is_said(form, words):
    assert words in credit_rule(FORMS[form]).plain()
