"""An issued report as XLSX and PDF: the frozen digits with their hash, nothing computed anew.

Everything is read from the report's body; layout of the PDF: shipped/laporan-terbit.typ, HR's own
in BINA_DATA/templates. A body that no longer fits its hash says so in the file.
"""

import json
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.indices.exports.tables import template_text, typeset, words_of
from bina.indices.models import IssuedReport
from bina.indices.rules.ip_asn import DIMENSIONS
from bina.indices.selectors.distributions import TITLES
from bina.indices.selectors.explained import DIMENSION_WORDS
from bina.indices.selectors.measured import RULESET_NAMES
from bina.law.scaled import MISSING, SCALE, shown
from bina.people.words import EMPLOYMENT
from bina.text import Text

TYP = "laporan-terbit.typ"
DAY, MOMENT = "%d-%m-%Y", "%d-%m-%Y %H:%M"


def issued_workbook(report: IssuedReport, *, intact: bool, label: str) -> bytes:
    """The figures as numbers, the frozen tables, the parameters that were not sure, the hash."""
    body = report.body
    titles = (title_of(report), *lines_of(report, intact=intact), _hash_line(report))
    heads = [TableColumn(heading, "text" if at == 0 else kind)  # type: ignore[arg-type]  # of CellKind
             for at, (heading, kind) in enumerate(_heads())]  # fmt: skip
    whole = [_("Seluruhnya"), body["people"], *([None] * 5), _number(body["total"]), None]
    rows = [
        [row["name"], row["people"], row["measured"], *(_number(row[d]) for d in DIMENSIONS),
         _number(row["total"]), row["reached"]]
        for row in body["rows"]
    ]  # fmt: skip
    sheets = [TableSheet("IP ASN", tuple(heads), [whole, *rows], titles, label)]
    groups = [[_group(key), n, _number(total)] for key, n, total in body["groups"]]
    columns = (TableColumn(_("Jenis kepegawaian")), TableColumn(_("Pegawai"), "integer"),
               TableColumn("IP ASN", "decimal"))  # fmt: skip
    sheets.append(TableSheet(_("Jenis kepegawaian"), columns, groups, label=label))
    for title, words, table in _tables(body):
        heads = [TableColumn(_("Unit"))]
        heads += [TableColumn(word, "integer") for word in (_("Pegawai"), *words)]
        sheets.append(TableSheet(title[:31], tuple(heads), table, label=label))
    return write_table(*sheets, _law(body, label))


def issued_pdf(report: IssuedReport, *, intact: bool, label: str) -> bytes:
    """The same as PDF. A template of HR's that cannot be set raises typst's error."""
    body = report.body
    rows = [
        [row["name"], str(row["people"]), str(row["measured"]),
         *(shown(row[d]) for d in DIMENSIONS), shown(row["total"]), str(row["reached"])]
        for row in body["rows"]
    ]  # fmt: skip
    return typeset(template_text(TYP), {
        "title": title_of(report),
        "agency": settings.AGENCY,
        "label": label,
        "lines": lines_of(report, intact=intact),
        "total": f"IP ASN: {shown(body['total'])}",
        "parts": [
            {"title": _("Seperti diterbitkan"), "header": [head for head, _kind in _heads()],
             "rows": rows},
            *({"title": title, "header": [_("Unit"), _("Pegawai"), *words],
               "rows": [[str(cell) for cell in row] for row in table]}
              for title, words, table in _tables(body)),
        ],
        "digest_title": _("Sidik isi:"),
        "digest": report.digest,
    })  # fmt: skip


def title_of(report: IssuedReport) -> str:
    """What it is a report of."""
    where = f" · {report.unit.name}" if report.unit else ""
    return _("IP ASN dan JP, keadaan {day}").format(day=report.day.strftime(DAY)) + where


def lines_of(report: IssuedReport, *, intact: bool) -> list[str]:
    """By which rules, when and by whom; what is not sure; whether the hash holds."""
    when = timezone.localtime(report.issued_at).strftime(MOMENT)
    said = [
        _("Menurut {ruleset}").format(ruleset=RULESET_NAMES.get(report.ruleset, report.ruleset)),
        _("Diterbitkan {when} oleh {who}").format(when=when, who=report.issued_by),
    ]
    if report.body["unsure"]:
        text = _("Sementara: {n} parameter belum dipastikan dengan naskah peraturannya.")
        said.append(text.format(n=len(report.body["unsure"])))
    if not intact:
        said.append(_("PERHATIAN: isinya tidak lagi cocok dengan sidiknya."))
    return said


def _hash_line(report: IssuedReport) -> str:
    return " ".join((_("Sidik isi:"), report.digest))


def _heads() -> list[tuple[str, str]]:
    return [
        (_("Unit"), "text"),
        (_("Pegawai"), "integer"),
        (_("Terhitung"), "integer"),
        *((_(word), "decimal") for word in DIMENSION_WORDS.values()),
        ("IP ASN", "decimal"),
        (_("Mencapai JP"), "integer"),
    ]


def _tables(body: dict[str, Any]) -> list[tuple[str, list[str], list[list[Any]]]]:
    """(title, categories, rows) of each frozen table; none in reports from before them."""
    return [
        (
            words_of((Text(TITLES[kind]),))[0],
            words_of(tuple(Text.from_json(each) for each in categories)),
            [[row["name"], row["people"], *row[kind]] for row in body["rows"]],
        )
        for kind, categories in body.get("categories", {}).items()
    ]


def _law(body: dict[str, Any], label: str) -> TableSheet:
    """The parameters that were not sure or lacked a value when it was issued."""
    heads = [_("Parameter"), _("Nilai"), _("Peraturan"), _("Pasal"), _("Keyakinan")]
    rows = [
        [one["title"], json.dumps(one["value"], ensure_ascii=False), one["regulation"],
         one["article"], one["confidence"]]
        for one in (*body["unsure"], *body["lacking"])
    ]  # fmt: skip
    return TableSheet(_("Dasar hukum"), tuple(map(TableColumn, heads)), rows, label=label)


def _group(key: str) -> str:
    return str(EMPLOYMENT.get(key, key))


def _number(value: int) -> float | None:
    return None if value == MISSING else value / SCALE
