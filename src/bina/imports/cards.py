"""The step of the year that takes files in."""

from typing import Any

from bina.accounts.access import Access
from bina.imports.models import ImportRun


def step_imports(access: Access) -> dict[str, Any]:
    """The newest applied upload of people, and uploads that wait for confirmation."""
    applied = ImportRun.objects.filter(state=ImportRun.State.APPLIED)
    return {
        "people": applied.filter(kind="people").order_by("-applied_at").first(),
        "n_waiting": ImportRun.objects.filter(state=ImportRun.State.PREVIEW).count(),
    }
