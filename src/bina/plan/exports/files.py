"""Template files that HR can replace: BINA_DATA/templates/<name> goes before the packaged one."""

from importlib.resources import files
from pathlib import Path

from django.conf import settings

OWN = "bina.plan.exports"


def template_text(name: str, package: str = OWN) -> str:
    """The text of a template file, HR's own if there is one; `package` has the packaged ones."""
    own = Path(settings.DATA_DIR) / "templates" / name
    if own.is_file():
        return own.read_text(encoding="utf-8")
    return (files(package) / "templates" / name).read_text(encoding="utf-8")
