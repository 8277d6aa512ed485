"""Pages of the money: lines of the version that counts, one line, versions."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.money import ledger, selectors, services
from bina.money.export import budget_workbook, state_workbook
from bina.money.forms import ApproveForm, LineForm, PostForm, ReverseForm, VersionForm
from bina.money.models import BudgetLine, BudgetVersion, Posting
from bina.money.rules.sheets import FUNDS
from bina.text import BinaError

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked_year(request: HttpRequest) -> int:
    text = request.GET.get("tahun", "")
    if text.isascii() and text.isdigit() and len(text) == 4:
        return int(text)
    known = selectors.years()
    return known[0] if known else today().year + 1


def _asked_version(request: HttpRequest, year: int) -> BudgetVersion | None:
    wanted = request.GET.get("versi", "")
    rows = {str(one.public_id): one for one in BudgetVersion.objects.filter(year=year)}
    return rows.get(wanted) or selectors.version_of(year)


@requires("budget.view")
@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """Lines of a version, by default the one that counts; the year's versions beside them."""
    query = {n: request.GET.get(n, "").strip()[:200] for n in ("cari", "dana", "urut")}
    year = _asked_year(request)
    version = _asked_version(request, year)
    rows = selectors.lines_of(version, query["cari"], query["dana"], query["urut"])
    if request.GET.get("unduh") == "keadaan":
        return _file(state_workbook(year, _fiction()), f"keadaan-anggaran-{year}.xlsx")
    if "unduh" in request.GET:
        return _file(budget_workbook(rows, _fiction()), "anggaran.xlsx")
    current = selectors.version_of(year)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("hal"))
    known = selectors.balances(year)
    context = {
        **query,
        "page": page,
        "rows": [{"line": one, "balance": known[one.code]} for one in page if one.code in known]
        if version == current
        else [{"line": one, "balance": None} for one in page],
        "tahun": year,
        "years": selectors.years(),
        "versions": selectors.versions(year),
        "version": version,
        "current": current,
        "funds": FUNDS,
        "total": sum(rows.values_list("amount", flat=True)),
    }
    return render(request, "money/lines.html", context)


@requires("budget.view")
@require_GET
def line(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One line: what it may pay for, and how it went from version to version."""
    history = selectors.history(year, code)
    if not history:
        raise Http404
    current = selectors.version_of(year)
    here = next((one for one in history if current and one.version_id == current.pk), None)
    shown = here or history[-1]
    known = selectors.sub_activities({shown.activity} - {""})
    postings = selectors.postings_of(year, code)
    context = {
        "balance": selectors.balances(year).get(code),
        "page": Paginator(postings, PER_PAGE).get_page(request.GET.get("hal")),
        "line": shown,
        "in_force": here is not None,
        "history": _with_change(history),
        "sub_activity": known.get(shown.activity),
    }
    return render(request, "money/line.html", context)


def _with_change(history: list[BudgetLine]) -> list[dict[str, Any]]:
    """Each version's line with how the amount changed against the one before."""
    before: list[BudgetLine | None] = [None, *history]
    return [
        {"line": one, "change": one.amount - earlier.amount if earlier else None}
        for one, earlier in zip(history, before, strict=False)
    ]


@requires("budget.post")
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Write an obligation or a payment of a line by hand."""
    rows = BudgetLine.objects.select_related("version")
    found = get_object_or_404(rows, version__public_id=public_id, code=code)
    form = PostForm(request.POST or None, initial={"day": today()})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        kind = data.pop("kind")
        entry = ledger.Entry(line=found, **data)
        actor = access_of(request).actor("budget.post")
        try:
            if kind == Posting.Kind.OBLIGATION:
                ledger.post_obligations(actor, [entry])
            else:
                ledger.post_realisation(actor, entry)
        except BinaError as problem:
            form.add_error(None, _(problem.text).format(**problem.values))
        else:
            messages.success(request, _("Catatan ditambahkan."))
            return redirect("money:line", year=found.year, code=found.code)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "line": found, "title": _("Catat komitmen atau pembayaran")}
    return render(request, "money/post_form.html", context, status=status)


@requires("budget.post")
@require_http_methods(["GET", "POST"])
def reverse(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a posting back by another one."""
    row = get_object_or_404(Posting.objects.select_related("line__version"), public_id=public_id)
    form = ReverseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = access_of(request).actor("budget.post")
        try:
            ledger.reverse(actor, row, form.cleaned_data["reason"], today())
        except BinaError as problem:
            form.add_error(None, _(problem.text).format(**problem.values))
        else:
            messages.success(request, _("Catatan dibatalkan dengan catatan baru."))
            return redirect("money:line", year=row.line.year, code=row.line.code)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "line": row.line, "posting": row, "title": _("Batalkan catatan")}
    return render(request, "money/post_form.html", context, status=status)


