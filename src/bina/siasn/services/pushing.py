"""Send records to SIASN's web service one by one, with the answer to each kept.

A record is marked before it goes out; where its answer is lost, or the work died in between, nobody
knows whether SIASN took it, and it is not sent again before somebody or the next reading says so.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.utils import timezone

from bina.audit.services import Actor, act
from bina.formats.siasn_service import answer_to, multipart
from bina.people.models import DevelopmentRecord
from bina.siasn.client import AnswerLost, Client
from bina.siasn.evidence_pdf import evidence_pdf
from bina.siasn.keys import keys
from bina.siasn.models import Answer, Sent, Transfer
from bina.siasn.rules.layouts import (
    FileLayout,
    Item,
    LayoutColumn,
    evidence_names,
    layout_of,
    values_of,
)
from bina.siasn.rules.service import Service
from bina.siasn.selectors.layouts import file_layouts, service
from bina.siasn.selectors.records import Scope, files_of, item_of, ready, records_of
from bina.siasn.services.packing import EVERYBODY, NothingReady, note_sent
from bina.siasn.services.pulling import queue
from bina.text import N_, BinaError, Text

PUSH: Final = "siasn.push"
PHASE: Final = Text(N_("Mengirim ke SIASN"))
NO_ADDRESS: Final = Text(N_("alamat pengiriman jenis ini belum diketahui"))
DIED: Final = Text(N_("pekerjaan berhenti saat catatan ini dikirim"))
NOT_READY: Final = Text(N_("catatan berubah dan tidak siap lagi"))
Going = Callable[[int, int], bool]
State = Answer.State


class NoAddress(BinaError):
    """The description of the service does not say where records go."""

    text = N_(
        "Alamat pengiriman kursus dan diklat belum diketahui. Mintalah kepada BKN, isi bagian "
        "kirim pada susunan layanan, atau pakai berkas unggah."
    )


class Settled(BinaError):
    """The answer is known by now."""

    text = N_("Catatan ini sudah diputuskan. Muat ulang halaman.")


def begin_push(actor: Actor, scope: Scope, *, dry_run: bool, day: Any) -> Transfer:
    """Send what is ready in the scope by a job; a dry run sends nothing and needs no keys.

    Raises NeedsKeys, WrongAddress, NoAddress, NothingReady.
    """
    if not dry_run:
        keys()
        if not service().send_paths:
            raise NoAddress
    rows = ready(records_of(EVERYBODY, scope, file_layouts(), day))
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        raise NothingReady
    with act(actor, "siasn.push") as entry:
        made = Transfer.objects.create(
            direction=Transfer.Direction.PUSH, start=scope.start, end=scope.end, unit=scope.unit,
            dry_run=dry_run, created_by=actor.name,
        )  # fmt: skip
        Answer.objects.bulk_create(
            [Answer(transfer=made, record_id=pk) for pk in ids], batch_size=1_000
        )
        entry.about("siasn_transfer", made.public_id)
        entry.note(n=len(ids), dry_run=dry_run)
        queue(actor, made, PUSH)
    return made


def push(
    actor: Actor,
    transfer: Transfer,
    client: Client | None,
    day: Any,
    progress: Going = lambda done, total: True,
) -> int:
    """Send what still waits; how many were asked about. Without a client nothing goes out.

    Raises Unreachable, TokenRefused; answers until then are kept and the rest waits.
    """
    _note_died(actor, transfer)
    layouts, described = file_layouts(), service()
    waiting = list(transfer.answers.filter(state=State.WAITING).order_by("pk"))
    scope = Scope(transfer.start or day, transfer.end or day, transfer.unit)
    for number, answer in enumerate(waiting, start=1):
        rows = ready(records_of(EVERYBODY, scope, layouts, day)).filter(pk=answer.record_id)
        record = rows.first()
        if record is None:
            _close(actor, answer, State.REFUSED, NOT_READY)
        else:
            _send_one(actor, answer, record, layouts, described, client)
        if not progress(number, len(waiting)):
            return number
    return len(waiting)


def _note_died(actor: Actor, transfer: Transfer) -> None:
    """What was on its way when the work died is not sure."""
    left = transfer.answers.filter(state=State.SENDING)
    if left.exists():
        with act(actor, "siasn.push.died", ("siasn_transfer", transfer.public_id)) as entry:
            entry.note(n=left.update(state=State.UNSURE, message=DIED.as_json()))


def _send_one(
    actor: Actor,
    answer: Answer,
    record: DevelopmentRecord,
    layouts: Sequence[FileLayout],
    described: Service,
    client: Client | None,
) -> None:
    layout = layout_of(record.form, layouts)
    assert layout is not None  # a record without a layout is held back
    try:
        files = files_of([record.pk])[record.pk]
        pdf = evidence_pdf(files) if files else b""
    except BinaError as problem:
        _close(actor, answer, State.REFUSED, problem.sentence)
        return
    item, (name,) = item_of(record), evidence_names([item_of(record)], layout)
    fields, file = _form(item, layout, name, pdf)
    if client is None:
        shown = {**fields, **({file[0]: file[1]} if file else {})}
        _close(actor, answer, State.DRY, Text(""), payload=shown)
        return
    path = described.send_paths.get(layout.kind)
    if path is None:
        _close(actor, answer, State.REFUSED, NO_ADDRESS)
        return
    boundary = f"bina-{hashlib.sha256(pdf + str(answer.public_id).encode()).hexdigest()[:32]}"
    body = multipart(fields, file, boundary)
    with act(actor, "siasn.push.sending", ("record", record.public_id)):
        Answer.objects.filter(pk=answer.pk).update(state=State.SENDING)
    _take_answer(actor, answer, record, (name, pdf), described, client, (path, body, boundary))


def _form(
    item: Item, layout: FileLayout, name: str, pdf: bytes
) -> tuple[dict[str, Any], tuple[str, str, bytes] | None]:
    """The fields of a record, and its file under the header of the layout's file column."""
    columns: dict[str, LayoutColumn] = {each.header: each for each in layout.columns}
    fields = {
        header: value
        for header, value in values_of(item, layout).items()
        if columns[header].field != "file"
    }
    header = next((each.header for each in layout.columns if each.field == "file"), "")
    return fields, ((header, name, pdf) if header and pdf else None)


