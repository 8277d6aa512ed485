"""The place of each unit in the tree, as ids from the top."""

from collections.abc import Mapping

from bina.text import N_, BinaError


class TreeHasCycle(BinaError):
    """A unit would lie below itself."""

    text = N_(
        "Unit tidak dapat berada di bawah dirinya sendiri (kode induk saling menunjuk). "
        "Periksa kode induk unit nomor {unit}."
    )


def paths_of(parents: Mapping[int, int | None]) -> dict[int, str]:
    """Unit id -> "/1/5/20/", from each unit's parent. Raises TreeHasCycle.

    >>> paths_of({1: None, 5: 1, 20: 5})[20]
    '/1/5/20/'
    """
    found: dict[int, str] = {}
    for start in parents:
        chain: list[int] = []
        at: int | None = start
        while at is not None and at not in found:
            if at in chain:
                raise TreeHasCycle(unit=at)
            chain.append(at)
            at = parents[at]
        base = found[at] if at is not None else "/"
        for unit in reversed(chain):
            base = found[unit] = f"{base}{unit}/"
    return found
