"""The database itself refuses to change or delete a handover, whatever program tries."""

from django.db import migrations

WORDS = "handover_handover: a handover cannot change"
SQLITE = [
    f"""CREATE TRIGGER handover_{event.lower()} BEFORE {event} ON handover_handover
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"""
    for event in ("UPDATE", "DELETE")
]
POSTGRES = [
    f"""CREATE FUNCTION handover_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{WORDS}'; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER handover_frozen BEFORE UPDATE OR DELETE ON handover_handover
    FOR EACH ROW EXECUTE FUNCTION handover_refuse()""",
]


def forwards(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def backwards(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER handover_update")
        editor.execute("DROP TRIGGER handover_delete")
        return
    editor.execute("DROP TRIGGER handover_frozen ON handover_handover")
    editor.execute("DROP FUNCTION handover_refuse()")


class Migration(migrations.Migration):
    dependencies = [("handover", "0001_handovers")]
    operations = [migrations.RunPython(forwards, backwards)]
