"""People, the organisation they work in, and what they did to develop: the ledger of records.

Source: SIASN Data Utama is the system of record; Bina keeps what development needs.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bina.accounts.models import User
from bina.accounts.permissions import Role
from bina.imports.models import Source
from bina.people.models_facts import DisciplineCase as DisciplineCase
from bina.people.models_facts import PerformanceReview as PerformanceReview
from bina.people.models_history import DroppedFact as DroppedFact
from bina.people.models_history import Education as Education
from bina.people.models_history import RankStep as RankStep


class Unit(models.Model):
    """A node of the organisation tree. `path` is "/1/5/20/": the ids from the top to itself."""

    class Kind(models.TextChoices):
        CITY = "city"
        OPD = "opd"
        DIVISION = "division"
        PUSKESMAS = "puskesmas"
        SCHOOL = "school"
        UPTD = "uptd"
        DISTRICT = "district"
        KELURAHAN = "kelurahan"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=80, unique=True)  # UNOR ID, or made from the path
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200, db_index=True, default="/")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.DIVISION)
    district = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=80, blank=True)  # origin for standard costs
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)  # the last day; null while it exists

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UnitName(models.Model):
    """A name that a unit bore from a day on (renaming by date)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    document_no = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unit_name_once_a_day")
        ]

    def __str__(self) -> str:
        return self.name


