"""Quotas of a year: as the rules know them, and as the pages show them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from bina.people import words
from bina.people.models import Unit
from bina.people.selectors import active_people
from bina.plan.models import Quota
from bina.plan.rules.facts import People, QuotaFact, UnitFact
from bina.plan.rules.groups import BANDS, UNIT, grade_band, members_of

ORDERS = {
    "program": ("programme__name", "grouping", "word"),
    "kursi": ("-seats", "programme__name", "pk"),
    "kelompok": ("grouping", "word", "programme__name"),
}
Group = tuple[str, str]  # grouping, word


def quota_facts(year: int, people: People, units: Sequence[UnitFact]) -> tuple[QuotaFact, ...]:
    """The quotas of the year with their members among the people who can be planned."""
    names = {unit.code: unit.name for unit in units}
    rows = Quota.objects.filter(year=year).select_related("programme").order_by("pk")
    return tuple(
        QuotaFact(
            row.programme.code,
            row.seats,
            members_of(people, units, row.grouping, row.word),
            group_label((row.grouping, row.word), names),
            str(row.public_id),
        )
        for row in rows
    )


def group_label(group: Group, unit_names: dict[str, str]) -> str:
    """The group in words, e.g. "Distrik Abepura", "Perempuan", "Dinas Kesehatan"."""
    grouping, word = group
    if grouping == UNIT:
        return unit_names.get(word, word)
    if grouping == "gender":
        return str(words.GENDER.get(word, word))
    if grouping == "employment":
        return str(words.EMPLOYMENT.get(word, word))
    return f"{Quota.Grouping(grouping).label} {_(word) if grouping == 'grade' else word}"


def group_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups that a quota can name, for a select: (grouping, [("grouping:word", label)])."""
    districts = Unit.objects.exclude(district="").order_by("district")
    offices = Unit.objects.filter(kind__in=OFFICE_KINDS).order_by("name")
    named: dict[str, list[Group]] = {
        "district": [
            ("district", name) for name in districts.values_list("district", flat=True).distinct()
        ],
        "grade": [("grade", band) for band in BANDS],
        "gender": [("gender", word) for word in words.GENDER],
        "employment": [("employment", word) for word in words.EMPLOYMENT],
        UNIT: [],
    }
    unit_names = dict(offices.values_list("code", "name"))
    named[UNIT] = [(UNIT, code) for code in unit_names]
    return [
        (
            str(Quota.Grouping(grouping).label),
            [(":".join(group), group_label(group, unit_names)) for group in groups],
        )
        for grouping, groups in named.items()
        if groups
    ]


OFFICE_KINDS = ("opd", "puskesmas", "district", "kelurahan", "uptd")


@dataclass(frozen=True)
class QuotaRow:
    """A quota as its page shows it."""

    quota: Quota
    label: str
    n_people: int

    @property
    def too_few(self) -> bool:
        """Whether the group has fewer people than the quota wants seats."""
        return self.n_people < self.quota.seats


def quotas(year: int | None, search: str, order: str) -> QuerySet[Quota]:
    """Quotas by year, programme or group."""
    found = Quota.objects.select_related("programme")
    if year:
        found = found.filter(year=year)
    if search:
        found = found.filter(
            Q(programme__name__icontains=search)
            | Q(programme__code__icontains=search)
            | Q(word__icontains=search)
            | Q(reason__icontains=search)
        )
    return found.order_by("-year", *ORDERS.get(order, ORDERS["program"]))


def quota_years() -> list[int]:
    """Years that have quotas, newest first."""
    return list(Quota.objects.order_by("-year").values_list("year", flat=True).distinct())


def quota_rows(found: Sequence[Quota]) -> list[QuotaRow]:
    """The quotas with their groups in words and how many people each has; four queries."""
    sizes = group_sizes({row.word for row in found if row.grouping == UNIT})
    codes = {row.word for row in found if row.grouping == UNIT}
    names = dict(Unit.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        QuotaRow(
            row,
            group_label((row.grouping, row.word), names),
            sizes.get((row.grouping, row.word), 0),
        )
        for row in found
    ]


def group_sizes(unit_codes: set[str]) -> Counter[Group]:
    """Active people per group; of units only those asked for, with all below."""
    fields = ("unit__district", "position__tier", "gender", "employment", "unit__path")
    rows = active_people().order_by().values_list(*fields).annotate(n=Count("pk"))
    paths = dict(Unit.objects.filter(code__in=unit_codes).values_list("code", "path"))
    sizes: Counter[Group] = Counter()
    for district, tier, gender, employment, path, n in rows:
        sizes["district", district or ""] += n
        sizes["grade", grade_band(tier or "")] += n
        sizes["gender", gender] += n
        sizes["employment", employment] += n
        for code, top in paths.items():
            if path and path.startswith(top):
                sizes[UNIT, code] += n
    return sizes
