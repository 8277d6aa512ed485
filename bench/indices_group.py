"""All indices of 5,000,000 people in columns on two cores; linear from 50,000.

The peers are the same rules over whole columns, as an analyst writes them: in pandas (categories
mapped to points, `cut` for bands) and in plain NumPy (one mask per word, one thread). The ratio of
bytes per second is against copying the same bytes.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bench.rows import emit, row, seconds
from bina.indices.rules.codes import DISCIPLINE, EDUCATION, PATHS, PREDICATE, points_by_code
from bina.indices.rules.ip_asn import EVIDENCE, N_EVIDENCE, Facts
from bina.indices.rules.population import figures_of
from bina.law.law import Law, law_on

FEW, MANY = 50_000, 5_000_000
LAW = law_on(date(2026, 11, 23))
Columns = dict[str, NDArray[Any]]


def columns(n: int) -> Columns:
    """Random people: codes of facts, hours and the parts of both talent axes."""
    chance = np.random.default_rng(1)
    kinds = {
        "education": EDUCATION,
        "path": PATHS,
        "predicate": PREDICATE,
        "discipline": DISCIPLINE,
    }
    made: Columns = {
        name: chance.integers(1, len(words) + 1, n, dtype=np.uint8) for name, words in kinds.items()
    }
    made["evidence"] = chance.integers(0, N_EVIDENCE, n, dtype=np.uint8)
    made["hours"] = chance.integers(0, 6_000, n, dtype=np.int32)
    for name in (*LAW.value("talent.performance_parts"), *LAW.value("talent.potential_parts")):
        made[f"talent {name}"] = chance.integers(0, 10_001, n, dtype=np.int64)
    return made


def ours(people: Columns, law: Law) -> list[NDArray[Any]]:
    """IP ASN with category, 20 JP, talent score and box, in one pass on two cores."""
    facts = Facts(
        *(people[n] for n in ("education", "path", "evidence", "predicate", "discipline"))
    )
    talent = {
        name.removeprefix("talent "): column
        for name, column in people.items()
        if name.startswith("talent ")
    }
    found = figures_of(facts, people["hours"], talent, law, "bkn_8_2019")
    return [found.ip_asn, found.category, found.reached, found.talent, found.box]


def plain(people: Columns) -> list[NDArray[Any]]:
    """The same figures by masks over whole float columns, one thread."""

    def words(code: str, known: tuple[str, ...]) -> NDArray[np.str_]:
        return np.array(["", *known])[people[code]]

    def points(code: str, known: tuple[str, ...], table: Any) -> NDArray[np.float64]:
        column = np.full(len(people[code]), np.nan)
        named = words(code, known)
        for word, value in table.items():
            column[named == word] = value
        return column

    old = "ip_asn.bkn_8_2019"
    path = words("path", PATHS)
    competence = np.zeros(len(path))
    for kind, parts in LAW.value(f"{old}.competence").items():
        for bit, name in enumerate(EVIDENCE):
            has = (people["evidence"] >> bit & 1).astype(bool)
            competence[(path == kind) & has] += parts[name]
    total = (
        points("education", EDUCATION, LAW.value(f"{old}.qualification"))
        + competence
        + points("predicate", PREDICATE, LAW.value(f"{old}.performance"))
        + points("discipline", DISCIPLINE, LAW.value(f"{old}.discipline"))
    )
    bands = LAW.value("ip_asn.bands")
    band = np.select([total > b["above"] for b in bands], range(len(bands)), -1)
    sums = []
    for name in ("performance_parts", "potential_parts"):
        weights = LAW.value(f"talent.{name}")
        sums.append(
            sum(people[f"talent {part}"] / 100 * weight for part, weight in weights.items()) / 100
        )
    y, x = (np.round(each, 2) for each in sums)
    places = [np.select([v >= b["from"] for b in LAW.value("talent.axis_bands")], [0, 1, 2], -1)
              for v in (y, x)]  # fmt: skip
    codes = [b["code"] for b in LAW.value("talent.axis_bands")]
    box = np.zeros(len(y), dtype=np.int64)
    for row_at, row_code in enumerate(codes):
        for column_at, column_code in enumerate(codes):
            number = LAW.value("talent.boxes")[row_code][column_code]
            box[(places[0] == row_at) & (places[1] == column_at)] = number
    return [total, band, people["hours"] / 100 >= LAW.value("development.jp_min.pns"),
            np.round((y + x) / 2, 2), box]  # fmt: skip


def frame_of(people: Columns) -> pd.DataFrame:
    """The same people as a data frame: words as categories, hours and parts as numbers."""
    words = {"education": EDUCATION, "path": PATHS, "predicate": PREDICATE,
             "discipline": DISCIPLINE}  # fmt: skip
    named = {
        name: pd.Categorical.from_codes(people[name].astype(np.int16) - 1, list(known))
        for name, known in words.items()
    }
    flags = {name: (people["evidence"] >> bit & 1).astype(bool)
             for bit, name in enumerate(EVIDENCE)}  # fmt: skip
    rest = {name: column for name, column in people.items()
            if name == "hours" or name.startswith("talent ")}  # fmt: skip
    return pd.DataFrame({**named, **flags, **rest}, copy=False)


def in_pandas(frame: pd.DataFrame) -> list[pd.Series]:
    """IP ASN with category, 20 JP, talent score and box, vectorised."""
    old = "ip_asn.bkn_8_2019"

    def points(column: str, table: Any) -> pd.Series:
        return frame[column].map(dict(table)).astype("float64")

    by_path = LAW.value(f"{old}.competence")
    competence = sum(
        frame["path"].map({path: parts[name] for path, parts in by_path.items()}).astype("float64")
        * frame[name]
        for name in EVIDENCE
    )
    total = (
        points("education", LAW.value(f"{old}.qualification"))
        + competence
        + points("predicate", LAW.value(f"{old}.performance"))
        + points("discipline", LAW.value(f"{old}.discipline"))
    )
    band = banded(total, [b["above"] for b in LAW.value("ip_asn.bands")], right=True)
    axes = []
    for name in ("performance_parts", "potential_parts"):
        weights = LAW.value(f"talent.{name}")
        parts = sum(frame[f"talent {part}"] * weight for part, weight in weights.items())
        axes.append((parts / 10_000).round(2))
    y, x = axes
    edges = [b["from"] for b in LAW.value("talent.axis_bands")]
    codes = [b["code"] for b in LAW.value("talent.axis_bands")]
    numbers = LAW.value("talent.boxes")
    box = pd.Series(np.array([[numbers[row][column] for column in codes] for row in codes])[
        banded(y, edges, right=False), banded(x, edges, right=False)])  # fmt: skip
    reached = frame["hours"] / 100 >= LAW.value("development.jp_min.pns")
    return [total, pd.Series(band), reached, ((y + x) / 2).round(2), box]


def banded(values: pd.Series, edges: list[float], *, right: bool) -> NDArray[np.int8]:
    """Row of the band of each value; `edges` are the bands' lower ends, highest first."""
    ends = [*sorted(edges), np.inf]
    if not right:
        cut = pd.cut(values, ends, right=False, labels=False)
    else:
        cut = pd.cut(values, ends, labels=False)
    return np.asarray(len(edges) - 1 - cut.fillna(-1)).astype(np.int8)


