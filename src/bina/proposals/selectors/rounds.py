"""Which year's needs are collected now, and its deadlines."""

import datetime as dt
from dataclasses import dataclass

from bina.calendar.models import Duty
from bina.calendar.rules.duties import duty_state
from bina.calendar.selectors import duty_defaults
from bina.proposals.rules.stages import COLLECT, STAGES, VALIDATE


@dataclass(frozen=True)
class Round:
    """The collecting of one plan year; `duties` by code, all of STAGES."""

    year: int
    duties: dict[str, Duty]
    day: dt.date

    def is_past(self, code: str) -> bool:
        """Whether the deadline of a stage is over."""
        return duty_state(self.duties[code].deadline, self.day) == "past"

    @property
    def stage(self) -> str:
        """The first stage whose deadline is not over; the last one after all."""
        return next((code for code in STAGES if not self.is_past(code)), VALIDATE)

    @property
    def rows(self) -> list[tuple[Duty, str]]:
        """The duties in the order of the year, each with where the day stands."""
        return [
            (self.duties[code], duty_state(self.duties[code].deadline, self.day)) for code in STAGES
        ]

    @property
    def collecting_ends(self) -> dt.date:
        """The last day of proposing in time."""
        return self.duties[COLLECT].deadline


def round_of(year: int, day: dt.date) -> Round:
    """The round of a year; what HR did not write is the provisional default."""
    return _round(year, day, [*Duty.objects.filter(year=year, code__in=STAGES)])


def current_round(day: dt.date) -> Round:
    """The first round, from this year on, whose validation is not over; one query."""
    years = (day.year, day.year + 1, day.year + 2)
    written = list(Duty.objects.filter(year__in=years, code__in=STAGES))
    rounds = [_round(year, day, [row for row in written if row.year == year]) for year in years]
    return next((one for one in rounds if not one.is_past(VALIDATE)), rounds[-1])


def _round(year: int, day: dt.date, written: list[Duty]) -> Round:
    duties = {row.code: row for row in (*duty_defaults(year), *written)}
    return Round(year, {code: duties[code] for code in STAGES}, day)
