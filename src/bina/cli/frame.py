"""Starts Django for a command; used by every command that touches data."""

import os

import django
from django.apps import apps


def start() -> None:
    """Set Django up once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bina.web.settings")
    if not apps.ready:
        django.setup()


def migrate_quietly() -> None:
    """Bring the database to this version; quick when it already is."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
