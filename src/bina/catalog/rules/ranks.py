"""Whether a rank stands at or above another; PNS and PPPK ranks are two lists of 17.

Source: PNS golongan I/a–IV/e; PPPK golongan I–XVII (Perpres 98/2020). No regulation found says
which PPPK rank equals which PNS rank, so a minimum of one list never binds the other.
"""

from bina.formats.ranks import RANKS


def meets_minimum(rank: str, minimum: str) -> bool:
    """Whether `rank` may join where `minimum` is asked; an unknown rank may not.

    >>> meets_minimum("III/c", "III/a"), meets_minimum("II/d", "III/a")
    (True, False)
    >>> meets_minimum("IX", "III/a"), meets_minimum("", "III/a"), meets_minimum("", "")
    (True, False, True)
    """
    least = RANKS.get(minimum)
    if least is None:
        return True
    own = RANKS.get(rank)
    return own is not None and (own.group != least.group or own.order >= least.order)


def steps_above(rank: str, start: str) -> int | None:
    """How many ranks `rank` stands above `start` in the same list; None below or elsewhere.

    >>> steps_above("IV/b", "IV/a"), steps_above("III/d", "IV/a"), steps_above("IX", "IV/a")
    (1, None, None)
    """
    own, first = RANKS.get(rank), RANKS.get(start)
    if own is None or first is None or own.group != first.group or own.order < first.order:
        return None
    return own.order - first.order
