"""The page of columns that are kept for a purpose: who switched them on, what for, and off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bina.accounts.access import Access, access_of, requires
from bina.imports import purposes as acts
from bina.imports import selectors
from bina.imports.forms import PurposeForm
from bina.imports.wording import spoken
from bina.text import BinaError

PERMISSION = "imports.purposes"


@requires(PERMISSION)
@require_http_methods(["GET", "POST"])
def purposes(request: HttpRequest) -> HttpResponse:
    """All columns that are kept, and a form to keep one more."""
    columns = selectors.optional_columns()
    start = {"column": request.GET.get("kolom", ""), "source": request.GET.get("sumber", "")}
    form = PurposeForm(request.POST or None, columns=columns, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(access_of(request), form.cleaned_data)
        except BinaError as problem:
            form.add_error(None, spoken(problem.sentence))
        else:
            messages.success(request, _("Dicatat. Unggahan berikutnya menyimpan kolom ini."))
            return redirect("imports:purposes")
    context = {
        "form": form,
        "kept": selectors.kept_columns(),
        "columns": columns,
        "sources": selectors.optional_sources(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/purposes.html", context, status=status)


def _keep(access: Access, facts: dict[str, str]) -> None:
    kind, _separator, key = facts["column"].partition(":")
    actor = access.actor(PERMISSION)
    source = acts.source_of(actor, kind, facts["source"])
    acts.keep_column(
        actor, source, key, purpose=facts["purpose"], basis=facts["basis"], day=timezone.localdate()
    )


@requires(PERMISSION)
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Keep a column no longer; what was kept of it is deleted."""
    chosen = (request.POST.get("kolom", ""), request.POST.get("sumber", ""))
    kept = [row for row in selectors.kept_columns() if (row.choice, row.source.name) == chosen]
    if not kept:
        messages.error(request, _("Kolom itu sudah tidak disimpan. Daftar di bawah yang terbaru."))
    for row in kept:
        n = acts.drop_column(access_of(request).actor(PERMISSION), row.source, row.key)
        text = _("{column} tidak lagi disimpan; {n} nilai dihapus.")
        messages.success(request, text.format(column=row.header, n=n))
    return redirect("imports:purposes")
