"""Data quality before sending: one function per possible fault, who has it, who can repair it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import (
    Cast,
    Concat,
    ExtractDay,
    ExtractMonth,
    ExtractYear,
    LPad,
    Substr,
)
from numpy.typing import NDArray

from bina.assessment.models import Result
from bina.assessment.selectors import oldest_valid
from bina.formats.siasn import EDUCATION_BY_ID
from bina.indices.selectors.columns import OLD, educations_of
from bina.law.law import Law, newest
from bina.people.models import DevelopmentRecord, Education, Person, RankStep, Unit
from bina.people.selectors import active_people
from bina.text import N_, Text

Found = QuerySet[Person]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
_NIP: Final = newest("employment.nip")
GENDER_DIGIT: Final = _NIP["birth_date"] + _NIP["year"] + _NIP["month_or_contracts"] + 1
PROFILE: Final = N_("Petugas kepegawaian: lengkapi di SIASN, lalu unggah Data Utama")
RECORDS: Final = N_("Petugas kepegawaian atau BKPP: buka pegawai, lalu perbaiki catatannya")


@dataclass(frozen=True)
class Fault:
    """A kind of fault: what it is, its dimension of quality, who repairs it, who has it."""

    name: str
    dimension: str
    reason: str
    repair: str
    find: Callable[[Found, Law], Found]


def education_unknown(people: Found, law: Law) -> Found:
    """Completeness: no education level that BKN knows."""
    return people.exclude(education_level__in=list(EDUCATION_BY_ID))


def position_unknown(people: Found, law: Law) -> Found:
    """Completeness: no post, or a post whose kind is not known."""
    return people.filter(Q(position=None) | Q(position__job_kind="unknown"))


def predicate_missing(people: Found, law: Law) -> Found:
    """Timeliness: no performance of the last full year."""
    year = law.day.year - int(law.value("ip_asn.performance_years_back"))
    return people.exclude(reviews__year=year)


def post_match_unchecked(people: Found, law: Law) -> Found:
    """Completeness: leadership or functional training that nobody compared with the post."""
    forms = law.value(f"{OLD}.forms")
    return people.filter(
        records__form__in=[*forms["leadership"], *forms["functional"]],
        records__status=DevelopmentRecord.Status.APPROVED,
        records__fits_post=None,
    ).distinct()


def claim_waits(people: Found, law: Law) -> Found:
    """Timeliness: learning of the year that nobody approved or refused yet."""
    return people.filter(
        records__status=DevelopmentRecord.Status.CLAIMED, records__end__year=law.day.year
    ).distinct()


def record_in_the_future(people: Found, law: Law) -> Found:
    """Accuracy: learning that ended on a day still to come."""
    return people.filter(
        records__end__gt=law.day, records__status=DevelopmentRecord.Status.APPROVED
    ).distinct()


def graduated_in_the_future(people: Found, law: Law) -> Found:
    """Accuracy: a year of graduation still to come."""
    return people.filter(graduation_year__gt=law.day.year)


def graduated_before_ten(people: Found, law: Law) -> Found:
    """Consistency: graduated within ten years of birth."""
    return people.filter(graduation_year__lt=F("birth_date__year") + 10)


def profile_below_diplomas(people: Found, law: Law) -> Found:
    """Consistency: a diploma on record is higher than the level in Data Utama."""
    higher = Education.objects.filter(
        educations_of(law.day), person=OuterRef("pk"), level__gt=OuterRef("education_level")
    )
    return people.filter(Exists(higher))


def rank_differs_from_history(people: Found, law: Law) -> Found:
    """Consistency: the newest rank on record is not the one in Data Utama."""
    newest = RankStep.objects.filter(person=OuterRef("pk"), since__lte=law.day).order_by("-since")
    ranks = people.annotate(newest_rank=Subquery(newest.values("rank")[:1]))
    return ranks.exclude(newest_rank=None).exclude(newest_rank=F("rank"))


def two_main_posts(people: Found, law: Law) -> Found:
    """Consistency: two posts without an end at once."""
    open_posts = Count("assignments", filter=Q(assignments__valid_until=None), distinct=True)
    return people.annotate(n_posts=open_posts).filter(n_posts__gt=1)


def rank_unknown(people: Found, law: Law) -> Found:
    """Completeness: no rank (golongan)."""
    return people.filter(rank="")


def assessment_outdated(people: Found, law: Law) -> Found:
    """Timeliness: no official assessment of competence that is still valid."""
    valid = Result.objects.filter(
        kind=Result.Kind.OFFICIAL, measured_on__range=(oldest_valid(law), law.day)
    )
    return people.exclude(pk__in=valid.values("person"))


def birth_date_unlike_nip(people: Found, law: Law) -> Found:
    """Consistency: the birth date is not the one that the NIP begins with."""
    parts = (ExtractYear("birth_date"), ExtractMonth("birth_date"), ExtractDay("birth_date"))
    year, month, day = (Cast(part, CharField()) for part in parts)
    zero = Value("0")
    said = Concat(year, LPad(month, 2, zero), LPad(day, 2, zero), output_field=CharField())
    known = people.exclude(birth_date=None).annotate(said=said)
    return known.exclude(nip__startswith=F("said"))


def gender_unlike_nip(people: Found, law: Law) -> Found:
    """Consistency: the NIP says another gender."""
    said = people.annotate(said=Substr("nip", GENDER_DIGIT, 1))
    return said.filter(Q(gender="M", said="2") | Q(gender="F", said="1"))


FAULTS: Final = (
    Fault("education_unknown", N_("Kelengkapan"), N_("Tingkat pendidikan tidak dikenal"),
          PROFILE, education_unknown),
    Fault("position_unknown", N_("Kelengkapan"), N_("Jabatan atau jenis jabatan belum diketahui"),
          PROFILE, position_unknown),
    Fault("post_match_unchecked", N_("Kelengkapan"),
          N_("Diklat kepemimpinan atau fungsional belum dicocokkan dengan jabatan"),
          RECORDS, post_match_unchecked),
    Fault("predicate_missing", N_("Ketepatan waktu"),
          N_("Predikat kinerja tahun lalu belum tercatat"),
          N_("BKPP: unggah predikat kinerja dari e-Kinerja"), predicate_missing),
    Fault("claim_waits", N_("Ketepatan waktu"), N_("Pengembangan tahun ini belum diputuskan"),
          N_("Kepala unit atau BKPP: setujui atau tolak"), claim_waits),
    Fault("record_in_the_future", N_("Ketepatan"), N_("Pengembangan yang disetujui belum selesai"),
          RECORDS, record_in_the_future),
    Fault("graduated_in_the_future", N_("Ketepatan"), N_("Tahun lulus belum tiba"),
          PROFILE, graduated_in_the_future),
    Fault("graduated_before_ten", N_("Konsistensi"), N_("Lulus sebelum berusia sepuluh tahun"),
          PROFILE, graduated_before_ten),
    Fault("profile_below_diplomas", N_("Konsistensi"),
          N_("Ijazah tercatat lebih tinggi daripada Data Utama"), PROFILE, profile_below_diplomas),
    Fault("rank_differs_from_history", N_("Konsistensi"),
          N_("Golongan terakhir pada riwayat berbeda dari Data Utama"),
          PROFILE, rank_differs_from_history),
    Fault("two_main_posts", N_("Konsistensi"), N_("Dua jabatan utama berlaku bersamaan"),
          N_("BKPP: akhiri jabatan lama lewat mutasi"), two_main_posts),
    Fault("rank_unknown", N_("Kelengkapan"), N_("Golongan belum diketahui"),
          PROFILE, rank_unknown),
    Fault("assessment_outdated", N_("Ketepatan waktu"),
          N_("Penilaian kompetensi resmi belum ada atau sudah kedaluwarsa"),
          N_("BKPP: jadwalkan penilaian, lalu unggah hasilnya"), assessment_outdated),
    Fault("birth_date_unlike_nip", N_("Konsistensi"), N_("Tanggal lahir berbeda dari NIP"),
          PROFILE, birth_date_unlike_nip),
    Fault("gender_unlike_nip", N_("Konsistensi"), N_("Jenis kelamin berbeda dari NIP"),
          PROFILE, gender_unlike_nip),
)  # fmt: skip


DIMENSIONS: Final = tuple(dict.fromkeys(fault.dimension for fault in FAULTS))


@dataclass(frozen=True)
class Counted:
    """A fault with how many people have it."""

    fault: Fault
    reason: Text
    dimension: Text
    repair: Text
    n: int


@dataclass(frozen=True)
class Figure:
    """How many of some people have no fault of a dimension."""

    dimension: Text
    n: int
    n_clean: int

    @property
    def share(self) -> float | None:
        """Part without a fault; None for nobody."""
        return self.n_clean / self.n if self.n else None


@dataclass(frozen=True)
class UnitQuality:
    """A unit's figures, one a dimension in the order of DIMENSIONS."""

    unit: Unit | None  # None: people whose unit is not known
    n: int
    figures: tuple[Figure, ...]

    @property
    def worst(self) -> float:
        """The lowest share of its dimensions."""
        return min((figure.share or 0.0 for figure in self.figures), default=0.0)


