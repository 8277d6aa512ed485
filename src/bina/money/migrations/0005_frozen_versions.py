"""The database itself refuses to change an approved version or its lines, whatever program tries."""

from django.db import migrations

VERSION = "money_budgetversion: an approved version cannot change"
LINES = "money_budgetline: the lines of an approved version cannot change"
SQLITE = [
    f"""CREATE TRIGGER money_frozen_{event.lower()} BEFORE {event} ON money_budgetversion
    WHEN OLD.state = 'approved' BEGIN SELECT RAISE(ABORT, '{VERSION}'); END"""
    for event in ("UPDATE", "DELETE")
] + [
    f"""CREATE TRIGGER money_frozen_line_{event.lower()} BEFORE {event} ON money_budgetline
    WHEN (SELECT state FROM money_budgetversion WHERE id = {row}.version_id) = 'approved'
    BEGIN SELECT RAISE(ABORT, '{LINES}'); END"""
    for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
]
POSTGRES = [
    f"""CREATE FUNCTION money_refuse_frozen() RETURNS trigger AS $$
    BEGIN
      IF OLD.state = 'approved' THEN RAISE EXCEPTION '{VERSION}'; END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      RETURN NEW;
    END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER money_frozen BEFORE UPDATE OR DELETE ON money_budgetversion
    FOR EACH ROW EXECUTE FUNCTION money_refuse_frozen()""",
    f"""CREATE FUNCTION money_refuse_frozen_line() RETURNS trigger AS $$
    DECLARE owner bigint;
    BEGIN
      IF TG_OP = 'INSERT' THEN owner := NEW.version_id; ELSE owner := OLD.version_id; END IF;
      IF EXISTS (SELECT 1 FROM money_budgetversion WHERE id = owner AND state = 'approved') THEN
        RAISE EXCEPTION '{LINES}';
      END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      RETURN NEW;
    END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER money_frozen_line BEFORE INSERT OR UPDATE OR DELETE ON money_budgetline
    FOR EACH ROW EXECUTE FUNCTION money_refuse_frozen_line()""",
]
NAMES = ("update", "delete", "line_insert", "line_update", "line_delete")


def forwards(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def backwards(apps, editor):
    if editor.connection.vendor == "sqlite":
        for name in NAMES:
            editor.execute(f"DROP TRIGGER money_frozen_{name}")
        return
    editor.execute("DROP TRIGGER money_frozen ON money_budgetversion")
    editor.execute("DROP TRIGGER money_frozen_line ON money_budgetline")
    editor.execute("DROP FUNCTION money_refuse_frozen()")
    editor.execute("DROP FUNCTION money_refuse_frozen_line()")


class Migration(migrations.Migration):
    dependencies = [("money", "0004_versions_and_quarters_checked")]
    operations = [migrations.RunPython(forwards, backwards)]
