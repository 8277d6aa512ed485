"""The hash of an audit entry, pure: sha256 over the previous hash and the entry's own fields."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

GENESIS = "0" * 64
FIELDS = (
    "sequence",
    "at",
    "actor_id",
    "actor_name",
    "role",
    "action",
    "subject_type",
    "subject_id",
    "detail",
)


def entry_hash(previous_hash: str, fields: Mapping[str, Any]) -> str:
    """sha256(previous_hash + canonical JSON of FIELDS), as 64 hex digits.

    `at` is ISO text in UTC with microseconds; `detail` must be plain JSON.
    """
    body = json.dumps(
        {name: fields[name] for name in FIELDS},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256((previous_hash + body).encode()).hexdigest()


def first_break(rows: Iterable[Mapping[str, Any]]) -> int | None:
    """The sequence of the first entry that does not fit the chain; None when all fit.

    `rows` in order of sequence, each with FIELDS, previous_hash and hash.
    """
    previous, expected = GENESIS, 1
    for row in rows:
        fits = (
            row["sequence"] == expected
            and row["previous_hash"] == previous
            and row["hash"] == entry_hash(previous, row)
        )
        if not fits:
            return int(row["sequence"])
        previous, expected = row["hash"], expected + 1
    return None
