"""The education level of a person on a day, from the diplomas on record and the profile.

BKN ids of levels ("05" SD … "50" S3) rise with the level, so the highest is the largest. Higher is
better. A profile is what Data Utama said last; it has no history of its own.
"""


def level_on(best: str | None, profile: str, profile_year: int | None, year: int) -> str:
    """The BKN id that counts in `year`; "" where it is not known.

    `best` is the highest level among the diplomas by then, "" where all came later, None where
    there is no diploma on record: then the profile counts as it stands. With diplomas on record the
    profile counts only when its year of graduation is known and had come.

    >>> level_on("40", "45", 2025, 2024), level_on("40", "45", 2025, 2025)
    ('40', '45')
    >>> level_on(None, "45", None, 2020)
    '45'
    """
    if best is None:
        return profile
    had_come = profile_year is not None and profile_year <= year
    return max(best, profile) if had_come else best
