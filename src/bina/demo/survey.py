"""Results of the citizen survey (SKM) of the units that serve citizens."""

from collections.abc import Iterator, Sequence

import numpy as np

from bina.demo.register import Role
from bina.demo.workbook import Row

HAMADI = "UNOR-DINKES-PKM-HAMADI"
HAMADI_U7 = {"S1": 2.48, "S2": 2.41}  # behaviour of the officers: the story starts here
ELEMENTS = {"U1": 3.28, "U2": 3.2, "U3": 3.02, "U4": 3.52, "U5": 3.24, "U6": 3.18}
ELEMENTS |= {"U7": 3.25, "U8": 3.05, "U9": 3.0}


def survey_rows(roles: Sequence[Role], chance: np.random.Generator, *, year: int) -> Iterator[Row]:
    """Rows of `hasil-skm`: two half-years, nine elements, every serving unit; NRR from 1 to 4."""
    for unit_code in dict.fromkeys(role.unit_code for role in roles):
        level = chance.normal(0, 0.13)
        for half in ("S1", "S2"):
            respondents = int(chance.integers(34, 330))
            for element, mean in ELEMENTS.items():
                score = mean + level + chance.normal(0, 0.07)
                if unit_code == HAMADI and element == "U7":
                    score = HAMADI_U7[half]
                yield {
                    "unit_code": unit_code,
                    "period": f"{year}-{half}",
                    "element": element,
                    "score": round(float(min(4.0, max(1.0, score))), 2),
                    "respondents": respondents,
                }
