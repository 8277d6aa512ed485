"""Checks a plan from files alone: every rule, both objectives, both proven bounds.

    python tools/check_plan rencana.xlsx [--catalog katalog.xlsx] [--budget anggaran.xlsx]
                            [--services layanan.xlsx] [--costs standar-biaya.xlsx]
                            [--certificate sertifikat.zip]
    python tools/check_plan --certificate sertifikat.zip

Shares no code with the program that makes plans: it reads workbooks with openpyxl and counts in
plain Python, from the written rules (design: the plan, formulated). A file given beside the plan
replaces the sheets of the same layout in rencana.xlsx, so that the uploaded originals are used.
A certificate holds instance, seats and prices: both bounds are summed again, from the best that
every person could take at those prices, and compared with what is claimed (docs/certificate.md);
with the workbook beside it, the instance is compared with the exported facts, too.
Exit codes: 0 nothing wrong, 1 violations found, 2 a file cannot be read.
"""

from tools.check_plan.facts import Facts
from tools.check_plan.reading import Row, read_sheets
from tools.check_plan.rules import check

__all__ = ["Facts", "Row", "check", "read_sheets"]
