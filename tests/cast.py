"""The same four people in every test, and the scene they live in.

Ani, a nurse at Puskesmas Hamadi; Budi, who heads it; Citra, HR analyst at BKPP; Dani of the civil
registry, who must see nothing of Ani's. Beside them one person per further role.
"""

import datetime as dt
from dataclasses import dataclass

from bina.accounts.models import User
from bina.accounts.permissions import Role
from bina.audit.guard import unguarded
from bina.people.models import Person, Position, RoleGrant, Unit

PASSWORD = "sagu-papeda-2026"


@dataclass
class Cast:
    """Everybody, each with a user; units and positions by short names."""

    ani: Person
    colleague: Person  # works beside Ani and has no further role
    budi: Person
    citra: Person
    dani: Person
    officer: Person  # OPD personnel officer of the health office
    hr_head: Person
    mayor: User  # not a civil servant
    operator: User
    city: Unit
    health: Unit
    puskesmas: Unit
    registry: Unit
    agency: Unit

    def user(self, name: str) -> User:
        """The user of a member of the cast, by name."""
        member = getattr(self, name)
        return member if isinstance(member, User) else member.user


def unit(code: str, name: str, parent: Unit | None, kind: str, district: str = "") -> Unit:
    """A unit with its path set."""
    made = Unit.objects.create(
        code=code, name=name, parent=parent, kind=kind, district=district, place="Kota Jayapura"
    )
    made.path = f"{parent.path if parent else '/'}{made.pk}/"
    made.save()
    return made


def person(nip: str, name: str, where: Unit, post: Position, **more: object) -> Person:
    """A person with a user who can log in with PASSWORD once `log_in` has hashed it."""
    user = User.objects.create(username=nip, display_name=name)
    fields: dict[str, object] = {
        "pns_id": f"PNS-{nip}",
        "birth_date": dt.date(int(nip[:4]), int(nip[4:6]), int(nip[6:8])),
        "gender": "M" if nip[14] == "1" else "F",
        "employment": "pns",
        "legal_position": "Aktif",
        "rank": "III/b",
        "education_level": "40",
        "position_since": dt.date(2020, 1, 1),
    }
    return Person.objects.create(
        nip=nip, name=name, unit=where, position=post, user=user, **{**fields, **more}
    )


def grant(user: User, role: Role, where: Unit | None = None) -> None:
    """Give a role from 2026 on."""
    RoleGrant.objects.create(user=user, role=role, unit=where, valid_from=dt.date(2026, 1, 1))


def make_cast() -> Cast:
    """Set the scene; outside the audit, for it is not an act of anybody."""
    with unguarded():
        city = unit("KOTA", "Pemerintah Kota Jayapura", None, "city")
        health = unit("DINKES", "Dinas Kesehatan", city, "opd")
        puskesmas = unit("PKM-HMD", "Puskesmas Hamadi", health, "puskesmas", "Jayapura Selatan")
        registry = unit("DUKCAPIL", "Dinas Kependudukan dan Pencatatan Sipil", city, "opd")
        agency = unit("BKPP", "BKPP Kota Jayapura", city, "opd")
        nurse = Position.objects.create(
            code="JF-PERAWAT-21", name="Perawat Ahli Pertama", job_kind="functional", tier="21"
        )
        head = Position.objects.create(
            code="ST-KAPUS", name="Kepala Puskesmas", job_kind="structural", tier="05"
        )
        analyst = Position.objects.create(
            code="JF-ANALIS-22", name="Analis SDM Ahli Muda", job_kind="functional", tier="22"
        )
        clerk = Position.objects.create(
            code="PL-OPERATOR", name="Operator Layanan", job_kind="general", tier="06"
        )
        chief = Position.objects.create(
            code="ST-KABAN", name="Kepala Badan", job_kind="structural", tier="03"
        )
        cast = Cast(
            ani=person("199001012015032001", "ANI WENDA", puskesmas, nurse),
            colleague=person("199505052020122007", "YULI KBAREK", puskesmas, nurse),
            budi=person("197803042003121002", "BUDI MANDOWEN", puskesmas, head, rank="IV/a"),
            citra=person("198505062010012003", "CITRA RUMBIAK", agency, analyst),
            dani=person("199207082019031004", "DANI OHEE", registry, clerk, rank="II/c"),
            officer=person("198801022012011005", "ELIA SUEBU", health, clerk),
            hr_head=person("197001011995031006", "FRANS HAMADI", agency, chief, rank="IV/c"),
            mayor=User.objects.create(username="walikota", display_name="Wali Kota"),
            operator=User.objects.create(username="operator", display_name="Operator"),
            city=city,
            health=health,
            puskesmas=puskesmas,
            registry=registry,
            agency=agency,
        )
        grant(cast.user("officer"), Role.OPD_OFFICER, health)
        grant(cast.user("citra"), Role.HR_ANALYST)
        grant(cast.user("hr_head"), Role.HR_HEAD)
        grant(cast.mayor, Role.MAYOR)
        grant(cast.operator, Role.OPERATOR)
    return cast
