"""The data tables of the demonstration city, read once from `data/*.yaml`."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def table(name: str) -> Any:
    """The table `data/<name>.yaml`. It is shared: nobody may write into it."""
    text = files("bina.demo").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
