"""Talent parts come in by file; a score outside 0..100 and a year to come are refused."""

import pytest

from bina.indices.models import TalentFact
from tests.formats.workbooks import xlsx
from tests.people.files import applied, previewed

pytestmark = pytest.mark.django_db
ANI = "199001012015032001"
HEADER = ["NIP", "TAHUN", "UNSUR", "NILAI"]


def test_a_part_is_stored_once_a_year_and_a_new_score_replaces_it(cast):
    applied(xlsx(("Talenta", [HEADER, [ANI, 2025, "Potensi", "82,5"]])), "talent")
    applied(xlsx(("Talenta", [HEADER, [ANI, 2025, "Potensi", "80"]])), "talent")

    fact = TalentFact.objects.get(person=cast.ani)
    assert (fact.part, fact.score) == ("potency", 80)


@pytest.mark.parametrize(
    "row",
    [
        [ANI, 2025, "Potensi", "100,5"],
        [ANI, 2099, "Potensi", "80"],
        [ANI, 2025, "Bakat", "80"],
        ["199901012020011009", 2025, "Potensi", "80"],
    ],
)
def test_other_rows_are_refused(cast, row):
    counts = previewed(xlsx(("Talenta", [HEADER, row])), "talent").counts

    assert counts["error"] == 1
    assert counts.get("new", 0) == 0
