"""Write docs/settings.md from the one table of settings.

python tools/settings_page.py [--check]
"""

import sys
from pathlib import Path

from bina.web.environment import SETTINGS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "settings.md"


def text() -> str:
    """The page."""
    lines = [
        "# Settings",
        "",
        "Environment variables of an installation, as `bina.web.environment` reads them.",
        "",
        "| Name | Default | Meaning |",
        "| --- | --- | --- |",
    ]
    lines += [f"| `{s.name}` | `{s.default}` | {s.help} |" for s in SETTINGS]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text() != text())
    PAGE.write_text(text())
