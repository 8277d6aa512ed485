"""Tokens of programs: shown once, approved by another, revoked at once."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.urls import reverse

from bina.api.models import ApiClient
from bina.api.services import clients as acts
from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.audit.services import Actor
from tests.web.targets import program

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 26)
FORM = {"name": "e-Kinerja", "purpose": "Predikat tiap tahun", "expires_on": "2027-06-30",
        "scopes": ["performance.read", "performance.write"]}  # fmt: skip


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = DAY.isoformat()


def test_a_token_is_shown_once_and_kept_as_a_hash(cast, as_) -> None:
    client = as_("operator")

    page = client.post(reverse("api:new"), FORM).content.decode()

    made = ApiClient.objects.get()
    token = page.partition('value="bina_')[2].partition('"')[0]
    assert len(token) == 43
    assert made.token_sha256 == acts.token_hash(f"bina_{token}")
    assert token not in client.get(reverse("api:clients")).content.decode()
    entry = Entry.objects.get(action="api.issue")
    assert token not in str(entry.detail)
    assert entry.detail["scopes"] == ["performance.read", "performance.write"]


@pytest.mark.parametrize(
    "wrong",
    [{"scopes": []}, {"scopes": ["people.read"]}, {"expires_on": "2026-11-25"},
     {"expires_on": "2027-11-28"}, {"name": ""}],
)  # fmt: skip
def test_a_token_needs_scopes_that_exist_and_an_end(cast, as_, wrong) -> None:
    assert as_("operator").post(reverse("api:new"), {**FORM, **wrong}).status_code == 422
    assert not ApiClient.objects.exists()


def test_a_name_is_given_once(cast, as_) -> None:
    as_("operator").post(reverse("api:new"), FORM)

    assert (
        as_("operator").post(reverse("api:new"), {**FORM, "name": "E-KINERJA"}).status_code == 422
    )


@pytest.mark.parametrize(
    ("who", "approved"), [("hr_head", True), ("operator", False), ("citra", False)]
)
def test_the_head_of_the_agency_approves(cast, as_, who, approved) -> None:
    client = program(cast)

    as_(who).post(reverse("api:approve", args=[client.public_id]))

    client.refresh_from_db()
    assert (client.approved_at is not None) == approved


def test_nobody_approves_the_own_token(cast) -> None:
    client = program(cast)
    with pytest.raises(acts.OwnToken):
        acts.approve(Actor(cast.operator.pk, "Operator", "hr_head"), client, DAY)

    with unguarded(), pytest.raises(IntegrityError):
        ApiClient.objects.update(approved_by=cast.operator, approved_at=client.issued_at)


def test_an_expired_or_revoked_token_is_not_approved(cast) -> None:
    client, head = program(cast), Actor(cast.user("hr_head").pk, "FRANS", "hr_head")
    with pytest.raises(acts.Closed):
        acts.approve(head, client, dt.date(2027, 7, 1))
    acts.revoke(head, client)

    with pytest.raises(acts.Closed):
        acts.approve(head, client, DAY)
    with pytest.raises(acts.Closed):
        acts.revoke(head, client)
