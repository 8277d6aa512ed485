"""Lines of before the money stage keep their rows through the move, there and back.

In a database file of its own: the tables of the tests must not lose what guards them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROUND = """
import json
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from bina.audit.guard import unguarded

BEFORE = [("money", None), ("plan", "0008_head_decisions")]
AFTER = [("money", "0004_versions_and_quarters_checked"), ("plan", "0009_budget_lines_to_money")]

def migrate(to):
    MigrationExecutor(connection).migrate(to)
    named = [one for one in to if one[1] is not None]
    return MigrationExecutor(connection).loader.project_state(named).apps

with unguarded():
    old = migrate(BEFORE).get_model("plan", "BudgetLine")
    old.objects.create(
        pk=7, code="B-1", name="Bimtek", fund="dau", year=2027, amount=5, forms=["Coaching"]
    )
    moved = migrate(AFTER).get_model("money", "BudgetLine").objects.select_related("version").get()
    back = migrate(BEFORE).get_model("plan", "BudgetLine").objects.get()
    MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
print(json.dumps([
    [moved.pk, moved.code, moved.amount, moved.forms, moved.version.year, moved.version.stage],
    [back.pk, back.code, back.amount, back.forms, back.year],
]))
"""


def test_rows_move_there_and_back(tmp_path: Path) -> None:
    settings = {"BINA_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "bina.web.settings"}

    run = subprocess.run(
        [sys.executable, "-c", ROUND],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-2000:]
    assert json.loads(run.stdout.splitlines()[-1]) == [
        [7, "B-1", 5, ["Coaching"], 2027, "rka"],
        [7, "B-1", 5, ["Coaching"], 2027],
    ]
