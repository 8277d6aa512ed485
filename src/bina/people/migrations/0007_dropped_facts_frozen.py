"""The database itself refuses to change or delete what HR dropped, whatever program tries.

Only the person may change: two records of one person are merged, and split again.
"""

from django.db import migrations

FIXED = ("id", "kind", "words", "day", "year", '"values"', "reason", "dropped_by", "dropped_at")
CHANGED = "people_droppedfact: what was dropped cannot change"
DELETED = "people_droppedfact: what was dropped cannot be deleted"
SQLITE = (
    "CREATE TRIGGER people_dropped_update BEFORE UPDATE ON people_droppedfact WHEN "
    + " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FIXED)
    + f" BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END",
    "CREATE TRIGGER people_dropped_delete BEFORE DELETE ON people_droppedfact"
    f" BEGIN SELECT RAISE(ABORT, '{DELETED}'); END",
)
POSTGRES = (
    "CREATE FUNCTION people_refuse_dropped() RETURNS trigger AS $$ BEGIN"
    f" IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{DELETED}'; END IF; IF "
    + " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FIXED)
    + f" THEN RAISE EXCEPTION '{CHANGED}'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER people_dropped_frozen BEFORE UPDATE OR DELETE ON people_droppedfact"
    " FOR EACH ROW EXECUTE FUNCTION people_refuse_dropped()",
)


def forwards(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def backwards(apps, editor):
    if editor.connection.vendor == "sqlite":
        for name in ("update", "delete"):
            editor.execute(f"DROP TRIGGER people_dropped_{name}")
        return
    editor.execute("DROP TRIGGER people_dropped_frozen ON people_droppedfact")
    editor.execute("DROP FUNCTION people_refuse_dropped()")


class Migration(migrations.Migration):
    dependencies = [("people", "0006_dropped_facts")]
    operations = [migrations.RunPython(forwards, backwards)]
