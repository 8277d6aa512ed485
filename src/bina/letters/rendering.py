"""Letters as files: PDF by typst from frozen values, DOCX by filling a Word template.

Only the fonts that typst brings are used, so that the same letter is the same file everywhere.
A template sees no file of the machine: its root is an empty folder.
"""

import json
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import Any

import typst

from bina.formats import docx
from bina.letters.rules.content import flat, lists
from bina.text import N_, BinaError

FONTS = cache(lambda: typst.Fonts(include_system_fonts=False))
_local = threading.local()


class WrongTemplate(BinaError):
    """A typst template that cannot be set."""

    text = N_(
        "Templat {name} tidak dapat dipakai: {problem}. Perbaiki lalu unggah lagi; templat "
        "sebelumnya tetap berlaku."
    )


@cache
def _empty_root() -> str:
    return tempfile.mkdtemp(prefix="bina-surat-")


def _compiler() -> Any:
    """One compiler per thread; fonts are read once."""
    if not hasattr(_local, "compiler"):
        root = _empty_root()
        _local.compiler = typst.Compiler(
            root=root,
            font_paths=FONTS(),
            package_path=root,
            package_cache_path=root,
        )
    return _local.compiler


def pdf(template: bytes, values: dict[str, Any], name: str = "") -> bytes:
    """The letter as PDF. Raises WrongTemplate."""
    if b"@preview" in template or b"@local" in template:
        raise WrongTemplate(name=name, problem="@preview")
    try:
        made = _compiler().compile(
            input=template,
            format="pdf",
            sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
        )
    except typst.TypstError as wrong:
        raise WrongTemplate(name=name, problem=str(wrong)[:200]) from wrong
    assert isinstance(made, bytes)
    return made


def word(template: bytes, values: dict[str, Any], name: str = "") -> bytes:
    """The letter as DOCX."""
    return docx.fill(template, flat(values), lists(values), name)


def shipped_folder() -> Path:
    """Where the templates lie that come with the program."""
    return Path(__file__).parent / "shipped"
