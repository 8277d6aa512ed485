"""The list to repair before the data are sent."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.indices.selectors.quality import FAULTS, faults_of, people_with
from bina.law.law import law_on
from bina.people.selectors import active_people, within

PAGE = 50


@requires("people.list")
@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    """Faults within reach, and the people who have one of them."""
    people = within(access_of(request).reach("people.list"), active_people())
    search = request.GET.get("cari", "").strip()[:100]
    law, asked = law_on(today()), request.GET.get("masalah", "")
    counted = faults_of(people, law)
    if asked not in {fault.name for fault in FAULTS}:
        asked = counted[0].fault.name
    found = people_with(asked, people.filter(name__icontains=search) if search else people, law)
    context = {
        "counted": counted,
        "asked": next(each for each in counted if each.fault.name == asked),
        "cari": search,
        "page": Paginator(found, PAGE).get_page(request.GET.get("hal")),
    }
    return render(request, "indices/quality.html", context)
