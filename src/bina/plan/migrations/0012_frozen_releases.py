"""The database refuses to change what a frozen re-plan releases."""

from django.db import migrations

TABLE = "plan_release"


def forwards(apps, editor):
    if editor.connection.vendor == "sqlite":
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            editor.execute(
                f"""CREATE TRIGGER plan_frozen_release_{event.lower()} BEFORE {event} ON {TABLE}
                WHEN (SELECT state FROM plan_plan WHERE id = {row}.plan_id) = 'frozen'
                BEGIN SELECT RAISE(ABORT,
                'plan_release: the releases of a frozen plan cannot change'); END"""
            )
        return
    editor.execute(
        """CREATE FUNCTION plan_refuse_frozen_release() RETURNS trigger AS $$
        DECLARE owner bigint;
        BEGIN
          IF TG_OP = 'INSERT' THEN owner := NEW.plan_id; ELSE owner := OLD.plan_id; END IF;
          IF EXISTS (SELECT 1 FROM plan_plan WHERE id = owner AND state = 'frozen') THEN
            RAISE EXCEPTION 'plan_release: the releases of a frozen plan cannot change';
          END IF;
          IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
          RETURN NEW;
        END $$ LANGUAGE plpgsql"""
    )
    editor.execute(
        f"""CREATE TRIGGER plan_frozen_release BEFORE INSERT OR UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION plan_refuse_frozen_release()"""
    )


def backwards(apps, editor):
    if editor.connection.vendor == "sqlite":
        for event in ("insert", "update", "delete"):
            editor.execute(f"DROP TRIGGER plan_frozen_release_{event}")
        return
    editor.execute(f"DROP TRIGGER plan_frozen_release ON {TABLE}")
    editor.execute("DROP FUNCTION plan_refuse_frozen_release()")


class Migration(migrations.Migration):
    dependencies = [("plan", "0011_replans")]
    operations = [migrations.RunPython(forwards, backwards)]
