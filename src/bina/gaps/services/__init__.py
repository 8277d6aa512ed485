"""The acts of the gaps stage that other stages and the command line call."""

from bina.gaps.services.runs import run_gaps

__all__ = ["run_gaps"]
