"""Write docs/source.md from src/bina/web/source.yaml; --check says whether it is fresh."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "source.md"
sys.path.insert(0, str(ROOT / "src"))


def main() -> int:
    """0 when written, or fresh under --check."""
    from bina.web.statements import as_markdown

    text = as_markdown()
    if "--check" in sys.argv:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
        if not fresh:
            print("docs/source.md is stale; run: python tools/source_page.py")
        return int(not fresh)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