@requires("budget.edit")
@require_http_methods(["GET", "POST"])
def line_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A new line of a draft version."""
    return _line_form(request, get_object_or_404(BudgetVersion, public_id=public_id), None)


@requires("budget.edit")
@require_http_methods(["GET", "POST"])
def line_edit(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Change a line of a draft version."""
    rows = BudgetLine.objects.select_related("version")
    found = get_object_or_404(rows, version__public_id=public_id, code=code)
    return _line_form(request, found.version, found)


def _line_form(
    request: HttpRequest, version: BudgetVersion, line: BudgetLine | None
) -> HttpResponse:
    form = LineForm(
        request.POST or None,
        instance=line,
        version=version,
        activities=selectors.sub_activity_choices(),
    )
    if request.method == "POST" and form.is_valid():
        stored = BudgetLine.objects.select_related("version").get(pk=line.pk) if line else None
        actor = access_of(request).actor("budget.edit")
        try:
            saved = services.save_line(actor, version, stored, form.values())
        except BinaError as problem:
            form.add_error(None, _(problem.text).format(**problem.values))
        else:
            messages.success(request, _("Pos anggaran disimpan."))
            return redirect("money:line", year=version.year, code=saved.code)
    context = {
        "form": form,
        "version": version,
        "line": line,
        "title": _("Ubah pos anggaran") if line else _("Pos anggaran baru"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "money/line_form.html", context, status=status)


@requires("budget.edit")
@require_POST
def line_delete(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Delete a line of a draft that nothing refers to."""
    rows = BudgetLine.objects.select_related("version")
    found = get_object_or_404(rows, version__public_id=public_id, code=code)
    try:
        services.delete_line(access_of(request).actor("budget.edit"), found)
    except BinaError as problem:
        messages.error(request, _(problem.text).format(**problem.values))
    return redirect("money:lines")


@requires("budget.edit")
@require_http_methods(["GET", "POST"])
def version_new(request: HttpRequest) -> HttpResponse:
    """A new version: empty, or with the lines of the one that counts."""
    year = _asked_year(request)
    form = VersionForm(request.POST or None, initial={"year": year, "stage": "dpa"})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        source = selectors.version_of(data["year"]) if data.pop("copy") else None
        try:
            made = services.new_version(access_of(request).actor("budget.edit"), data, source)
        except BinaError as problem:
            form.add_error(None, _(problem.text).format(**problem.values))
        else:
            messages.success(request, _("Versi baru dibuat; ubah posnya, lalu tetapkan."))
            return redirect("money:version", public_id=made.public_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": _("Versi anggaran baru")}
    return render(request, "money/version_form.html", context, status=status)


@requires("budget.view")
@require_GET
def version(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The lines of one version."""
    found = get_object_or_404(BudgetVersion, public_id=public_id)
    answer = redirect("money:lines")
    answer["Location"] += f"?tahun={found.year}&versi={found.public_id}"
    return answer


@requires("budget.approve")
@require_http_methods(["GET", "POST"])
def version_approve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write down that a version was set; from then on it is frozen."""
    found = get_object_or_404(BudgetVersion, public_id=public_id)
    initial = {"document_no": found.document_no, "day": selectors.as_rule(found).begins}
    form = ApproveForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actor = access_of(request).actor("budget.approve")
        try:
            services.approve_version(actor, found, data["document_no"], data["day"])
        except BinaError as problem:
            form.add_error(None, _(problem.text).format(**problem.values))
        else:
            messages.success(request, _("Versi ditetapkan dan tidak dapat diubah lagi."))
            return redirect("money:version", public_id=found.public_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": _("Tetapkan versi anggaran"), "version": found}
    return render(request, "money/version_form.html", context, status=status)


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _fiction() -> str:
    return _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""
