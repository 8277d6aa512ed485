"""Pages of the runs: what went in, and starting a new one."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import access_of, requires
from bina.gaps.models import GapRun
from bina.jobs import services as jobs

PAGE = 20


@requires("gaps.run")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All runs with the versions of their inputs, newest first."""
    page = Paginator(GapRun.objects.all(), PAGE).get_page(request.GET.get("hal"))
    return render(request, "gaps/runs.html", {"page": page})


@requires("gaps.run")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Queue a run and show its progress."""
    actor = access_of(request).actor("gaps.run")
    job = jobs.start(actor, "gaps.run", _("Hitung kesenjangan semua pegawai"))
    return redirect("jobs:detail", public_id=job.public_id)
