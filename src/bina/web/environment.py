"""Typed, loud readers of environment variables: the only place where settings come from outside."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Setting:
    """One setting of the installation, as `docs/settings.md` lists it."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("BINA_DATA", "data", "Folder of database, files and keys."),
    Setting("BINA_DATABASE", "", "postgresql://user:password@host:port/name; empty: SQLite."),
    Setting("BINA_DEBUG", "0", "1 shows faults in full; never where others can reach the site."),
    Setting("BINA_HOSTS", "127.0.0.1,localhost,[::1]", "Host names, separated by commas."),
    Setting("BINA_SECRET_KEY", "", "Signs sessions; empty: made once in BINA_DATA/secret.key."),
    Setting("BINA_HTTPS", "0", "1 when people reach the site by HTTPS: cookies become secure."),
    Setting("BINA_PROXY", "0", "1 behind a proxy that sets X-Forwarded-Proto and -For."),
    Setting("BINA_AGENCY", "BKPP Kota Jayapura", "Name of the agency in the header."),
    Setting("BINA_DAY", "", "Fixed day YYYY-MM-DD for demonstrations; empty: the real day."),
    Setting("BINA_SMTP", "", "smtp://user:password@host:587?tls=1; empty: no e-mail at all."),
    Setting("BINA_MAIL_FROM", "", "Sender of e-mails; empty: bina@ and the first of BINA_HOSTS."),
    Setting("BINA_SIASN", "", "Address of SIASN's web service; empty: no connection to it at all."),
    Setting("BINA_SIASN_WSO2", "", "Its WSO2 token service, with key:secret@ before the host."),
    Setting("BINA_SIASN_SSO", "", "Its SSO token service: user:password@ and ?client_id=."),
    Setting("BINA_DEMO", "0", "1 labels every page and export as fictitious data."),
)
_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


def text(name: str) -> str:
    """The value of a declared setting. Raises KeyError for an undeclared one."""
    return os.environ.get(name, _DEFAULTS[name])


def flag(name: str) -> bool:
    """A yes/no setting. Raises ValueError for anything but 0 or 1."""
    value = text(name)
    if value not in ("0", "1"):
        raise ValueError(f"{name} must be 0 or 1, but is {value!r}. Set it to 0 or 1.")
    return value == "1"


def words(name: str) -> list[str]:
    """A list setting: values between commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def data_folder() -> Path:
    """The folder of everything that must be kept, made when missing."""
    folder = Path(text("BINA_DATA")).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def database(url: str, folder: Path) -> Mapping[str, Any]:
    """Django's description of the database at `url`; SQLite in `folder` when empty."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "bina.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                "PRAGMA cache_size=-16000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(
            f"BINA_DATABASE must start with postgresql://, but starts with {parts.scheme}://."
        )
    options: dict[str, Any] = {"pool": False}
    host = parts.hostname or ""
    for pair in parts.query.split("&"):
        key, _, value = pair.partition("=")
        if key == "host":  # a socket folder, as libpq writes it
            host = unquote(value)
        elif key:
            options[key] = unquote(value)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": options,
    }


@dataclass(frozen=True)
class MailServer:
    """Where e-mail goes out; an empty host means that none does."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False


def mail_server(url: str) -> MailServer:
    """The mail server at `url`. Raises ValueError for anything but smtp://."""
    if not url:
        return MailServer()
    parts = urlsplit(url)
    if parts.scheme != "smtp" or not parts.hostname:
        raise ValueError(
            f"BINA_SMTP must read smtp://user:password@host:587?tls=1, but is {url!r}."
        )
    return MailServer(
        host=parts.hostname,
        port=parts.port or 25,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls="tls=1" in parts.query.split("&"),
    )


def secret_key(folder: Path) -> str:
    """The signing key: from the environment, or from a file made once, readable by its owner."""
    given = text("BINA_SECRET_KEY")
    if given:
        return given
    path = folder / "secret.key"
    if not path.exists():
        # os.urandom, not the banned modules: a key must be unpredictable
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(os.urandom(48).hex())
    return path.read_text().strip()
