"""Finds the facts of all stages that programs may read and write."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ApiConfig(AppConfig):
    """Facts for other programs."""

    name = "bina.api"

    def ready(self) -> None:
        """Let every stage register its facts."""
        autodiscover_modules("facts")
