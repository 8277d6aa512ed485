"""Room for the version, the quarters and the longer code of a sub-kegiatan."""

import django.db.models.deletion
from django.db import migrations, models


def quarter(number):
    return migrations.AddField(
        "budgetline", f"quarter_{number}", models.PositiveBigIntegerField(default=0)
    )


class Migration(migrations.Migration):
    dependencies = [("money", "0001_budget_lines_from_plan"), ("plan", "0009_budget_lines_to_money")]
    operations = [
        migrations.AddField(
            "budgetline",
            "version",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="money.budgetversion",
            ),
        ),
        *(quarter(number) for number in (1, 2, 3, 4)),
        migrations.AlterField("budgetline", "year", models.PositiveSmallIntegerField(null=True)),
        migrations.AlterField(
            "budgetline", "activity", models.CharField(blank=True, max_length=80)
        ),
    ]
