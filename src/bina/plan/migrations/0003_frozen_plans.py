"""The database itself refuses to change a frozen plan or its seats, whatever program tries."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER plan_frozen_update BEFORE UPDATE ON plan_plan WHEN OLD.state = 'frozen'
       AND (NEW.state <> OLD.state OR NEW.content_hash <> OLD.content_hash
            OR NEW.settings <> OLD.settings OR NEW.certificate <> OLD.certificate
            OR NEW.totals <> OLD.totals OR NEW.pins <> OLD.pins OR NEW.year <> OLD.year
            OR NEW.approved_by <> OLD.approved_by OR NEW.approved_at <> OLD.approved_at)
       BEGIN SELECT RAISE(ABORT, 'plan_plan: a frozen plan cannot change'); END""",
    """CREATE TRIGGER plan_frozen_delete BEFORE DELETE ON plan_plan WHEN OLD.state = 'frozen'
       BEGIN SELECT RAISE(ABORT, 'plan_plan: a frozen plan cannot be deleted'); END""",
]
for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
    SQLITE.append(
        f"""CREATE TRIGGER plan_frozen_seat_{event.lower()} BEFORE {event} ON plan_seat
        WHEN (SELECT state FROM plan_plan WHERE id = {row}.plan_id) = 'frozen'
        BEGIN SELECT RAISE(ABORT, 'plan_seat: the seats of a frozen plan cannot change'); END"""
    )

POSTGRES = [
    """CREATE FUNCTION plan_refuse_frozen() RETURNS trigger AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'frozen' THEN
          RAISE EXCEPTION 'plan_plan: a frozen plan cannot be deleted';
        END IF;
        RETURN OLD;
      END IF;
      IF OLD.state = 'frozen' AND (NEW.state, NEW.content_hash, NEW.settings, NEW.certificate,
           NEW.totals, NEW.pins, NEW.year, NEW.approved_by, NEW.approved_at)
         IS DISTINCT FROM (OLD.state, OLD.content_hash, OLD.settings, OLD.certificate,
           OLD.totals, OLD.pins, OLD.year, OLD.approved_by, OLD.approved_at) THEN
        RAISE EXCEPTION 'plan_plan: a frozen plan cannot change';
      END IF;
      RETURN NEW;
    END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER plan_frozen BEFORE UPDATE OR DELETE ON plan_plan
    FOR EACH ROW EXECUTE FUNCTION plan_refuse_frozen()""",
    """CREATE FUNCTION plan_refuse_frozen_seat() RETURNS trigger AS $$
    DECLARE owner bigint;
    BEGIN
      IF TG_OP = 'INSERT' THEN owner := NEW.plan_id; ELSE owner := OLD.plan_id; END IF;
      IF EXISTS (SELECT 1 FROM plan_plan WHERE id = owner AND state = 'frozen') THEN
        RAISE EXCEPTION 'plan_seat: the seats of a frozen plan cannot change';
      END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      RETURN NEW;
    END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER plan_frozen_seat BEFORE INSERT OR UPDATE OR DELETE ON plan_seat
    FOR EACH ROW EXECUTE FUNCTION plan_refuse_frozen_seat()""",
]


def forwards(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def backwards(apps, editor):
    if editor.connection.vendor == "sqlite":
        names = ["update", "delete", "seat_insert", "seat_update", "seat_delete"]
        for name in names:
            editor.execute(f"DROP TRIGGER plan_frozen_{name}")
        return
    editor.execute("DROP TRIGGER plan_frozen ON plan_plan")
    editor.execute("DROP TRIGGER plan_frozen_seat ON plan_seat")
    editor.execute("DROP FUNCTION plan_refuse_frozen()")
    editor.execute("DROP FUNCTION plan_refuse_frozen_seat()")


class Migration(migrations.Migration):
    dependencies = [("plan", "0002_results_and_refusals")]
    operations = [migrations.RunPython(forwards, backwards)]
