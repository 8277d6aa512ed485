"""The yearly plan as an optimisation: see docs/engine.md.

Compiled kernels are kept beside the sources under a folder named after the hash of all sources that
they are made from: numba notices a change of a kernel's own file only, and a kernel that was
compiled into another one would stay old.
"""

import hashlib
import re
from pathlib import Path
from typing import Any

import numba

_HERE = Path(__file__).parent
_IMPORT = re.compile(rb"^from bina\.engines\.allocation\.(\w+) import", re.MULTILINE)


def kernel_sources(folder: Path = _HERE) -> list[Path]:
    """Modules with kernels and all that these import: a constant is compiled in, too."""
    text = {path.stem: path.read_bytes() for path in folder.glob("*.py")}
    found: set[str] = set()
    left = [name for name in text if b"\n@njit(" in text[name]]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [other.decode() for other in _IMPORT.findall(text[name])]
    return [folder / f"{name}.py" for name in sorted(found)]


_DIGEST = hashlib.sha256(b"".join(path.read_bytes() for path in kernel_sources()))
_CONFIG: Any = numba.config  # its names are made at run time
if not _CONFIG.CACHE_DIR:
    _CONFIG.CACHE_DIR = str(_HERE / "__pycache__" / f"kernels-{_DIGEST.hexdigest()[:16]}")
