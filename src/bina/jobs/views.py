"""Watch long work and stop it. Polling: a meta refresh without script, a fragment with it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import access_of, requires
from bina.jobs import services
from bina.jobs.models import Job


@requires("jobs.view")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All long work, newest first."""
    page = Paginator(Job.objects.all(), 50).get_page(request.GET.get("hal"))
    return render(request, "jobs/list.html", {"page": page})


@requires("jobs.view")
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One piece of work: phase, share, time; refreshes itself while it runs."""
    job = get_object_or_404(Job, public_id=public_id)
    template = "jobs/_progress.html" if request.headers.get("X-Fragment") else "jobs/detail.html"
    return render(request, template, {"job": job})


@requires("jobs.view")
@require_POST
def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the work to stop; what it has so far is kept."""
    job = get_object_or_404(Job, public_id=public_id)
    if job.is_open:
        services.request_stop(access_of(request).actor("jobs.view"), job)
        messages.info(request, _("Diminta berhenti. Hasil terbaik sejauh ini disimpan."))
    return redirect("jobs:detail", public_id=public_id)
