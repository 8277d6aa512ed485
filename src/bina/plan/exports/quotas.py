"""Quotas as a workbook."""

from django.utils.translation import gettext as _

from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.plan.selectors.quotas import QuotaRow


def quotas_workbook(rows: list[QuotaRow], label: str) -> bytes:
    """One row per quota."""
    texts = (_("TAHUN"), _("KODE PROGRAM"), _("PROGRAM"), _("KELOMPOK"))
    columns = (
        *map(TableColumn, texts),
        TableColumn(_("ORANG DALAM KELOMPOK"), "integer"),
        TableColumn(_("KURSI PALING SEDIKIT"), "integer"),
        TableColumn(_("ALASAN")),
        TableColumn(_("SURAT")),
    )
    table = [
        [
            str(row.quota.year),
            row.quota.programme.code,
            row.quota.programme.name,
            row.label,
            row.n_people,
            row.quota.seats,
            row.quota.reason,
            row.quota.document_no,
        ]
        for row in rows
    ]
    return write_table(TableSheet(_("Kuota"), columns, table, label=label))
