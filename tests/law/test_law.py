"""A law is that of its day; every value has its source; what is not known is not computed."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

import bina
from bina.formats.tiers import TIERS
from bina.law import law as law_module
from bina.law.law import Law, NotInForce, UnknownValue, law_on
from bina.law.parameters import CONFIDENCES, all_entries, entries_in
from bina.text import BinaError

DAY = date(2027, 1, 1)
ENTRY = """
- id: a.b
  title_id: Uji
  title_en: Test
  unit: JP
  values:
    - {from: 2020-01-01, value: 10, regulation: PP 1, article: "1", confidence: verified, note: ""}
    - {from: 2025-07-01, value: 12, regulation: PP 2, article: "3", confidence: verified, note: x}
    - {from: 2026-01-01, value: null, regulation: PP 3, article: "3", confidence: verified, note: x}
"""


@pytest.fixture
def small_law(monkeypatch):
    entries = {entry.id: entry for entry in entries_in(ENTRY, "test.yaml")}
    monkeypatch.setattr(law_module, "all_entries", lambda: entries)


@pytest.mark.parametrize(
    ("day", "value", "regulation"),
    [
        (date(2020, 1, 1), 10, "PP 1"),
        (date(2025, 6, 30), 10, "PP 1"),
        (date(2025, 7, 1), 12, "PP 2"),
        (date(2025, 12, 31), 12, "PP 2"),
    ],
)
def test_value_on_the_day_of_a_change_and_the_day_before(small_law, day, value, regulation):
    found = Law(day).parameter("a.b")

    assert (found.value, found.regulation) == (value, regulation)
    assert Law(day).value("a.b") == value


def test_value_before_the_first_regulation_is_refused(small_law):
    with pytest.raises(NotInForce) as caught:
        Law(date(2019, 12, 31)).value("a.b")

    assert "01-01-2020" in str(caught.value)
    assert Law(date(2019, 12, 31)).ids() == ()


def test_unknown_value_is_not_computed_but_its_source_can_be_read(small_law):
    law = Law(date(2026, 1, 1))

    assert law.parameter("a.b").regulation == "PP 3"
    with pytest.raises(UnknownValue) as caught:
        law.value("a.b")
    assert "PP 3" in str(caught.value)
    assert isinstance(caught.value, BinaError)


def test_what_if_changes_one_value_and_leaves_the_law_alone():
    law = law_on(DAY)

    changed = law.changed({"development.jp_min.pns": 24})

    assert changed.value("development.jp_min.pns") == 24
    assert changed.parameter("development.jp_min.pns").changed
    assert law.value("development.jp_min.pns") == 20
    assert changed.hash != law.hash
    assert law.changed({"development.jp_min.pns": 20}).hash == law.hash


def test_unknown_ids_are_a_callers_mistake():
    with pytest.raises(KeyError, match=r"a\.b\.c"):
        law_on(DAY).value("a.b.c")
    with pytest.raises(KeyError):
        law_on(DAY).changed({"a.b.c": 1})


def test_hash_is_that_of_the_values_in_force_not_of_the_day():
    assert law_on(DAY).hash == law_on(DAY + timedelta(days=1)).hash == Law(DAY).hash
    assert law_on(DAY).hash != law_on(date(2017, 6, 1)).hash


def test_values_cannot_be_written_to():
    forms = law_on(DAY).value("development.forms")

    with pytest.raises(TypeError):
        forms[0]["form"] = "x"
    with pytest.raises(TypeError):
        all_entries()["x"] = None


def test_every_value_has_a_source_titles_and_a_confidence():
    entries = all_entries()

    assert len(entries) > 40
    for entry in entries.values():
        assert entry.title_id and entry.title_en and entry.unit
        for value in entry.values:
            assert value.regulation and value.article
            assert value.confidence in CONFIDENCES
            assert value.note or value.confidence != "provisional", entry.id


@pytest.mark.parametrize(
    ("id_", "first_day", "value"),
    [
        ("development.jp_min.pns", date(2017, 4, 7), 20),
        ("development.jp_cap.pppk", date(2018, 11, 28), 24),
        ("development.jp_min.pppk", date(2023, 10, 31), 20),
    ],
)
def test_hours_begin_with_their_regulation(id_, first_day, value):
    assert law_on(first_day).value(id_) == value
    with pytest.raises(NotInForce):
        law_on(first_day - timedelta(days=1)).value(id_)


def test_every_tier_has_a_default_level_and_a_retirement_age():
    law = law_on(DAY)

    assert law.table("standards.default_level").keys() == TIERS.keys()
    assert set(law.table("standards.default_level").values()) <= {1, 2, 3, 4, 5}
    assert law.table("employment.retirement_age").keys() == TIERS.keys()
    for tier in ("02", "12", "14"):  # sources disagree
        assert law.parameter(f"standards.default_level.{tier}").confidence == "provisional"


def test_forms_are_the_25_of_siasn_with_12_classical():
    forms = law_on(DAY).value("development.forms")

    assert len({row["form"] for row in forms}) == 25
    assert sum(row["classical"] for row in forms) == 12
    hours = {row["form"]: row["jp_per_unit"] for row in forms}
    assert hours["Coaching"] == hours["Mentoring"] == 2
    assert hours["Detasering (Secondment)"] == hours["Magang"] == 20
    assert hours["Patok Banding (Benchmarking)"] == 10
    assert all(row["evidence"] for row in forms)


@pytest.mark.parametrize(
    ("purpose", "percent", "code"),
    [
        ("filling", 80, "MS"),
        ("filling", 79.99, "MMS"),
        ("filling", 68, "MMS"),
        ("filling", 67.99, "KMS"),
        ("mapping", 90, "O"),
        ("mapping", 78, "CO"),
        ("mapping", 77.99, "KO"),
        ("mapping", 138.89, "O"),
    ],
)
def test_jpm_bands_at_their_borders(purpose, percent, code):
    bands = law_on(DAY).value(f"assessment.jpm_bands.{purpose}")

    assert next(band["code"] for band in bands if percent >= band["from"]) == code


@pytest.mark.parametrize(
    "broken",
    [
        ENTRY.replace("regulation: PP 1, ", ""),
        ENTRY.replace("2025-07-01", "2019-07-01"),
        ENTRY.replace("confidence: verified", "confidence: sure"),
        ENTRY.replace('article: "1"', "article: 1"),
        ENTRY.replace("title_en: Test\n", "name: Test\n"),
        ENTRY.replace("2020-01-01", "yesterday"),
    ],
)
def test_broken_parameter_is_refused_with_file_and_id(broken):
    assert broken != ENTRY
    with pytest.raises(ValueError, match=r"test\.yaml: a\.b"):
        list(entries_in(broken, "test.yaml"))


def test_files_hold_no_id_twice():
    folder = Path(bina.__file__).parent / "law" / "parameters"
    ids = [row["id"] for path in folder.glob("*.yaml") for row in yaml.safe_load(path.read_text())]

    assert len(ids) == len(set(ids)) == len(all_entries())
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)+", id_) for id_ in ids)


CHANGES = [
    (entry.id, at) for entry in all_entries().values() for at in range(len(entry.values))
]  # fmt: skip


@pytest.mark.parametrize(("id_", "at"), CHANGES)
def test_each_change_holds_from_its_day_and_not_the_day_before(id_, at):
    values = all_entries()[id_].values
    day = values[at].since

    assert Law(day).parameter(id_).value == values[at].value
    before = Law(day - timedelta(days=1))
    if at == 0:
        with pytest.raises(NotInForce):
            before.parameter(id_)
    else:
        assert before.parameter(id_).since == values[at - 1].since
