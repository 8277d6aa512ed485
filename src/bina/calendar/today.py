"""The day of the office: one place that asks the clock, in WIT."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def today() -> dt.date:
    """Today in Asia/Jayapura, or the fixed day of a demonstration (BINA_DAY)."""
    if settings.FIXED_DAY:
        return dt.date.fromisoformat(settings.FIXED_DAY)
    return timezone.localdate()
