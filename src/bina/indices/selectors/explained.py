"""One person's indices opened up: components, the rows they come from, parameter, article."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import IntegerField, Value

from bina.formats.siasn import EDUCATION_BY_ID
from bina.indices.rules.ip_asn import EVIDENCE
from bina.indices.selectors.columns import cases_of, educations_of, evidence_records, reviews_of
from bina.indices.selectors.measured import Measured
from bina.indices.selectors.talent import Match, Talent
from bina.law.law import Law, Parameter
from bina.law.parameters import thawed
from bina.law.scaled import MISSING, SCALE
from bina.people.models import DevelopmentRecord, Person
from bina.text import N_, Text

DIMENSION_WORDS = {
    "qualification": N_("Kualifikasi"),
    "competence": N_("Kompetensi"),
    "performance": N_("Kinerja"),
    "discipline": N_("Disiplin"),
}
EVIDENCE_WORDS = {
    "leadership": N_("Diklat kepemimpinan sesuai jabatan"),
    "functional": N_("Diklat fungsional sesuai jabatan"),
    "technical": N_("Diklat teknis dengan JP cukup"),
    "seminar": N_("Seminar, lokakarya, magang dan sejenisnya"),
}


@dataclass(frozen=True)
class Part:
    """A component of an index. `points` None: it cannot be computed."""

    label: Text
    points: float | None
    rows: tuple[Text, ...]
    parameter: Parameter
    most: float | None = None

    @property
    def sure(self) -> bool:
        """Whether the figure may be shown without a mark."""
        return self.parameter.confidence != "provisional" and not self.parameter.changed

    def as_json(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "name": self.label.template,
            "points": self.points,
            "rows": [row.template.format(**row.values) for row in self.rows],
            "parameter": parameter_json(self.parameter),
        }


@dataclass(frozen=True)
class Explained:
    """An index of one person: value, category, components, and what is missing or unsure."""

    title: str
    value: float | None
    band: str
    parts: list[Part] = field(default_factory=list)
    lacking: list[Parameter] = field(default_factory=list)


def parameter_json(parameter: Parameter) -> dict[str, Any]:
    """A parameter with its source and how sure it is."""
    return {
        "id": parameter.id,
        "title": parameter.title_id,
        "value": thawed(parameter.value),
        "since": parameter.since.isoformat(),
        "regulation": parameter.regulation,
        "article": parameter.article,
        "confidence": parameter.confidence,
        "changed": parameter.changed,
    }


def _number(value: int) -> float | None:
    return None if value == MISSING else value / SCALE


def explain_ip_asn(measured: Measured, rows: Mapping[str, tuple[Text, ...]]) -> Explained:
    """IP ASN of the only person measured; `rows` from `rows_of`."""
    law, ruleset = measured.law, measured.ruleset
    bands = law.value("ip_asn.bands")
    letter = ruleset == "bkn_4190_2024"
    names = {
        "qualification": "qualification",
        "competence": "competence_development" if letter else "competence",
        "performance": "performance",
        "discipline": "discipline",
    }
    parts = [
        Part(
            Text(word),
            _number(int(getattr(measured.scores, name)[0])),
            rows[name],
            law.parameter(f"ip_asn.{ruleset}.{names[name]}"),
        )
        for name, word in DIMENSION_WORDS.items()
    ]
    place = int(measured.bands[0])
    band = str(bands[place]["name"]) if place >= 0 else ""
    total = _number(int(measured.scores.total[0]))
    return Explained("IP ASN", total, band, parts, measured.lacking if total is None else [])


def rows_of(person: Person, measured: Measured) -> dict[str, tuple[Text, ...]]:
    """The rows that each dimension comes from; they are the same under every ruleset."""
    return {
        "qualification": (_education(person, measured),),
        "competence": _competence(person, measured),
        "performance": _performance(person, measured),
        "discipline": _punishments(person, measured),
    }


def _education(person: Person, measured: Measured) -> Text:
    counted = measured.people.education[0]
    level = EDUCATION_BY_ID.get(counted, "")
    if not level:
        return Text(N_("Tingkat pendidikan belum diketahui; lengkapi Data Utama."))
    rows = person.educations.filter(educations_of(measured.law.day), level=counted)
    diploma = rows.order_by("year", "pk").first()
    if diploma is None:
        words = {"level": level, "name": person.education_name or "-"}
        return Text(N_("Pendidikan {level}: {name}"), words)
    words = {"level": level, "name": diploma.name, "year": str(diploma.year)}
    return Text(N_("Pendidikan {level}: {name}, lulus {year}"), words)


def _competence(person: Person, measured: Measured) -> tuple[Text, ...]:
    law = measured.law
    kind = person.position.job_kind if person.position else ""
    by_path: Mapping[str, Any] = law.parameter("ip_asn.bkn_8_2019.competence").value
    asked = {name: points for name in EVIDENCE if (points := by_path.get(kind, {}).get(name, 0))}
    found = [
        _evidence(name, points, record)
        for (name, points), record in zip(
            asked.items(), _newest(person, law, list(asked), general=kind == "general"), strict=True
        )
    ]
    if not found:
        found.append(Text(N_("Jenis jabatan belum diketahui; lengkapi jabatan.")))
    return tuple(found)


def _newest(
    person: Person, law: Law, names: list[str], *, general: bool
) -> list[DevelopmentRecord | None]:
    """The newest record that counts for each part, in one query."""
    rows = [
        evidence_records(law, name, general=general).filter(person=person).order_by()
        for name in names
    ]
    if not rows:
        return []
    parts = [row.annotate(part=Value(at, IntegerField())) for at, row in enumerate(rows)]
    newest: dict[int, DevelopmentRecord] = {}
    for record in parts[0].union(*parts[1:], all=True).order_by("end"):
        newest[record.part] = record
    return [newest.get(at) for at in range(len(names))]


def _evidence(name: str, points: float, record: DevelopmentRecord | None) -> Text:
    word = {"what": EVIDENCE_WORDS[name], "points": f"{points:g}".replace(".", ",")}
    if record is None:
        return Text(N_("{what}: belum ada ({points})"), word)
    word |= {"title": record.title, "day": record.end.strftime("%d-%m-%Y")}
    return Text(N_("{what}: {title}, {day} ({points})"), word)


def _performance(person: Person, measured: Measured) -> tuple[Text, ...]:
    review = reviews_of(measured.law).filter(person=person).first()
    if review is None:
        year = measured.law.day.year - measured.law.value("ip_asn.performance_years_back")
        return (Text(N_("Predikat kinerja {year} belum tercatat."), {"year": str(year)}),)
    word = str(review.get_predicate_display()) if review.predicate else str(review.value)
    return (Text(N_("Kinerja {year}: {word}"), {"year": str(review.year), "word": word}),)


def _punishments(person: Person, measured: Measured) -> tuple[Text, ...]:
    rows = tuple(
        Text(
            N_("{level}: {kind}, TMT {day}"),
            {
                "level": str(case.get_level_display()),
                "kind": case.kind,
                "day": case.start.strftime("%d-%m-%Y"),
            },
        )
        for case in cases_of(measured.law).filter(person=person)
    )
    return rows or (Text(N_("Tidak ada hukuman disiplin yang masih dihitung.")),)


PART_WORDS = {
    "predicate": N_("Predikat kinerja"),
    "award": N_("Penghargaan"),
    "assignment": N_("Penugasan atau tim kerja"),
    "feedback": N_("Umpan balik 360"),
    "assessment": N_("Penilaian kompetensi (JPM)"),
    "development": N_("Pengembangan kompetensi"),
    "experience": N_("Pengalaman jabatan"),
    "potency": N_("Potensi"),
    "education": N_("Pendidikan"),
    "field_fit": N_("Kesesuaian bidang ilmu"),
    "integrity": N_("Integritas"),
}


def explain_talent(measured: Measured, talent: Talent | None) -> dict[str, Any] | None:
    """Both axes with their weighted parts; None before 411/2025."""
    if talent is None:
        return None
    law = measured.law
    axes = []
    for word, name, values in (
        (N_("Kinerja"), "performance_parts", talent.performance),
        (N_("Potensial"), "potential_parts", talent.potential),
    ):
        parameter = law.parameter(f"talent.{name}")
        parts = [
            (Text(PART_WORDS[part]), _number(int(talent.parts[part][0])), weight)
            for part, weight in parameter.value.items()
        ]
        axes.append(
            {"label": Text(word), "value": _number(int(values[0])), "parts": parts,
             "parameter": parameter}
        )  # fmt: skip
    box = int(talent.box[0])
    advice = law.value("talent.recommendations").get(str(box), ()) if box else ()
    return {
        "box": box, "score": _number(int(talent.score[0])), "axes": axes, "advice": list(advice),
        "boxes": law.parameter("talent.boxes"),
    }  # fmt: skip


def explain_match(measured: Measured, match: Match) -> dict[str, Any]:
    """JPM with both categories, or how many competencies still lack an official result."""
    law, value = measured.law, int(match.value[0])
    found: dict[str, Any] = {
        "value": _number(value),
        "n_required": int(match.n_required[0]),
        "n_measured": int(match.n_measured[0]),
        "bands": [],
    }
    for purpose in ("filling", "mapping"):
        parameter = law.parameter(f"assessment.jpm_bands.{purpose}")
        names = [b["name"] for b in parameter.value if value >= b["from"] * SCALE]
        found["bands"].append((parameter, names[0] if value != MISSING and names else ""))
    return found
