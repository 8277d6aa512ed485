"""Address and keys of SIASN's web service, from the environment: never in a file of Bina."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from bina.text import N_, BinaError


class NeedsKeys(BinaError):
    """The installation has no keys."""

    text = N_(
        "Layanan web SIASN belum dapat dipakai: pengaturan {names} belum diisi. Mintalah alamat "
        "dan kunci kepada BKN, lalu serahkan kepada operator server."
    )


class WrongAddress(BinaError):
    """A setting that is no safe address."""

    text = N_("Pengaturan {name} harus alamat https yang utuh.")


@dataclass(frozen=True)
class Endpoint:
    """An address without its keys, and the keys; what it prints never shows them."""

    is_secure: bool
    host: str
    port: int | None
    path: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    client: str = field(default="", repr=False)


@dataclass(frozen=True)
class Keys:
    """The service and its two token services."""

    service: Endpoint
    wso2: Endpoint
    sso: Endpoint


def missing() -> list[str]:
    """The settings that are empty."""
    return [name for name, value in settings.SIASN.items() if not value]


def keys() -> Keys:
    """The keys of the installation. Raises NeedsKeys, WrongAddress."""
    if names := missing():
        raise NeedsKeys(names=", ".join(names))
    service, wso2, sso = (_endpoint(name, value) for name, value in settings.SIASN.items())
    return Keys(service, wso2, sso)


def _endpoint(name: str, address: str) -> Endpoint:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise WrongAddress(name=name) from None
    host = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(host)):
        raise WrongAddress(name=name)
    if not host:
        raise WrongAddress(name=name)
    return Endpoint(
        is_secure=parts.scheme == "https",
        host=host,
        port=port,
        path=parts.path.rstrip("/"),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        client=parse_qs(parts.query).get("client_id", [""])[0],
    )


def _is_here(host: str) -> bool:
    """Whether the name is this machine itself, where no network can listen."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
