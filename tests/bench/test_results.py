"""Records, ratios and the table: what is said where a solver has no plan."""

import json

import pytest
from bench.allocation import tables
from bench.allocation.campaign import keep, key, our_bound, value_share
from bench.allocation_group import rows_of

OURS = {
    "size": 600, "seed": 1, "seconds": 60.0, "solver": "bina", "status": "plan", "missing_jp": 10,
    "missing_jp_bound": 8, "value": 90.0, "closure_bound": 100.0, "hours_price": 0.5, "gap": 0.1,
    "peak_mb": 500.0, "broken": [], "machine": "m", "cores": 2, "at": "2026-11-27T00:00:00",
    "load_before": 0.2,
}  # fmt: skip
THEIRS = OURS | {"solver": "highs", "missing_jp": 30, "value": 55.0, "closure_bound": 220.0,
                 "gap": 0.75}  # fmt: skip
NONE = {"size": 600, "seed": 1, "seconds": 60.0, "solver": "cpsat", "status": "no plan"}


def test_our_bound_is_taken_at_the_hours_of_the_plan_that_it_judges():
    assert our_bound(OURS, OURS) == 100.0
    assert our_bound(THEIRS, OURS) == 110.0
    assert value_share(THEIRS, OURS) == pytest.approx(0.5)
    assert value_share(NONE, OURS) is None
    assert value_share(THEIRS, None) is None


def test_no_plan_is_said_in_words_and_has_no_ratio():
    rows = {r["name"]: r for r in rows_of(600, [OURS, NONE, THEIRS])}

    assert rows["plan.600.gap_60s"]["value"] == 0.1
    assert rows["plan.600.peak_mb"]["value"] == 500.0
    assert rows["plan.600.value_share_bina"]["value"] == pytest.approx(0.9)
    assert rows["plan.600.value_share_highs"]["ratio"] == pytest.approx(1.8)
    assert rows["plan.600.value_share_cpsat"]["value"] == "no plan"
    assert rows["plan.600.value_share_cpsat"]["ratio"] is None


@pytest.mark.parametrize(
    "records",
    [
        [OURS | {"status": "failed", "error": "x"}],
        [OURS, THEIRS | {"broken": ["money (1,)"]}],
    ],
)
def test_a_broken_rule_or_no_plan_of_ours_fails_the_group(records):
    with pytest.raises(RuntimeError):
        rows_of(600, records)


def test_records_replace_their_like_and_stay_in_order(tmp_path):
    path = tmp_path / "r" / "results.json"
    keep(path, [NONE, THEIRS])
    kept = keep(path, [OURS, THEIRS | {"value": 56.0}])

    assert [r["solver"] for r in kept] == ["bina", "highs", "cpsat"]
    assert [r.get("value") for r in kept] == [90.0, 56.0, None]
    assert json.loads(path.read_text()) == kept
    assert len({key(r) for r in kept}) == 3


def test_the_table_stands_between_its_marks(tmp_path, monkeypatch):
    page = tmp_path / "README.md"
    page.write_text(f"before\n{tables.FIRST}\nold\n{tables.LAST}\nafter\n")
    monkeypatch.setattr(tables, "README", page)

    tables.write([OURS, THEIRS, NONE])

    text = page.read_text()
    assert text.startswith("before\n") and text.endswith("\nafter\n")
    assert "old" not in text
    assert "| 600 | 1 | 60 | highs | 30 (8 proven) | 55.0 | 220.0 | 75.00% | 0.5000 | 500 |" in text
    assert "| 600 | 1 | 60 | cpsat | no plan | – | – | – | – | – |" in text
    assert "m, 2 cores" in text
