"""Sending text messages through a service in the shape of GOV.UK Notify, when the operator has named one."""

import asyncio
import base64
import hashlib
import hmac
import json
import re
from pathlib import Path

import httpx

from livewell.kit import clock
from livewell.kit.errors import NotSetUp
from livewell.kit.notify import TRAY, SendFailedError
from livewell.settings import TEXTS_KEY, settings

MISSING = "Text messages are not set up here. Set LIVEWELL_TEXTS_URL to send them."

_LONGEST_WAIT = 20.0
_LONGEST = 459
"""Characters of three parts: more is a letter. https://www.notifications.service.gov.uk/pricing/text-messages"""
_TAKEN = 201
# A request that is wrong is wrong tomorrow too; being asked to slow down, or their fault, is not.
_PERMANENT = frozenset({400, 403, 404})


def is_set_up() -> bool:
    """Whether texts can go anywhere: to a service, or in a demonstration to its tray."""
    told = settings()
    return told.texts_url is not None or told.demo


async def send_text(to: str, words: str, *, reference: str, wait: float = _LONGEST_WAIT) -> None:
    """
    Hand a text message to the service; done when it has taken it. `reference` says which it was, should it come twice.

    A demonstration without a service lays it in the folder of its mails instead: nothing leaves. Raises `NotSetUp`
    when no service is named, `SendFailedError` when it refuses or does not answer, and ValueError for words that are
    too many for a text. https://docs.notifications.service.gov.uk/rest-api.html#send-a-text-message
    """
    if not is_set_up():
        raise NotSetUp(MISSING)
    if not words or len(words) > _LONGEST:
        raise ValueError("A text message says something, in 459 characters at most.")
    told = settings()
    if told.texts_url is None or told.texts_key is None:
        await asyncio.to_thread(_lay_in_tray, to, words, reference, told.data_dir / TRAY)
        return
    body = {
        "phone_number": to,
        "template_id": told.texts_template,
        "personalisation": {"words": words},
        "reference": reference,
    }
    try:
        async with httpx.AsyncClient(timeout=wait, follow_redirects=False, trust_env=False) as client:
            answer = await client.post(
                f"{told.texts_url.rstrip('/')}/v2/notifications/sms",
                json=body,
                headers={"authorization": f"Bearer {_token(told.texts_key)}"},
            )
    except httpx.HTTPError as error:
        raise SendFailedError(f"The text service could not be reached ({type(error).__name__}).") from None
    if answer.status_code != _TAKEN:
        # What the service says can hold the number; its status cannot.
        raise SendFailedError(
            f"The text service answered {answer.status_code}.", permanent=answer.status_code in _PERMANENT
        )


def _token(key: str) -> str:
    """The signed word that the service asks for: a JSON Web Token of half a minute (RFC 7519, HS256 of RFC 7518)."""
    found = TEXTS_KEY.search(key)
    assert found is not None  # The settings were checked when they were read.
    head = _base64(json.dumps({"typ": "JWT", "alg": "HS256"}).encode())
    claims = _base64(json.dumps({"iss": found["service"], "iat": int(clock.now().timestamp())}).encode())
    signature = hmac.new(found["secret"].encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    return f"{head}.{claims}.{_base64(signature)}"


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _lay_in_tray(to: str, words: str, reference: str, tray: Path) -> None:
    """Write a text to a folder that only its user may open; the same text again replaces itself."""
    tray.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = tray / f"{re.sub(r'[^A-Za-z0-9-]', '', reference)}.text.txt"
    path.touch(mode=0o600)
    path.write_text(f"Text message to {to}\n\n{words}\n", encoding="utf-8")
