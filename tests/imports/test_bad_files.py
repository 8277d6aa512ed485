"""Every bad file through the pages of two uploads: the place is named, nothing is written."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bina.audit.services import SYSTEM
from bina.imports import services
from bina.imports.models import ImportRun
from tests.imports.bad_files import BadFile, budget, catalogue, whole, workbook
from tests.imports.tables import dump
from tests.scenes import dictionary

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
OWN = ("imports_", "audit_", "files_", "jobs_", "django_session", "axes_")  # of the upload itself
FILES = [("catalog", bad) for bad in (*whole("catalog"), *catalogue())]
FILES += [("budget", bad) for bad in (*whole("budget"), *budget())]


def ids(value: object) -> str:
    return value.name if isinstance(value, BadFile) else str(value)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def refusal(page: str) -> str:
    """What the page of a refused file says."""
    return page.partition('<div class="note" role="status">')[2].partition("</div>")[0]


def problems(page: str) -> list[str]:
    """The rows of the list of problems."""
    return re.findall(r"<tr>(.*?)</tr>", page.partition('id="masalah"')[2])


@pytest.mark.parametrize("kind", ["catalog", "budget"])
def test_the_same_rows_without_a_fault_go_in(kind: str) -> None:
    dictionary()

    run = services.import_now(SYSTEM, kind, workbook(kind), "baik.xlsx")

    assert run.state == "applied"
    assert run.counts["new"] > 0


@pytest.mark.parametrize(("kind", "bad"), FILES, ids=ids)
def test_the_place_is_named_and_the_database_is_as_before(kind: str, bad: BadFile, as_: As) -> None:
    dictionary()
    services.import_now(SYSTEM, kind, workbook(kind), "baik.xlsx")
    citra = as_("citra")
    before = dump(without=OWN)

    sent = {"source": "BKPP", "file": SimpleUploadedFile(bad.name, bad.make())}
    answer = citra.post(f"/unggah/{kind}/", sent)
    address = str(answer["Location"])
    page = text(citra, address)

    if bad.is_refused:
        assert ImportRun.objects.latest("pk").state == "refused"
        assert [words for words in (bad.name, *bad.said) if words not in refusal(page)] == []
        assert "Tidak ada data yang berubah." in page
        assert "Terapkan" not in page
    else:
        assert [row for row in problems(page) if all(w in row for w in (*bad.place, *bad.said))]
        citra.post(f"{address}terapkan/")  # the faulty row stays out whatever is pressed
    assert dump(without=OWN) == before
