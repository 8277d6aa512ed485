"""Ages, ranks, studies and kinds of employment that fit a post."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from bina.demo.posts import Post
from bina.demo.tables import table
from bina.law.law import law_on

RANKS = [f"{roman}/{letter}" for roman in ("I", "II", "III") for letter in "abcd"]
RANKS += [f"IV/{letter}" for letter in "abcde"]
RANK_SPAN = {  # lowest and highest rank that holders of a tier or echelon usually have
    "11": ("II/a", "II/b"),
    "12": ("II/c", "II/d"),
    "13": ("III/a", "III/b"),
    "14": ("III/c", "III/d"),
    "21": ("III/a", "III/b"),
    "22": ("III/c", "III/d"),
    "23": ("IV/a", "IV/b"),
    "II.a": ("IV/c", "IV/d"),
    "II.b": ("IV/a", "IV/c"),
    "III.a": ("III/d", "IV/b"),
    "III.b": ("III/c", "IV/a"),
    "IV.a": ("III/b", "III/d"),
    "IV.b": ("III/a", "III/c"),
}
STUDY_RANKS = {5: ("I/b", "II/b"), 10: ("I/d", "II/c"), 15: ("II/a", "III/b")}
STUDY_RANKS |= {17: ("II/a", "III/b"), 30: ("II/c", "III/c"), 40: ("III/a", "III/d")}
STUDY_RANKS |= {45: ("III/b", "III/d")}
CONTRACT_GRADE = {5: "I", 10: "IV", 15: "V", 17: "V", 30: "VII", 35: "IX", 40: "IX", 45: "X"}
STUDY_YEARS = {5: 12, 10: 15, 15: 18, 17: 18, 30: 21, 35: 22, 40: 23, 45: 29, 50: 36}


@dataclass(frozen=True)
class Career:
    """What a person's file says of the working life. `study` is the BKN id of the level."""

    employment: str
    tier: str
    born: date
    since: date  # TMT CPNS, or the first contract
    rank: str
    rank_since: date
    position_since: date
    study: int
    study_name: str
    graduated: int


def draw_career(
    post: Post, fixed: dict[str, Any], chance: np.random.Generator, *, day: date
) -> Career:
    """A career that fits the post; `fixed` (a row of cast.yaml) decides where it says something."""
    employment = "pns" if fixed or post.echelon or post.head else _employment(post, chance)
    since = fixed.get("since") or _since(employment, post, chance, day)
    tier = post.tier or _tier(post, employment, (day - since).days / 365.25, chance)
    study = fixed.get("study") or _study(post, tier, chance)
    born = fixed.get("born") or _born(tier, study, since, chance, day)
    rank = _rank(post, employment, tier, study, since, day)
    months = int(chance.integers(2, 40))
    return Career(
        employment=employment,
        tier=tier,
        born=born,
        since=since,
        rank=rank,
        rank_since=max(since, _half_year_before(day, months)),
        position_since=max(since, _half_year_before(day, months + int(chance.integers(0, 30)))),
        study=study,
        study_name=_study_name(post, study, chance),
        graduated=min(born.year + STUDY_YEARS[study] + int(chance.integers(0, 3)), day.year - 1),
    )


def retirement_age(tier: str, *, day: date) -> int:
    """Years at which holders of the tier retire, by the law of `day`."""
    return int(law_on(day).value(f"employment.retirement_age.{tier}"))


def _family(job: str) -> dict[str, Any]:
    jobs = table("jobs")
    found: dict[str, Any] = jobs["functional"].get(job) or jobs["general"].get(job) or {}
    return found


def _employment(post: Post, chance: np.random.Generator) -> str:
    family = _family(post.job)
    draw = chance.random()
    if draw < family.get("part_time", 0.0):
        return "pppk_pw"
    draw = chance.random()
    if draw < family.get("pppk", 0.0):
        return "pppk"
    return "cpns" if chance.random() < 0.06 and post.tier in ("", "11", "12", "21") else "pns"


