"""Ask what a year would be worth under other rules; a job solves each again from the prices."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from bina.audit.services import Actor, act
from bina.engines.allocation.model import Progress, Result
from bina.engines.allocation.store import certificate_as_json
from bina.jobs import services as jobs
from bina.plan.models import Plan, WhatIf
from bina.plan.selectors.curves import changed
from bina.plan.selectors.stored import can_be_read, stored_plan
from bina.plan.services import engine
from bina.plan.services.computing import start_of
from bina.plan.services.engine import NoFeasiblePlan
from bina.plan.services.storing import keep_prices, work_of
from bina.text import N_, BinaError, Text

KIND = "plan.whatif"
WORDS = {
    WhatIf.Kind.BUDGET: N_("Pertanyaan {n} dari {all}: anggaran {key} %"),
    WhatIf.Kind.FLOORS: N_("Pertanyaan {n} dari {all}: tanpa batas keadilan"),
    WhatIf.Kind.STAFFING: N_("Pertanyaan {n} dari {all}: tanpa satu aturan staf"),
}


class NothingToAsk(BinaError):
    """No question, a plan without prices, or one that is being answered already."""

    text = N_(
        "Pilih paling sedikit satu pertanyaan pada rencana yang menyimpan harganya, dan tunggu "
        "sampai pertanyaan sebelumnya terjawab."
    )


def ask(actor: Actor, plan: Plan, wanted: Sequence[tuple[str, int]], seconds: int) -> None:
    """Queue the questions; those answered before are solved anew. Raises NothingToAsk."""
    running = any(one.job and one.job.is_open for one in plan.what_ifs.select_related("job"))
    if not wanted or running or not can_be_read(plan):
        raise NothingToAsk
    with act(actor, "plan.ask", ("plan", plan.public_id)) as entry:
        plan.what_ifs.filter(answered_at=None).delete()  # of a job that was stopped or failed
        rows = []
        for kind, key in wanted:
            plan.what_ifs.filter(kind=kind, key=key).delete()
            rows.append(
                WhatIf(
                    plan=plan, kind=kind, key=key, asked_by=actor.name, seconds=seconds,
                    seed=plan.seed,
                )
            )  # fmt: skip
        job = jobs.start(actor, KIND, plan.name, plan_id=plan.pk)
        for row in rows:
            row.job = job
        WhatIf.objects.bulk_create(rows)
        entry.note(questions=[[kind, key] for kind, key in wanted], seconds=seconds)


def answer(handle: jobs.Handle, plan_id: int) -> dict[str, Any]:
    """The job: each open question once; a stop keeps the present one's best and leaves the rest."""
    plan = Plan.objects.select_related("instance", "prices").get(pk=plan_id)
    rows = list(plan.what_ifs.filter(answered_at=None))
    handle.progress(Text(N_("Mengumpulkan data")), 0, max(1, len(rows)))
    stored, done = stored_plan(plan), 0
    for at, row in enumerate(rows):
        if handle.should_stop():
            break
        other = changed(stored, row.kind, row.key)
        values = {"n": at + 1, "all": len(rows), "key": row.key}
        words = Text(WORDS[WhatIf.Kind(row.kind)], values)

        def report(progress: Progress, words: Text = words, at: int = at) -> None:
            handle.progress(words, at + progress.share_done, len(rows))

        try:
            result = engine.solve_again(
                other.instance, other.certificate.settings, start_of(stored), seed=row.seed,
                seconds=row.seconds, report=report, should_stop=handle.should_stop,
            )  # fmt: skip
        except NoFeasiblePlan:
            continue  # no plan keeps pins and quotas with so little: the question stays open
        write(handle.actor, row, result)
        done += 1
    return {"answered": done, "asked": len(rows)}


def write(actor: Actor, row: WhatIf, result: Result) -> None:
    """Keep an answer with what repeats and proves it."""
    stored = certificate_as_json(result.certificate)
    prices = {name: stored[name] for name in ("hours_prices", "closure_prices")}
    file = keep_prices(actor, prices, f"bagaimana-bila-{row.plan_id}-{row.kind}-{row.key}.json")
    with act(actor, "plan.answer", ("plan", row.plan.public_id)) as entry:
        row.prices, row.answered_at = file, timezone.now()
        row.instance_hash, row.settings = stored["instance_hash"], stored["settings"]
        row.work = work_of(result)
        row.value, row.bound = result.plan.value, result.certificate.closure_bound
        row.missing_jp = result.plan.missing_jp
        row.missing_jp_bound = result.certificate.missing_jp_bound
        row.save()
        entry.note(kind=row.kind, key=row.key, value=row.value, bound=row.bound)
