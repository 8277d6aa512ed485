"""The form of a figure, and what measures one."""

import json
import resource
import time
from collections.abc import Callable
from typing import Any


def row(
    name: str, value: float | str, unit: str, *, against: str, ratio: float | None
) -> dict[str, Any]:
    """A figure: `ratio` is ours over theirs for values, theirs over ours for seconds.

    Where a peer has none, `value` says so in words and there is no ratio.
    """
    return {"name": name, "value": value, "unit": unit, "against": against, "ratio": ratio}


def emit(rows: list[dict[str, Any]]) -> None:
    """Hand the rows to the parent process."""
    print(json.dumps(rows))


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_mb() -> float:
    """Peak resident memory of this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
