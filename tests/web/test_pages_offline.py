"""The parts of the offline report that a server test can hold."""

import json

import pytest

pytestmark = pytest.mark.django_db


def test_the_manifest_starts_with_the_report(client) -> None:
    manifest = json.loads(client.get("/manifest.webmanifest").content)

    assert manifest["start_url"] == "/rapor/"
    assert [icon["sizes"] for icon in manifest["icons"]] == ["192x192", "512x512"]


def test_the_worker_stands_at_the_root_and_keeps_only_the_own_report(client) -> None:
    answer = client.get("/sw.js")
    script = answer.content.decode()

    assert answer["Content-Type"].startswith("text/javascript")
    assert 'REPORT = "/rapor/"' in script
    assert "store.put" not in script


def test_only_the_own_report_asks_for_the_worker(cast, as_) -> None:
    own = as_("budi").get("/rapor/").content.decode()
    anis = as_("budi").get(f"/rapor/{cast.ani.public_id}/").content.decode()

    assert "offline.js" in own
    assert "offline.js" not in anis


def test_logging_out_forgets_what_the_phone_kept(as_) -> None:
    answer = as_("ani").post("/akun/keluar/")

    assert '"storage"' in answer["Clear-Site-Data"]
