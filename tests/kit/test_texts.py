"""Text messages by a service in the shape of GOV.UK Notify: what it is sent, and what its refusals mean."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace

import pytest

from livewell import settings as told
from livewell.kit import clock
from livewell.kit.errors import NotSetUp
from livewell.kit.notify import SendFailedError
from livewell.kit.texts import is_set_up, send_text
from livewell.settings import SettingsWrong, read
from tests.residents.conftest import KEY, text_service

__all__ = ["text_service"]


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


async def test_the_service_is_given_number_template_and_words(text_service):
    await send_text("07700 900123", "Your code is 123456.", reference="one")
    assert text_service.asked == [
        {
            "phone_number": "07700 900123",
            "template_id": "a-template",
            "personalisation": {"words": "Your code is 123456."},
            "reference": "one",
        }
    ]


async def test_the_request_is_signed_with_the_secret_of_the_key_for_half_a_minute(text_service):
    await send_text("07700 900123", "Hello", reference="one")
    head, claims, signature = text_service.tokens[0].split(".")
    assert json.loads(decoded(head)) == {"typ": "JWT", "alg": "HS256"}
    told_claims = json.loads(decoded(claims))
    assert told_claims["iss"] == KEY[7:43]
    assert abs(told_claims["iat"] - clock.now().timestamp()) < 5
    assert decoded(signature) == hmac.new(KEY[44:].encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()


@pytest.mark.parametrize(("status", "permanent"), [(400, True), (403, True), (429, False), (500, False), (302, False)])
async def test_a_refusal_says_whether_trying_again_can_help_and_never_the_number(text_service, status, permanent):
    text_service.status = status
    with pytest.raises(SendFailedError) as failed:
        await send_text("07700 900123", "Hello", reference="one")
    assert failed.value.permanent is permanent
    assert "900123" not in str(failed.value)


async def test_a_service_that_is_away_is_no_permanent_refusal(text_service):
    before = told.settings()
    told.use(replace(before, texts_url="http://127.0.0.1:1"))
    try:
        with pytest.raises(SendFailedError) as failed:
            await send_text("07700 900123", "Hello", reference="one", wait=1)
    finally:
        told.use(before)
    assert not failed.value.permanent


async def test_without_a_service_nobody_is_texted():
    assert not is_set_up()
    with pytest.raises(NotSetUp, match="not set up here"):
        await send_text("07700 900123", "Hello", reference="one")


async def test_in_a_demonstration_texts_lie_beside_its_mails(tmp_path):
    before = told.settings()
    told.use(replace(before, demo=True, data_dir=tmp_path))
    try:
        await send_text("07700 900123", "Your code is 123456.", reference="../one")
    finally:
        told.use(before)
    (laid,) = (tmp_path / "mail").iterdir()
    assert "Your code is 123456." in laid.read_text()
    assert laid.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("words", ["", "x" * 460])
async def test_a_text_says_something_short(text_service, words):
    with pytest.raises(ValueError, match="459"):
        await send_text("07700 900123", words, reference="one")


GOOD = {
    "LIVEWELL_TEXTS_URL": "https://api.notifications.example",
    "LIVEWELL_TEXTS_KEY": KEY,
    "LIVEWELL_TEXTS_TEMPLATE": "11111111-2222-4333-8444-555555555555",
}


@pytest.mark.parametrize(
    "changes",
    [
        {"LIVEWELL_TEXTS_KEY": ""},
        {"LIVEWELL_TEXTS_TEMPLATE": ""},
        {"LIVEWELL_TEXTS_URL": "http://api.notifications.example"},
        {"LIVEWELL_TEXTS_KEY": "no key at all"},
    ],
)
def test_settings_that_cannot_send_are_refused_at_the_start(changes):
    assert read(GOOD).texts_key == KEY
    with pytest.raises(SettingsWrong, match="LIVEWELL_TEXTS"):
        read(GOOD | changes)
