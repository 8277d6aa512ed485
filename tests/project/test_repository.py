"""What must hold of the repository itself: nothing leaks, nothing is skipped, names are honest."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TRACKED = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()
    if (ROOT / name).is_file()
]  # fmt: skip
TEXTS = [
    path
    for path in TRACKED
    if path.suffix in {".py", ".md", ".toml", ".txt", ".html", ".js", ".css", ".yaml", ".yml",
                       ".sh", ".svg", ".typ", ".json", ".po", ""}
    and path.stat().st_size < 2_000_000
]  # fmt: skip
# joined so that this file does not contain what it looks for
LEAKS = [
    "extra-" + "index-url", "find-" + "links", "file" + ":///", "/wo" + "rk/",
    "pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org", "/ro" + "ot/",
    "BEGIN PRIV" + "ATE KEY",
]  # fmt: skip
HOSTS = re.compile(r"https?://([A-Za-z0-9.-]+)")
ALLOWED_HOSTS = {
    "127.0.0.1", "localhost", "x", "example.org", "www.w3.org", "www.apache.org", "doi.org",
    "bina.example", "bina.jayapurakota.example", "peraturan.go.id", "keepachangelog.com",
    "schemas.openxmlformats.org", "schemas.microsoft.com", "purl.org", "purl.oclc.org",
}  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS)
def test_no_address_path_or_secret_in_any_file(leak: str) -> None:
    attack = "file:///etc/passwd"  # a test of the reader plants it
    found = [
        str(path.relative_to(ROOT))
        for path in TEXTS
        if leak in path.read_text(errors="ignore").replace(attack, "")
    ]
    assert found == []


def test_only_known_hosts_are_named() -> None:
    found = {
        (str(path.relative_to(ROOT)), host)
        for path in TEXTS
        for host in HOSTS.findall(path.read_text(errors="ignore"))
        if host.rstrip(".") not in ALLOWED_HOSTS
    }
    assert found == set()


def test_no_foreign_key_is_named_by_a_string() -> None:
    by_string = re.compile(r"(?:ForeignKey|OneToOneField|ManyToManyField)\(\s*[\"'](?!self)")
    found = [
        str(path.relative_to(ROOT))
        for path in TRACKED
        if path.name == "models.py" and by_string.search(path.read_text())
    ]
    assert found == []


def test_migrations_have_telling_names() -> None:
    bad = [
        p.name for p in TRACKED if p.parent.name == "migrations" and re.search(r"_auto_", p.name)
    ]
    assert bad == []


def test_no_migration_is_missing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**__import__("os").environ, "DJANGO_SETTINGS_MODULE": "bina.web.settings",
             "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_locks_have_versions_and_hashes_only() -> None:
    locks = {"requirements.txt": 20, "requirements-dev.txt": 20, "requirements-peers.txt": 2}
    for name, more_than in locks.items():
        text = (ROOT / name).read_text()
        assert "http" not in text
        pins = [line for line in text.splitlines() if "==" in line]
        assert len(pins) > more_than
        assert text.count("--hash=sha256:") >= len(pins)


def test_every_ignore_says_why() -> None:
    bare = re.compile(
        r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|type:\s*ignore(?:\[[^\]]*\])?)\s*$"
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TRACKED
        if path.suffix == ".py" and "migrations" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if bare.search(line) and "PLC0415" not in line
    ]
    assert found == []


def test_no_inline_script_or_style_in_templates() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in TRACKED
        if path.suffix == ".html" and "templates" in path.parts
        for match in inline.finditer(path.read_text())
    ]
    assert found == []


def test_translations_are_complete_and_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "tools/messages.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_no_text_to_translate_hides_in_an_f_string() -> None:
    """Python 3.11 reads an f-string as one piece, so nothing inside it would be collected."""
    marks = {"_", "N_", "gettext", "ngettext", "pgettext", "gettext_lazy", "gettext_noop"}
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in TRACKED
        if path.suffix == ".py" and "src" in path.parts
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id in marks and any(isinstance(each, ast.Constant) for each in call.args)
    ]
    assert found == []


def test_the_settings_page_is_fresh() -> None:
    from tools.settings_page import PAGE, text

    assert PAGE.read_text() == text()


def test_links_between_documents_lead_somewhere() -> None:
    link = re.compile(r"\]\((?!https?:|#)([^)#]+)")
    broken = [
        f"{path.relative_to(ROOT)} → {target}"
        for path in TRACKED
        if path.suffix == ".md"
        for target in link.findall(path.read_text())
        if not (path.parent / target).exists()
    ]
    assert broken == []
