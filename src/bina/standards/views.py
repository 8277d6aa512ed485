"""Pages of the competency dictionary and the position standards."""

from itertools import groupby

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.law.law import law_on
from bina.people.models import Position
from bina.standards import selectors, services
from bina.standards.export import standards_workbook
from bina.standards.forms import LevelForm, StandardForm, level_initial
from bina.standards.models import Competency
from bina.standards.rules.required import FROM_DEFAULT, HIGHEST_LEVEL, LOWEST_LEVEL
from bina.text import BinaError

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires("standards.view")
@require_GET
def competencies(request: HttpRequest) -> HttpResponse:
    """The dictionary by group."""
    search, group = request.GET.get("cari", "").strip(), request.GET.get("kelompok", "")
    found = list(selectors.dictionary(search, group))
    order = [choice.value for choice in Competency.Group]
    found.sort(key=lambda row: order.index(row.group))
    groups = [
        (Competency.Group(key).label, list(rows))
        for key, rows in groupby(found, key=lambda row: row.group)
    ]
    context = {
        "groups": groups,
        "search": search,
        "group": group,
        "choices": Competency.Group.choices,
    }
    return render(request, "standards/list.html", context)


@requires("standards.view")
@require_GET
def competency(request: HttpRequest, code: str) -> HttpResponse:
    """Levels, indicators and the posts that name the competency."""
    found = get_object_or_404(Competency, code=code)
    page = Paginator(selectors.positions_requiring(found), PAGE).get_page(request.GET.get("hal"))
    levels = {row.level: row for row in found.levels.all()}
    context = {
        "competency": found,
        "levels": [(n, levels.get(n)) for n in range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)],
        "page": page,
        "by_default": found.group in law_on(today()).value("standards.default_groups"),
    }
    return render(request, "standards/competency.html", context)


@requires("standards.edit")
@require_http_methods(["GET", "POST"])
def level(request: HttpRequest, code: str, level: int) -> HttpResponse:
    """Edit the text of one level."""
    found = get_object_or_404(Competency, code=code)
    if not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
        raise Http404
    stored = found.levels.filter(level=level).first()
    form = LevelForm(request.POST or None, initial=level_initial(stored))
    if request.method == "POST" and form.is_valid():
        actor = access_of(request).actor("standards.edit")
        try:
            services.edit_level(actor, found, form.level_text(level))
        except BinaError as problem:
            form.add_error("source", _(problem.text).format(**problem.values))
        else:
            return redirect("standards:competency", code)
    return render(
        request, "standards/level.html", {"competency": found, "level": level, "form": form}
    )


@requires("standards.view")
@require_GET
def positions(request: HttpRequest) -> HttpResponse:
    """All positions with the number of holders and whether an SKJ exists."""
    query = {key: request.GET.get(key, "").strip() for key in ("cari", "skj", "urut")}
    found = selectors.positions(query["cari"], query["skj"], query["urut"])
    page = Paginator(found, PAGE).get_page(request.GET.get("hal"))
    return render(request, "standards/positions.html", {"page": page, **query})


@requires("standards.view")
@require_GET
def position(request: HttpRequest, code: str) -> HttpResponse:
    """The standard of a position, and where each level comes from."""
    found = get_object_or_404(selectors.positions(), code=code)
    law = law_on(today())
    name = f"standards.default_level.{found.tier}"
    context = {
        "position": found,
        "rows": selectors.standard_of(found, law),
        "from_default": FROM_DEFAULT,
        "parameter": law.parameter(name) if name in law.ids() else None,
        "groups": law.parameter("standards.default_groups"),
    }
    return render(request, "standards/position.html", context)


@requires("standards.edit")
@require_http_methods(["GET", "POST"])
def position_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Edit the SKJ of a position."""
    found = get_object_or_404(Position, code=code)
    rows = {row.competency_id: row for row in found.standards.all()}
    form = StandardForm(list(Competency.objects.all()), rows, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = access_of(request).actor("standards.edit")
        services.edit_standard(actor, found, form.levels(), form.cleaned_data["source"])
        return redirect("standards:position", code)
    return render(request, "standards/position_edit.html", {"position": found, "form": form})


@requires("standards.view")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Dictionary and SKJ as a workbook that can be imported again."""
    label = _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""
    content = standards_workbook(label)
    name = "standar-kompetensi.xlsx"
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
