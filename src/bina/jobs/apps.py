"""Finds the long work of all stages."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """The jobs foundation."""

    name = "bina.jobs"

    def ready(self) -> None:
        """Let every stage register its job kinds."""
        autodiscover_modules("tasks")
