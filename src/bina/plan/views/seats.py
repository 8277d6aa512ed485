"""Pages inside a plan: seats, sessions, one person, one session, and the downloads."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.catalog.models import Session
from bina.people.models import Unit
from bina.plan.exports.certificate import MEDIA_TYPE, certificate_file, certificate_name
from bina.plan.exports.goals import goals_workbook
from bina.plan.exports.hcdp import hcdp_workbook, offices_workbook
from bina.plan.exports.letter import plan_pdf
from bina.plan.selectors import pages
from bina.plan.selectors.fates import validated_of
from bina.plan.selectors.goals import shares_of_goals
from bina.plan.selectors.second import next_best
from bina.plan.views.frame import as_file, asked, label_of, page_of, plan_or_404
from bina.standards.models import Competency


@requires("plan.view")
@require_GET
def seats(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All seats that the reader may see."""
    plan = plan_or_404(request, public_id)
    query = asked(request, "cari", "urut", "unit")
    reach = access_of(request).reach("plan.view")
    unit = get_object_or_404(Unit, public_id=_uuid(query["unit"])) if query["unit"] else None
    rows = pages.seats_list(pages.seats_within(plan, reach), query["cari"], query["urut"], unit)
    context = {"plan": plan, "page": page_of(request, rows), "in_unit": unit, **query}
    return render(request, "plan/seats.html", context)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Http404 from wrong


@requires("plan.view")
@require_GET
def person(request: HttpRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """One person in the plan: each seat with its reason, each refused wish with its rule."""
    plan = plan_or_404(request, public_id)
    who = get_object_or_404(
        pages.people_for(access_of(request)).select_related("unit", "position"), public_id=person_id
    )
    mine, refused = pages.person_in_plan(plan, who)
    names = dict(Competency.objects.values_list("pk", "name"))
    wished = validated_of(who, plan.year)
    rows = [
        (
            seat,
            [(names.get(pk, ""), low, high) for pk, low, high in seat.closes],
            [names[pk] for pk, _low, _high in seat.closes if pk in wished],
        )
        for seat in mine
    ]
    context = {
        "plan": plan,
        "person": who,
        "rows": rows,
        "refused": [(row, list(zip(row.reasons, row.remedies, strict=True))) for row in refused],
        "jp": sum(seat.jp for seat in mine),
        "cost": sum(seat.cost for seat in mine),
        "pins": [pin for pin in plan.pins if pin["person"] == str(who.public_id)],
    }
    return render(request, "plan/person.html", context)


@requires("plan.view")
@require_GET
def person_instead(request: HttpRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """What the plan would give the person next best, seat by seat, and what it is worth less."""
    plan = plan_or_404(request, public_id)
    who = get_object_or_404(
        pages.people_for(access_of(request)).select_related("unit", "position"), public_id=person_id
    )
    context = {"plan": plan, "person": who, "found": next_best(plan, who)}
    return render(request, "plan/instead.html", context)


@requires("plan.view")
@require_GET
def sessions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The sessions that the plan holds."""
    plan = plan_or_404(request, public_id)
    query = asked(request, "cari")
    page = page_of(request, pages.sessions_of(plan, query["cari"]))
    return render(request, "plan/sessions.html", {"plan": plan, "page": page, **query})


@requires("plan.view")
@require_GET
def session(request: HttpRequest, public_id: UUID, session_id: UUID) -> HttpResponse:
    """One session in the plan: who comes, what it costs, from which units."""
    plan = plan_or_404(request, public_id)
    found = get_object_or_404(Session.objects.select_related("programme"), public_id=session_id)
    reach = access_of(request).reach("plan.view")
    whole = pages.session_sums(plan, found)
    rows = (
        pages.seats_within(plan, reach)
        .filter(session=found)
        .select_related("person__unit", "budget_line")
        .order_by("person__name")
    )
    context = {
        "plan": plan,
        "session": found,
        "whole": whole,
        "page": page_of(request, rows),
        "by_unit": pages.heads_by_unit(plan, found, reach),
        "city": reach.everybody,
    }
    return render(request, "plan/session.html", context)


@requires("plan.view")
@require_GET
def hcdp(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The plan as HCDP workbook, the reader's part of it; of a re-plan the year as changed."""
    plan = plan_or_404(request, public_id)
    reach = access_of(request).reach("plan.view")
    rows = pages.year_within(plan, reach) if plan.amends_id else pages.seats_within(plan, reach)
    whole = reach.everybody and not plan.amends_id
    content = hcdp_workbook(plan, rows, label_of(plan), city=whole)
    name = f"hcdp-{plan.year}{'-sesudah-perubahan' if plan.amends_id else ''}.xlsx"
    return as_file(content, name)


@requires("plan.view")
@require_GET
def offices(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The table of offices as a workbook."""
    plan = plan_or_404(request, public_id)
    reach = access_of(request).reach("plan.view")
    rows = pages.offices(plan, reach)
    content = offices_workbook(plan, rows, label_of(plan), city=reach.everybody)
    return as_file(content, f"rencana-{plan.year}-per-perangkat-daerah.xlsx")


@requires("plan.view")
@require_GET
def letter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The plan as PDF with totals per office."""
    plan = plan_or_404(request, public_id)
    reach = access_of(request).reach("plan.view")
    content = plan_pdf(plan, pages.offices(plan, reach), label_of(plan), city=reach.everybody)
    return as_file(content, f"rencana-{plan.year}.pdf", "application/pdf")


@requires("plan.certificate")
@require_GET
def certificate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What anybody needs to check the plan's bounds without this program."""
    plan = plan_or_404(request, public_id)
    if plan.instance_id is None or plan.prices_id is None:
        raise Http404
    return as_file(certificate_file(plan), certificate_name(plan), MEDIA_TYPE)


@requires("plan.view")
@require_GET
def goals(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Money and seats per goal of the regional plan."""
    plan = plan_or_404(request, public_id)
    rows = shares_of_goals(plan, access_of(request).reach("plan.view"))
    return as_file(goals_workbook(plan, rows, label_of(plan)), f"rencana-{plan.year}-tujuan.xlsx")
