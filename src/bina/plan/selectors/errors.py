"""Standard errors of the levels that a plan rests on, from its gap run."""

from collections.abc import Sequence

import numpy as np

from bina.engines.allocation.model import Floats, Instance
from bina.gaps.models import GapRun
from bina.gaps.rules.columns import joined
from bina.standards.models import Competency


def errors_of(
    run: GapRun | None, instance: Instance, people: Sequence[int], competencies: Sequence[str]
) -> Floats:
    """Standard error per need of the instance, (n_needs,); NaN: not known.

    `people` are database ids and `competencies` codes of the instance's rows. Two queries.
    """
    out = np.full(instance.need_held.size, np.nan)
    if run is None:
        return out
    blocks = run.blocks.order_by("pk").values_list("payload", flat=True)
    columns = joined([bytes(block) for block in blocks])
    ids = dict(Competency.objects.values_list("code", "pk"))
    of_row = np.array([ids.get(code, 0) for code in competencies], dtype=np.int64)
    owner = np.repeat(np.array(people, dtype=np.int64), np.diff(instance.need_ptr))
    width = int(max(ids.values(), default=0)) + 1
    asked = owner * width + of_row[instance.need_competency]
    known = columns["person_id"].astype(np.int64) * width + columns["competency_id"]
    if known.size:
        order = np.argsort(known, kind="stable")
        place = np.minimum(np.searchsorted(known[order], asked), known.size - 1)
        same = known[order][place] == asked
        out[same] = columns["se"][order][place][same]
    return out
