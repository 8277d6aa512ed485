"""Activation, password and language: the acts of an account."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from bina.accounts.codes import code_hash, new_code
from bina.accounts.models import Activation, User
from bina.audit.services import Actor, act
from bina.text import N_, BinaError

CODE_VALID_DAYS = 90  # provisional: long enough for a sheet to reach the farthest kampung


class CodeNotValid(BinaError):
    """The typed activation code opens nothing."""

    text = N_(
        "Kode ini tidak dikenal, sudah dipakai, atau kedaluwarsa. Periksa lagi huruf dan angkanya; "
        "bila tetap gagal, minta kode baru kepada petugas kepegawaian unit Anda."
    )


def issue_codes(actor: Actor, users: Iterable[User], unit: str) -> dict[int, str]:
    """A fresh code per user id; open older codes of the same users stop working."""
    users = list(users)
    codes = {user.pk: new_code() for user in users}
    expires = timezone.now() + dt.timedelta(days=CODE_VALID_DAYS)
    with act(actor, "accounts.codes", ("unit", unit)) as entry:
        Activation.objects.filter(user__in=users, used_at=None).delete()
        Activation.objects.bulk_create(
            Activation(
                user=user,
                code_hash=code_hash(codes[user.pk]),
                created_by_id=actor.user_id,
                expires_at=expires,
            )
            for user in users
        )
        entry.note(users=[user.username for user in users])
    return codes


def activation_for(code: str) -> Activation:
    """The open activation of a typed code. Raises CodeNotValid."""
    found = (
        Activation.objects.select_related("user")
        .filter(code_hash=code_hash(code), used_at=None, expires_at__gt=timezone.now())
        .filter(user__is_active=True)
        .first()
    )
    if found is None:
        raise CodeNotValid
    return found


def activate(code: str, password: str) -> User:
    """Set the password that the holder of `code` chose, and use the code up."""
    activation = activation_for(code)
    user = activation.user
    validate_password(password, user)
    with act(
        Actor(user.pk, user.display_name, "employee"), "accounts.activate", ("user", user.username)
    ):
        open_code = Activation.objects.filter(pk=activation.pk, used_at=None)
        if not open_code.update(used_at=timezone.now()):  # somebody was quicker with it
            raise CodeNotValid
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


class PresentPasswordWrong(BinaError):
    """The typed present password is another."""

    text = N_("Kata sandi sekarang tidak cocok. Ketik lagi, atau minta kode aktivasi baru.")


def change_password(user: User, present: str, password: str) -> None:
    """Set a new password for a signed-in user who knows the present one.

    Raises PresentPasswordWrong, ValidationError.
    """
    if not user.check_password(present):
        raise PresentPasswordWrong
    validate_password(password, user)
    with act(
        Actor(user.pk, user.display_name, "employee"), "accounts.password", ("user", user.username)
    ):
        user.set_password(password)
        user.save(update_fields=["password"])


def record_login(user: User) -> None:
    """Note the log-in; part of the ledger, for misuse is found there."""
    with act(
        Actor(user.pk, user.display_name, "employee"), "accounts.login", ("user", user.username)
    ):
        User.objects.filter(pk=user.pk).update(last_login=timezone.now())


def choose_language(user: User, language: str) -> None:
    """Remember the language of the screen."""
    with act(
        Actor(user.pk, user.display_name, "employee"), "accounts.language", ("user", user.username)
    ) as entry:
        User.objects.filter(pk=user.pk).update(language=language)
        entry.note(language=language)
