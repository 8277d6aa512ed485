"""`bina plan --out`: HCDP sheet first, offices, then every fact that a checker needs."""

from bina.accounts.access import Reach
from bina.formats.tables import write_table
from bina.plan.exports.facts_sheets import check_sheets
from bina.plan.exports.hcdp import hcdp_sheet, offices_sheet
from bina.plan.models import Plan, Seat
from bina.plan.selectors.pages import offices


def checkable_workbook(plan: Plan, label: str = "") -> bytes:
    """The plan with everything it rests on, as one workbook."""
    return write_table(
        hcdp_sheet(plan, Seat.objects.filter(plan=plan, replaces=None), label),
        offices_sheet(plan, offices(plan, Reach(everybody=True)), label),
        *check_sheets(plan, label),
    )