class Position(models.Model):
    """A post that people hold, e.g. Perawat Ahli Pertama. `tier` as in domain 1.3, e.g. "21"."""

    class JobKind(models.TextChoices):
        STRUCTURAL = "structural"
        FUNCTIONAL = "functional"
        GENERAL = "general"  # pelaksana
        UNKNOWN = "unknown"

    code = models.CharField(max_length=80, unique=True)  # JABATAN ID, or made from the name
    name = models.CharField(max_length=200, db_index=True)
    job_kind = models.CharField(max_length=12, choices=JobKind.choices)
    tier = models.CharField(max_length=2, blank=True)
    echelon = models.CharField(max_length=6, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A civil servant. The key is internal; a NIP belongs to a person for a time only."""

    class Employment(models.TextChoices):
        PNS = "pns"
        CPNS = "cpns"
        PPPK = "pppk"
        PPPK_PART_TIME = "pppk_pw"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pns_id = models.CharField(max_length=64, null=True, unique=True)  # SIASN's own key
    nip = models.CharField(max_length=18, blank=True, db_index=True)
    name = models.CharField(max_length=200, db_index=True)
    title_front = models.CharField(max_length=60, blank=True)
    title_back = models.CharField(max_length=120, blank=True)
    birth_place = models.CharField(max_length=80, blank=True)
    birth_date = models.DateField(null=True)
    gender = models.CharField(max_length=1, blank=True)  # M, F, or empty: unknown
    employment = models.CharField(max_length=8, choices=Employment.choices)
    legal_position = models.CharField(max_length=80, blank=True)  # kedudukan hukum
    appointed_on = models.DateField(null=True)  # TMT CPNS
    rank = models.CharField(max_length=6, blank=True)  # "III/c", PPPK "IX"
    rank_since = models.DateField(null=True)
    education_level = models.CharField(max_length=4, blank=True)  # BKN id, "40" = S1
    education_name = models.CharField(max_length=200, blank=True)
    graduation_year = models.PositiveSmallIntegerField(null=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="people")
    position = models.ForeignKey(
        Position, null=True, on_delete=models.PROTECT, related_name="holders"
    )
    position_since = models.DateField(null=True)
    user = models.OneToOneField(User, null=True, on_delete=models.SET_NULL, related_name="person")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    left_on = models.DateField(null=True)  # only a person decides that somebody left
    last_seen_import = models.BigIntegerField(null=True)  # the import run that last had the row
    data_doubts = models.JSONField(default=list)  # doubtful facts, as Texts, shown to HR

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["unit", "name"], name="person_by_unit")]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.nip})"

    @property
    def full_name(self) -> str:
        """Name with titles, e.g. "dr. ANI WENDA, S.Kep."."""
        name = f"{self.title_front} {self.name}".strip()
        return f"{name}, {self.title_back}" if self.title_back else name


class PersonNumber(models.Model):
    """A NIP or NI PPPK that a person bore from a day on."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="numbers")
    nip = models.CharField(max_length=18, db_index=True)
    valid_from = models.DateField(null=True)

    def __str__(self) -> str:
        return self.nip


class Assignment(models.Model):
    """A post in a unit from a day on; the newest open one is also on Person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    position = models.ForeignKey(Position, null=True, on_delete=models.PROTECT)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)  # the last day
    document_no = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=20, default="siasn")

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None)
                | Q(valid_from=None)
                | Q(valid_until__gte=F("valid_from")),
                name="assignment_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.unit_id}"


class Headship(models.Model):
    """HR's word on who heads a unit, over the holder of its structural post."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="headships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="headships")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    document_no = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} heads {self.unit_id}"


ACTING = [("plh", "Plh"), ("plt", "Plt"), ("secretary", _("Sekretaris"))]


class RoleGrant(models.Model):
    """A role that HR or the operator gave; employee and unit head follow from the data."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    document_no = models.CharField(max_length=120, blank=True)
    acting_for = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="deputies"
    )  # a head named the user for a span; null: a role in one's own right
    acting_mode = models.CharField(max_length=9, choices=ACTING, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="role_granted_once"),
            models.CheckConstraint(
                condition=Q(acting_for=None)
                | Q(valid_from__isnull=False, valid_until__isnull=False, unit__isnull=False),
                name="acting_has_a_span_and_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Absence(models.Model):
    """A span in which a person cannot be planned: leave, study leave, contract end, retirement."""

    class Kind(models.TextChoices):
        ANNUAL = "annual"
        LONG = "long"
        SICK = "sick"
        MATERNITY = "maternity"
        IMPORTANT = "important"
        UNPAID = "unpaid"
        STUDY = "study"
        CONTRACT_END = "contract_end"
        RETIREMENT = "retirement"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    start = models.DateField()
    end = models.DateField(null=True)
    document_no = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")), name="absence_ends_after_start"
            ),
            models.UniqueConstraint(fields=["person", "kind", "start"], name="absence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.start}"


class DevelopmentRecord(models.Model):
    """What a person did to develop. Raw: JP that count are computed from these rows alone."""

    class Status(models.TextChoices):
        CLAIMED = "claimed"
        APPROVED = "approved"
        REFUSED = "refused"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="records")
    form = models.CharField(max_length=60)  # a form of law parameter development.forms
    title = models.CharField(max_length=300)
    provider = models.CharField(max_length=200, blank=True)
    start = models.DateField()
    end = models.DateField()
    jp = models.DecimalField(max_digits=7, decimal_places=1)
    certificate_no = models.CharField(max_length=120, blank=True)
    competency_code = models.CharField(max_length=20, blank=True)
    fits_post = models.BooleanField(null=True)  # HR: it matches the post held; null: nobody checked
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.APPROVED)
    source = models.CharField(max_length=20, default="import")

    class Meta:
        ordering = ["-start"]
        indexes = [models.Index(fields=["person", "end"], name="record_by_person")]
        constraints = [
            models.CheckConstraint(condition=Q(jp__gte=0), name="record_jp_not_negative"),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="record_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["person", "form", "title", "start"], name="record_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.title}"


class ProtectedFact(models.Model):
    """A value that is dropped unless its source keeps it for a written purpose, e.g. a NIK.

    Only `selectors.protected` and the import itself read it: no list, export or audit entry does.
    """

    class Kind(models.TextChoices):
        NIK = "nik", "NIK"
        PHONE = "phone", _("Nomor HP")
        ADDRESS = "address", _("Alamat")
        RELIGION = "religion", _("Agama")
        MARITAL_STATUS = "marital_status", _("Status kawin")
        BPJS = "bpjs", _("Nomor BPJS")
        NPWP = "npwp", _("NPWP")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="protected_facts")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    value = models.CharField(max_length=300)
    import_run = models.BigIntegerField()  # the run that wrote it
    replaced_by = models.BigIntegerField(null=True)  # the run to undo; gone with the next one

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "source", "kind"],
                condition=Q(replaced_by=None),
                name="protected_fact_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class DataDispute(models.Model):
    """ "My data are wrong": what a person says of the own data, and what HR answered."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="disputes")
    subject = models.CharField(max_length=60)
    statement = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.subject}"
