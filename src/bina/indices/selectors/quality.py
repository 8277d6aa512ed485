"""Data quality before sending: one function per possible fault, who has it, who can repair it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from bina.formats.siasn import EDUCATION_BY_ID
from bina.indices.selectors.columns import OLD, educations_of
from bina.law.law import Law
from bina.people.models import DevelopmentRecord, Education, Person, RankStep
from bina.people.selectors import active_people
from bina.text import N_, Text

Found = QuerySet[Person]
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
)  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """A fault with how many people have it."""

    fault: Fault
    reason: Text
    dimension: Text
    repair: Text
    n: int


def faults_of(people: Found, law: Law) -> list[Counted]:
    """Every kind of fault with its count, most first; one query each."""
    counted = [
        Counted(fault, Text(fault.reason), Text(fault.dimension), Text(fault.repair),
                fault.find(people, law).count())
        for fault in FAULTS
    ]  # fmt: skip
    return sorted(counted, key=lambda each: (-each.n, each.fault.name))


def people_with(name: str, people: Found, law: Law) -> Found:
    """Who has a fault; nobody for a name that is none."""
    for fault in FAULTS:
        if fault.name == name:
            found = fault.find(people, law).select_related("unit", "position")
            return found.order_by("name", "pk")
    return active_people().none()
