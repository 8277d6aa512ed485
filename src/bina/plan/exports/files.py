"""Template files that HR can replace: BINA_DATA/templates/<name> goes before the packaged one."""

from importlib.resources import files
from pathlib import Path

from django.conf import settings


def template_text(name: str) -> str:
    """The text of a template file, HR's own if there is one."""
    own = Path(settings.DATA_DIR) / "templates" / name
    if own.is_file():
        return own.read_text(encoding="utf-8")
    return (files("bina.plan.exports") / "templates" / name).read_text(encoding="utf-8")
