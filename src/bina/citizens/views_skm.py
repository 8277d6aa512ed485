"""The page of what citizens say: SKM scores per unit, and the signal that follows."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import requires
from bina.calendar.today import today
from bina.citizens import selectors
from bina.citizens.rules.behaviour import (
    HIGHEST_SCORE,
    LOWEST_SCORE,
    SignalSettings,
    behaviour_signal,
)
from bina.citizens.rules.sheets import SKM
from bina.formats.book_tables import as_imported
from bina.formats.tables import write_table
from bina.law.law import Law, law_on

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BAR = 60  # length of the longest bar in the drawing's units
SIGNALS = ("U6", "U7")


def signal_settings(law: Law) -> SignalSettings:
    """The parameters of the citizens' signal on the law's day."""
    names = ("good_score", "per_point", "highest", "answer_sd")
    return SignalSettings(**{name: float(law.value(f"citizens.signal.{name}")) for name in names})


@requires("services.view")
@require_GET
def satisfaction(request: HttpRequest) -> HttpResponse:
    """Scores of a period, the unit with the lowest behaviour score first."""
    periods = selectors.periods()
    asked = request.GET.get("periode", "")
    period = asked if asked in periods else (periods[0] if periods else "")
    search = request.GET.get("cari", "").strip()
    law = law_on(today())
    rules = signal_settings(law)
    found = selectors.satisfaction(period, search)
    page = Paginator(found, PAGE).get_page(request.GET.get("hal"))
    context = {
        "rows": [_row(row, rules) for row in page],
        "page": page,
        "periods": periods,
        "period": period,
        "search": search,
        "elements": selectors.ELEMENTS,
        "rules": rules,
        "scale": (LOWEST_SCORE, HIGHEST_SCORE),
    }
    return render(request, "citizens/skm.html", context)


@requires("services.view")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The scores of the period in the layout of the import."""
    asked = request.GET.get("periode", "")
    rows = selectors.exported_satisfaction(asked if asked in selectors.periods() else "")
    label = _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""
    return HttpResponse(
        write_table(as_imported(SKM.sheets[0], rows, label)),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{SKM.file_name}"'},
    )


def _row(row: dict[str, Any], rules: SignalSettings) -> dict[str, Any]:
    cells: list[tuple[str, float | None, float]] = []
    signals = []
    for element in selectors.ELEMENTS:
        score = row["scores"].get(element)
        if score is None:
            cells.append((element, None, 0))
            continue
        value = float(score.score)
        share = (value - LOWEST_SCORE) / (HIGHEST_SCORE - LOWEST_SCORE)
        cells.append((element, value, round(BAR * share, 1)))
        if element in SIGNALS:
            signals.append((element, behaviour_signal(value, score.respondents, rules)))
    return {**row, "cells": cells, "signals": signals}
