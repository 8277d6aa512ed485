"""Which step may follow which: every state × every step, by hand."""

import pytest

from bina.proposals.rules.stages import OPEN_STATES, STEPS, state_after

ALL_STEPS = ("verify", "validate", "refuse", "reopen", "withdraw")
BY_HAND = {
    "sent": ("verified", None, "refused", None, "withdrawn"),
    "verified": (None, "validated", "refused", "sent", None),
    "validated": (None, None, None, "sent", None),
    "refused": (None, None, None, "sent", None),
    "withdrawn": (None, None, None, None, None),
}


@pytest.mark.parametrize("state", BY_HAND)
def test_each_state_allows_exactly_its_steps(state: str) -> None:
    assert tuple(state_after(state, step) for step in ALL_STEPS) == BY_HAND[state]


def test_every_state_is_described() -> None:
    assert STEPS.keys() == BY_HAND.keys()
    assert set(OPEN_STATES) == {"sent", "verified", "validated"}
