"""Questions about packages and what went out with them."""

from django.db.models import Count, Q, QuerySet, Sum

from bina.siasn.models import Package, Sent


def packages(search: str = "") -> QuerySet[Package]:
    """All packages with their number of parts and records."""
    rows = Package.objects.select_related("unit", "job").annotate(
        n_parts=Count("parts"), n_records=Sum("parts__n_records", default=0)
    )
    if search:
        rows = rows.filter(Q(unit__name__icontains=search) | Q(created_by__icontains=search))
    return rows.order_by("-created_at", "-pk")


def sent_of(package: Package, search: str = "") -> QuerySet[Sent]:
    """What went out with a package, by part and file."""
    rows = Sent.objects.filter(part__package=package).select_related("part", "record__person")
    if search:
        rows = rows.filter(
            Q(title__icontains=search)
            | Q(record__person__name__icontains=search)
            | Q(record__person__nip__icontains=search)
        )
    return rows.order_by("part__number", "pk")
