"""Which posts exist in each unit: the structural ones, then the staffing of the unit's mix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bina.demo.tables import table
from bina.demo.units import Unit


@dataclass(frozen=True)
class Post:
    """One seat in one unit. `job` is a family of jobs.yaml, or "" for a structural post."""

    unit: Unit
    job: str
    tier: str = ""  # "" where the holder's career decides
    name: str = ""
    code: str = ""
    echelon: str = ""
    head: bool = False
    cast: str = ""


def build_posts(units: Sequence[Unit], people: int, chance: np.random.Generator) -> list[Post]:
    """Exactly `people` posts, in unit order, heads first, with the cast's posts marked.

    Raises ValueError when `people` is smaller than the number of structural posts.
    """
    counts = _apportion(units, people)
    posts = [
        post
        for unit, count in zip(units, counts, strict=True)
        for post in _unit_posts(unit, count, chance)
    ]
    return _mark_cast(posts)


def _apportion(units: Sequence[Unit], people: int) -> list[int]:
    """Largest remainder on the usual sizes; no unit below its structural posts."""
    floor = [len(unit.posts) + (2 if unit.mix else 0) for unit in units]
    spare = people - sum(floor)
    if spare < 0:
        raise ValueError(f"people must be at least {sum(floor)} for these units, not {people}")
    weight = [max(0, unit.people - low) for unit, low in zip(units, floor, strict=True)]
    total = sum(weight)
    exact = [spare * one / total for one in weight]
    counts = [low + int(one) for low, one in zip(floor, exact, strict=True)]
    order = sorted(range(len(units)), key=lambda n: int(exact[n]) - exact[n])
    for n in order[: people - sum(counts)]:
        counts[n] += 1
    return counts


def _unit_posts(unit: Unit, count: int, chance: np.random.Generator) -> list[Post]:
    posts = [
        Post(unit, "", tier=tier, name=name, code=code, echelon=echelon, head=n == 0)
        for n, (name, code, tier, echelon) in enumerate(unit.posts)
    ]
    if unit.mix:
        posts += [Post(unit, job) for job in _staff(unit.mix, count - len(posts), chance)]
    if unit.kind == "school":
        posts[0] = replace(posts[0], job="guru", tier="23", head=True)
    return posts


def _staff(mix: str, count: int, chance: np.random.Generator) -> list[str]:
    weights: Mapping[str, float] = table("staffing")[mix]
    share = np.array(list(weights.values()), dtype=float)
    share /= share.sum()
    whole = np.floor(share * count).astype(int)
    rest = share * count - whole
    missing = count - int(whole.sum())
    if missing:
        extra = chance.choice(len(share), size=missing, p=rest / rest.sum())
        whole += np.bincount(extra, minlength=len(share))
    return [job for job, n in zip(weights, whole, strict=True) for _ in range(n)]


def _mark_cast(posts: list[Post]) -> list[Post]:
    marked = list(posts)
    for key, person in table("cast").items():
        n = _seat_for(marked, person)
        if person["job"] == "head":
            marked[n] = replace(marked[n], cast=key)
        else:
            marked[n] = replace(marked[n], cast=key, job=person["job"], tier=person["tier"])
    return marked


def _seat_for(posts: list[Post], person: Mapping[str, Any]) -> int:
    own = [n for n, p in enumerate(posts) if p.unit.code == person["unit"] and not p.cast]
    if person["job"] == "head":
        return next(n for n in own if posts[n].head)
    staff = [n for n in own if not posts[n].echelon]
    return next((n for n in staff if posts[n].job == person["job"]), staff[0])
