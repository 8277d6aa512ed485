"""Refuses every INSERT, UPDATE or DELETE on a table of Bina that is not inside `audit.act`."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from bina.audit.services import is_acting

# Tables of the frame, and those that record how the machine works rather than what is known.
EXEMPT = re.compile(r"(new__|django_|auth_|axes_|audit_|jobs_|sqlite_)")
WRITE = re.compile(
    r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+["`]?(\w+)', re.IGNORECASE
)
_open: ContextVar[bool] = ContextVar("audit_guard_open", default=False)
_scenes = count(1)
_last = [0]


class UnauditedWrite(RuntimeError):
    """A service wrote without `audit.act`: a fault of the program, never of a user."""


def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """An execute wrapper: let reads and audited writes through, refuse the rest."""
    found = WRITE.match(sql)
    if found and not EXEMPT.match(found[1]) and not is_acting() and not _open.get():
        raise UnauditedWrite(f"write to {found[1]} outside audit.act; wrap it: {sql[:120]}")
    return execute(sql, params, many, context)


@contextmanager
def unguarded() -> Iterator[None]:
    """For migrations, restores and test builders that set a scene."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)
        _last[0] = next(_scenes)


def scenes_set() -> int:
    """How often this process wrote beside the ledger: such writes leave no hash behind."""
    return _last[0]


def install(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Receiver of `connection_created`."""
    if guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)
