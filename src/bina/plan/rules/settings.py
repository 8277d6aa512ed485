"""The constants of a plan: all of them settings that the agency may change, marked provisional.

No regulation gives these numbers; the defaults are first estimates of the design.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from bina.engines.allocation.model import Settings as EngineSettings
from bina.text import N_

HUNDRED = 100
AWAY = (0, 5, 10, 20, 30)  # percent of the seats that nobody uses, to choose from


@dataclass(frozen=True)
class PlanSettings:
    """Shares are 0..1; see the engine's Settings for the first four.

    jp_cap         JP that one person may take in the year
    unit_cap_share part of a leaf unit without a stated minimum that may be away in a half-day
    most_times     activities per person and year of an open programme without a cap
    kept_jp        planned anew: JP that giving up a seat nobody answered yet counts for
    promised_jp    the same for a seat that was accepted or confirmed
    new_jp         the same for a seat that nobody held before
    for_noise      count with errors of the levels and empty seats (rules/noise.py)
    empty_percent  seats that nobody is expected to use, of a hundred; counts only with for_noise
    """

    full_share: float = 0.6
    late_slope: float = 0.5
    fair_share: float = 0.85
    fair_penalty: float = 3.0
    jp_cap: int = 60
    unit_cap_share: float = 0.08
    most_times: int = 8
    kept_jp: int = 100
    promised_jp: int = 300
    new_jp: int = 8
    for_noise: bool = False
    empty_percent: int = 10

    @property
    def shows(self) -> float:
        """Probability that a seat is used."""
        return 1.0 - self.empty_percent / HUNDRED

    @property
    def engine(self) -> EngineSettings:
        """What the engine needs of them."""
        return EngineSettings(
            full_share=self.full_share,
            late_slope=self.late_slope,
            fair_share=self.fair_share,
            fair_penalty=self.fair_penalty,
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values to store."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Rebuild; what is not stored keeps its default."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})


REPLAN_LABELS = {
    "kept_jp": N_("Melepas kursi yang belum dijawab setara berapa JP kurang"),
    "promised_jp": N_("Melepas kursi yang sudah diterima setara berapa JP kurang"),
    "new_jp": N_("Memberi kursi baru setara berapa JP kurang"),
}
NOISE_LABELS = {"empty_percent": N_("Kursi yang diperkirakan kosong (%)")}
LABELS = {
    "full_share": N_("Bagian kesenjangan yang dihitung penuh (0–1)"),
    "late_slope": N_("Bobot sisa kesenjangan (0–1)"),
    "fair_share": N_("Bagian minimum tiap kelompok terhadap rata-rata kota (0–1)"),
    "fair_penalty": N_("Penalti per poin di bawah bagian itu"),
    "jp_cap": N_("JP paling banyak per orang setahun"),
    "unit_cap_share": N_(
        "Bagian unit yang boleh pergi bersamaan bila tidak ada staf minimum (0–1)"
    ),
    "most_times": N_("Kegiatan terbuka paling banyak per orang setahun tanpa batas JP"),
}
