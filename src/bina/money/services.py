"""Budget lines and versions: written from the pages; imports go through the imports foundation."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.utils import timezone

from bina.audit.services import Actor, act
from bina.money.models import QUARTERS, BudgetLine, BudgetVersion
from bina.money.selectors import as_rule
from bina.text import N_, BinaError

COPIED = ("code", "name", "fund", "amount", "quarter_1", "quarter_2", "quarter_3", "quarter_4",
          "forms", "unit_codes", "activity", "account")  # fmt: skip


class LineInUse(BinaError):
    """A budget line that others already refer to cannot be deleted."""

    text = N_(
        "Pos {code} sudah dipakai {n} data lain, jadi tidak dapat dihapus. Ubah pagunya saja."
    )


class VersionFrozen(BinaError):
    """An approved version does not change."""

    text = N_(
        "{name} sudah ditetapkan, jadi isinya tidak dapat diubah. Buat versi baru dari versi ini, "
        "lalu ubah di sana."
    )


class NothingToApprove(BinaError):
    """A version without lines."""

    text = N_("{name} belum punya pos, jadi belum dapat ditetapkan. Tambah atau unggah posnya.")


class VersionExists(BinaError):
    """A version of this stage and number is there."""

    text = N_("{name} sudah ada. Pilih tahap lain atau nomor versi berikutnya.")


def save_line(
    actor: Actor, version: BudgetVersion, line: BudgetLine | None, values: dict[str, Any]
) -> BudgetLine:
    """Create or change a line of a draft. Raises VersionFrozen."""
    with act(actor, "budget.edit") as entry:
        _refuse_frozen(version)
        target = line or BudgetLine(version=version)
        before = {name: getattr(target, name) for name in values} if line else {}
        for name, value in values.items():
            setattr(target, name, value)
        target.save()
        entry.about("budget_line", f"{version.year}/{target.code}")
        changed = {n: [before.get(n), v] for n, v in values.items() if before.get(n) != v}
        entry.note(version=str(version), changed=changed)
    return target


def delete_line(actor: Actor, line: BudgetLine) -> None:
    """Delete a line that nothing refers to. Raises LineInUse, VersionFrozen."""
    with act(actor, "budget.delete", ("budget_line", f"{line.year}/{line.code}")) as entry:
        _refuse_frozen(line.version)
        users = users_of(line)
        if users:
            raise LineInUse(code=line.code, n=users)
        entry.note(amount=line.amount, version=str(line.version))
        line.delete()


def users_of(line: BudgetLine) -> int:
    """How many rows of later stages refer to the line."""
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is BudgetLine
    ]
    return sum(
        field.model._default_manager.filter(**{field.name: line}).count() for field in fields
    )


def new_version(
    actor: Actor,
    values: dict[str, Any],
    source: BudgetVersion | None,
    amounts: dict[str, int] | None = None,
) -> BudgetVersion:
    """A draft, empty or with the lines of another version; some with other `amounts` by code.

    A line with another amount is no longer split into quarters. Raises VersionExists.
    """
    with act(actor, "budget.version") as entry:
        made = BudgetVersion(**values)
        key = {"year": made.year, "stage": made.stage, "number": made.number}
        if BudgetVersion.objects.filter(**key).exists():
            raise VersionExists(name=str(made))
        made.save()
        lines = [
            _with_amount(
                BudgetLine(version=made, **{name: getattr(line, name) for name in COPIED}),
                (amounts or {}).get(line.code, line.amount),
            )
            for line in (source.lines.order_by("code") if source else ())
        ]
        BudgetLine.objects.bulk_create(lines)
        entry.about("budget_version", made.public_id)
        entry.note(name=str(made), copied_from=str(source) if source else "", n=len(lines))
    return made


def _with_amount(line: BudgetLine, amount: int) -> BudgetLine:
    if line.amount != amount:
        line.amount = amount
        for name in QUARTERS:
            setattr(line, name, 0)
    return line


def approve_version(actor: Actor, version: BudgetVersion, document_no: str, day: dt.date) -> None:
    """Freeze a version: it counts from `day`. Raises VersionFrozen, NothingToApprove."""
    with act(actor, "budget.approve", ("budget_version", version.public_id)) as entry:
        row = BudgetVersion.objects.select_for_update().get(pk=version.pk)
        _refuse_frozen(row)
        amounts = list(row.lines.values_list("amount", flat=True))
        if not amounts:
            raise NothingToApprove(name=str(row))
        row.state, row.approved_at = BudgetVersion.State.APPROVED, timezone.now()
        row.approved_by, row.valid_from = actor.name, day
        row.document_no = document_no or row.document_no
        row.save()
        entry.note(name=str(row), total=sum(amounts), n=len(amounts), begins=as_rule(row).begins)


def _refuse_frozen(version: BudgetVersion) -> None:
    if version.is_frozen:
        raise VersionFrozen(name=str(version))
