"""How rules call amounts, half-days and sessions."""

import numpy as np

from bina.plan.rules.facts import Facts
from bina.plan.rules.instance import Built


def grouped(rupiah: int) -> str:
    """An amount as Indonesia groups it.

    >>> grouped(1250000)
    '1.250.000'
    """
    return f"{rupiah:,}".replace(",", ".")


def day_of(year: int, half_day: int) -> str:
    """The date of a half-day as DD-MM-YYYY.

    >>> day_of(2027, 3)
    '02-01-2027'
    """
    day = np.datetime64(f"{year}-01-01") + np.timedelta64(half_day // 2, "D")
    return str(day.astype("datetime64[D]").item().strftime("%d-%m-%Y"))


def session_label(facts: Facts, built: Built, session: int) -> str:
    """What people call an instance session: its programme, with the session's code."""
    place = built.places[session]
    name = facts.programmes[place.programme].name
    if place.session < 0:
        return f"{name} ({place.times}×)" if place.times > 1 else name
    return f"{name} ({facts.sessions[place.session].code})"