def _since(employment: str, post: Post, chance: np.random.Generator, day: date) -> date:
    """CPNS and contract intakes of 2021-2026, with the honorer conversion of 2024 and 2025."""
    if employment == "cpns":
        return date(2026, 3, 1) if chance.random() < 0.7 else date(2025, 6, 1)
    if employment == "pppk_pw":
        return date(2025, 10, 1)
    if employment == "pppk":
        year = int(chance.choice([2021, 2022, 2023, 2024, 2025], p=[0.08, 0.1, 0.12, 0.45, 0.25]))
        return date(year, int(chance.choice([3, 5, 8])), 1)
    low = {"03": 20, "04": 13, "05": 8, "23": 15}.get(post.tier, 2)
    years = low + chance.beta(1.3, 1.5) * (33 - low)
    start = day - timedelta(days=int(years * 365.25))
    return start.replace(month=int(chance.choice([1, 2, 3, 4, 12])), day=1)


def _tier(post: Post, employment: str, tenure: float, chance: np.random.Generator) -> str:
    family = _family(post.job)
    if "tiers" not in family:
        return "06"
    tiers: list[int] = family["tiers"]
    skilled = [t for t in tiers if t < 20]
    expert = [t for t in tiers if t > 20]
    ladder = expert if not skilled or (expert and chance.random() < 0.5) else skilled
    if employment != "pns":
        return str(ladder[0])
    step = int((tenure + chance.normal(0, 2.5)) // 8)
    return str(ladder[max(0, min(step, len(ladder) - 1))])


def _study(post: Post, tier: str, chance: np.random.Generator) -> int:
    general = table("jobs")["general"].get(post.job)
    if general:
        return int(chance.choice(general["study"]))
    draw = chance.random()
    if tier in ("03", "04"):
        return 50 if tier == "03" and draw < 0.08 else 45 if draw < 0.55 else 40
    if tier == "11":
        return 15
    if tier in ("12", "13", "14"):
        return 30 if draw < 0.86 else 40
    return 45 if draw < 0.1 else 40


def _born(tier: str, study: int, since: date, chance: np.random.Generator, day: date) -> date:
    """Old enough for study and entry (contracts come late), young enough not to be retired."""
    oldest = retirement_age(tier, day=day)
    least = max(20, STUDY_YEARS[study] if study < 45 else 23)
    entry = least + chance.beta(1.1, 2.6) * (22 if since.year >= 2021 else 10)
    born = since - timedelta(days=int(entry * 365.25) + int(chance.integers(0, 300)))
    bound = date(day.year - oldest, day.month, day.day) + timedelta(days=45)
    return max(born, bound + timedelta(days=int(chance.integers(0, 700))))


def _rank(post: Post, employment: str, tier: str, study: int, since: date, day: date) -> str:
    if employment in ("pppk", "pppk_pw"):
        return CONTRACT_GRADE[study]
    span = RANK_SPAN.get(post.echelon or tier) or STUDY_RANKS[study]
    low, high = RANKS.index(span[0]), RANKS.index(span[1])
    step = (high - low) * min(1.0, (day - since).days / 365.25 / 26)
    return RANKS[low if employment == "cpns" else low + round(step)]


def _half_year_before(day: date, months: int) -> date:
    """The 1 April or 1 October at least `months` before `day`: the days on which ranks change."""
    earlier = day - timedelta(days=months * 30)
    if earlier.month >= 10:
        return date(earlier.year, 10, 1)
    return date(earlier.year, 4, 1) if earlier.month >= 4 else date(earlier.year - 1, 10, 1)


def _study_name(post: Post, study: int, chance: np.random.Generator) -> str:
    prefix = table("siasn")["study"][study][1]
    if study < 20:
        return str(prefix)
    fields = table("jobs")["general_fields"]
    field = _family(post.job).get("field") or fields[int(chance.integers(len(fields)))]
    return f"{prefix} {field}"
