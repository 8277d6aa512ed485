"""A factor may stop weighing: the need of a year's proposal counts for that year."""

import datetime as dt

from django.db import migrations, models

from bina.audit.guard import unguarded

PREFIX = "AKPK "  # how proposals name their period


def end_with_their_year(apps, editor):
    factors = apps.get_model("gaps", "PriorityFactor")
    made = factors.objects.filter(source="proposal", period__startswith=PREFIX)
    with unguarded():
        for period in sorted(set(made.values_list("period", flat=True))):
            year = period.removeprefix(PREFIX)
            if year.isascii() and year.isdigit():
                made.filter(period=period).update(last_day=dt.date(int(year), 12, 31))


class Migration(migrations.Migration):
    dependencies = [("gaps", "0002_unitless_block_and_labels")]
    operations = [
        migrations.AddField("priorityfactor", "last_day", models.DateField(blank=True, null=True)),
        migrations.RunPython(end_with_their_year, migrations.RunPython.noop),
    ]
