"""The one permission table: which role may do what, and how far it reaches.

Every view names one of these permissions (`@requires`); selectors turn the reach of a permission
into a filter of their query. Nothing else decides access.
"""

from enum import StrEnum


class Role(StrEnum):
    """The roles of a user. `employee` and `unit_head` follow from the people data."""

    EMPLOYEE = "employee"
    UNIT_HEAD = "unit_head"
    OPD_OFFICER = "opd_officer"
    HR_ANALYST = "hr_analyst"
    HR_HEAD = "hr_head"
    MAYOR = "mayor"
    OPERATOR = "operator"


class Scope(StrEnum):
    """How far a permission reaches: oneself, the own unit with all below it, or everybody."""

    SELF = "self"
    UNIT = "unit"
    ALL = "all"


SELF, UNIT, ALL = Scope.SELF, Scope.UNIT, Scope.ALL
EMPLOYEE, HEAD, OFFICER = Role.EMPLOYEE, Role.UNIT_HEAD, Role.OPD_OFFICER
ANALYST, HR_HEAD, MAYOR, OPERATOR = Role.HR_ANALYST, Role.HR_HEAD, Role.MAYOR, Role.OPERATOR

PERMISSIONS: dict[str, dict[Role, Scope]] = {
    # oneself
    "self.view": dict.fromkeys(Role, SELF),  # own account, language, source page, help
    "report.view": {EMPLOYEE: SELF, HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "self.answer": {EMPLOYEE: SELF, OFFICER: UNIT},  # accept, decline, rate oneself, "is wrong"
    # people
    "people.view": {EMPLOYEE: SELF, HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "people.protected": {EMPLOYEE: SELF, ANALYST: ALL, HR_HEAD: ALL},  # NIK, address, religion …
    "people.list": {HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "people.edit": {OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "people.drop": {ANALYST: ALL, HR_HEAD: ALL},  # delete a row of education, rank, post
    "people.merge": {ANALYST: ALL, HR_HEAD: ALL},
    "units.view": dict.fromkeys((HEAD, OFFICER, ANALYST, HR_HEAD, MAYOR), ALL),
    "units.edit": {ANALYST: ALL, HR_HEAD: ALL},
    "accounts.activate": {OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "roles.edit": {HR_HEAD: ALL, OPERATOR: ALL},
    # files in
    "imports.upload": {OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},  # kinds their roles permit
    "imports.run": {ANALYST: ALL, HR_HEAD: ALL},
    "imports.purposes": {HR_HEAD: ALL, OPERATOR: ALL},  # keep a column that is dropped otherwise
    # reference data
    "goals.view": dict.fromkeys(Role, ALL),
    "goals.edit": {ANALYST: ALL, HR_HEAD: ALL},
    "standards.view": dict.fromkeys(Role, ALL),
    "standards.edit": {ANALYST: ALL, HR_HEAD: ALL},
    "services.view": dict.fromkeys(Role, ALL),
    "services.edit": {ANALYST: ALL, HR_HEAD: ALL},
    "calendar.view": dict.fromkeys(Role, ALL),
    "calendar.edit": {ANALYST: ALL, HR_HEAD: ALL},
    "catalog.view": dict.fromkeys(Role, ALL),
    "catalog.edit": {ANALYST: ALL, HR_HEAD: ALL},
    # measuring and gaps
    "assessment.confirm": {HEAD: UNIT},
    "gaps.view": {EMPLOYEE: SELF, HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "gaps.unit": {HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL, MAYOR: ALL},  # sums
    "gaps.run": {ANALYST: ALL, HR_HEAD: ALL},
    "gaps.factors": {ANALYST: ALL, HR_HEAD: ALL},
    "indices.view": {EMPLOYEE: SELF, HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "indices.unit": {HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL, MAYOR: ALL},  # sums
    "indices.issue": {ANALYST: ALL, HR_HEAD: ALL},  # freeze a report, try another rule
    # proposals from below
    "proposals.propose": {EMPLOYEE: SELF, OFFICER: UNIT},
    "proposals.view": {EMPLOYEE: SELF, HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "proposals.list": {HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "proposals.rank": {HEAD: UNIT, HR_HEAD: ALL},  # the latter: lists that no head can rank
    "proposals.send": {OFFICER: UNIT},
    "proposals.upload": {OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "proposals.decide": {ANALYST: ALL, HR_HEAD: ALL},  # verify, validate, refuse, reopen
    "city.view": dict.fromkeys((ANALYST, HR_HEAD, MAYOR), ALL),
    # the plan
    "plan.view": {HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL, MAYOR: ALL},
    "plan.certificate": dict.fromkeys((ANALYST, HR_HEAD, MAYOR), ALL),  # everybody's, by number
    "plan.edit": {ANALYST: ALL, HR_HEAD: ALL},
    "plan.approve": {HR_HEAD: ALL},
    "unit.approve": {HEAD: UNIT},
    "unit.delegate": {HEAD: UNIT},
    "unit.view": {HEAD: UNIT, OFFICER: UNIT},
    "budget.view": dict.fromkeys((ANALYST, HR_HEAD, MAYOR), ALL),
    "budget.edit": {ANALYST: ALL, HR_HEAD: ALL},
    "budget.post": {ANALYST: ALL, HR_HEAD: ALL},  # obligations, payments, reversals
    "budget.approve": {HR_HEAD: ALL},  # write down that a version was set; it is frozen then
    # from plan to people
    "letters.list": {HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "letters.view": {EMPLOYEE: SELF, HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "letters.issue": {ANALYST: ALL, HR_HEAD: ALL},  # call, confirm, substitute, write letters
    "letters.setup": {ANALYST: ALL, HR_HEAD: ALL},
    "letters.calendar": {EMPLOYEE: SELF, HEAD: UNIT, OFFICER: UNIT},
    # what happened
    "learning.report": {EMPLOYEE: SELF},  # check in, report own learning, give evidence
    "learning.view": {EMPLOYEE: SELF, HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "learning.confirm": {HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "learning.attendance": {ANALYST: ALL, HR_HEAD: ALL},
    "monday.view": {HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    # out to SIASN
    "siasn.view": {OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},
    "siasn.repair": {OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},  # give a record its evidence
    "siasn.send": {ANALYST: ALL, HR_HEAD: ALL},  # make upload files, push, pull
    "siasn.setup": {ANALYST: ALL, HR_HEAD: ALL},  # layouts of the files
    # what was achieved
    "reports.view": {HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL, MAYOR: ALL},  # sums
    "reports.people": {HEAD: UNIT, OFFICER: UNIT, ANALYST: ALL, HR_HEAD: ALL},  # who, and why not
    "reports.year": dict.fromkeys((ANALYST, HR_HEAD, MAYOR), ALL),  # the year-end report
    "reports.issue": {ANALYST: ALL, HR_HEAD: ALL},  # freeze it
    # when the analyst changes
    "handover.view": {ANALYST: ALL, HR_HEAD: ALL},
    "handover.transfer": {HR_HEAD: ALL},  # move roles and tasks to another log-in
    # other programs
    "api.clients": {HR_HEAD: ALL, OPERATOR: ALL},  # see their tokens, revoke
    "api.issue": {OPERATOR: ALL},
    "api.approve": {HR_HEAD: ALL},  # a token works only after that
    # machine room
    "jobs.view": {ANALYST: ALL, HR_HEAD: ALL, OPERATOR: ALL},
    "audit.view": {HR_HEAD: ALL, OPERATOR: ALL},
}
PUBLIC = "public"  # a view that anybody may open, signed in or not