def _take_answer(
    actor: Actor,
    answer: Answer,
    record: DevelopmentRecord,
    evidence: tuple[str, bytes],
    described: Service,
    client: Client,
    request: tuple[str, bytes, str],
) -> None:
    path, body, boundary = request
    try:
        reply = client.send(path, body, f"multipart/form-data; boundary={boundary}")
    except AnswerLost as problem:
        _close(actor, answer, State.UNSURE, problem.sentence)
        return
    except BinaError:
        with act(actor, "siasn.push.back", ("record", record.public_id)):
            Answer.objects.filter(pk=answer.pk).update(state=State.WAITING)
        raise
    said = answer_to(reply.status, reply.body, described.answering)
    text = Text(N_("status {status}: {said}"), {"status": reply.status, "said": said.message})
    if said.state == "refused":
        _close(actor, answer, State.REFUSED, text)
        return
    with act(actor, "siasn.push.accepted", ("record", record.public_id)) as entry:
        name, pdf = evidence
        note_sent(actor, [(record, name, pdf)], how=Sent.How.SERVICE, siasn_id=said.number[:80])
        _close(actor, answer, State.ACCEPTED, text, siasn_id=said.number[:80])
        entry.note(siasn_id=said.number)


def _close(actor: Actor, answer: Answer, state: State, said: Text, **more: Any) -> None:
    with act(actor, "siasn.push.answer", ("siasn_answer", answer.public_id)) as entry:
        Answer.objects.filter(pk=answer.pk).update(
            state=state, message=said.as_json(), answered_at=timezone.now(), **more
        )
        entry.note(state=state.value, said=said.plain(), record=answer.record_id)


def settle(actor: Actor, answer: Answer, *, is_there: bool) -> None:
    """HR looked into SIASN: the record is there, or it is not and may go again. Raises Settled."""
    with act(actor, "siasn.settle", ("siasn_answer", answer.public_id)) as entry:
        row = (
            Answer.objects.select_for_update(of=("self",))
            .select_related("record")
            .filter(pk=answer.pk, state=State.UNSURE)
            .first()
        )
        if row is None:
            raise Settled
        if is_there:
            note_sent(actor, [(row.record, "", b"")], how=Sent.How.FOUND)
        row.state = State.ACCEPTED if is_there else State.REFUSED
        row.message = Text(N_("diputuskan oleh {who}"), {"who": actor.name}).as_json()
        row.answered_at = timezone.now()
        row.save(update_fields=["state", "message", "answered_at"])
        entry.note(is_there=is_there)


def resume(actor: Actor, transfer: Transfer, kind: str) -> None:
    """Queue what is left of a transfer."""
    with act(actor, "siasn.transfer.resume", ("siasn_transfer", transfer.public_id)):
        queue(actor, transfer, kind)
