"""Citizens' satisfaction (SKM) of units: value and quality, opened to elements and weights."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import requires
from bina.calendar.today import today
from bina.citizens.rules.skm import sample_size
from bina.citizens.selectors import periods
from bina.formats.tables import TableColumn
from bina.indices.selectors.explained import parameter_json
from bina.indices.selectors.satisfaction import (
    SORTS,
    Satisfaction,
    law_of_period,
    parameters_of,
    satisfaction_rows,
)
from bina.indices.views.files import list_file
from bina.people.models import Unit

PAGE = 50
MOST_PEOPLE = 10**9


def _asked_period(request: HttpRequest) -> str:
    known = periods()
    asked = request.GET.get("periode", "")
    return asked if asked in known else (known[0] if known else "")


def _query(request: HttpRequest) -> tuple[str, str, str]:
    sort = request.GET.get("urut", "")
    search = request.GET.get("cari", "").strip()[:100]
    return _asked_period(request), search, sort if sort in SORTS else SORTS[0]


@requires("services.view")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All units of a period, and how many respondents a population needs."""
    period, search, sort = _query(request)
    law = law_of_period(period, today())
    rows = satisfaction_rows(period, law, search, sort)
    written = request.GET.get("populasi", "").strip()
    population = int(written) if written.isascii() and written.isdigit() else 0
    sample = law.parameter("citizens.skm.sample")
    needed = sample_size(population, sample.value) if 0 < population <= MOST_PEOPLE else None
    context: dict[str, Any] = {
        "period": period, "periods": periods(), "cari": search, "urut": sort,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
        "modes": law.value("citizens.skm.weight_modes"),
        "parameters": parameters_of(law), "populasi": written, "population": population,
        "needed": needed, "sample": sample,
    }  # fmt: skip
    return render(request, "indices/skm.html", context)


@requires("services.view")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a file."""
    period, search, sort = _query(request)
    law = law_of_period(period, today())
    modes = law.value("citizens.skm.weight_modes")
    columns = [
        ("unit", TableColumn(_("Unit"))),
        ("period", TableColumn(_("Periode"))),
        ("respondents", TableColumn(_("Responden"), "integer")),
        ("elements", TableColumn(_("Unsur"), "integer")),
        *((f"value_{mode}", TableColumn(_("SKM bobot {mode}").format(mode=_mode(mode)), "decimal"))
          for mode in modes),
        ("quality", TableColumn(_("Mutu"))),
    ]  # fmt: skip
    rows = [
        (row.unit.name, row.period, row.respondents, len(row.scores),
         *(row.values[mode] for mode in modes), row.quality)
        for row in satisfaction_rows(period, law, search, sort)
    ]  # fmt: skip
    return list_file(request, f"SKM {period}", columns, rows, parameters_of(law))


def _mode(mode: str) -> str:
    return _("tepat") if mode == "exact" else mode.replace(".", ",")


def _unit(request: HttpRequest, public_id: UUID) -> tuple[Satisfaction, dict[str, Any]]:
    unit = get_object_or_404(Unit, public_id=public_id)
    period = _asked_period(request)
    law = law_of_period(period, today())
    rows = satisfaction_rows(period, law, unit=unit)
    if not rows:
        raise Http404
    conversion = int(law.value("citizens.skm.conversion"))
    return rows[0], {
        "row": rows[0],
        "parts": rows[0].parts(conversion),
        "conversion": conversion,
        "modes": [(_mode(mode), value) for mode, value in rows[0].values.items()],
        "parameters": parameters_of(law),
        "period": period,
        "periods": periods(),
    }


@requires("services.view")
@require_GET
def unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The SKM of one unit opened to its elements."""
    return render(request, "indices/skm_unit.html", _unit(request, public_id)[1])


@requires("services.view")
@require_GET
def unit_json(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """The same explanation for a program."""
    row, context = _unit(request, public_id)
    return JsonResponse(
        {
            "unit": row.unit.code,
            "period": row.period,
            "respondents": row.respondents,
            "value": row.value,
            "quality": row.quality,
            "values": row.values,
            "parts": [
                {"element": element, "score": score and float(score), "adds": adds}
                for element, score, adds in context["parts"]
            ],
            "parameters": [parameter_json(each) for each in context["parameters"]],
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
