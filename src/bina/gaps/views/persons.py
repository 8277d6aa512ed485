"""A person's page of gaps: held against required, with uncertainty and reasons."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.gaps.rules import chart
from bina.gaps.selectors.people import GapRow, person_gaps
from bina.gaps.selectors.runs import current_run
from bina.people.models import Person
from bina.people.selectors import active_people, within


@requires("gaps.view")
@require_GET
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The chart, the table behind it, and the product of factors behind each weight."""
    access = access_of(request)
    people = active_people().select_related("unit", "position")
    found: Person = get_object_or_404(
        within(access.reach("gaps.view"), people), public_id=public_id
    )
    run = current_run()
    rows = person_gaps(run, found) if run is not None else []
    context = {
        "person": found,
        "run": run,
        "rows": rows,
        "n_measured": sum(row.held is not None for row in rows),
        "n_gaps": sum((row.gap or 0) > 0 for row in rows),
        "is_own": access.person_id == found.pk,
        **chart_of(rows),
    }
    return render(request, "gaps/person.html", context)


def chart_of(rows: list[GapRow]) -> dict[str, object]:
    """What `gaps/_chart.html` draws."""
    bars = chart.bars([(row.name, row.standard, row.held, row.standard_error) for row in rows])
    height = chart.TOP + chart.STEP * len(rows)
    return {
        "bars": bars,
        "chart_height": height + 24,
        "axis_height": height,
        "axis": [(n, chart.level_x(n)) for n in range(1, chart.HIGHEST + 1)],
    }
