"""Questions to the people tables that other stages and the access middleware ask."""

from bina.people.selectors.access import (
    access_of,
    active_people,
    headed_unit_ids,
    own_headed_unit_ids,
    unit_ids_below,
    user_ids_with,
    within,
)

__all__ = [
    "access_of",
    "active_people",
    "headed_unit_ids",
    "own_headed_unit_ids",
    "unit_ids_below",
    "user_ids_with",
    "within",
]
