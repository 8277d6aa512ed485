"""The table of budget lines moves from the plan to the money stage, with all its rows."""

import uuid

from django.db import migrations, models

RENAME = "ALTER TABLE plan_budgetline RENAME TO money_budgetline"
BACK = "ALTER TABLE money_budgetline RENAME TO plan_budgetline"


class Migration(migrations.Migration):
    initial = True
    dependencies = [("plan", "0008_head_decisions")]
    operations = [
        migrations.CreateModel(
            name="BudgetVersion",
            fields=[
                ("id", models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("year", models.PositiveSmallIntegerField()),
                ("stage", models.CharField(
                    choices=[("rka", "RKA"), ("dpa", "DPA"), ("apbdp", "APBD-Perubahan")],
                    default="rka", max_length=5)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField(null=True)),
                ("document_no", models.CharField(blank=True, max_length=120)),
                ("state", models.CharField(
                    choices=[("draft", "Rancangan"), ("approved", "Ditetapkan")],
                    default="draft", max_length=8)),
                ("approved_at", models.DateTimeField(null=True)),
                ("approved_by", models.CharField(blank=True, max_length=200)),
            ],
            options={"ordering": ["-year", "pk"]},
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(RENAME, BACK)],
            state_operations=[
                migrations.CreateModel(
                    name="BudgetLine",
                    fields=[
                        ("id", models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False,
                            verbose_name="ID")),
                        ("code", models.CharField(max_length=80)),
                        ("name", models.CharField(max_length=300)),
                        ("fund", models.CharField(max_length=8)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("amount", models.PositiveBigIntegerField()),
                        ("forms", models.JSONField(default=list)),
                        ("unit_codes", models.JSONField(default=list)),
                        ("activity", models.CharField(blank=True, max_length=60)),
                        ("account", models.CharField(blank=True, max_length=60)),
                    ],
                    options={
                        "ordering": ["year", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "year"), name="budget_line_once")
                        ],
                    },
                ),
            ],
        ),
    ]
