"""Setting up letters: letterhead, signatories with their days, numbers, templates."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.files.services import read
from bina.letters.forms import LetterheadForm, NumberingForm, SignatoryForm, TemplateForm
from bina.letters.models import Counter, Kind, Letterhead, Signatory, Template
from bina.letters.rules.numbering import letter_number
from bina.letters.rules.signing import Signer, signer_on
from bina.letters.services import setup
from bina.letters.views.frame import as_file, attempt, told


@requires("letters.setup")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that letters rest on, and what is still missing."""
    signatories = list(Signatory.objects.select_related("person"))
    now = signer_on(
        [Signer(r.pk, r.mode, r.title, r.valid_from, r.valid_until) for r in signatories], today()
    )
    context = {
        "head": Letterhead.objects.first(),
        "signatories": signatories,
        "signer_id": now.id if now else 0,
        "numbers": _numbers(),
        "templates": _templates(),
        "template_form": TemplateForm(),
    }
    return render(request, "letters/setup.html", context)


def _numbers() -> list[dict[str, object]]:
    counters = dict(Counter.objects.filter(year=today().year).values_list("kind", "last"))
    rows = []
    for kind in Kind:
        pattern, last = setup.pattern_of(kind), counters.get(kind.value, 0)
        following = letter_number(pattern, last + 1, today())
        rows.append({"kind": kind, "pattern": pattern, "last": last, "next": following})
    return rows


def _templates() -> list[dict[str, object]]:
    newest: dict[tuple[str, str], Template] = {}
    for row in Template.objects.select_related("file").order_by("created_at", "pk"):
        newest[row.kind, row.medium] = row
    return [
        {"kind": kind, "pdf": newest.get((kind.value, "pdf")), "docx": newest.get((kind, "docx")),
         "places": sorted(setup.known_places(kind))}
        for kind in Kind
    ]  # fmt: skip


@requires("letters.setup")
@require_http_methods(["GET", "POST"])
def letterhead(request: HttpRequest) -> HttpResponse:
    """What stands on top of every letter."""
    head = Letterhead.objects.first() or Letterhead(agency=settings.AGENCY)
    initial = {name: getattr(head, name) for name in setup.HEAD}
    form = LetterheadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        setup.save_letterhead(access_of(request).actor("letters.setup"), form.cleaned_data)
        messages.success(request, _("Kop surat disimpan; surat yang sudah terbit tidak berubah."))
        return redirect("letters:setup")
    return render(request, "letters/form.html", {"form": form, "title": _("Kop surat")})


@requires("letters.setup")
@require_http_methods(["GET", "POST"])
def signatory_new(request: HttpRequest) -> HttpResponse:
    """Somebody who may sign, also Plh or Plt for some days."""
    form = SignatoryForm(request.POST or None, initial={"valid_from": today()})
    if request.method == "POST" and form.is_valid():
        setup.add_signatory(access_of(request).actor("letters.setup"), form.values())
        messages.success(request, _("Penandatangan disimpan."))
        return redirect("letters:setup")
    return render(request, "letters/form.html", {"form": form, "title": _("Penandatangan baru")})


@requires("letters.setup")
@require_POST
def signatory_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Today is the last day on which somebody signs."""
    row = get_object_or_404(Signatory, public_id=public_id)
    setup.end_signatory(access_of(request).actor("letters.setup"), row, today())
    messages.success(request, _("Penandatangan diakhiri hari ini."))
    return redirect("letters:setup")


@requires("letters.setup")
@require_http_methods(["GET", "POST"])
def numbering(request: HttpRequest) -> HttpResponse:
    """The pattern of a kind's numbers."""
    kind = request.GET.get("jenis", "")
    initial = {"kind": kind, "pattern": setup.pattern_of(kind)} if kind in Kind.values else {}
    form = NumberingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():

        def work() -> str:
            data = form.cleaned_data
            actor = access_of(request).actor("letters.setup")
            setup.set_pattern(actor, data["kind"], data["pattern"])
            return _("Pola nomor disimpan.")

        if attempt(request, work):
            return redirect("letters:setup")
    return render(request, "letters/form.html", {"form": form, "title": _("Pola nomor surat")})


@requires("letters.setup")
@require_POST
def template_upload(request: HttpRequest) -> HttpResponse:
    """Take a template in use after trying it on a sample."""
    form = TemplateForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]

        def work() -> str:
            setup.keep_template(
                access_of(request).actor("letters.setup"), form.cleaned_data["kind"],
                file.read(), file.name,
            )  # fmt: skip
            return _("Templat dicoba pada contoh dan dipakai mulai sekarang.")

        attempt(request, work)
    else:
        told(request, form)
    return redirect("letters:setup")


@requires("letters.setup")
@require_POST
def template_install(request: HttpRequest) -> HttpResponse:
    """Upload the program's own templates where there is none."""

    def work() -> str:
        n = setup.install_shipped(access_of(request).actor("letters.setup"))
        return _("%(n)s templat bawaan dipasang.") % {"n": n}

    attempt(request, work)
    return redirect("letters:setup")


@requires("letters.setup")
@require_GET
def template_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A template as it was uploaded, to be changed and uploaded again."""
    row = get_object_or_404(Template.objects.select_related("file"), public_id=public_id)
    return as_file(read(row.file), row.file.name, "application/octet-stream")
