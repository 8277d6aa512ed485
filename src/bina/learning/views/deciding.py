"""Outcomes for those who may confirm: one outcome, what waits, the decision, a correction."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.files.services import read
from bina.law.law import law_on
from bina.learning.forms import CorrectForm, law_forms
from bina.learning.models import Evidence, Outcome
from bina.learning.rules.evidence import MAX_BYTES
from bina.learning.selectors import outcomes as selectors
from bina.learning.services import outcomes
from bina.learning.services.uploads import PART_BYTES
from bina.learning.views.frame import do, outcome_within, spoken
from bina.people.rules.jp_credit import credit_rule, table_doubt
from bina.people.selectors import active_people, within
from bina.text import BinaError

PAGE = 30


def _may_decide(request: HttpRequest, outcome: Outcome) -> bool:
    access = access_of(request)
    people = within(access.reach("learning.confirm"), active_people())
    return outcome.person_id != access.person_id and people.filter(pk=outcome.person_id).exists()


@requires("learning.view")
@require_GET
def outcome(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One outcome: facts, evidence, history, and what the reader may do about it."""
    access = access_of(request)
    found = outcome_within(request, public_id)
    own = found.person_id == access.person_id
    waits = found.is_current and found.state == Outcome.State.WAITING
    row = law_forms().get(found.form)
    context = {
        "outcome": found,
        "own": own,
        "waits": waits,
        "may_decide": found.is_current and _may_decide(request, found),
        "evidence": list(found.evidence.select_related("file")),
        "wanted": " {} ".format(_("atau")).join(row["evidence"]) if row else "",
        "certificate_first": row is not None and row["certificate_first"],
        "rule": credit_rule(row) if row else None,
        "doubt": table_doubt(row, found.jp, (found.end - found.start).days + 1) if row else None,
        "history": selectors.history_of(found),
        "limit": selectors.counting_of(found, law_on(today()).value("development.forms")),
        "newer": Outcome.objects.filter(supersedes=found).first(),
        "parameter": law_on(today()).parameter("development.forms"),
        "part_bytes": PART_BYTES,
        "max_bytes": MAX_BYTES,
    }
    return render(request, "learning/outcome.html", context)


@requires("learning.view")
@require_GET
def file(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    """A file of evidence, shown as what its content is and never as a page."""
    found = outcome_within(request, public_id)
    evidence = get_object_or_404(
        Evidence.objects.select_related("file"), outcome=found, file__public_id=file_id
    )
    response = HttpResponse(read(evidence.file), content_type=evidence.file.media_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@requires("learning.confirm")
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the reader's decision."""
    search = request.GET.get("cari", "").strip()
    found = selectors.waiting(access_of(request), search)
    page = Paginator(found, PAGE).get_page(request.GET.get("hal"))
    return render(request, "learning/waiting.html", {"page": page, "cari": search})


def _to_decide(request: HttpRequest, public_id: UUID) -> Outcome:
    access = access_of(request)
    people = within(access.reach("learning.confirm"), active_people())
    found = Outcome.objects.select_related("person", "record")
    return get_object_or_404(found, public_id=public_id, person__in=people)


@requires("learning.confirm")
@require_POST
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Approve, or refuse with words."""
    access = access_of(request)
    found = _to_decide(request, public_id)
    if request.POST.get("putusan") == "tidak":
        reason = request.POST.get("alasan", "")
        done = do(
            request, lambda: outcomes.refuse(access, found, reason), _("Ditolak, dengan alasan.")
        )
    else:
        law = law_on(today())
        said = _("Disetujui: {jp} JP masuk riwayat pengembangan.").format(jp=found.jp.normalize())
        done = do(request, lambda: outcomes.approve(access, found, law), said)
    return redirect("learning:waiting") if done else redirect("learning:outcome", public_id)


@requires("learning.confirm")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a corrected row in place of this one; the old one stays to be seen."""
    access = access_of(request)
    found = _to_decide(request, public_id)
    if found.person_id == access.person_id:
        raise PermissionDenied("learning.confirm")
    if not found.is_current:
        raise Http404
    initial = {name: getattr(found, name) for name in outcomes.RECORD_FIELDS}
    form = CorrectForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        reason = facts.pop("reason")
        try:
            made = outcomes.correct(access, found, facts, reason)
        except BinaError as problem:
            form.add_error(None, spoken(problem.sentence))
        else:
            return redirect("learning:outcome", made.public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "learning/correct.html", {"form": form, "outcome": found}, status=status)
