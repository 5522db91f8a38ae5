"""The second step at sign-in: codes from an app (TOTP), and the recovery codes for the day the phone is lost."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from markupsafe import Markup

from livewell.kit import clock, qr
from livewell.kit.ids import ALPHABET

SECONDS_PER_STEP = 30  # https://www.rfc-editor.org/rfc/rfc6238#section-5.2
DIGITS = 6
ISSUER = "Live Well"
RECOVERY_CODES = 10
_RECOVERY_LENGTH = 12
_SAID_ALIKE = str.maketrans("OIL", "011")
# How long somebody may take between seeing the square and typing the first code.
SET_UP_SECONDS = 15 * 60


@dataclass(frozen=True)
class SetUp:
    """What the set-up page shows: the secret in words and as a square, and the same sealed for the way back."""

    secret: str
    square: Markup
    sealed: str


def _box(key: str, use: str) -> Fernet:
    """Encryption for one use, its key derived from the settings key (HKDF, RFC 5869)."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"livewell.{use}".encode()).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def sealed(secret: str, *, key: str) -> bytes:
    """The secret as it is kept in the database."""
    return _box(key, "totp").encrypt(secret.encode())


def opened(kept: bytes, *, key: str) -> str | None:
    """The secret again; None when there is none, or it was sealed with another key."""
    if not kept:
        return None
    try:
        return _box(key, "totp").decrypt(kept).decode()
    except InvalidToken:
        return None


def begin(*, user: UUID, email: str, key: str) -> SetUp:
    """A new secret for one person. Nothing is kept until they have proved that their app has it."""
    secret = pyotp.random_base32()
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    return SetUp(
        secret=secret,
        square=qr.inline_svg(address, title="Code to scan"),
        sealed=_box(key, "totp set-up").encrypt_at_time(f"{user}:{secret}".encode(), int(_now())).decode(),
    )


def again(sealed_set_up: str, *, user: UUID, email: str, key: str) -> SetUp | None:
    """The same set-up, when its form comes back in time and from the person it was made for."""
    try:
        text = _box(key, "totp set-up").decrypt_at_time(sealed_set_up.encode(), SET_UP_SECONDS, int(_now())).decode()
    except (InvalidToken, UnicodeEncodeError):
        return None
    owner, _, secret = text.partition(":")
    if owner != str(user):
        return None
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    return SetUp(secret=secret, square=qr.inline_svg(address, title="Code to scan"), sealed=sealed_set_up)


def step_of(code: str, *, secret: str) -> int | None:
    """
    The time step a code belongs to, or None when it is wrong.

    One step early or late is allowed for a slow clock or a slow typist (RFC 6238, section 5.2).
    """
    typed = "".join(code.split())
    if len(typed) != DIGITS or not typed.isascii() or not typed.isdigit():
        return None
    now = int(_now()) // SECONDS_PER_STEP
    totp = pyotp.TOTP(secret)
    found = None
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(totp.at(step * SECONDS_PER_STEP), typed):
            found = step
    return found


def new_recovery_codes() -> list[str]:
    """Ten codes of 60 random bits, as 7K2F-9QXM-4T2D."""
    return [
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(_RECOVERY_LENGTH // 4))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(code: str, *, key: str) -> bytes | None:
    """What is kept of a recovery code, however it was typed; None when it cannot be one."""
    letters = "".join(character for character in code.upper() if character.isalnum())
    letters = letters.translate(_SAID_ALIKE)
    if len(letters) != _RECOVERY_LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    return hmac.new(key.encode(), b"livewell.recovery:" + letters.encode(), hashlib.sha256).digest()


def _now() -> float:
    return clock.now().timestamp()
