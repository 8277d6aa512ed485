"""JP that one activity is credited with, before the caps of the year. More hours are better.

Source: law parameter development.forms (Peraturan LAN 10/2018 as two public implementations have
it): the JP printed on a certificate win; without them JP per unit × units; a form without a
number is credited by its certificate only. Caps a month or a day are in `hours.py`.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def credited_jp(
    form: Mapping[str, Any], n_units: int, certificate_jp: Decimal | None = None
) -> Decimal | None:
    """JP of the activity; None when neither certificate nor table says.

    `form` is a row of development.forms; `n_units` counts its unit: days, sessions, activities.

    >>> credited_jp({"jp_per_unit": 4}, 3), credited_jp({"jp_per_unit": 4}, 3, Decimal(10))
    (Decimal('12'), Decimal('10'))
    """
    if n_units < 0:
        raise ValueError(f"n_units must be 0 or more, but is {n_units}.")
    if certificate_jp is not None:
        return certificate_jp
    if form["jp_per_unit"] is None:
        return None
    return Decimal(str(form["jp_per_unit"])) * n_units
