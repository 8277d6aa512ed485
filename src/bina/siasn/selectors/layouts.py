"""The layouts in use: HR's newest, else those that come with the program."""

from importlib.resources import files

from bina.files.services import read
from bina.siasn.models import Kind, Layout
from bina.siasn.rules.layouts import FileLayout, read_layout
from bina.siasn.rules.service import NAME, Service, read_service


def shipped_text(kind: str) -> str:
    """The layout that comes with the program."""
    return (files("bina.siasn") / "shipped" / f"{kind}.yaml").read_text(encoding="utf-8")


def newest() -> dict[str, Layout]:
    """HR's layout in use of each kind that has one; one query."""
    rows = Layout.objects.select_related("file").order_by("created_at", "pk")
    return {row.kind: row for row in rows}


def layout_texts() -> dict[str, str]:
    """The YAML in use: by kind of file, and that of the web service."""
    own = newest()
    return {
        kind: read(own[kind].file).decode("utf-8") if kind in own else shipped_text(kind)
        for kind in (*Kind.values, NAME)
    }


def file_layouts() -> list[FileLayout]:
    """The layouts in use, courses first. Raises FileDamaged when a stored one is gone."""
    texts = layout_texts()
    return [read_layout(kind, texts[kind]) for kind in Kind.values]


def service() -> Service:
    """The description of the web service in use."""
    return read_service(layout_texts()[NAME])
