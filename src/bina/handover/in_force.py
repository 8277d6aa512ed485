"""What HR has decided and what holds: pins, quotas, factors, signatories, constants, templates."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils.translation import override

from bina.gaps.models import PriorityFactor
from bina.gaps.selectors.factors import weighing
from bina.handover.items import SHOWN, Item
from bina.imports.selectors import kept_columns
from bina.letters.models import Signatory
from bina.letters.selectors.setup import own_templates
from bina.plan.models import Pin, Plan, Quota
from bina.plan.rules.settings import LABELS, REPLAN_LABELS, PlanSettings
from bina.text import N_, Text


def settings_in_force(day: dt.date) -> Iterator[Item]:
    """Everything that HR has decided and that holds on the day, each with its reason."""
    pins = Pin.objects.filter(year__gte=day.year).select_related("person", "session", "programme")
    for pin in pins.order_by("year", "pk")[:SHOWN]:
        target = pin.session or pin.programme
        code = target.code if target else ""
        words = (
            N_("Ketetapan {year}: {name} harus ikut {code}. {reason} ({who}, {document})")
            if pin.kind == Pin.Kind.MUST
            else N_(
                "Ketetapan {year}: {name} tidak boleh ikut {code}. {reason} ({who}, {document})"
            )
        )
        yield Item(
            Text(words, {
                "year": pin.year, "name": pin.person.full_name, "code": code,
                "reason": pin.reason, "who": pin.requester, "document": pin.document_no,
            }),
            "plan:pins",
        )  # fmt: skip
    for quota in Quota.objects.filter(year__gte=day.year).select_related("programme")[:SHOWN]:
        yield Item(
            Text(N_("Kuota {year}: {seats} kursi {code} bagi {word}. {reason} {document}"), {
                "year": quota.year, "seats": quota.seats, "code": quota.programme.code,
                "word": quota.word, "reason": quota.reason, "document": quota.document_no,
            }),
            "plan:quotas",
        )  # fmt: skip
    yield from _kept_columns()
    yield from _factors(day)
    yield from _letter_settings(day)
    yield from _constants()
    yield from _own_files()


def _kept_columns() -> Iterator[Item]:
    for one in kept_columns():
        yield Item(
            Text(N_("Data terbatas {column} dari {source} disimpan: {purpose}"),
                 {"column": one.header, "source": one.source.name, "purpose": one.purpose}),
            "imports:purposes",
        )  # fmt: skip


def _factors(day: dt.date) -> Iterator[Item]:
    """Accepted priority factors with what each rests on."""
    rows = weighing(day)
    rows = rows.select_related("unit", "position", "person", "competency")
    for row in rows.order_by("source", "pk")[:SHOWN]:
        target = row.unit or row.position or (row.person and row.person.full_name)
        basis = Text.from_json(row.evidence).plain() if row.evidence else ""
        with override("id"):  # stored texts are Indonesian
            word = str(PriorityFactor.Source(row.source).label)
        basis = basis.removeprefix(f"{word}:").strip()
        yield Item(
            Text(N_("Faktor {value} dari {source} bagi {target}: {basis} {note}"), {
                "value": f"{row.value.normalize():f}".replace(".", ","), "source": word,
                "target": str(target or row.competency or "–"), "basis": basis,
                "note": row.decision_note,
            }),
            "gaps:factors",
        )  # fmt: skip


def _letter_settings(day: dt.date) -> Iterator[Item]:
    signing = Signatory.objects.filter(valid_from__lte=day).filter(
        Q(valid_until=None) | Q(valid_until__gte=day)
    )
    for one in signing.select_related("person")[:SHOWN]:
        yield Item(
            Text(N_("Surat ditandatangani {name}, {title}. {document}"), {
                "name": one.person.full_name, "title": one.title, "document": one.document_no,
            }),
            "letters:setup", day=one.valid_until,
        )  # fmt: skip


def _constants() -> Iterator[Item]:
    """Constants of the newest approved plan that somebody set otherwise than they are shipped."""
    plans = Plan.objects.filter(state=Plan.State.FROZEN, amends=None)
    plan = plans.order_by("-approved_at").only("name", "settings", "public_id").first()
    if plan is None:
        return
    shipped = PlanSettings().as_json()
    for name, label in {**LABELS, **REPLAN_LABELS}.items():
        value = plan.settings.get(name, shipped[name])
        if value != shipped[name]:
            yield Item(
                Text(N_("{plan}: {label} {value}, bawaannya {shipped}."), {
                    "plan": plan.name, "label": label, "value": value, "shipped": shipped[name],
                }),
                "plan:detail", {"public_id": str(plan.public_id)},
            )  # fmt: skip


def _own_files() -> Iterator[Item]:
    """Templates that HR replaced, in the folder of the data and among the letters."""
    folder = Path(settings.DATA_DIR) / "templates"
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        yield Item(Text(N_("Templat sendiri menggantikan bawaan: {name}."), {"name": path.name}))
    for kind, medium, name, who, at in own_templates():
        yield Item(
            Text(N_("Templat surat {kind} ({medium}): {name}, diunggah {who}."),
                 {"kind": kind, "medium": medium, "name": name, "who": who}),
            "letters:setup", day=at.date(),
        )  # fmt: skip
