"""What one more would bring: the page against the certificate's prices, and who may read it."""

import io
import json
from collections.abc import Callable

import numpy as np
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.files.services import keep, read
from bina.plan.models import Plan
from bina.plan.selectors.more import more_rows
from bina.plan.selectors.stored import stored_plan
from tests.cast import Cast
from tests.plan.scene import CITRA, make_plan, make_year

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


def priced(plan: Plan, **prices: object) -> Plan:
    """The plan with some closure prices."""
    assert plan.prices is not None
    stored = json.loads(read(plan.prices))
    stored["closure_prices"].update(prices)
    with unguarded():
        file = keep(CITRA, json.dumps(stored).encode(), "harga.json", "application/json")
        Plan.objects.filter(pk=plan.pk).update(prices=file)
    plan.refresh_from_db()
    return plan


def url(plan: Plan) -> str:
    return reverse("plan:more", kwargs={"public_id": plan.public_id})


def test_the_stored_plan_is_read_back_with_its_seats(cast: Cast) -> None:
    make_year(cast)
    plan = make_plan()

    stored = stored_plan(plan)

    assert stored.pairs.size == plan.seats.count()
    cost = int(stored.instance.pair_cost[stored.pairs].sum())
    assert cost == sum(plan.seats.values_list("cost", flat=True))


def test_prices_are_said_in_words_and_units(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = make_plan()
    staffing = stored_plan(plan).instance.staffing_capacity
    slots = np.flatnonzero(staffing[0] > 0)[:3].tolist()
    minute = 0.5 / 600
    plan = priced(plan, money=[1.4e-6], coach=[minute], staffing=[[0, t, 0.25] for t in slots])

    rows = {row.kind: row for row in more_rows(plan)}

    assert rows["line"].points == pytest.approx(14)
    assert rows["line"].sentence.plain() == (
        "Rp 10 juta lagi pada pos BKPP-01 menutup paling banyak 14 poin lagi."
    )
    assert rows["coach"].points == pytest.approx(0.5)
    group = rows.get("role") or rows["unit"]
    assert group.points == pytest.approx(0.75) and group.seats is not None
    page = as_("citra").get(url(plan)).content.decode()
    assert "menutup paling banyak 14 poin lagi" in page and "Sepuluh jam pelatih" in page


def test_the_list_is_searched_filtered_and_exported(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = priced(make_plan(), money=[1e-6], coach=[0.001])

    page = as_("citra").get(url(plan), {"jenis": "coach"}).content.decode()
    assert "pada pos BKPP-01" not in page.split("<form")[1]
    none = as_("citra").get(url(plan), {"cari": "tidak ada"}).content.decode()
    assert "Tidak ada yang cocok" in none
    file = as_("citra").get(url(plan), {"unduh": "xlsx", "urut": "nama"}).content
    sheet = openpyxl.load_workbook(io.BytesIO(file)).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "BKPP-01" in cells and "COACH" in cells and 10 in cells


def test_a_plan_without_prices_says_so_and_heads_are_refused(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = make_plan()
    with unguarded():
        Plan.objects.filter(pk=plan.pk).update(prices=None)

    assert "belum menyimpan harganya" in as_("citra").get(url(plan)).content.decode()
    assert as_("budi").get(url(plan)).status_code == 403