@dataclass(frozen=True)
class Quality:
    """The faults with their counts, the figures of all people, and those of each unit."""

    counted: list[Counted]
    figures: tuple[Figure, ...]
    units: list[UnitQuality]


def quality_of(people: Found, law: Law, *, by_office: bool) -> Quality:
    """Everything of the page in three queries: the people, the faults, the units.

    `by_office`: units are the offices (second level of the tree), else everybody's own unit.
    """
    rows = list(people.order_by("pk").values_list("pk", "unit__path"))
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    has = _who_has(people, law, ids)
    counted = [
        Counted(fault, Text(fault.reason), Text(fault.dimension), Text(fault.repair),
                int(has[fault.name].sum()))
        for fault in FAULTS
    ]  # fmt: skip
    faulty = {
        dimension: np.logical_or.reduce(
            [has[fault.name] for fault in FAULTS if fault.dimension == dimension]
        )
        for dimension in DIMENSIONS
    }
    unit = np.array([_unit_of(path, by_office=by_office) for _pk, path in rows], dtype=np.int64)
    known = Unit.objects.in_bulk([pk for pk in np.unique(unit).tolist() if pk])
    units = [
        UnitQuality(known.get(pk), int(inside.sum()), _figures(faulty, inside))
        for pk in np.unique(unit).tolist()
        for inside in [unit == pk]
    ]
    return Quality(
        sorted(counted, key=lambda each: (-each.n, each.fault.name)),
        _figures(faulty, np.ones(len(ids), dtype=np.bool_)),
        sorted(units, key=lambda row: (row.worst, row.unit.name if row.unit else "")),
    )


