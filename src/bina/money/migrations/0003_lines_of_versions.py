"""Every line belongs to a version: those of before become the first RKA of their year."""

from django.db import migrations

from bina.audit.guard import unguarded


def to_versions(apps, editor):
    Version = apps.get_model("money", "BudgetVersion")
    Line = apps.get_model("money", "BudgetLine")
    with unguarded():
        for year in sorted(set(Line.objects.values_list("year", flat=True))):
            version = Version.objects.create(year=year)
            Line.objects.filter(year=year).update(version=version)


def to_years(apps, editor):
    """Back: one line a code and year can stay; refuse to lose others or to hide which counts."""
    Line = apps.get_model("money", "BudgetLine")
    seen = set()
    with unguarded():
        for line in Line.objects.select_related("version"):
            key = line.version.year, line.code
            if key in seen:
                raise ValueError(
                    f"Line {line.code} of {line.version.year} is in several versions. Delete all "
                    "versions but one before going back."
                )
            seen.add(key)
            line.year = line.version.year
            line.save(update_fields=["year"])
        Line.objects.update(version=None)
        apps.get_model("money", "BudgetVersion").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("money", "0002_line_columns")]
    operations = [migrations.RunPython(to_versions, to_years)]
