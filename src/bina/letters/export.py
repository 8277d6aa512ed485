"""The nomination lists of many sessions as one workbook, headers as other programs read them."""

from collections.abc import Iterable

from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.plan.models import Commitment, Seat

STATES = {
    Commitment.State.PLANNED: "Direncanakan",
    Commitment.State.CALLED: "Dipanggil",
    Commitment.State.ACCEPTED: "Menerima",
    Commitment.State.DECLINED: "Menolak",
    Commitment.State.SUBSTITUTED: "Digantikan",
    Commitment.State.CONFIRMED: "Ditetapkan",
}


def nominations_workbook(seats: Iterable[Seat], label: str = "") -> bytes:
    """One row a seat, with what it costs and whom it replaces."""
    columns = (
        TableColumn("KODE SESI"), TableColumn("PROGRAM"), TableColumn("MULAI", "date"),
        TableColumn("NIP"), TableColumn("NAMA"), TableColumn("UNIT"), TableColumn("KEADAAN"),
        TableColumn("ALASAN"), TableColumn("MENGGANTIKAN"), TableColumn("NIP YANG DIGANTIKAN"),
        TableColumn("JP", "integer"), TableColumn("BIAYA", "money"), TableColumn("KODE ANGGARAN"),
        TableColumn("RENCANA"), TableColumn("KURSI"),
    )  # fmt: skip
    return write_table(TableSheet("Nominasi", columns, [_row(seat) for seat in seats], label=label))


def _row(seat: Seat) -> list[object]:
    session, person, old = seat.session, seat.person, seat.replaces
    answer: Commitment | None = getattr(seat, "commitment", None)
    return [
        session.code if session else "",
        seat.programme.name,
        session.start if session else None,
        person.nip,
        person.full_name,
        person.unit.name if person.unit else "",
        STATES[Commitment.State(answer.state)] if answer else "",
        (answer.reason or answer.head_reason) if answer else "",
        old.person.full_name if old else "",
        old.person.nip if old else "",
        seat.jp,
        seat.cost,
        seat.budget_line.code if seat.budget_line else "",
        seat.plan.name,
        str(seat.public_id),
    ]
