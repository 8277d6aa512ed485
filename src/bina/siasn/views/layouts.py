"""Layouts of the files: what they say, download, and replace without a developer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bina.accounts.access import access_of, requires
from bina.siasn.forms import LayoutForm
from bina.siasn.models import Kind
from bina.siasn.rules.layouts import FIELDS, read_layout
from bina.siasn.rules.service import NAME, read_service
from bina.siasn.selectors.layouts import layout_texts, newest
from bina.siasn.services.repairing import keep_layout
from bina.siasn.views.frame import as_file, attempt


@requires("siasn.setup")
@require_http_methods(["GET", "POST"])
def layouts(request: HttpRequest) -> HttpResponse:
    """The layouts in use, and the form that replaces one."""
    form = LayoutForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kind, file = form.cleaned_data["kind"], form.cleaned_data["file"]
        actor = access_of(request).actor("siasn.setup")

        def work() -> str:
            keep_layout(actor, kind, file.read(), file.name)
            return _("Susunan dipakai mulai sekarang; berkas yang sudah dibuat tidak berubah.")

        if attempt(request, work):
            return redirect("siasn:layouts")
    own, texts = newest(), layout_texts()
    context = {
        "rows": [(read_layout(kind, texts[kind]), own.get(kind)) for kind in Kind.values],
        "service": read_service(texts[NAME]),
        "own_service": own.get(NAME),
        "fields": FIELDS,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "siasn/layouts.html", context, status=status)


@requires("siasn.setup")
@require_GET
def layout_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The YAML of a layout in use."""
    texts = layout_texts()
    if kind not in texts:
        raise Http404(kind)
    return as_file(texts[kind].encode(), f"{kind}.yaml", "application/yaml")