def best(work: Callable[[], object]) -> float:
    """The fastest of three calls."""
    return min(seconds(work) for _ in range(3))


def main() -> None:
    """Measure both, check that they agree, and copy the same bytes."""
    people, few = columns(MANY), columns(FEW)
    found = ours(few, LAW)
    agree(found, plain(few))
    small = best(lambda: ours(few, LAW))
    took = best(lambda: ours(people, LAW))
    made = sum(each.nbytes for each in found)
    theirs = best(lambda: plain(people))
    frame = frame_of(people)
    agree(found, [each.to_numpy() for each in in_pandas(frame_of(few))])
    pandas = best(lambda: in_pandas(frame))
    n_bytes = sum(each.nbytes for each in people.values()) + made * MANY // FEW
    target, source = np.empty(n_bytes // 2, np.uint8), np.ones(n_bytes // 2, np.uint8)
    copied = n_bytes / best(lambda: np.copyto(target, source))
    emit([
        row("indices.5m.seconds", took, "s", against="100 × the time of 50,000",
            ratio=small * MANY / FEW / took),
        row("indices.5m.bytes_per_second", n_bytes / took, "B/s", against="copying the same bytes",
            ratio=n_bytes / took / copied),
        row("indices.5m.over_pandas", pandas / took, "×", against="the same rules in pandas",
            ratio=pandas / took),
        row("indices.5m.over_plain", theirs / took, "×", against="plain NumPy masks, one thread",
            ratio=theirs / took),
    ])  # fmt: skip


def agree(mine: list[NDArray[Any]], other: list[NDArray[Any]]) -> None:
    """Raises AssertionError when the peer has other totals, categories, hours or boxes."""
    total, band, reached, _score, box = mine
    assert np.array_equal(total, np.round(other[0] * 100)), "totals differ"
    assert np.array_equal(band, other[1]), "categories differ"
    assert np.array_equal(reached, other[2]), "hours differ"
    assert (box != other[4]).mean() < 1e-3, "boxes differ by more than floating rounding"
    assert points_by_code({}, PATHS).tolist() == [-1] * (len(PATHS) + 1)


if __name__ == "__main__":
    main()
