"""The sentences of a certificate, in words first."""

import math
from collections.abc import Mapping
from typing import Any

from bina.text import N_, Text

LEAST_POINTS = 0.05  # less is not said
EXPECTED = "expected"  # what a certificate's points are, where they are not those as measured


def more_at_most(value: float, bound: float) -> float | None:
    """Percent that any other plan can close more, rounded up to a tenth; None without a value.

    >>> more_at_most(100.0, 106.0), more_at_most(0.0, 5.0)
    (6.0, None)
    """
    if value <= 0:
        return None
    return math.ceil(max(0.0, bound / value - 1) * 1000 - 1e-9) / 10


def closure_sentence(certificate: Mapping[str, Any]) -> Text:
    """What is proven about the closure, as measured or as expected."""
    if certificate.get("counts") == EXPECTED:
        return _expected_sentence(certificate)
    value, bound = certificate.get("value", 0.0), certificate.get("closure_bound", 0.0)
    more = more_at_most(value, bound)
    if bound <= 1e-6:
        return Text(N_("Tidak ada kesenjangan terukur yang dapat ditutup dengan katalog ini."))
    if more is None:
        return Text(
            N_("Rencana ini belum menutup kesenjangan; batas yang terbukti {bound} poin."),
            {"bound": round(bound, 1)},
        )
    if more < 0.05:
        return Text(N_("Terbukti terbaik: tidak ada rencana lain yang menutup lebih banyak."))
    return Text(
        N_(
            "Tidak ada rencana lain yang menutup lebih dari {more} % lebih banyak dengan uang "
            "dan aturan ini."
        ),
        {"more": _decimal(more)},
    )


def _expected_sentence(certificate: Mapping[str, Any]) -> Text:
    value, bound = certificate.get("value", 0.0), certificate.get("closure_bound", 0.0)
    more = more_at_most(value, bound)
    if bound <= 1e-6:
        return Text(N_("Tidak ada kesenjangan terukur yang dapat ditutup dengan katalog ini."))
    if more is None:
        return Text(
            N_("Rencana ini belum menutup kesenjangan; batas yang terbukti {bound} poin harapan."),
            {"bound": round(bound, 1)},
        )
    if more < 0.05:
        return Text(N_("Terbukti terbaik menurut hitungan dengan ketidakpastian."))
    return Text(
        N_(
            "Dihitung dengan ketidakpastian: tidak ada rencana lain yang mencapai lebih dari "
            "{more} % lebih banyak poin harapan dengan uang dan aturan ini."
        ),
        {"more": _decimal(more)},
    )


def hours_sentence(certificate: Mapping[str, Any]) -> Text:
    """What is proven about the missing hours."""
    missing, bound = certificate.get("missing_jp", 0), certificate.get("missing_jp_bound", 0)
    if missing == 0:
        return Text(N_("Setiap orang yang dapat direncanakan memperoleh JP minimumnya."))
    if missing == bound:
        return Text(
            N_("Terbukti: tidak ada rencana yang menyisakan kurang dari {n} JP."), {"n": missing}
        )
    return Text(
        N_("Masih kurang {n} JP; terbukti tidak ada rencana yang menyisakan kurang dari {low} JP."),
        {"n": missing, "low": bound},
    )


def comparison_sentence(value: float, first_come: float) -> Text | None:
    """Against first come, first served; None when that closes nothing."""
    if first_come <= 0:
        return None
    share = 100 * (value / first_come - 1)
    if share >= 0:
        words = N_("Menutup {n} % lebih banyak daripada siapa cepat dia dapat.")
    else:
        words = N_("Menutup {n} % lebih sedikit daripada siapa cepat dia dapat; beri waktu lebih.")
    return Text(words, {"n": round(abs(share))})


def _decimal(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def noise_sentence(given_up: float, gained: float) -> Text:
    """A plan for noise against another, in closure points: promised less, expected more."""
    if gained < LEAST_POINTS:
        return Text(
            N_("Tidak ditemukan rencana yang dapat diharapkan menutup lebih banyak; beri waktu.")
        )
    values = {"more": _decimal(gained), "less": _decimal(given_up)}
    if given_up < LEAST_POINTS:
        return Text(
            N_(
                "{more} poin lebih banyak dapat diharapkan, tanpa melepas apa pun yang dijanjikan "
                "menurut tingkat terukur."
            ),
            values,
        )
    return Text(
        N_(
            "{more} poin lebih banyak dapat diharapkan; sebagai gantinya {less} poin yang "
            "dijanjikan menurut tingkat terukur dilepas."
        ),
        values,
    )
