"""Deny UPDATE and DELETE on the ledger in the database itself."""

from django.db import migrations

SQLITE = [
    "CREATE TRIGGER audit_entry_no_{low} BEFORE {up} ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END".format(
        low=verb.lower(), up=verb
    )
    for verb in ("UPDATE", "DELETE")
]
POSTGRES = [
    "CREATE FUNCTION audit_entry_deny() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit entries are append-only'; END $$",
    "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry "
    "FOR EACH ROW EXECUTE FUNCTION audit_entry_deny()",
]


def deny(apps, editor):
    statements = POSTGRES if editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        editor.execute(statement)


def allow(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")
        editor.execute("DROP FUNCTION audit_entry_deny()")
    else:
        editor.execute("DROP TRIGGER audit_entry_no_update")
        editor.execute("DROP TRIGGER audit_entry_no_delete")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(deny, allow)]
