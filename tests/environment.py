"""Loaded by pytest before Django reads its settings: tests never touch an installation's data."""

import os
import tempfile

os.environ["BINA_DATA"] = tempfile.mkdtemp(prefix="bina-test-")
os.environ["BINA_DEBUG"] = "1"
os.environ["BINA_DAY"] = "2026-11-23"
os.environ["BINA_DATABASE"] = os.environ.get("BINA_TEST_DATABASE", "")
