"""The database itself refuses to change or delete an issued report, whatever program tries."""

from django.db import migrations

WORDS = "indices_issuedreport: an issued report cannot change; issue a new one"
SQLITE = [
    f"""CREATE TRIGGER indices_issued_{event.lower()} BEFORE {event} ON indices_issuedreport
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"""
    for event in ("UPDATE", "DELETE")
]
POSTGRES = [
    f"""CREATE FUNCTION indices_refuse_issued() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{WORDS}'; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER indices_issued_frozen BEFORE UPDATE OR DELETE ON indices_issuedreport
    FOR EACH ROW EXECUTE FUNCTION indices_refuse_issued()""",
]


def forwards(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def backwards(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER indices_issued_update")
        editor.execute("DROP TRIGGER indices_issued_delete")
        return
    editor.execute("DROP TRIGGER indices_issued_frozen ON indices_issuedreport")
    editor.execute("DROP FUNCTION indices_refuse_issued()")


class Migration(migrations.Migration):
    dependencies = [("indices", "0002_reports_of_later_stages")]
    operations = [migrations.RunPython(forwards, backwards)]