def _who_has(people: Found, law: Law, ids: Ints) -> dict[str, Mask]:
    """Who of `ids` has each fault, in one query."""
    parts = [
        fault.find(people, law)
        .order_by()
        .annotate(part=Value(at, output_field=IntegerField()))
        .values_list("pk", "part")
        for at, fault in enumerate(FAULTS)
    ]
    rows = np.array(list(parts[0].union(*parts[1:], all=True)), dtype=np.int64).reshape(-1, 2)
    return {fault.name: np.isin(ids, rows[rows[:, 1] == at, 0]) for at, fault in enumerate(FAULTS)}


def _unit_of(path: str | None, *, by_office: bool) -> int:
    parts = [int(part) for part in (path or "").split("/") if part]
    if not parts:
        return 0
    return parts[1] if by_office and len(parts) > 1 else parts[-1]


def _figures(faulty: Mapping[str, Mask], inside: Mask) -> tuple[Figure, ...]:
    n = int(inside.sum())
    return tuple(
        Figure(Text(dimension), n, n - int((mask & inside).sum()))
        for dimension, mask in faulty.items()
    )


def people_with(name: str, people: Found, law: Law) -> Found:
    """Who has a fault; nobody for a name that is none."""
    for fault in FAULTS:
        if fault.name == name:
            found = fault.find(people, law).select_related("unit", "position")
            return found.order_by("name", "pk")
    return active_people().none()
