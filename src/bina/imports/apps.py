"""Finds the importers of all stages."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ImportsConfig(AppConfig):
    """The imports foundation."""

    name = "bina.imports"

    def ready(self) -> None:
        """Let every stage register its importers."""
        autodiscover_modules("importers")
