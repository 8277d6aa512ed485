"""The main navigation: which places a user's permissions open, most used first."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from bina.accounts.access import Access


@dataclass(frozen=True)
class Place:
    """One entry: shown to those who have the permission."""

    label: object
    url_name: str
    permission: str
    icon: str
    grouped: bool = False  # on a desk under "Data", for eleven places do not fit in one line


PLACES = (
    Place(_("Rapor"), "web:report", "self.answer", "report"),
    Place(_("Belajar"), "learning:home", "learning.report", "book"),
    Place(_("Unit saya"), "web:unit", "unit.view", "team"),
    Place(_("Meja kerja"), "web:workbench", "imports.run", "desk"),
    Place(_("Minggu ini"), "web:monday", "monday.view", "catalog"),
    Place(_("Kota"), "web:city", "city.view", "city"),
    Place(_("Rencana"), "plan:list", "plan.view", "plan"),
    Place(_("Pemanggilan"), "letters:sessions", "letters.list", "mail"),
    Place(_("Realisasi"), "reports:home", "reports.view", "report", grouped=True),
    Place(_("Usulan"), "proposals:list", "proposals.list", "plan", grouped=True),
    Place(_("Katalog"), "catalog:programmes", "catalog.view", "catalog", grouped=True),
    Place(_("Kotak masuk"), "inbox:list", "self.view", "inbox", grouped=True),
    Place(_("Kesenjangan"), "gaps:city", "city.view", "gap", grouped=True),
    Place(_("Indeks ASN"), "indices:city", "city.view", "gap", grouped=True),
    Place(_("Pegawai"), "people:list", "people.list", "people", grouped=True),
    Place(_("Tujuan daerah"), "goals:tree", "goals.view", "book", grouped=True),
    Place(_("Standar"), "standards:list", "standards.view", "book", grouped=True),
    Place(_("Layanan"), "citizens:services", "services.view", "counter", grouped=True),
    Place(_("Kalender"), "calendar:year", "calendar.view", "catalog", grouped=True),
    Place(_("Unggah"), "imports:list", "imports.upload", "upload", grouped=True),
    Place(_("Data terbatas"), "imports:purposes", "imports.purposes", "people", grouped=True),
    Place(_("Kehadiran"), "learning:sessions", "learning.attendance", "team", grouped=True),
    Place(_("Kirim ke SIASN"), "siasn:home", "siasn.view", "upload", grouped=True),
    Place(_("Serah terima"), "handover:desk", "handover.view", "desk", grouped=True),
    Place(_("Program lain"), "api:clients", "api.clients", "desk", grouped=True),
    Place(_("Pekerjaan"), "jobs:list", "jobs.view", "desk", grouped=True),
    Place(_("Buku audit"), "audit:list", "audit.view", "book", grouped=True),
)
PHONE_PLACES = 4  # and "Lainnya": five targets of a thumb's width in a bar of 360 px


@dataclass(frozen=True)
class Shown:
    """A place as a page shows it."""

    label: object
    url: str
    icon: str
    grouped: bool
    current: bool


def navigation_for(access: Access | None, path: str) -> list[Shown]:
    """The places the user may open; the nearest one that holds `path` is marked current."""
    if access is None:
        return []
    places = []
    for place in PLACES:
        if not access.may(place.permission):
            continue
        try:
            url = reverse(place.url_name)
        except NoReverseMatch:  # a stage that is not built yet has no address
            continue
        places.append((place, url))
    here = max((url for _place, url in places if path.startswith(url)), key=len, default="")
    return [Shown(one.label, url, one.icon, one.grouped, url == here) for one, url in places]
