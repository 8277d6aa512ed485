"""Make the demonstration city's files and load them through the importers, as an agency would.

The one thing that is not a file: the password of the people one may log in as.
"""

import datetime as dt
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import click

from bina.cli.frame import migrate_quietly, start

PASSWORD = "bina-contoh-2026"  # noqa: S105 - the demonstration's own, printed at every start
DAY = "2026-11-23"
LOADED = "demo.json"  # in BINA_DATA: says that the data are fictitious, and who may log in
ORDER = (
    "units", "people", "goals", "absences", "trainings", "roles", "standards", "calendar",
    "services", "skm", "results", "factors", "duties", "proposals", "costs", "catalog", "budget",
    "attendance", "learning_reports",
    "performance", "discipline", "talent",
)  # fmt: skip
WHO = {
    "citra": "Analis BKPP",
    "hr_head": "Kepala BKPP",
    "ani": "Pegawai (perawat, Puskesmas Hamadi)",
    "budi": "Kepala unit (Puskesmas Hamadi)",
    "officer": "Petugas kepegawaian (Dinkes)",
    "dani": "Pegawai (Dukcapil)",
    "mayor": "Wali kota",
    "operator": "Operator",
}
MAYOR = "walikota"


@click.command()
@click.option(
    "--files",
    type=click.Path(file_okay=False, path_type=Path),
    help="Hanya tulis berkasnya ke folder ini.",
)
@click.option("--people", default=8000, show_default=True, type=click.IntRange(250, 20_000))
@click.option("--seed", default=2027, show_default=True)
@click.option("--day", default=DAY, show_default=True, help="Hari yang dianggap hari ini.")
@click.option(
    "--plan-seconds",
    default=60.0,
    show_default=True,
    help="Lama menyusun rencana contoh; 0: tanpa rencana.",
)
@click.option(
    "--plan-effort",
    type=click.IntRange(min=1),
    help="Jumlah kerja rencana contoh sebagai ganti lamanya: hasilnya sama di setiap mesin.",
)
@click.option("--log-ins", "only_log_ins", is_flag=True, help="Tampilkan siapa dapat masuk.")
def demo(
    files: Path | None,
    people: int,
    seed: int,
    day: str,
    plan_seconds: float,
    plan_effort: int | None,
    only_log_ins: bool,
) -> None:
    """Buat kota contoh (data karangan) dan muat lewat importir."""
    if files:
        from bina.demo.city import generate

        manifest = generate(files, seed=seed, day=dt.date.fromisoformat(day), people=people)
        click.echo(f"{len(manifest.files)} berkas di {files}")
        return
    os.environ.update(BINA_DEMO="1", BINA_DAY=day)
    start()
    migrate_quietly()
    if only_log_ins:
        for name, user in _loaded()["log_ins"].items():
            click.echo(f"{name}\t{user}\t{PASSWORD}")
        return
    if not is_empty():
        raise click.ClickException(
            "Basis data ini sudah berisi pegawai. Kota contoh hanya dimuat ke basis data kosong; "
            "pilih folder lain dengan BINA_DATA."
        )
    load(people=people, seed=seed, day=day, plan_seconds=plan_seconds, plan_effort=plan_effort)


def is_empty() -> bool:
    """Whether nobody is in the database."""
    from bina.people.models import Person

    return not Person.objects.exists()


def is_demonstration() -> bool:
    """Whether this installation holds the demonstration city, wholly loaded."""
    return _marker().exists() and "log_ins" in _loaded()


def remove_half_loaded() -> None:
    """Remove a demonstration whose loading was cut off; its database holds nothing else."""
    if _marker().exists() and not is_demonstration():
        for path in _marker().parent.glob("bina.sqlite3*"):
            path.unlink()
        _marker().unlink()


def _marker() -> Path:
    from bina.web.environment import data_folder

    return data_folder() / LOADED


def _loaded() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(_marker().read_text())
    return loaded


def log_ins() -> list[tuple[str, str, str]]:
    """(who, user name, password) of everybody one may log in as."""
    names = _loaded()["log_ins"]
    return [(words, names[who], PASSWORD) for who, words in WHO.items() if who in names]


def load_if_empty() -> None:
    """Load the city when the database is empty; otherwise leave everything as it is."""
    if is_empty():
        load(people=8000, seed=2027, day=os.environ.get("BINA_DAY", DAY), plan_seconds=60)


