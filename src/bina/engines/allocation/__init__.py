"""The yearly plan as an optimisation: see docs/engine.md.

Compiled kernels are kept beside the sources under a folder named after all sources' hash: numba
notices a change of a kernel's own file only, and a kernel that was compiled into another one would
stay old.
"""

import hashlib
from pathlib import Path
from typing import Any

import numba

_HERE = Path(__file__).parent
_DIGEST = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(_HERE.glob("*.py"))))
_CONFIG: Any = numba.config  # its names are made at run time
if not _CONFIG.CACHE_DIR:
    _CONFIG.CACHE_DIR = str(_HERE / "__pycache__" / f"kernels-{_DIGEST.hexdigest()[:16]}")
