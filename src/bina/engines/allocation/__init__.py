"""The yearly plan as an optimisation: see docs/engine.md.

Compiled kernels are kept beside the sources under a folder named after all sources' hash: numba
notices a change of a kernel's own file only, and a kernel that was compiled into another one would
stay old.
"""

import hashlib
from pathlib import Path

import numba

_HERE = Path(__file__).parent
_DIGEST = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(_HERE.glob("*.py"))))
if not numba.config.CACHE_DIR:
    numba.config.CACHE_DIR = str(_HERE / "__pycache__" / f"kernels-{_DIGEST.hexdigest()[:16]}")
