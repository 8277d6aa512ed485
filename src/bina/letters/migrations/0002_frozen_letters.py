"""The database itself refuses to change or delete an issued letter, whatever program tries."""

from django.db import migrations

FIXED = (
    "public_id", "kind", "year", "sequence", "number", "day", "session_id", "person_id", "seat_id",
    "batch_id", "template_id", "content_hash", "issued_by", "replaces_id", "reason",
)
SQLITE = (
    "CREATE TRIGGER letters_frozen_update BEFORE UPDATE ON letters_letter WHEN OLD.pdf_sha256 <> ''"
    + "".join(f" OR NEW.{name} IS NOT OLD.{name}" for name in (*FIXED, '"values"'))
    + " BEGIN SELECT RAISE(ABORT, 'letters_letter: an issued letter cannot change'); END",
    "CREATE TRIGGER letters_frozen_delete BEFORE DELETE ON letters_letter"
    " BEGIN SELECT RAISE(ABORT, 'letters_letter: an issued letter cannot be deleted'); END",
)
POSTGRES = (
    "CREATE FUNCTION letters_refuse_frozen() RETURNS trigger AS $$ BEGIN"
    " IF TG_OP = 'DELETE' THEN"
    " RAISE EXCEPTION 'letters_letter: an issued letter cannot be deleted'; END IF;"
    " IF OLD.pdf_sha256 <> ''"
    + "".join(f" OR NEW.{name} IS DISTINCT FROM OLD.{name}" for name in (*FIXED, '"values"'))
    + " THEN RAISE EXCEPTION 'letters_letter: an issued letter cannot change'; END IF;"
    " RETURN NEW; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER letters_frozen BEFORE UPDATE OR DELETE ON letters_letter"
    " FOR EACH ROW EXECUTE FUNCTION letters_refuse_frozen()",
)


def forwards(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement.replace("%", "%%"))


def backwards(apps, editor):
    if editor.connection.vendor == "sqlite":
        for name in ("update", "delete"):
            editor.execute(f"DROP TRIGGER letters_frozen_{name}")
        return
    editor.execute("DROP TRIGGER letters_frozen ON letters_letter")
    editor.execute("DROP FUNCTION letters_refuse_frozen()")


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_letters_numbers_links")]
    operations = [migrations.RunPython(forwards, backwards)]
