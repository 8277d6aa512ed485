"""The sheet of a handover, or of the desk as it stands, as PDF from a template that HR can replace.

Layout: templates/serah-terima.typ. A stored handover is printed from its frozen list.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from bina.handover import selectors
from bina.handover.models import Handover
from bina.letters.rendering import pdf
from bina.people.words import ROLE
from bina.plan.exports.files import template_text
from bina.reports.words import spoken

PACKAGE, TYP = "bina.handover.exports", "serah-terima.typ"
Body = Mapping[str, Sequence[Mapping[str, Any]]]  # key of a section → its items as JSON
DAY, MOMENT = "%d-%m-%Y", "%d-%m-%Y %H:%M"


def desk_pdf(body: Body, day: dt.date, label: str) -> bytes:
    """Everything open at the agency's desk on the day. Raises letters' WrongTemplate."""
    subtitle = _("Semua yang terbuka pada {day}").format(day=day.strftime(DAY))
    return _set({**_frame(_("Serah terima tugas"), subtitle, label), "sections": _sections(body)})


def handover_pdf(found: Handover, label: str) -> bytes:
    """One handover as it was, with places for the signatures. Raises letters' WrongTemplate."""
    roles = "; ".join(
        " · ".join(str(part) for part in (ROLE.get(role, role), unit) if part)
        for role, unit in found.roles
    )
    facts = [
        (_("Dari"), found.given_by.display_name),
        (_("Kepada"), found.taken_by.display_name),
        (_("Peran"), roles),
        (_("Alasan"), found.reason),
        (_("Nomor surat"), found.document_no),
        (_("Pesan"), found.advice),
    ]
    when = timezone.localtime(found.done_at).strftime(MOMENT)
    return _set({
        **_frame(_("Lembar serah terima"), f"{when} · {found.done_by}", label),
        "facts": [[name, value] for name, value in facts if value],
        "sections": _sections(found.body),
        "signs": [
            [_("Yang menyerahkan"), found.given_by.display_name],
            [_("Yang menerima"), found.taken_by.display_name],
            [_("Mengetahui"), found.done_by],
        ],
        "digest": found.digest,
    })  # fmt: skip


def _frame(title: str, subtitle: str, label: str) -> dict[str, Any]:
    return {
        "title": title,
        "subtitle": subtitle,
        "agency": settings.AGENCY,
        "label": label,
        "facts": [],
        "signs": [],
        "digest_title": _("Sidik isi:"),
        "digest": "",
    }


def _sections(body: Body) -> list[dict[str, Any]]:
    return [
        {
            "title": _(title),
            "count": str(len(body.get(key, ()))),
            "none": _("Tidak ada yang terbuka."),
            "rows": list(_rows(body.get(key, ()))),
        }
        for key, title in selectors.TITLES.items()
    ]


def _rows(items: Iterable[Mapping[str, Any]]) -> Iterable[list[str]]:
    for item in items:
        day = dt.date.fromisoformat(item["day"]).strftime(DAY) if item["day"] else ""
        yield [spoken(item["text"]), day]


def _set(values: dict[str, Any]) -> bytes:
    return pdf(template_text(TYP, PACKAGE).encode(), values, f"templates/{TYP}")
