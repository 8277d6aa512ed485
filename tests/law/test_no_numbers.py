"""No number of a regulation stands in a rule: it comes from law/parameters, dated and sourced."""

import ast
from pathlib import Path

import pytest

import bina

ROOT = Path(bina.__file__).parent
RULES = [
    *sorted((ROOT / "indices" / "rules").glob("*.py")),
    ROOT / "people" / "rules" / "discipline.py",
    ROOT / "people" / "rules" / "predicates.py",
    ROOT / "citizens" / "rules" / "skm.py",
    ROOT / "assessment" / "rules" / "jpm.py",
]
ARITHMETIC = {-1, 0, 1, 2, 100}  # signs, halves, percent


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_rule_holds_no_number_of_a_regulation(path):
    assert path.exists(), f"{path} moved; mend this list"
    found = numbers_in(path.read_text(encoding="utf-8"))

    assert found <= ARITHMETIC, f"{path.name}: move {found - ARITHMETIC} to law/parameters"


def test_a_number_in_a_rule_is_found():
    assert numbers_in("def points(x):\n    return 22.5 if x >= 20 else 0\n") == {22.5, 20, 0}


def numbers_in(text):
    return {
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }
