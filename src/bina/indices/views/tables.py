"""Tables of categories – IP ASN, JP, JPM, talent boxes – of the city and of units, with files."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.audit.kept import kept
from bina.calendar.today import today
from bina.formats.tables import write_csv, write_table
from bina.indices.exports.tables import (
    Layout,
    WrongLayout,
    layout_of,
    pdf_of,
    sheet_of,
    value_of,
    words_of,
)
from bina.indices.selectors.distributions import (
    KINDS,
    TITLES,
    Coded,
    Distribution,
    Row,
    coded_of,
    distribution_of,
    is_distribution_hidden_above,
    people_in,
)
from bina.indices.selectors.explained import parameter_json
from bina.indices.selectors.measured import RULESET_NAMES, Measured
from bina.indices.views.files import asked_type, download, json_file, label, law_sheet, mark, unsure
from bina.indices.views.frame import asked_measure, hide_below, query_context, unit_within
from bina.people.models import Person, Unit
from bina.text import Text

PAGE = 50
SHORT = 44  # letters of a name in a chart
AXIS = ("low", "middle", "high")


@requires("city.view")
@require_GET
def city(request: HttpRequest, kind: str) -> HttpResponse:
    """The city's offices by category."""
    return _page(request, kind, None)


@requires("indices.unit")
@require_GET
def unit(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """The units below a unit by category."""
    return _page(request, kind, unit_within(request, public_id))


@requires("city.view")
@require_GET
def city_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The city's table as a file."""
    return _file(request, kind, None)


@requires("indices.unit")
@require_GET
def unit_export(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """A unit's table as a file."""
    return _file(request, kind, unit_within(request, public_id))


def _found(
    request: HttpRequest, kind: str, top: Unit | None
) -> tuple[Measured, Distribution | None]:
    """The table that the reader may see; None on a day before its rules. 404 for no such kind."""
    if kind not in KINDS:
        raise Http404
    measured, least = asked_measure(request, top), hide_below(access_of(request), top)
    everybody = asked_measure(request) if least and top is not None else None
    key = ("indices table", kind, top and top.path, measured.law.day, measured.ruleset, today())
    made = kept((*key, least, get_language()), lambda: _made(measured, kind, top, least, everybody))
    return measured, made


def _made(
    measured: Measured, kind: str, top: Unit | None, least: int, everybody: Measured | None
) -> Distribution | None:
    """The table; `everybody` where a table above may hide the unit from the reader."""
    coded = coded_of(measured, kind)
    if coded is None:
        return None
    whole = coded_of(everybody, kind) if everybody is not None else None
    closed = (
        everybody is not None
        and top is not None
        and whole is not None
        and is_distribution_hidden_above(everybody, whole, top, least)
    )
    return distribution_of(measured, coded, top, least, closed=closed)


def _page(request: HttpRequest, kind: str, top: Unit | None, status: int = 200) -> HttpResponse:
    measured, found = _found(request, kind, top)
    context: dict[str, Any] = {
        "kind": kind,
        "title": Text(TITLES[kind]),
        "title_text": _(TITLES[kind]),
        "kinds": [(each, Text(TITLES[each])) for each in KINDS],
        "unit": top,
        "found": found,
        "measured": measured,
        "ruleset_name": RULESET_NAMES[measured.ruleset],
        "export": _address("export", kind, top),
        **query_context(request, measured),
    }
    if found is not None:
        context |= _shown(request, measured, found, top)
    return render(request, "indices/table.html", context, status=status)


def _address(name: str, kind: str, top: Unit | None) -> str:
    ending = f"_{name}" if name else ""
    if top is None:
        return reverse(f"indices:table{ending}", args=[kind])
    return reverse(f"indices:unit_table{ending}", args=[top.public_id, kind])


def _shown(
    request: HttpRequest, measured: Measured, found: Distribution, top: Unit | None
) -> dict[str, Any]:
    """Charts, table and, for who may see them, the people of a category."""
    coded, least = found.coded, hide_below(access_of(request), top)
    words = words_of(coded.categories)
    written = request.GET.get("kategori", "")
    chosen = int(written) if written.isascii() and written.isdigit() else 0
    chosen = chosen if 0 < chosen <= len(words) and not least else 0
    sort = request.GET.get("urut", "")
    rows = found.rows
    if sort == "sedikit":  # the smallest part in the first category first, hidden ones last
        rows = sorted(rows, key=lambda row: (row.hidden, row.shares[0] or 0.0, row.label))
    search = request.GET.get("cari", "").strip()[:100]
    rows = [row for row in rows if search.casefold() in row.label.casefold()]
    return {
        "words": words,
        "bars": [_bar(word, n, share) for word, n, share in
                 zip(words, found.whole.counts, found.whole.shares, strict=True)],
        "across": [_("Rendah"), _("Menengah"), _("Tinggi")],
        "grid": _grid(measured, found.whole) if coded.kind == "kotak-talenta" else [],
        "heat": [_heat(row.label, row.counts, row.shares, row.unit, coded) for row in rows[:12]],
        "heads": [word if len(words) < 6 else str(at) for at, word in enumerate(words, 1)],
        "rows": rows,
        "cari": search,
        "urut": sort,
        "parameters": coded.parameters,
        "unsure": unsure(coded.parameters),
        "layout_note": _layout_note(coded, words),
        "may_choose": not least,
        "chosen": chosen,
        "chosen_word": words[chosen - 1] if chosen else "",
        "page": _people(request, measured, coded, chosen) if chosen else None,
    }  # fmt: skip


def _layout_note(coded: Coded, words: list[str]) -> str:
    try:
        return layout_of(coded.kind, words).note
    except WrongLayout as wrong:
        return str(wrong)


def _people(request: HttpRequest, measured: Measured, coded: Coded, chosen: int) -> Any:
    ids = people_in(measured, coded, chosen - 1)
    people = Person.objects.filter(pk__in=ids).select_related("unit", "position")
    return Paginator(people.order_by("name", "pk"), PAGE).get_page(request.GET.get("hal"))


def _bar(word: str, n: int | None, share: float | None) -> dict[str, Any]:
    text = _("disembunyikan") if n is None else str(n)
    return {"label": word, "share": share or 0.0, "text": text}


def _heat(
    name: str, counts: tuple[int | None, ...], shares: list[float | None], unit: Unit | None,
    coded: Coded,
) -> dict[str, Any]:  # fmt: skip
    url = _address("", coded.kind, unit) if unit else ""
    cells = [
        {"text": "" if n is None else str(n), "share": share, "hidden": n is None}
        for n, share in zip(counts, shares, strict=True)
    ]
    return {"label": name[:SHORT], "cells": cells, "url": url}


def _grid(measured: Measured, whole: Row) -> list[dict[str, Any]]:
    """The nine boxes as they are drawn: performance down, potential across."""
    words = {"high": _("Kinerja tinggi"), "middle": _("Kinerja menengah"),
             "low": _("Kinerja rendah")}  # fmt: skip
    numbers = measured.law.value("talent.boxes")
    return [
        {"label": words[y], "cells": [_box(whole, numbers[y][x]) for x in AXIS]}
        for y in reversed(AXIS)
    ]


def _box(whole: Row, box: int) -> dict[str, Any]:
    count, share = whole.counts[box - 1], whole.shares[box - 1]
    if count is None:
        return {"text": "", "share": None, "hidden": True}
    return {"text": str(count), "share": share,
            "said": _("{n} orang, kotak {box}").format(n=count, box=box)}  # fmt: skip


def _file(request: HttpRequest, kind: str, top: Unit | None) -> HttpResponse:
    measured, found = _found(request, kind, top)
    if found is None:
        raise Http404
    words = words_of(found.coded.categories)
    try:
        shape = layout_of(kind, words)
    except WrongLayout:  # the page names the fault where the layout is told
        return _page(request, kind, top, status=422)
    ending = asked_type(request)
    name = f"{kind}-{measured.law.day.year}.{ending}"
    if ending == "json":
        return json_file(_json(measured, found, words), name)
    place = top.name if top else _("Seluruh kota")
    subtitle = f"{place} · {measured.law.day:%d-%m-%Y}"
    sure = mark(found.coded.parameters)
    if ending == "pdf":
        values = {"title": shape.title, "subtitle": subtitle, "mark": sure, "label": label()}
        return download(pdf_of(found, shape, values), name, ending)
    titles = tuple(each for each in (shape.title, subtitle, sure) if each)
    sheet = sheet_of(found, shape, titles, label())
    if ending == "csv":
        return download(write_csv(sheet), name, ending)
    return download(write_table(sheet, law_sheet(found.coded.parameters)), name, ending)


def _json(measured: Measured, found: Distribution, words: list[str]) -> dict[str, Any]:
    fields = Layout("", "", [("", f"kategori:{at}") for at in range(1, len(words) + 1)]).columns
    return {
        "day": measured.law.day.isoformat(),
        "law": measured.law.hash,
        "provisional": [each.id for each in unsure(found.coded.parameters)],
        "parameters": [parameter_json(each) for each in found.coded.parameters],
        "categories": words,
        "rows": [
            {"unit": row.label, "people": row.n, "known": row.n_known, "hidden": row.hidden,
             "counts": [None if row.hidden else value_of(row, field) for _name, field in fields]}
            for row in found.rows
        ],
    }  # fmt: skip
