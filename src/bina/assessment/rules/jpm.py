"""Job Person Match: levels reached over levels required, in percent, over all competencies.

Source: law parameters assessment.jpm_bands.* (filling a post, mapping). More than 100 % is not
cut: a person may be above the standard.
"""

import numpy as np
from numpy.typing import NDArray

from bina.law.scaled import SCALE, Scaled, divided


def jpm(
    person: NDArray[np.int64],
    reached: NDArray[np.int64],
    required: NDArray[np.int64],
    n_people: int,
) -> Scaled:
    """Percent in hundredths per person; MISSING for a person without a measured competency.

    One row per person and competency that the post requires and somebody measured. `reached` and
    `required` are in the same whole unit (levels, or hundredths of a level).
    """
    above = np.bincount(person, weights=reached, minlength=n_people)
    below = np.bincount(person, weights=required, minlength=n_people)
    return divided(above.astype(np.int64) * SCALE * SCALE, below.astype(np.int64))
