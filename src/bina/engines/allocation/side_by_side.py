"""Runs kernels side by side: they hold no lock, so threads share the cores.

Results never depend on the number of threads: every task writes its own rows.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

import numba

T = TypeVar("T")
R = TypeVar("R")


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=int(numba.get_num_threads()))


def side_by_side(task: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """`task` of every item, in the items' order; the first error is raised."""
    return list(_pool().map(task, items))
