"""Two plans beside each other, as a workbook."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from bina.formats.tables import CellKind, TableColumn, TableSheet, write_table
from bina.people.models import Person
from bina.plan.models import Plan
from bina.plan.rules.compare import FATES, Difference
from bina.plan.selectors.compare import Compared

PLAN = "AB"


def _named(plan: Plan) -> str:
    counted = _("dihitung dengan ketidakpastian") if plan.settings.get("for_noise") else ""
    return f"{plan.name} ({counted})" if counted else plan.name


def compare_workbook(
    plans: tuple[Plan, Plan], found: Compared, people: Iterable[tuple[Difference, Person]],
    label: str,
) -> bytes:  # fmt: skip
    """A sheet of people and a sheet of offices; points, JP and seats in A and in B."""
    titles = tuple(f"{letter}: {_named(plan)}" for letter, plan in zip(PLAN, plans, strict=True))
    kinds: dict[str, CellKind] = {
        _("KURSI"): "integer", _("JP"): "integer", _("POIN"): "decimal", _("JP KURANG"): "integer",
    }  # fmt: skip
    figures = [TableColumn(f"{word} {of}", kind) for word, kind in kinds.items() for of in PLAN]
    columns = (
        TableColumn("NIP"), TableColumn(_("NAMA")), TableColumn(_("UNIT")), *figures,
        TableColumn(_("POIN B LEBIH"), "decimal"), TableColumn(_("BAGI PEGAWAI")),
    )  # fmt: skip
    rows = [
        [
            person.nip or "", person.full_name, person.unit.name if person.unit else "",
            row.a.seats, row.b.seats, row.a.jp, row.b.jp, round(row.a.closure, 4),
            round(row.b.closure, 4), row.a.missing_jp, row.b.missing_jp, round(row.points, 4),
            _(FATES[row.word]),
        ]
        for row, person in people
    ]  # fmt: skip
    by_office = [
        [
            a.name, a.seats, b.seats, a.jp, b.jp, round(a.closure, 4), round(b.closure, 4),
            a.missing_jp, b.missing_jp, round(b.closure - a.closure, 4),
        ]
        for a, b in found.offices
    ]  # fmt: skip
    offices = columns[2:-1]
    return write_table(
        TableSheet(_("Per pegawai"), columns, rows, titles, label),
        TableSheet(_("Per unit"), offices, by_office, titles, label),
    )
