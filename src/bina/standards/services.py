"""Acts on the dictionary and the position standards, each with its audit entry."""

from collections.abc import Mapping
from dataclasses import dataclass

from bina.audit.services import Actor, act
from bina.people.models import Position
from bina.standards.models import Competency, CompetencyLevel, PositionStandard
from bina.text import N_, BinaError


class SourceMissing(BinaError):
    """A text cannot be called official without saying where it comes from."""

    text = N_(
        "Naskah level {level} belum dapat ditandai resmi: sumbernya kosong. Isi nomor peraturan "
        "dan halamannya, lalu simpan lagi."
    )


@dataclass(frozen=True)
class LevelText:
    """The text of one level as a person typed it."""

    level: int
    description: str
    indicators: tuple[str, ...]
    is_official: bool
    source: str


def edit_level(actor: Actor, competency: Competency, text: LevelText) -> None:
    """Replace the text of one level. Raises SourceMissing for an official text without source."""
    if text.is_official and not text.source.strip():
        raise SourceMissing(level=text.level)
    status = CompetencyLevel.Status
    fields = {
        "description": text.description,
        "indicators": list(text.indicators),
        "status": (status.OFFICIAL if text.is_official else status.SUMMARY).value,
        "source": text.source,
    }
    with act(actor, "standards.level", ("competency", competency.code)) as entry:
        before = (
            CompetencyLevel.objects.filter(competency=competency, level=text.level)
            .values(*fields)
            .first()
        )
        CompetencyLevel.objects.update_or_create(
            competency=competency, level=text.level, defaults=fields
        )
        entry.note(level=text.level, before=before, after=fields)


def edit_standard(
    actor: Actor, position: Position, levels: Mapping[str, tuple[int, str]], source: str
) -> None:
    """Make the SKJ of a position exactly `levels`: competency code -> (level, importance)."""
    competencies = {row.code: row for row in Competency.objects.filter(code__in=levels)}
    with act(actor, "standards.skj", ("position", position.code)) as entry:
        present = {row.competency.code: row for row in _standards(position)}
        before = {code: [row.level, row.importance] for code, row in present.items()}
        position.standards.exclude(competency__code__in=levels).delete()
        changed = {code: value for code, value in levels.items() if before.get(code) != list(value)}
        PositionStandard.objects.bulk_create(
            [
                PositionStandard(
                    position=position,
                    competency=competencies[code],
                    level=level,
                    importance=importance,
                    source=source,
                )
                for code, (level, importance) in changed.items()
            ],
            update_conflicts=True,
            unique_fields=["position", "competency"],
            update_fields=["level", "importance", "source"],
        )
        entry.note(before=before, after={code: list(value) for code, value in levels.items()})


def _standards(position: Position) -> list[PositionStandard]:
    return list(position.standards.select_related("competency"))
