"""Everything an operator can set, read once from the environment: one field, one sentence, one variable."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

YES = frozenset({"1", "yes", "true", "on"})
NO = frozenset({"", "0", "no", "false", "off"})
# A host, which may begin with {s}, and a path on it, or a path on our own; its host goes into a header.
TILES = re.compile(
    r"(https://(\{s\}\.)?[A-Za-z0-9.-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:\d+)?)?/(?!/)(?=.*\{z\})(?=.*\{x\})(?=.*\{y\})[^\s\"'<>]*"
)
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# https://docs.notifications.service.gov.uk/rest-api.html#api-keys : name, service and secret, joined by hyphens.
TEXTS_KEY = re.compile(f"(?P<service>{_UUID})-(?P<secret>{_UUID})$")
SHORTEST_SECRET = 32
"""Characters; 32 random ones are well above the 128 bits of ASVS 5.0, 11.2.3."""


class SettingsWrong(Exception):
    """The environment says something that cannot be: the message names the variable."""


@dataclass(frozen=True)
class Settings:
    """What Live Well was told. Each field is read from LIVEWELL_ and its name in capitals, but for `port` (PORT)."""

    data_dir: Path = Path("var")
    """Where Live Well keeps what it keeps itself: its own database, and its secret key. Private to its user."""

    database_url: str | None = None
    """A PostgreSQL 15 or newer to use, as postgresql://…; without it Live Well runs its own in the data directory."""

    secret_key: str | None = None
    """Signs cookies and encrypts second-factor secrets; at least 32 characters. With the own database it may be left
    out: a key is made once and kept in the data directory. With any other database it must be set."""

    host: str = "127.0.0.1"
    """The network address to listen on."""

    port: int = 8000
    """The port to listen on."""

    public_url: str | None = None
    """The address people use, such as https://livewell.example. It goes into letters, and makes cookies secure."""

    other_hosts: str = ""
    """More host names to answer to, separated by commas; every other Host is refused."""

    trusted_proxy: str = ""
    """The address of the proxy in front, whose word about who is asking is believed; nobody's when empty."""

    demo: bool = False
    """Whether this is a demonstration: fictional people only, marked on every page, with a door per persona."""

    request_seconds: float = 30.0
    """How long one request may take before it is given up."""

    smtp_host: str | None = None
    """The mail server; without it messages wait in the outbox."""

    smtp_port: int = 587
    """The mail server's port."""

    smtp_user: str | None = None
    """The name to sign in to the mail server with, when it asks."""

    smtp_password: str | None = None
    """The password to sign in to the mail server with."""

    smtp_security: str = "starttls"
    """starttls, tls from the first byte, or none (only for a mail server on this machine)."""

    mail_from: str = "Live Well <live-well@livewell.example>"
    """Who messages come from."""

    texts_url: str | None = None
    """A service in the shape of GOV.UK Notify that sends text messages; without it nobody is sent one."""

    texts_key: str | None = None
    """Its API key: a name, the id of the service and the secret, as Notify shows it once."""

    texts_template: str | None = None
    """The id of a template of that service whose whole text is ((words))."""

    secure_mail_domains: str = "nhs.net"
    """Domains, separated by commas, whose mailboxes may be sent a document about a person; one that begins with a dot
    stands for all that end so. Every other address gets a link."""

    geocoder_url: str | None = None
    """A service in the shape of postcodes.io to ask for postcodes we do not hold; nobody is asked when unset."""

    map_tiles_url: str | None = None
    """A tile server for maps that move, as https://tiles.example/{z}/{x}/{y}.png; without it nobody else is asked."""

    map_tiles_attribution: str = ""
    """Whose map it is, said in its corner, as the licence of the tiles asks."""

    map_pmtiles_path: Path | None = None
    """A PMTiles file with a map, which Live Well serves itself; it goes before a tile server."""

    feed_hosts: str = ""
    """Directories inside your own network that may be read, as host:port separated by commas; every other address that is
    not of the public internet is refused."""

    log_format: str = "text"
    """text for people, json for machines."""

    @property
    def address(self) -> str:
        """The address people use, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people come by HTTPS, so that cookies may insist on it."""
        return self.address.startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        """Every host name we answer to, in lower case and without a port."""
        own = {"127.0.0.1", "localhost", "[::1]"} if self.public_url is None or not self.secure else set()
        named = {name.strip().lower() for name in self.other_hosts.split(",") if name.strip()}
        return frozenset(own | named | {(urlsplit(self.address).hostname or "").lower()})

    @property
    def secure_mail(self) -> frozenset[str]:
        """The secure mail domains, in lower case; in a demonstration every `.example` domain is one."""
        told = {domain.strip().lower() for domain in self.secure_mail_domains.split(",") if domain.strip()}
        return frozenset(told | ({".example"} if self.demo else set()))

    def needed_secret_key(self) -> str:
        """The secret key; made and kept (0600) in the data directory when Live Well runs its own database."""
        if self.secret_key is not None:
            return self.secret_key
        if self.database_url is not None:
            raise SettingsWrong("Set LIVEWELL_SECRET_KEY to at least 32 random characters.")
        kept = self.data_dir / "secret.key"
        if not kept.exists():
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:  # Another process made it a moment ago.
                return self.needed_secret_key()
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return kept.read_text().strip()


