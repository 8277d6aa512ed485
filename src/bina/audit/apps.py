"""Installs the guard on every database connection."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AuditConfig(AppConfig):
    """The audit foundation."""

    name = "bina.audit"

    def ready(self) -> None:
        """Connect the guard."""
        from bina.audit.guard import install

        connection_created.connect(install, dispatch_uid="audit-guard")
