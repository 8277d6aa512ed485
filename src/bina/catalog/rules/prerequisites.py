"""Whether prerequisites lead back to themselves: then nobody could ever start."""

from collections.abc import Iterable, Mapping


def in_cycle(prerequisites: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """For each code that stands in a circle of prerequisites, one circle through it.

    >>> in_cycle({"A": ["B"], "B": ["A"], "C": ["A"]})
    {'A': ['A', 'B', 'A'], 'B': ['B', 'A', 'B']}
    """
    return {
        code: circle
        for code in prerequisites
        if (circle := _way_back(code, prerequisites)) is not None
    }


def _way_back(start: str, prerequisites: Mapping[str, Iterable[str]]) -> list[str] | None:
    """The shortest way from `start` back to itself, both ends included; None when there is none."""
    ways: list[list[str]] = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for code in prerequisites.get(way[-1], ()):
            if code == start:
                return [*way, code]
            if code not in seen:
                seen.add(code)
                ways.append([*way, code])
    return None
