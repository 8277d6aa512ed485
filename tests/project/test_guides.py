"""The guides name what is on the screens: a word in bold is a text that the program shows."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted(path for path in (ROOT / "docs" / "use").glob("*.md") if path.name != "README.md")


def shown() -> str:
    """Every text of the screens, lower case."""
    found = []
    for path in sorted((ROOT / "src" / "bina").glob("*/locale/en/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                found += message.id if isinstance(message.id, tuple) else (message.id,)
    return "\n".join(found).lower()


def named(guide: Path) -> list[str]:
    """What the guide puts in bold; a way through menus (a › b) gives its steps."""
    bold = re.findall(r"\*\*(.+?)\*\*", guide.read_text(), re.S)
    steps = [step for words in bold for step in " ".join(words.split()).split(" › ")]
    return [step.strip(" …?.:").lower() for step in steps]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_what_a_guide_puts_in_bold_is_on_a_screen(guide: Path) -> None:
    texts = shown()

    words = named(guide)

    assert words
    assert [one for one in words if one not in texts] == []
