"""Names of the competencies that goals need. A goal knows codes; a later stage knows the names.

The stage with the dictionary registers how to ask for them, so that this one imports nothing of it.
"""

from collections.abc import Callable

Names = dict[str, str]  # code -> name
NAMERS: list[Callable[[], Names]] = []


def register(namer: Callable[[], Names]) -> None:
    """Let `namer` be asked for names; one query each time."""
    NAMERS.append(namer)


def competency_names() -> Names:
    """Name of every known competency by code, in the order of the dictionary."""
    found: Names = {}
    for namer in NAMERS:
        found |= namer()
    return found
