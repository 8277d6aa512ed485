"""`python tools/check_plan …`, from any folder, or `python -m tools.check_plan …`."""

import sys
from pathlib import Path

if not __package__:  # run by its path: the folder that holds `tools` is not on the path yet
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from tools.check_plan.command import main

if __name__ == "__main__":
    sys.exit(main())
