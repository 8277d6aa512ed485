"""Activation codes that survive paper: short, without letters that look alike."""

import hashlib
import secrets

ALPHABET = "ABCDEFGHJKLMNPQRTUVWXY346789"  # no I O S Z 0 1 2 5
LENGTH = 12  # 28^12 > 2^57: cannot be guessed through a rate-limited page


def new_code() -> str:
    """A fresh code such as "K7QM-3XEA-9RTW"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, LENGTH, 4))


def code_hash(code: str) -> str:
    """sha256 of the code as typed, ignoring case, blanks and dashes.

    A plain hash suffices: the code is random, not chosen by a person.
    """
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
