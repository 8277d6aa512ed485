"""What was read and computed, kept until anything is written.

Every write goes through `audit.act`, so the ledger's last hash names the state of the data: equal
hashes mean equal answers, also after a restore. Kept per process, for the newest state alone; what
is kept is shared between requests and must not be changed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from bina.audit.guard import scenes_set
from bina.audit.models import Head
from bina.audit.services import is_acting

T = TypeVar("T")
MOST = 200  # results; the least used goes first
_results: OrderedDict[Hashable, Any] = OrderedDict()
_state: list[Hashable] = [None]
_lock = Lock()


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """`make()`, or what it gave before if nothing was written since. `key` names all it depends on.

    Whatever depends on the day, the language or the reader has them in its key.
    """
    found = Head.objects.values_list("hash", flat=True).first()
    if not found or is_acting():
        return make()
    state = (found, scenes_set())
    with _lock:
        if _state[0] != state:
            _results.clear()
            _state[0] = state
        if key in _results:
            _results.move_to_end(key)
            return _results[key]  # type: ignore[no-any-return]  # made by `make` under this key
    result = make()
    with _lock:
        if _state[0] == state:
            _results[key] = result
            while len(_results) > MOST:
                _results.popitem(last=False)
    return result


def forget() -> None:
    """Keep nothing: for who wants to see what a page asks by itself."""
    with _lock:
        _results.clear()
