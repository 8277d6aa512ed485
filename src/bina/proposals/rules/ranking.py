"""Decides the order of a unit's list from what its head typed or tapped. 1 = most urgent."""

from collections.abc import Collection, Mapping, Sequence


def renumbered(
    order: Sequence[int], wanted: Mapping[int, int | None], last: Collection[int] = ()
) -> list[int]:
    """The keys of `order` by the number typed for each; equal numbers keep their order.

    A key without a number goes behind those with one; keys in `last` go behind all (the own
    proposals of who ranks).

    >>> renumbered([11, 12, 13, 14], {11: 2, 12: 1, 14: 1})
    [12, 14, 11, 13]
    """
    place = {key: at for at, key in enumerate(order)}

    def by(key: int) -> tuple[bool, bool, int, int]:
        number = wanted.get(key)
        return key in last, number is None, number or 0, place[key]

    return sorted(order, key=by)


def moved(order: Sequence[int], key: int, places: int, last: Collection[int] = ()) -> list[int]:
    """`order` with `key` moved by `places` (negative: up), not beyond the ends.

    >>> moved([1, 2, 3], 3, -1), moved([1, 2, 3], 1, -1)
    ([1, 3, 2], [1, 2, 3])
    """
    rest = [each for each in order if each != key]
    at = min(max(order.index(key) + places, 0), len(rest))
    changed = [*rest[:at], key, *rest[at:]]
    return [k for k in changed if k not in last] + [k for k in changed if k in last]