def load(
    *, people: int, seed: int, day: str, plan_seconds: float, plan_effort: int | None = None
) -> None:
    """Write the files, import them one by one, compute gaps, and approve a plan."""
    from bina.audit.services import SYSTEM
    from bina.calendar.today import today
    from bina.cli.demo_proposals import answer_proposals
    from bina.demo.city import generate
    from bina.gaps.services import run_gaps

    _marker().write_text(json.dumps({"day": day, "seed": seed}))
    with tempfile.TemporaryDirectory(prefix="bina-demo-") as folder:
        click.echo(f"Membuat kota contoh dengan {people} pegawai (data karangan) …")
        place = Path(folder)
        manifest = generate(place, seed=seed, day=dt.date.fromisoformat(day), people=people)
        for kind in ORDER:
            _import(kind, place / manifest.files[kind])
    cast = {who: persona.nip for who, persona in manifest.cast.items()}
    answer_proposals(today().year + 1, cast, today())
    run_gaps(SYSTEM, today())
    click.echo("Kesenjangan dihitung.")
    cast["officer"] = cast.get("officer_health", "")
    _open_log_ins(cast)
    _give_certificates()
    if plan_seconds:
        _approve_a_plan(int(day[:4]) + 1, plan_seconds, plan_effort, cast)
    _marker().write_text(
        json.dumps({"day": day, "seed": seed, "log_ins": {**cast, "mayor": MAYOR}})
    )


def _import(kind: str, path: Path) -> None:
    from bina.audit.services import SYSTEM
    from bina.imports.services import import_now

    run = import_now(SYSTEM, kind, path.read_bytes(), path.name)
    counts = run.counts
    click.echo(
        f"  {path.name:<28} {counts.get('rows', 0):>6} baris, {counts.get('new', 0):>6} baru, "
        f"{counts.get('error', 0)} ditolak, {counts.get('doubt', 0)} diragukan"
    )


def _open_log_ins(cast: dict[str, str]) -> None:
    """Give the cast the demonstration password; the mayor, no civil servant, gets a user."""
    from django.contrib.auth.hashers import make_password

    from bina.accounts.models import User
    from bina.accounts.permissions import Role
    from bina.audit.services import SYSTEM, act
    from bina.people.models import RoleGrant

    hashed = make_password(PASSWORD)
    with act(SYSTEM, "demo.log_ins") as entry:
        mayor = User.objects.create(username=MAYOR, display_name="Wali Kota")
        RoleGrant.objects.create(user=mayor, role=Role.MAYOR)
        User.objects.filter(username__in=[*cast.values(), MAYOR]).update(password=hashed)
        entry.note(users=[*cast.values(), MAYOR])


def _give_certificates() -> None:
    """Close the sessions that are over; two of three outcomes get a picture as their evidence."""
    from bina.audit.services import Actor
    from bina.calendar.today import today
    from bina.catalog.models import Session
    from bina.demo.learning import certificate
    from bina.law.law import law_on
    from bina.learning.models import Outcome
    from bina.learning.services.outcomes import close_session
    from bina.learning.services.uploads import add_evidence

    day = today()
    citra = Actor(None, "BKPP", "hr_analyst")
    for session in Session.objects.filter(attendance__is_current=True, end__lt=day).distinct():
        close_session(citra, session, law_on(day), day)
    waiting = Outcome.objects.filter(state=Outcome.State.WAITING).order_by("pk")
    for number, outcome in enumerate(waiting.select_related("person__user")):
        if number % 3:
            actor = Actor(outcome.person.user_id, outcome.person.name, "employee")
            add_evidence(actor, outcome, certificate(number), f"sertifikat-{number + 1}.png")
    click.echo(f"{waiting.count()} hasil belajar menunggu persetujuan.")


def _approve_a_plan(year: int, seconds: float, effort: int | None, cast: dict[str, str]) -> None:
    """Compute the year's plan and let the head of the agency approve it."""
    from bina.audit.services import Actor
    from bina.cli.demo_letters import call_sessions
    from bina.engines.allocation.warm import warm
    from bina.people.models import Person
    from bina.plan.services import approve_plan, compute_now, submit_plan

    def actor(who: str, role: str) -> Actor:
        person = Person.objects.select_related("user").get(nip=cast[who])
        return Actor(person.user_id, person.full_name, role)

    click.echo("Menyiapkan mesin rencana; sekali setelah dipasang, sekitar dua menit …")
    warm()
    shown = f"jumlah kerja {effort}" if effort else f"{seconds:.0f} detik"
    click.echo(f"Menyusun rencana {year} ({shown}) …")
    analyst = actor("citra", "hr_analyst")
    plan = compute_now(analyst, year, seconds=None if effort else seconds, work=effort)
    submit_plan(actor("citra", "hr_analyst"), plan)
    approve_plan(actor("hr_head", "hr_head"), plan)
    click.echo(f"Rencana {year} disetujui.")
    call_sessions(actor("citra", "hr_analyst"), cast["hr_head"], set(cast.values()))
