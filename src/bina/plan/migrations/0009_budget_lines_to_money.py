"""Seats and waiting lists point to the same rows, now of the money stage; no table changes."""

import django.db.models.deletion
from django.db import migrations, models

LINE = models.ForeignKey(
    null=True, on_delete=django.db.models.deletion.PROTECT, to="money.budgetline"
)


class Migration(migrations.Migration):
    dependencies = [("plan", "0008_head_decisions"), ("money", "0001_budget_lines_from_plan")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("seat", "budget_line", LINE),
                migrations.AlterField("waiting", "budget_line", LINE.clone()),
                migrations.DeleteModel("BudgetLine"),
            ]
        )
    ]
