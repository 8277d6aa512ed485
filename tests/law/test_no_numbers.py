"""No number of a regulation stands in a rule: it comes from law/parameters, dated and sourced.

Every rule module of every stage is read, and the formats that know regulations (NIP, ranks, tiers,
SIASN). Numbers that are no regulation's – lengths of texts, bytes, minutes of an hour – stand in
plain_numbers.yaml with the reason; any other number fails.
"""

import ast
from pathlib import Path

import pytest
import yaml

import bina

ROOT = Path(bina.__file__).parent
FORMATS = ("nip", "ranks", "tiers", "siasn", "siasn_service")
RULES = [
    *sorted(path for path in ROOT.glob("*/rules/*.py") if path.stem != "__init__"),
    *(ROOT / "formats" / f"{name}.py" for name in FORMATS),
]
ARITHMETIC = {-1, 0, 1, 2, 100}  # signs, halves, percent
PLAIN = yaml.safe_load((Path(__file__).parent / "plain_numbers.yaml").read_text("utf-8"))


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", RULES, ids=name_of)
def test_rule_holds_no_number_of_a_regulation(path):
    known = PLAIN.get(name_of(path), {"numbers": []})["numbers"]
    found = numbers_in(path.read_text(encoding="utf-8"))

    assert found <= ARITHMETIC | set(known), (
        f"{name_of(path)}: move {found - ARITHMETIC - set(known)} to law/parameters, or say in "
        "plain_numbers.yaml why it is no regulation's"
    )


def test_the_list_of_plain_numbers_has_reasons_and_nothing_old():
    for name, row in PLAIN.items():
        assert len(row["why"]) > 15, name
        found = numbers_in((ROOT / name).read_text(encoding="utf-8"))
        assert set(row["numbers"]) <= found, f"{name}: no longer there"
    assert {name_of(path) for path in RULES} >= set(PLAIN)


@pytest.mark.parametrize(
    "name",
    ["people/rules/discipline.py", "people/rules/predicates.py", "people/rules/hours.py",
     "people/rules/jp_credit.py", "citizens/rules/skm.py", "citizens/rules/behaviour.py",
     "assessment/rules/jpm.py", "assessment/rules/self_rating.py", "catalog/rules/ranks.py",
     "indices/rules/ip_asn.py", "indices/rules/talent.py", "standards/rules/required.py"],
)  # fmt: skip
def test_rules_of_regulations_have_no_exception(name):
    assert (ROOT / name).exists(), f"{name} moved; mend this list"
    assert name not in PLAIN or set(PLAIN[name]["numbers"]) <= {3}  # the first three in a message


def test_a_number_in_a_rule_is_found():
    assert numbers_in("def points(x):\n    return 22.5 if x >= 20 else 0\n") == {22.5, 20, 0}


def numbers_in(text):
    return {
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }
