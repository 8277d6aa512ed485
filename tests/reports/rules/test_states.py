"""What became of a seat: each rule alone, and which goes first."""

import numpy as np
import pytest

from bina.reports.rules.states import STATES, SeatFacts, state_of

FLAGS = (
    "is_recorded", "is_waiting", "is_refused", "is_cancelled", "is_replanned", "head_refused",
    "is_declined", "is_over", "is_unanswered", "is_open_form",
)  # fmt: skip


def state(noted: int = 0, present: int = 0, **flags: bool) -> str:
    columns = {name: np.array([flags.get(name, False)]) for name in FLAGS}
    facts = SeatFacts(**columns, n_noted=np.array([noted]), n_present=np.array([present]))
    return STATES[int(state_of(facts)[0])]


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ({}, "ahead"),
        ({"is_recorded": True, "is_declined": True}, "done"),
        ({"is_waiting": True, "is_over": True, "noted": 2, "present": 2}, "waiting"),
        ({"is_refused": True}, "refused"),
        ({"is_cancelled": True, "is_declined": True}, "cancelled"),
        ({"is_replanned": True, "is_declined": True}, "replanned"),
        ({"head_refused": True, "is_declined": True}, "head_refused"),
        ({"is_declined": True, "is_over": True}, "declined"),
        ({"is_over": True, "noted": 2, "present": 1}, "short"),
        ({"is_over": True, "noted": 2}, "absent"),
        ({"noted": 2}, "ahead"),  # the session still runs
        ({"is_over": True, "is_unanswered": True}, "unanswered"),
        ({"is_over": True}, "unnoted"),
        ({"is_open_form": True}, "open"),
    ],
)
def test_the_first_rule_that_fits_counts(flags: dict[str, int], expected: str) -> None:
    assert state(**flags) == expected  # type: ignore[arg-type]  # counts and flags in one mapping
