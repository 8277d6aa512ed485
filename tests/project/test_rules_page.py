"""docs/rules.md is what code and parameters say, and no rule of an index goes untested."""

import ast
from pathlib import Path

import pytest
from tools.rules_page import PAGE, ROOT, SOURCE, read_by, text

from bina.law.parameters import all_entries

RULES = [
    SOURCE / "indices" / "rules" / "ip_asn.py",
    SOURCE / "indices" / "rules" / "talent.py",
    SOURCE / "indices" / "rules" / "tables.py",
    SOURCE / "indices" / "rules" / "actions.py",
    SOURCE / "people" / "rules" / "discipline.py",
    SOURCE / "people" / "rules" / "predicates.py",
    SOURCE / "citizens" / "rules" / "skm.py",
    SOURCE / "assessment" / "rules" / "jpm.py",
]


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == text(), "run: python tools/rules_page.py"


def test_every_parameter_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [id_ for id_ in all_entries() if f"`{id_}`" not in page] == []


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_every_rule_has_a_case(path: Path) -> None:
    tests = "\n".join(one.read_text() for one in (ROOT / "tests").rglob("test_*.py"))
    public = [
        node.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]

    assert public
    assert [name for name in public if name not in tests] == []


def test_readers_of_a_parameter_are_found() -> None:
    assert "indices/rules/ip_asn" in read_by("ip_asn.bkn_8_2019.qualification")
    assert "people/cards" in read_by("development.jp_min.pns")
    assert read_by("nobody.reads.this") == []
