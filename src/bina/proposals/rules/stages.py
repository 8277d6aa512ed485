"""Decides which step of a proposal may follow which, and who owes what after a deadline.

Source: AKPK in three stages – inventarisasi kebutuhan, verifikasi, validasi – run bottom-up from
the employee to the head of the unit (Pedoman AKPK BPSDM DKI 2023); the stage names are from memory.
"""

from typing import Final

COLLECT: Final = "AKPK-USUL"
SEND: Final = "AKPK-KIRIM"
RANK: Final = "AKPK-URUT"
VERIFY: Final = "AKPK-VERIFIKASI"
VALIDATE: Final = "AKPK-VALIDASI"
STAGES: Final = (COLLECT, SEND, RANK, VERIFY, VALIDATE)  # in the order of the year

OPEN_STATES: Final = ("sent", "verified", "validated")  # those that may still count
STEPS: Final = {
    "sent": {"verify": "verified", "refuse": "refused", "withdraw": "withdrawn"},
    "verified": {"validate": "validated", "refuse": "refused", "reopen": "sent"},
    "validated": {"reopen": "sent"},
    "refused": {"reopen": "sent"},
    "withdrawn": {},
}  # state -> step -> state after it


def state_after(state: str, step: str) -> str | None:
    """The state after a step; None when the step is not open from there.

    >>> state_after("sent", "verify"), state_after("sent", "validate")
    ('verified', None)
    """
    return STEPS[state].get(step)
