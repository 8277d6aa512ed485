"""No number of a regulation hides outside the rules: in a form, view, service, selector or drawing.

Outside `rules/` numbers are mostly lengths and sizes, so only those are looked at that a value in
law/parameters/ has as well. Where they stand tells most of them apart (an argument `max_length`, a
digit of `round`, a slice); `plain_numbers_outside.yaml` explains each. Comparisons in templates and
the sentences that people see are read as well.
"""

import ast
import io
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

import bina
from bina.law.parameters import all_entries
from tests.law.test_no_numbers import ARITHMETIC, RULES

ROOT = Path(bina.__file__).parent
ELSEWHERE = ("engines/", "law/", "demo/", "cli/demo")  # general methods, the law, a fictitious city
PLAIN = yaml.safe_load((Path(__file__).parent / "plain_numbers_outside.yaml").read_text("utf-8"))
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
FILTER = re.compile(r"(?:\||\s)(\w+)[:=][\"']?-?[\d:]+[\"']?")
NUMBER = re.compile(r"(?<![\w.,%({-])\d+(?:[.,]\d+)?(?![\w.,}-])")
PLACEHOLDER = re.compile(r"%\(\w+\)s|{\w*}")
REGULATION = re.compile(r"\b(?:UU|PP|RB|BKN|LAN) \d+/\d{4}|\bpasal \d+")


def numbers_under(value):
    if isinstance(value, Mapping):
        for one in value.values():
            yield from numbers_under(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from numbers_under(one)
    elif type(value) in (int, float):
        yield value


LAW = {
    number
    for entry in all_entries().values()
    for dated in entry.values
    for number in numbers_under(dated.value)
} - ARITHMETIC  # fmt: skip


def name_of(path):
    return path.relative_to(ROOT).as_posix()


MODULES = [
    path
    for path in sorted(ROOT.rglob("*.py"))
    if path not in RULES
    and "migrations" not in path.parts
    and not name_of(path).startswith(ELSEWHERE)
]
TEMPLATES = sorted(ROOT.rglob("*.html"))


def found_in(text):
    """Numbers of the law in code, with what they stand under: {(number, kind, name)}."""
    found = set()

    def walk(node, under):
        if isinstance(node, ast.Constant):
            if type(node.value) in (int, float) and node.value in LAW:
                found.add((node.value, *under))
            return
        for child, place in _children(node, under):
            walk(child, place)

    walk(ast.parse(text), ("", ""))
    return found


def _children(node, under):
    if isinstance(node, ast.keyword):
        yield node.value, ("keywords", node.arg)
    elif isinstance(node, ast.Subscript):
        yield node.value, under
        yield node.slice, ("slice", "")
    elif isinstance(node, ast.Call):
        yield node.func, under
        yield from ((one, ("calls", ast.unparse(node.func))) for one in node.args)
        yield from ((one, under) for one in node.keywords)
    elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        yield node.value, ("names", ast.unparse(target))
    elif isinstance(node, ast.BinOp | ast.Compare):
        yield from ((one, ("", "")) for one in ast.iter_child_nodes(node))
    else:
        yield from ((one, under) for one in ast.iter_child_nodes(node))


def unexplained(path):
    """Numbers that neither their place nor the list explains."""
    rest = {
        number
        for number, kind, name in found_in(path.read_text(encoding="utf-8"))
        if kind != "slice" and not (kind and name in PLAIN[kind])
    }
    return rest - known_in(name_of(path))


def known_in(name):
    return {number for row in PLAIN["places"] if name in row["files"] for number in row["numbers"]}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_outside_the_rules_holds_a_number_of_the_law(path):
    found = unexplained(path)

    assert not found, (
        f"{name_of(path)}: {sorted(found)} stand in law/parameters/ too: read them from there, or "
        "say in plain_numbers_outside.yaml why they are no regulation's"
    )


def test_no_template_compares_with_a_number_of_the_law():
    found = {
        (name_of(path), number)
        for path in TEMPLATES
        for tag in TAG.findall(path.read_text(encoding="utf-8"))
        for number in _compared(tag)
    }

    assert found == {
        (row["file"], number) for row in PLAIN["templates"] for number in row["numbers"]
    }


def _compared(tag):
    """Numbers of a tag that are no argument of a filter that shapes what is shown."""
    shaped = {match.group() for match in FILTER.finditer(tag) if match.group(1) in PLAIN["filters"]}
    for one in shaped:
        tag = tag.replace(one, " ")
    bare = QUOTED.sub(" ", tag)
    return {
        number for number in map(float, NUMBER.findall(bare.replace(",", "."))) if number in LAW
    }


def test_no_sentence_says_a_number_of_the_law():
    found = {}
    for path in ROOT.glob("*/locale/en/LC_MESSAGES/django.po"):
        if path.relative_to(ROOT).parts[0] in ("law", "formats"):
            continue  # collected in web
        for message in read_po(io.BytesIO(path.read_bytes()), locale="en"):
            text = REGULATION.sub(" ", PLACEHOLDER.sub(" ", str(message.id)))
            said = {float(one.replace(",", ".")) for one in NUMBER.findall(text)} & LAW
            if said:
                found[str(message.id)] = said
    known = {text: row["why"] for row in PLAIN["texts"] for text in row["starts"]}

    open_ = {text for text in found if not any(text.startswith(one) for one in known)}
    assert not open_, "say the value of the law instead, or give the reason in the list"
    assert all(any(text.startswith(one) for text in found) for one in known), "no longer said"


def test_the_list_has_reasons_and_nothing_old():
    seen = {path: found_in(path.read_text(encoding="utf-8")) for path in MODULES}
    for kind in ("keywords", "calls", "names"):
        used = {name for found in seen.values() for _number, under, name in found if under == kind}
        assert set(PLAIN[kind]) <= used, kind
        assert all(len(why) > 13 for why in PLAIN[kind].values()), kind
    for row in PLAIN["places"]:
        assert len(row["why"]) > 15
        for name in row["files"]:
            numbers = {number for number, *_rest in seen[ROOT / name]}
            assert set(row["numbers"]) & numbers, f"{name}: no longer there"
    for row in (*PLAIN["templates"], *PLAIN["texts"]):
        assert len(row["why"]) > 15


def test_a_number_of_the_law_is_found_wherever_it_stands():
    text = (
        "def view(jp, page=50):\n"
        "    if jp < 20:\n"
        "        return Field(max_length=24, low=22.5)[:8]\n"
    )

    assert found_in(text) == {
        (50, "", ""), (20, "", ""), (24, "keywords", "max_length"), (22.5, "keywords", "low"),
        (8, "slice", ""),
    }  # fmt: skip
    assert _compared("{% if jp >= 20 and name|truncatechars:24 %}") == {20}
    assert _compared('{{ jp|add:"24" }} {% translate "20 JP" %}') == set()
