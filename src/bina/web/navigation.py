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
    phone: bool = False  # also in the bottom bar of a phone


PLACES = (
    Place(_("Rapor"), "web:report", "self.answer", "report", phone=True),
    Place(_("Unit saya"), "web:unit", "unit.view", "team", phone=True),
    Place(_("Meja kerja"), "web:workbench", "imports.run", "desk", phone=True),
    Place(_("Kota"), "web:city", "city.view", "city", phone=True),
    Place(_("Pegawai"), "people:list", "people.list", "people"),
    Place(_("Kesenjangan"), "gaps:city", "city.view", "gap"),
    Place(_("Standar"), "standards:list", "standards.view", "book"),
    Place(_("Layanan"), "citizens:services", "services.view", "counter"),
    Place(_("Katalog"), "catalog:programmes", "catalog.view", "catalog", phone=True),
    Place(_("Rencana"), "plan:list", "plan.view", "plan", phone=True),
    Place(_("Unggah"), "imports:list", "imports.run", "upload"),
)


def navigation_for(access: Access | None, path: str) -> list[dict[str, object]]:
    """The places the user may open; the one that holds `path` is marked current."""
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
        places.append(
            {
                "label": place.label,
                "url": url,
                "icon": place.icon,
                "phone": place.phone,
                "current": path.startswith(url),
            }
        )
    return places
