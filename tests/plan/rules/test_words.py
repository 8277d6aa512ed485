"""What a plan for noise costs and brings, in words; figures below what is shown are none."""

import pytest

from bina.plan.rules.words import closure_sentence, noise_sentence


@pytest.mark.parametrize(("given_up", "gained", "said"), [
    (12.34, 8.06, "8,1 poin lebih banyak dapat diharapkan; sebagai gantinya 12,3 poin"),
    (0.04, 8.0, "8,0 poin lebih banyak dapat diharapkan, tanpa melepas apa pun"),
    (-3.0, 0.05, "0,1 poin lebih banyak dapat diharapkan, tanpa melepas apa pun"),
    (5.0, 0.04, "Tidak ditemukan rencana yang dapat diharapkan menutup lebih banyak"),
    (5.0, -2.0, "Tidak ditemukan rencana yang dapat diharapkan menutup lebih banyak"),
])  # fmt: skip
def test_both_sides_are_said_where_there_are_two(given_up: float, gained: float, said: str) -> None:
    assert str(noise_sentence(given_up, gained)).startswith(said)


@pytest.mark.parametrize(("value", "bound", "said"), [
    (100.0, 106.0, "lebih dari 6,0 % lebih banyak poin harapan"),
    (100.0, 100.0, "Terbukti terbaik menurut hitungan dengan ketidakpastian"),
    (0.0, 5.0, "batas yang terbukti 5.0 poin harapan"),
    (0.0, 0.0, "Tidak ada kesenjangan terukur"),
])  # fmt: skip
def test_a_proof_of_expected_points_says_so(value: float, bound: float, said: str) -> None:
    proof = {"value": value, "closure_bound": bound}

    assert said in str(closure_sentence({**proof, "counts": "expected"}))
    assert "ketidakpastian" not in str(closure_sentence(proof))
