"""A list as XLSX, CSV or JSON; every file names its parameters and says what is not sure."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bina.formats.tables import TableColumn, TableSheet, write_csv, write_table
from bina.indices.selectors.explained import parameter_json
from bina.law.law import Parameter

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "json": "application/json",
}


def asked_type(request: HttpRequest) -> str:
    """The kind of file in the query, XLSX by default."""
    ending = request.GET.get("bentuk", "xlsx")
    return ending if ending in TYPES else "xlsx"


def label() -> str:
    """What stands above every sheet of a demonstration."""
    return _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""


def mark(parameters: Sequence[Parameter]) -> str:
    """What a file says of how sure its figures are."""
    n = len(unsure(parameters))
    if not n:
        return ""
    return _("Sementara: {n} parameter belum dipastikan dengan naskah peraturannya.").format(n=n)


def unsure(parameters: Sequence[Parameter]) -> list[Parameter]:
    """The parameters that are provisional or changed for a what-if."""
    return [each for each in parameters if each.confidence == "provisional" or each.changed]


def law_sheet(parameters: Sequence[Parameter]) -> TableSheet:
    """The parameters behind a file, one row each."""
    heads = [_("Parameter"), _("Nilai"), _("Peraturan"), _("Pasal"), _("Keyakinan"), _("Catatan")]
    rows = [
        (
            found.title_id,
            json.dumps(parameter_json(found)["value"], ensure_ascii=False),
            found.regulation,
            found.article,
            found.confidence,
            found.note,
        )
        for found in sorted(parameters, key=lambda each: each.id)
    ]
    return TableSheet(_("Dasar hukum"), tuple(map(TableColumn, heads)), rows, label=label())


def list_file(
    request: HttpRequest,
    name: str,
    columns: Sequence[tuple[str, TableColumn]],
    rows: Sequence[Sequence[Any]],
    parameters: Sequence[Parameter],
) -> HttpResponse:
    """The rows in the form asked for; `columns` are (field name of JSON, column of a sheet)."""
    ending = asked_type(request)
    sheet = TableSheet(
        name, tuple(column for _field, column in columns), rows,
        titles=tuple(each for each in (name, mark(parameters)) if each), label=label(),
    )  # fmt: skip
    if ending == "json":
        fields = [field for field, _column in columns]
        data = {
            "provisional": [each.id for each in unsure(parameters)],
            "parameters": [parameter_json(each) for each in parameters],
            "rows": [dict(zip(fields, row, strict=True)) for row in rows],
        }
        return json_file(data, f"{name.lower().replace(' ', '-')}.json")
    if ending == "csv":
        content = write_csv(sheet)
    else:
        ending = "xlsx"
        content = write_table(sheet, law_sheet(parameters))
    return download(content, f"{name.lower().replace(' ', '-')}.{ending}", ending)


def json_file(data: Any, name: str) -> HttpResponse:
    """Data for a program."""
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    return download(text.encode(), name, "json")


def download(content: bytes, name: str, ending: str) -> HttpResponse:
    """A file with its type."""
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content, content_type=TYPES[ending], headers={"Content-Disposition": disposition}
    )
