"""The HR workbench: the steps of the year as one path, and what waits for HR."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import Access, access_of, requires
from bina.assessment.cards import step_measuring
from bina.calendar.today import today
from bina.catalog.cards import step_catalog
from bina.citizens.cards import step_services
from bina.gaps.cards import step_gaps
from bina.imports.cards import step_imports
from bina.jobs.cards import card_jobs
from bina.people.cards import card_disputes, card_doubts, step_people
from bina.plan.cards import step_plan
from bina.plan.models import Plan
from bina.standards.cards import step_standards
from bina.web.templatetags.bina import number, percent, rupiah_short


@dataclass(frozen=True)
class Step:
    """One stone of the path. `state`: ok, now (the next thing to do) or wait."""

    title: str
    figure: str
    words: str
    url_name: str
    action: str
    done: bool
    day: dt.date | dt.datetime | None = None
    state: str = "wait"


@requires("imports.run")
@require_GET
def workbench(request: HttpRequest) -> HttpResponse:
    """Where the year stands and what to do next."""
    access = access_of(request)
    cards = [card_doubts(access), card_disputes(access), card_jobs(access)]
    return render(request, "web/workbench.html", {"steps": path_of(access), "cards": cards})


def path_of(access: Access) -> list[Step]:
    """All steps in order; the first that is not done is the one to do now."""
    steps = [*_data_steps(access), *_gap_steps(access), *_plan_steps(access)]
    first = next((at for at, step in enumerate(steps) if not step.done), len(steps))
    states = ["ok" if step.done else "now" if at == first else "wait"
              for at, step in enumerate(steps)]  # fmt: skip
    return [
        Step(**{**vars(step), "state": state}) for step, state in zip(steps, states, strict=True)
    ]


def _data_steps(access: Access) -> list[Step]:
    people, uploads = step_people(access), step_imports(access)
    standards, services = step_standards(access), step_services(access)
    last = uploads["people"]
    return [
        Step(_("Impor pegawai"), number(people["n"]), _("pegawai"), "imports:list",
             _("Unggah berkas"), people["done"], last.applied_at if last else None),
        Step(_("Standar"), number(standards["n_positions"]),
             _("jabatan ber-SKJ, {n} kompetensi dalam kamus").format(
                 n=number(standards["n_competencies"])),
             "standards:list", _("Periksa standar"), standards["n_competencies"] > 0),
        Step(_("Layanan"), number(services["n"]), _("layanan publik terdaftar"),
             "citizens:services", _("Periksa layanan"), services["done"]),
    ]  # fmt: skip


def _gap_steps(access: Access) -> list[Step]:
    gaps, measuring = step_gaps(access), step_measuring(access)
    return [
        Step(_("Pengukuran"), percent(gaps["share_measured"]),
             _("terukur; {n} penilaian diri menunggu atasan").format(
                 n=number(measuring["n_waiting"])),
             "assessment:coverage", _("Lihat cakupan"), gaps["measured"] > 0),
        Step(_("Kesenjangan"), number(gaps["people_measured"]),
             _("orang dengan hasil ukur, dari {n}").format(n=number(gaps["people"])),
             "gaps:city", _("Buka kesenjangan"), gaps["done"], gaps["day"]),
    ]  # fmt: skip


def _plan_steps(access: Access) -> list[Step]:
    catalog, plan = step_catalog(access), step_plan(access)
    found: Plan | None = plan["plan"]
    return [
        Step(_("Katalog"), number(catalog["n_sessions"]),
             _("sesi mendatang dari {n} program").format(n=number(catalog["n_programmes"])),
             "catalog:programmes", _("Buka katalog"), catalog["n_programmes"] > 0),
        Step(_("Anggaran"), rupiah_short(plan["amount"]) or "Rp 0",
             _("pada {n} pos untuk {year}").format(n=plan["n_lines"], year=plan["year"]),
             "money:lines", _("Buka anggaran"), plan["n_lines"] > 0),
        Step(_("Rencana"), number(plan["n_seats"]),
             _("kursi – {name}").format(name=found.name) if found else _("belum ada rencana"),
             "plan:list", _("Susun rencana"), found is not None and found.state != "computing",
             found.created_at if found else None),
        Step(_("Persetujuan"), str(found.year if found else today().year + 1),
             str(found.get_state_display()) if found else _("belum diajukan"),
             "plan:list", _("Buka rencana"), found is not None and found.state == "frozen",
             found.approved_at if found else None),
    ]  # fmt: skip
