"""A frozen plan takes a substitute's seat beside its own; states follow from what was said."""

from django.db import migrations

from bina.audit.guard import unguarded

SQLITE = {
    "insert": """CREATE TRIGGER plan_frozen_seat_insert BEFORE INSERT ON plan_seat
        WHEN {extra}(SELECT state FROM plan_plan WHERE id = NEW.plan_id) = 'frozen'
        BEGIN SELECT RAISE(ABORT, 'plan_seat: the seats of a frozen plan cannot change'); END""",
    "update": """CREATE TRIGGER plan_frozen_seat_update BEFORE UPDATE ON plan_seat
        WHEN (SELECT state FROM plan_plan WHERE id = OLD.plan_id) = 'frozen'
        BEGIN SELECT RAISE(ABORT, 'plan_seat: the seats of a frozen plan cannot change'); END""",
    "delete": """CREATE TRIGGER plan_frozen_seat_delete BEFORE DELETE ON plan_seat
        WHEN (SELECT state FROM plan_plan WHERE id = OLD.plan_id) = 'frozen'
        BEGIN SELECT RAISE(ABORT, 'plan_seat: the seats of a frozen plan cannot change'); END""",
}
POSTGRES = """CREATE OR REPLACE FUNCTION plan_refuse_frozen_seat() RETURNS trigger AS $$
    DECLARE owner bigint;
    BEGIN
      IF TG_OP = 'INSERT' THEN owner := NEW.plan_id; ELSE owner := OLD.plan_id; END IF;
      IF {extra}EXISTS (SELECT 1 FROM plan_plan WHERE id = owner AND state = 'frozen') THEN
        RAISE EXCEPTION 'plan_seat: the seats of a frozen plan cannot change';
      END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      RETURN NEW;
    END $$ LANGUAGE plpgsql"""


def write_triggers(editor, sqlite_extra, postgres_extra):
    if editor.connection.vendor != "sqlite":
        editor.execute(POSTGRES.replace("{extra}", postgres_extra))
        return
    for event, statement in SQLITE.items():
        editor.execute(f"DROP TRIGGER IF EXISTS plan_frozen_seat_{event}")
        editor.execute(statement.replace("{extra}", sqlite_extra if event == "insert" else ""))


def forwards(apps, editor):
    # a table that SQLite has to rebuild loses its triggers, so all three are written again
    write_triggers(
        editor,
        "NEW.replaces_id IS NULL AND ",
        "NOT (TG_OP = 'INSERT' AND NEW.replaces_id IS NOT NULL) AND ",
    )
    rows = apps.get_model("plan", "Commitment").objects.using(editor.connection.alias)
    with unguarded():
        rows.filter(answer="accepted").update(state="accepted")
        rows.filter(answer="declined").update(state="declined")
        rows.filter(head_approved=False).update(state="declined")


def backwards(apps, editor):
    write_triggers(editor, "", "")


class Migration(migrations.Migration):
    dependencies = [("plan", "0004_calls_and_substitutes")]
    operations = [migrations.RunPython(forwards, backwards)]
