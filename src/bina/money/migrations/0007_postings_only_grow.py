"""The database itself refuses to change or delete a posting, whatever program tries."""

from django.db import migrations

WORDS = "money_posting: a posting cannot change; reverse it"
SQLITE = [
    f"""CREATE TRIGGER money_posting_{event.lower()} BEFORE {event} ON money_posting
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"""
    for event in ("UPDATE", "DELETE")
]
POSTGRES = [
    f"""CREATE FUNCTION money_refuse_posting() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{WORDS}'; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER money_posting_frozen BEFORE UPDATE OR DELETE ON money_posting
    FOR EACH ROW EXECUTE FUNCTION money_refuse_posting()""",
]


def forwards(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def backwards(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER money_posting_update")
        editor.execute("DROP TRIGGER money_posting_delete")
        return
    editor.execute("DROP TRIGGER money_posting_frozen ON money_posting")
    editor.execute("DROP FUNCTION money_refuse_posting()")


class Migration(migrations.Migration):
    dependencies = [("money", "0006_postings")]
    operations = [migrations.RunPython(forwards, backwards)]
