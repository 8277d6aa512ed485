"""Limits on guessing: wrong codes, wrong passwords and wrong names from one address.

The counting is that of the log-in (django-axes: in the database, so it holds for all processes and
over a restart). A kind of guess is counted under a name that no user can have.
"""

from ipaddress import ip_address
from typing import Final

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest

from bina.text import N_, BinaError

SELF: Final = "bina.accounts.throttle"
CODE: Final = "*kode"  # wrong activation codes of one address
SIGN_IN: Final = "*masuk"  # failed log-ins of one address, under whatever name
PRESENT: Final = "*sandi"  # wrong present passwords of one address
TOKEN: Final = "*token"  # noqa: S105 - a name to count under: wrong tokens of one address
NAME_LIMIT: Final = 7
# An office shares one address: thirty people who activate in one room must not lock each other.
LIMITS: Final = {CODE: 40, SIGN_IN: 100, PRESENT: 20, TOKEN: 20}


class TooManyTries(BinaError):
    """Too many wrong guesses from one address."""

    text = N_(
        "Terlalu banyak percobaan yang salah dari jaringan ini. Tunggu 15 menit, lalu coba lagi."
    )


def limit_of(request: HttpRequest, credentials: dict[str, str] | None) -> int:
    """Failures until the lock (setting AXES_FAILURE_LIMIT)."""
    return LIMITS.get((credentials or {}).get("username", ""), NAME_LIMIT)


def address_of(request: HttpRequest) -> str:
    """The address of the asker (setting AXES_CLIENT_IP_CALLABLE).

    Behind a proxy the last part of X-Forwarded-For, which the proxy itself wrote: what stands
    before it is what the asker claims.
    """
    direct = str(request.META.get("REMOTE_ADDR") or "")
    if not settings.BEHIND_PROXY:
        return direct
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(said))
    except ValueError:
        return direct


def refuse_if_locked(request: HttpRequest, kind: str) -> None:
    """Raises TooManyTries when the address used up its tries of that kind."""
    if not AxesProxyHandler.is_allowed(request, {"username": kind}):
        raise TooManyTries


def failed(request: HttpRequest, kind: str) -> None:
    """Count one wrong guess."""
    AxesProxyHandler.user_login_failed(sender=SELF, credentials={"username": kind}, request=request)
