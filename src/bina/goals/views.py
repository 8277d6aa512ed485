"""Pages of the regional plan: the tree with its search, one row, the workbook."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from bina.accounts.access import requires
from bina.goals import selectors
from bina.goals.competencies import competency_names
from bina.goals.export import goals_workbook
from bina.goals.rules.sheets import GOALS
from bina.people.models import Unit

PAGE = 50
GOALS_A_PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = {
    "tujuan": gettext_lazy("Tujuan"),
    "program": gettext_lazy("Program"),
    "kegiatan": gettext_lazy("Kegiatan"),
    "sub-kegiatan": gettext_lazy("Sub-kegiatan"),
}


@requires("goals.view")
@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """Goals with their programmes; with a search, level or unit a list of what fits."""
    query = {name: request.GET.get(name, "").strip()[:200] for name in ("cari", "tingkat", "unit")}
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    level = query["tingkat"] if query["tingkat"] in WORDS else ""
    unit = Unit.objects.filter(code=query["unit"]).first() if query["unit"] else None
    context: dict[str, Any] = {
        **query,
        "tahun": year,
        "levels": WORDS.items(),
        "years": selectors.years(),
        "owners": selectors.owners(),
    }
    at = request.GET.get("hal")
    if query["cari"] or level or unit:
        found = selectors.matches(query["cari"], level, unit, year)
        context["page"] = Paginator(found, PAGE).get_page(at)
        context["words"] = WORDS
        return render(request, "goals/matches.html", context)
    context["page"] = Paginator(selectors.tree(year), GOALS_A_PAGE).get_page(at)
    return render(request, "goals/tree.html", context)


@requires("goals.view")
@require_GET
def detail(request: HttpRequest, level: str, public_id: UUID) -> HttpResponse:
    """One row: indicators, owner, years, what it needs, what stands above and below."""
    if level not in WORDS:
        raise Http404
    row = get_object_or_404(selectors.one(level, public_id))
    context = {
        "row": row,
        "level": level,
        "word": WORDS[level],
        "parents": selectors.parents(row),
        "children": selectors.children(row),
        "needs": selectors.needs_of(row, competency_names()) if level == "tujuan" else None,
        "below": {"tujuan": "kegiatan", "program": "sub-kegiatan"}.get(level, ""),
    }
    return render(request, "goals/detail.html", context)


@requires("goals.view")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The regional plan as a workbook that can be imported again."""
    label = _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""
    headers = {"Content-Disposition": f'attachment; filename="{GOALS.file_name}"'}
    return HttpResponse(goals_workbook(label), content_type=XLSX, headers=headers)