def read(environment: Mapping[str, str]) -> Settings:
    """Settings from an environment; raises `SettingsWrong` naming the first variable that cannot be read."""
    told: dict[str, Any] = {}
    for field in fields(Settings):
        name = variable(field.name)
        text = environment.get(name, "").strip()
        if text:
            told[field.name] = _as(name, str(field.type), text)
    unknown = sorted(
        name
        for name in environment
        if name.startswith("LIVEWELL_") and name not in {variable(field.name) for field in fields(Settings)}
    )
    if unknown:
        raise SettingsWrong(f"There is no setting called {unknown[0]}.")
    settings = Settings(**told)
    _check(settings)
    return settings


def variable(field: str) -> str:
    """The environment variable of a field."""
    return "PORT" if field == "port" else f"LIVEWELL_{field.upper()}"


def _as(name: str, kind: str, text: str) -> object:
    """One value as its field's type."""
    try:
        if "bool" in kind:
            return _yes_or_no(text)
        if "int" in kind:
            return int(text)
        if "float" in kind:
            return float(text)
    except ValueError:
        raise SettingsWrong(f"{name} cannot be {text!r}.") from None
    return Path(text) if "Path" in kind else text


def _yes_or_no(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise ValueError
    return text.lower() in YES


def _check(settings: Settings) -> None:
    if settings.secret_key is not None and len(settings.secret_key) < SHORTEST_SECRET:
        raise SettingsWrong("LIVEWELL_SECRET_KEY needs at least 32 characters.")
    if settings.database_url is not None and not settings.database_url.startswith(("postgresql://", "postgres://")):
        raise SettingsWrong("LIVEWELL_DATABASE_URL begins with postgresql://.")
    if settings.smtp_security not in {"starttls", "tls", "none"}:
        raise SettingsWrong("LIVEWELL_SMTP_SECURITY is starttls, tls or none.")
    if settings.log_format not in {"text", "json"}:
        raise SettingsWrong("LIVEWELL_LOG_FORMAT is text or json.")
    if settings.public_url is not None and not settings.public_url.startswith(("http://", "https://")):
        raise SettingsWrong("LIVEWELL_PUBLIC_URL begins with https:// or http://.")
    _check_texts(settings)
    if settings.map_tiles_url is not None and not TILES.fullmatch(settings.map_tiles_url):
        raise SettingsWrong("LIVEWELL_MAP_TILES_URL is an https:// address with {z}, {x} and {y} in its path.")


def _check_texts(settings: Settings) -> None:
    told = (settings.texts_url, settings.texts_key, settings.texts_template)
    if any(told) and not all(told):
        raise SettingsWrong("LIVEWELL_TEXTS_URL, LIVEWELL_TEXTS_KEY and LIVEWELL_TEXTS_TEMPLATE are set together.")
    if settings.texts_url is not None and not settings.texts_url.startswith(("https://", "http://127.0.0.1")):
        raise SettingsWrong("LIVEWELL_TEXTS_URL begins with https://.")
    if settings.texts_key is not None and not TEXTS_KEY.search(settings.texts_key):
        raise SettingsWrong("LIVEWELL_TEXTS_KEY ends with the id of a service and a secret, both UUIDs.")


_in_use: list[Settings] = []


def settings() -> Settings:
    """The settings of this process: those of `use`, else those of the environment, read once."""
    if not _in_use:
        _in_use.append(read(os.environ))
    return _in_use[0]


def use(told: Settings) -> None:
    """Go by these settings from here on: how `livewell demo` says that it is one, and tests what they need."""
    _in_use[:] = [told]
