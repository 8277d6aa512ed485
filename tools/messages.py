"""Collect the marked texts of code and templates into each app's English file, and compile them.

    python tools/messages.py          update locale/en/LC_MESSAGES/django.po, compile .mo
    python tools/messages.py --check  say what is missing or stale; exit 1 if anything is

The texts in the code are Indonesian; only English needs a file.
"""

import io
import os
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "bina"
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def app_of(path: Path) -> str:
    """The folder under src/bina that a file belongs to; `web` for those directly in it."""
    parts = path.relative_to(SOURCE).parts
    django_apps = {p.parent.name for p in SOURCE.glob("*/migrations")} | {"web"}
    return parts[0] if parts[0] in django_apps else "web"


def texts_of(path: Path) -> list[tuple[int, str]]:
    """The marked texts of one file, with their lines."""
    if path.suffix == ".html":
        import django
        from django.conf import settings

        if not settings.configured:
            settings.configure(USE_I18N=True)
            django.setup()
        from django.utils.translation.template import templatize

        source = templatize(path.read_text(), origin=str(path))
    else:
        source = path.read_text()
    found = []
    stream = io.BytesIO(source.encode())
    for line, message, _, _ in extract("python", stream, KEYWORDS):
        text = message[0] if isinstance(message, tuple) else message
        if text:
            found.append((line, text))
    return found


def collect() -> dict[str, dict[str, list[tuple[str, int]]]]:
    """app → text → places."""
    found: dict[str, dict[str, list[tuple[str, int]]]] = defaultdict(dict)
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]):
        if "migrations" in path.parts:
            continue
        for line, text in texts_of(path):
            place = (str(path.relative_to(ROOT)), line)
            found[app_of(path)].setdefault(text, []).append(place)
    return found


def known_translations() -> dict[str, str]:
    """Every translation in any app's file, so that a text that moves keeps its English."""
    known = {}
    for path in sorted(SOURCE.glob("*/locale/en/LC_MESSAGES/django.po")):
        for message in read_po(io.BytesIO(path.read_bytes()), locale="en"):
            if message.id and message.string and not message.fuzzy:
                key = message.id if isinstance(message.id, str) else message.id[0]
                known[key] = (
                    message.string if isinstance(message.string, str) else (message.string[0])
                )
    return known


def catalog_of(texts: dict[str, list[tuple[str, int]]], known: dict[str, str]) -> Catalog:
    """The English catalogue of one app; files without lines, so that moving code is no change."""
    catalog = Catalog(locale="en", project="bina", charset="utf-8", fuzzy=False)
    for text in sorted(texts):
        files = sorted({place for place, _ in texts[text]})
        flags = {"python-brace-format"} if "{" in text else set()
        catalog.add(text, known.get(text, ""), locations=[(f, 0) for f in files], flags=flags)
    return catalog


def po_text(catalog: Catalog) -> bytes:
    """The file's bytes: sorted, no dates, no line numbers."""
    out = io.BytesIO()
    write_po(out, catalog, omit_header=True, sort_output=True, include_lineno=False, width=100)
    head = (
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return head.encode() + out.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """The compiled catalogue."""
    out = io.BytesIO()
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)  # same bytes
    write_mo(out, catalog)
    return out.getvalue()


def problems() -> list[str]:
    """What is missing: texts without English, files that are stale, places that do not match."""
    known, wrong = known_translations(), []
    for app, texts in collect().items():
        folder = SOURCE / app / "locale" / "en" / "LC_MESSAGES"
        for text, places in texts.items():
            if not known.get(text):
                wrong.append(f"{places[0][0]}: no English for {text!r}")
        expected = po_text(catalog_of(texts, known))
        po, mo = folder / "django.po", folder / "django.mo"
        if not po.exists() or po.read_bytes() != expected:
            wrong.append(f"{po.relative_to(ROOT)} is stale; run: make messages")
        elif not mo.exists() or mo.read_bytes() != mo_bytes(read_po(io.BytesIO(expected), "en")):
            wrong.append(f"{mo.relative_to(ROOT)} is stale; run: make messages")
    return wrong


def update() -> None:
    """Write every app's .po and .mo."""
    known, missing = known_translations(), 0
    for app, texts in collect().items():
        folder = SOURCE / app / "locale" / "en" / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        body = po_text(catalog_of(texts, known))
        (folder / "django.po").write_bytes(body)
        (folder / "django.mo").write_bytes(mo_bytes(read_po(io.BytesIO(body), "en")))
        lacking = [text for text in texts if not known.get(text)]
        missing += len(lacking)
        print(f"{app}: {len(texts)} texts, {len(lacking)} without English")
    print(f"{missing} texts without English in all" if missing else "All texts have English.")


if __name__ == "__main__":
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    if "--check" in sys.argv:
        found = problems()
        print("\n".join(found[:50]))
        sys.exit(bool(found))
    update()
