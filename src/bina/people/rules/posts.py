"""Which posts a list of position ids and names means, and which do not exist or have changed.

Source: JABATAN ID and JABATAN NAMA of SIASN's Data Utama; tiers from bina.formats.tiers.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bina.formats.cell_text import comparable

MADE: Final = "NAMA-"  # how codes begin that Bina made, for want of a JABATAN ID
Ref = int | str
JOB_KINDS: Final = {"executive": "general", None: "unknown"}  # of formats -> of the table


@dataclass(frozen=True)
class PostFacts:
    """A post as one row of the file tells it."""

    code: str | None
    name: str | None
    job_kind: str
    tier: str
    echelon: str


@dataclass(frozen=True)
class KnownPost:
    """A post as it is in the tables."""

    id: int
    code: str
    name: str
    job_kind: str
    tier: str
    echelon: str


@dataclass
class PostPlan:
    """What the rows mean: an id, the code of a new post, or None for a row without a post."""

    of: dict[PostFacts, Ref | None] = field(default_factory=dict)
    new: dict[str, PostFacts] = field(default_factory=dict)
    changed: dict[int, PostFacts] = field(default_factory=dict)


def plan_posts(known: Sequence[KnownPost], rows: Iterable[PostFacts]) -> PostPlan:
    """Each row's post. What the rows of one post say first counts; what they leave empty stays."""
    plan = PostPlan()
    by_code = {post.code.upper(): post for post in known}
    by_name = {_named(post): post for post in known}
    merged: dict[int, PostFacts] = {}
    for row in dict.fromkeys(rows):
        if not row.code and not row.name:
            plan.of[row] = None
            continue
        code = row.code or _made_code(row)
        post = by_code.get(code.upper())
        if post is None and (other := by_name.get(_named(row))) is not None:
            post = other if not row.code or other.code.startswith(MADE) else None
        if post is not None:
            plan.of[row] = post.id
            merged[post.id] = _filled(merged.get(post.id), row)
        else:
            plan.of[row] = code
            plan.new[code] = _filled(plan.new.get(code), row)
    for post in known:
        if post.id in merged and _differs(post, merged[post.id]):
            plan.changed[post.id] = _over(post, merged[post.id])
    return plan


def _named(post: PostFacts | KnownPost) -> tuple[str, str, str]:
    return comparable(post.name or ""), post.job_kind, post.tier


def _made_code(row: PostFacts) -> str:
    return MADE + hashlib.sha256("|".join(_named(row)).encode()).hexdigest()[:16].upper()


def _filled(first: PostFacts | None, row: PostFacts) -> PostFacts:
    """`first` with its empty facts taken from `row`."""
    if first is None:
        return row
    unknown = first.job_kind == "unknown"
    return PostFacts(
        first.code,
        first.name or row.name,
        row.job_kind if unknown else first.job_kind,
        first.tier or row.tier,
        first.echelon or row.echelon,
    )


def _differs(post: KnownPost, row: PostFacts) -> bool:
    new = _over(post, row)
    return (new.name, new.job_kind, new.tier, new.echelon) != (
        post.name,
        post.job_kind,
        post.tier,
        post.echelon,
    )


def _over(post: KnownPost, row: PostFacts) -> PostFacts:
    """The post with what the file says; nothing is erased by an empty cell."""
    return PostFacts(
        post.code,
        row.name or post.name,
        post.job_kind if row.job_kind == "unknown" else row.job_kind,
        row.tier or post.tier,
        row.echelon or post.echelon,
    )
