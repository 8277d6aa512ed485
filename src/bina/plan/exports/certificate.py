"""A plan's certificate as one file: instance, seats, claims and prices, without any name.

`tools/check_plan` checks it, and docs/certificate.md says what lies where, so that any program can.
"""

import io
import json
import zipfile

from bina.files.services import read
from bina.plan.models import Plan

MEDIA_TYPE = "application/zip"


def certificate_file(plan: Plan) -> bytes:
    """The zip of a computed plan. Raises FileErased or FileDamaged."""
    assert plan.instance is not None and plan.prices is not None
    claims = {name: value for name, value in plan.certificate.items() if name != "sentences"}
    memory = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(read(plan.instance))) as stored,
        zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack,
    ):
        for name in stored.namelist():
            pack.writestr(name, stored.read(name))
        pack.writestr("prices.json", read(plan.prices))
        pack.writestr("certificate.json", json.dumps(claims, indent=1))
    return memory.getvalue()


def certificate_name(plan: Plan) -> str:
    """What the file is called."""
    return f"sertifikat-{'perubahan-' if plan.amends_id else ''}{plan.year}.zip"
