"""A fingerprint of what an import wrote, to notice later that somebody worked on it."""

import hashlib
from collections.abc import Collection

from bina.people.models import Assignment, Person
from bina.people.siasn.gather import FIELDS


def state_digest(person_ids: Collection[int]) -> str:
    """sha256 over the facts and the posts of these people."""
    wanted = set(person_ids)
    total = hashlib.sha256()
    people = Person.objects.order_by("pk").values_list("pk", "left_on", "merged_into_id", *FIELDS)
    posts = Assignment.objects.order_by("pk").values_list(
        "person_id", "pk", "unit_id", "position_id", "valid_from", "valid_until"
    )
    if wanted:
        for rows in (people, posts):
            for row in rows.iterator(5_000):
                if row[0] in wanted:
                    total.update(repr(row).encode())
    return total.hexdigest()
