"""Write docs/rules.md from the rules' code and the dated parameters of the law.

python tools/rules_page.py [--check]
"""

import ast
import json
import sys
from functools import cache
from pathlib import Path

from bina.law.parameters import Entry, all_entries, thawed

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "rules.md"
SOURCE = ROOT / "src" / "bina"
LONGEST = 160
WORDS = {
    "verified": "verified",
    "implementation": "from practice",
    "provisional": "**provisional**",
}


def text() -> str:
    """The page."""
    lines = [
        "# Rules and their parameters",
        "",
        "Written by `tools/rules_page.py` from `src/bina/law/parameters/` and the rules' words; do",
        "not edit. *verified*: a regulation or official summary says so. *from practice*: public",
        "programs agree, the text was not read. **provisional**: our estimate or memory; every",
        "figure that rests on it says so. `null`: nobody could source it; it is not computed.",
        "",
        "## Rules",
        "",
        "| Module | What it decides, and after what |",
        "| --- | --- |",
    ]
    lines += [f"| `{name}` | {words} |" for name, words in rules()]
    group = ""
    for id_, entry in sorted(all_entries().items()):
        if id_.split(".")[0] != group:
            group = id_.split(".")[0]
            lines += [
                "",
                f"## {group}",
                "",
                "| Parameter | From | Value | Source | How sure | Read by |",
            ]
            lines += ["| --- | --- | --- | --- | --- | --- |"]
        lines += rows(entry)
    return "\n".join(lines) + "\n"


def rows(entry: Entry) -> list[str]:
    """One row a dated value; the newest is last."""
    readers = ", ".join(f"`{name}`" for name in read_by(entry.id)) or "nothing yet"
    found = []
    for value in entry.values:
        written = json.dumps(thawed(value.value), ensure_ascii=False)
        written = written if len(written) <= LONGEST else written[: LONGEST - 1] + "…"
        source = (
            f"{value.regulation}, {value.article}" if value.article != "-" else value.regulation
        )
        sure = WORDS[value.confidence] + (f" – {value.note}" if value.note else "")
        cells = (
            f"`{entry.id}`<br>{entry.title_en} ({entry.unit})", value.since.isoformat(),
            f"`{written}`", source, sure, readers,
        )  # fmt: skip
        found.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return found


@cache
def sources() -> dict[str, str]:
    """Module name to its text, of everything outside the law."""
    return {
        path.relative_to(SOURCE).with_suffix("").as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts and path.parent.name != "law"
    }


def read_by(id_: str) -> list[str]:
    """Modules that name the parameter, wholly or by the part before the piece they compute."""
    parts = id_.split(".")
    names = [f'"{id_}"', f'table("{".".join(parts[:-1])}")', f'"{".".join(parts[:-1])}.{{']
    if parts[0] == "ip_asn" and len(parts) > 2:
        names += [f"{{OLD}}.{parts[-1]}"] if parts[1] == "bkn_8_2019" else []
        names += [f'"{parts[-1]}"'] if parts[-1] != "forms" else []
    found = [module for module, code in sources().items() if any(name in code for name in names)]
    return [m for m in found if "ip_asn" not in names[0] or "indices" in m or "gaps" in m]


def rules() -> list[tuple[str, str]]:
    """Every rule module with the words it begins with."""
    found = []
    for module, code in sources().items():
        if "/rules/" in module and not module.endswith(("__init__", "sheets")):
            words = ast.get_docstring(ast.parse(code)) or ""
            found.append((module.replace("/", "."), " ".join(words.split()).replace("|", "\\|")))
    return found


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text(encoding="utf-8") != text())
    PAGE.write_text(text(), encoding="utf-8")
