"""8,000 call letters as PDF and one by itself; against the five minutes that an office waits."""

import datetime as dt

from bench.city import installation
from bench.rows import emit, row, seconds

LETTERS, LIMIT_SECONDS, ONE_LIMIT = 8_000, 300.0, 0.2
DAY = dt.date(2026, 11, 23)


def main() -> None:
    """Number and print letters for everybody, as the job does."""
    with installation("people"):
        from bina.audit.services import SYSTEM
        from bina.letters import rendering
        from bina.letters.models import Kind, Letter
        from bina.letters.services.issuing import issue
        from bina.letters.services.printing import render

        session = everybody_called()
        issued: list[object] = []
        numbering = seconds(lambda: issued.append(issue(SYSTEM, Kind.CALL, [session], DAY)))
        printing = seconds(lambda: render(SYSTEM, issued[0]))
        n = Letter.objects.exclude(pack=None).count()
        some = Letter.objects.select_related("template__file").order_by("pk")[:20]
        one = max(seconds(lambda row=row: whole(row, rendering)) for row in some)
    total = (numbering + printing) * LETTERS / n
    emit([
        row("letters.seconds_per_8000", total, "s", against="five minutes, on one core",
            ratio=LIMIT_SECONDS / total),
        row("letters.one_seconds", one, "s", against="0.2 s, template read from the disk",
            ratio=ONE_LIMIT / one),
    ])  # fmt: skip


def whole(letter, rendering) -> bytes:
    """One letter from its stored row to its bytes."""
    from bina.files.services import read

    return rendering.pdf(read(letter.template.file), letter.values)


def everybody_called():
    """One session to which everybody is called, outside the ledger: it is not what is measured."""
    from bina.audit.guard import unguarded
    from bina.audit.services import SYSTEM
    from bina.catalog.models import Programme, Session
    from bina.letters.services.setup import add_signatory, install_shipped, save_letterhead
    from bina.people.models import Person
    from bina.plan.models import Commitment, Plan, Seat

    values = {"government": "Pemerintah Kota Jayapura", "agency": "BKPP", "address": "Jalan 1",
              "contact": "", "city": "Jayapura", "starts": dt.time(8), "noon": dt.time(12),
              "ends": dt.time(15)}  # fmt: skip
    save_letterhead(SYSTEM, values)
    signer = {"person": Person.objects.first(), "title": "Kepala BKPP", "mode": "definitive",
              "valid_from": dt.date(2026, 1, 1)}  # fmt: skip
    add_signatory(SYSTEM, signer)
    install_shipped(SYSTEM)
    with unguarded():
        programme = Programme.objects.create(
            code="P", name="Komunikasi empatik", form="Bimbingan Teknis", mode="classroom", jp=16
        )
        session = Session.objects.create(
            code="P-A", programme=programme, place="Kota Jayapura", start=dt.date(2027, 3, 2),
            end=dt.date(2027, 3, 3), min_seats=1, max_seats=10_000,
        )  # fmt: skip
        plan = Plan.objects.create(year=2027, name="Rencana 2027")
        seats = Seat.objects.bulk_create(
            [
                Seat(plan=plan, person_id=pk, programme=programme, session=session, jp=16, cost=0,
                     closure=0)
                for pk in Person.objects.values_list("pk", flat=True)[:LETTERS]
            ],
            500,
        )  # fmt: skip
        called = {"state": "called", "deadline": dt.date(2027, 2, 1)}
        Commitment.objects.bulk_create([Commitment(seat=seat, **called) for seat in seats], 500)
        Plan.objects.filter(pk=plan.pk).update(state="frozen")
    return session


if __name__ == "__main__":
    main()
