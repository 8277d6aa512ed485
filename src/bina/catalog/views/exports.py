"""Workbooks of the catalogue, in the layout of their imports."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import requires
from bina.catalog.rules.sheets import CATALOG, COSTS
from bina.catalog.selectors.export import catalog_workbook, costs_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _label() -> str:
    return _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""


def _download(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@requires("catalog.view")
@require_GET
def catalog(request: HttpRequest) -> HttpResponse:
    """Programmes, effects, sessions and coaches."""
    return _download(catalog_workbook(_label()), CATALOG.file_name)


@requires("catalog.view")
@require_GET
def costs(request: HttpRequest) -> HttpResponse:
    """The standard-cost table."""
    return _download(costs_workbook(_label()), COSTS.file_name)
