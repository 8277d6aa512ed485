"""The people of the demonstration city: one person for every post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import numpy as np

from bina.demo.careers import Career, draw_career, retirement_age
from bina.demo.posts import Post
from bina.demo.tables import table
from bina.demo.units import Unit

FIRST_SEQUENCE = 901  # real numbers count from 001: ours cannot be anybody's


@dataclass(frozen=True)
class Person:
    """One fictitious civil servant. `job` is a family of jobs.yaml, "" for structural posts."""

    pns_id: str
    nip: str
    name: str
    title_front: str
    title_back: str
    gender: str
    birth_place: str
    career: Career
    position_id: str
    position_name: str
    job: str
    tier: str
    echelon: str
    unit: Unit
    head: bool
    legal: str
    cast: str = ""

    @property
    def active(self) -> bool:
        """Whether the person is at work: not on study leave, unpaid leave or suspended."""
        return self.legal in ("active", "contract")


def build_people(posts: Sequence[Post], chance: np.random.Generator, *, day: date) -> list[Person]:
    """One person per post, in the order of the posts; every NIP is different."""
    used: dict[str, int] = {}
    return [_person(post, used, chance, day) for post in posts]


def _person(post: Post, used: dict[str, int], chance: np.random.Generator, day: date) -> Person:
    fixed: dict[str, Any] = table("cast").get(post.cast, {})
    career = draw_career(post, fixed, chance, day=day)
    gender = fixed.get("gender") or _gender(post, chance)
    name = fixed.get("name") or draw_name(gender, chance)
    front, back = _titles(career.study, post.job)
    code, title = _position(post, career.tier)
    return Person(
        pns_id=_uuid(chance),
        nip=_nip(career, gender, used),
        name=name,
        title_front=front,
        title_back=fixed.get("title", back),
        gender=gender,
        birth_place=_weighted(table("names")["birth_places"], chance),
        career=career,
        position_id=code,
        position_name=title,
        job=post.job,
        tier=career.tier,
        echelon=post.echelon,
        unit=post.unit,
        head=post.head,
        legal=_legal(post, career, chance),
        cast=post.cast,
    )


def draw_name(gender: str, chance: np.random.Generator) -> str:
    """A name by chance, in capitals as SIASN prints it."""
    names = table("names")
    origin = "papuan" if chance.random() < 0.62 else "other"
    given = names[f"{origin}_{'male' if gender == 'M' else 'female'}"]
    parts = [given[chance.integers(len(given))]]
    if chance.random() < 0.25:
        parts.append(names["middle"][chance.integers(len(names["middle"]))])
    family = names[f"{origin}_family"]
    parts.append(family[chance.integers(len(family))])
    return " ".join(parts).upper()


def _gender(post: Post, chance: np.random.Generator) -> str:
    jobs = table("jobs")
    family = jobs["functional"].get(post.job) or jobs["general"].get(post.job) or {}
    return "F" if chance.random() < family.get("female", 0.38) else "M"


def _position(post: Post, tier: str) -> tuple[str, str]:
    if post.echelon:
        return post.code, post.name
    jobs = table("jobs")
    if post.job in jobs["general"]:
        return f"JP-{post.job.upper()}-06", jobs["general"][post.job]["name"]
    name = f"{jobs['functional'][post.job]['name']} {jobs['tier_names'][int(tier)]}"
    return f"JF-{post.job.upper()}-{tier}", name


def _nip(career: Career, gender: str, used: dict[str, int]) -> str:
    month = "21" if career.employment in ("pppk", "pppk_pw") else f"{career.since:%m}"
    stem = f"{career.born:%Y%m%d}{career.since:%Y}{month}{'1' if gender == 'M' else '2'}"
    used[stem] = used.get(stem, FIRST_SEQUENCE - 1) + 1
    return f"{stem}{used[stem]:03d}"


def _titles(study: int, job: str) -> tuple[str, str]:
    front = {"dokter": "dr.", "dokter-gigi": "drg.", "medik-veteriner": "drh."}.get(job, "")
    if front:
        return front, ""
    if job == "guru" and study == 40:
        return "", "S.Pd."
    return "", {30: "A.Md.", 35: "S.Tr.", 40: "S.AP.", 45: "M.Si.", 50: "Dr."}.get(study, "")


def _legal(post: Post, career: Career, chance: np.random.Generator) -> str:
    draw = chance.random()
    if career.employment in ("pppk", "pppk_pw"):
        return "contract"
    if post.cast or post.head or career.employment == "cpns" or draw > 0.015:
        return "active"
    return "study" if draw < 0.009 else "unpaid" if draw < 0.012 else "suspended"


def _uuid(chance: np.random.Generator) -> str:
    """A version-4 shaped id that starts with DE30: it marks a demonstration record."""
    raw = bytearray(chance.bytes(16))
    raw[0], raw[1] = 0xDE, 0x30
    return str(UUID(bytes=bytes(raw), version=4)).upper()


def _weighted(weights: dict[str, float], chance: np.random.Generator) -> str:
    share = np.array(list(weights.values()), dtype=float)
    return list(weights)[int(np.searchsorted(np.cumsum(share) / share.sum(), chance.random()))]


def age_on(born: date, day: date) -> int:
    """Whole years lived on `day`."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def retires_on(person: Person, *, day: date) -> date:
    """First day of the month after the birthday at the retirement age of the law of `day`."""
    born = person.career.born
    year = born.year + retirement_age(person.tier, day=day)
    return (date(year, born.month, 28) + timedelta(days=4)).replace(day=1)
