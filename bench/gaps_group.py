"""All gaps of 8,000 people, computed and stored; against the same rule in plain Python."""

from collections import defaultdict

from bench.city import installation
from bench.rows import emit, row, seconds


def main() -> None:
    """Measure a warm gap run."""
    with installation("gaps"):
        from bina.audit.services import SYSTEM
        from bina.calendar.today import today
        from bina.gaps.services import run_gaps

        run_gaps(SYSTEM, today())
        ours = min(seconds(lambda: run_gaps(SYSTEM, today())) for _ in range(3))
        plain = seconds(plain_held_levels)
    emit([row("gaps.seconds", ours, "s", against="held levels alone, row by row in Python",
              ratio=plain / ours)])  # fmt: skip


def plain_held_levels() -> dict[tuple[int, int], float]:
    """The held level of every person and competency by loops over model instances."""
    from bina.assessment.models import Result

    newest: dict[tuple[int, int, str], Result] = {}
    for result in Result.objects.all().iterator():
        key = (result.person_id, result.competency_id, result.kind)
        if key not in newest or newest[key].measured_on < result.measured_on:
            newest[key] = result
    sums: dict[tuple[int, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for (person, competency, _), result in newest.items():
        weight = 1 / float(result.standard_error or 0.5) ** 2
        cell = sums[person, competency]
        cell[0] += weight * float(result.level)
        cell[1] += weight
    return {key: total / weight for key, (total, weight) in sums.items()}


if __name__ == "__main__":
    main()
