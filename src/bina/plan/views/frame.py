"""What all views of the plan share: finding a visible plan, answering with a file."""

from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from bina.accounts.access import access_of
from bina.plan.models import Plan
from bina.plan.selectors import pages

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plan_or_404(request: HttpRequest, public_id: UUID) -> Plan:
    """A plan that the reader may see."""
    return get_object_or_404(pages.visible_plans(access_of(request)), public_id=public_id)


def page_of(request: HttpRequest, rows: QuerySet | list) -> Page:  # type: ignore[type-arg]  # any row type
    """Page ?hal=… of the rows."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("hal"))


def asked(request: HttpRequest, *names: str) -> dict[str, str]:
    """Trimmed query values."""
    return {name: request.GET.get(name, "").strip()[:200] for name in names}


def as_file(content: bytes, name: str, media_type: str = XLSX) -> HttpResponse:
    """A download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


def label_of(plan: Plan) -> str:
    """What stands above a plan's exports: made up data, and how it was counted."""
    counted = _("dihitung dengan ketidakpastian") if plan.settings.get("for_noise") else ""
    return " · ".join(word for word in (fiction(), counted) if word)


def fiction() -> str:
    """The label of demonstration data on exports; empty for real data."""
    return _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""
