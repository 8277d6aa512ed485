"""Ask for a plan that counts with errors and empty seats, beside one that does not."""

from dataclasses import replace

from bina.audit.services import Actor
from bina.plan.models import Plan
from bina.plan.rules.settings import PlanSettings
from bina.plan.selectors.stored import can_be_read
from bina.plan.services.computing import queue
from bina.text import N_, BinaError

NAME_LENGTH = 200


class NotFromThisPlan(BinaError):
    """A plan without its instance, a re-plan, or one that counts with noise already."""

    text = N_(
        "Rencana dengan ketidakpastian disusun dari rencana tahunan yang menyimpan masukannya dan "
        "kesenjangannya. Susun rencana tahunan dahulu, lalu ulangi dari halamannya."
    )


class BeingPlanned(BinaError):
    """One is computed just now."""

    text = N_("Rencana dengan ketidakpastian sedang disusun. Tunggu sampai selesai, atau hentikan.")


def request_for_noise(
    actor: Actor, plan: Plan, *, empty_percent: int, seconds: int, name: str
) -> Plan:
    """Queue a draft of the same year, gaps and budget. Raises NotFromThisPlan, BeingPlanned.

    Where nothing changed since the plan was made, it is planned on from the plan's seats and
    prices, so that it leaves no more hours missing and is expected to close no less.
    """
    settings = PlanSettings.from_json(plan.settings)
    if settings.for_noise or not can_be_read(plan) or plan.gap_run_id is None:
        raise NotFromThisPlan
    same = Plan.objects.filter(year=plan.year, gap_run=plan.gap_run, settings__for_noise=True)
    for other in same.filter(state=Plan.State.COMPUTING).select_related("job"):
        if other.job is not None and other.job.is_open:
            raise BeingPlanned
    made = Plan(
        year=plan.year,
        name=name[:NAME_LENGTH],
        settings=replace(settings, for_noise=True, empty_percent=empty_percent).as_json(),
        seed=plan.seed,
        gap_run=plan.gap_run,
        budget_version=plan.budget_version,
        created_by=actor.name,
    )
    return queue(actor, made, seconds=seconds, beside=plan)
