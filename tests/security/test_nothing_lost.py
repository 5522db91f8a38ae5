"""What somebody was writing when their sign-in ended: kept for them, shown to nobody else, and never planted."""

import html

import pyotp
import pytest
from litestar import post as taking

from livewell.kit import clock, cookies, csrf, db, keeping
from livewell.staff import passwords, second_factor
from livewell.staff.queries import hash_of
from livewell.staff.rules import Role
from tests.browsing import FormOnPage, forms_in, post
from tests.factories.staff import a_member, a_sign_in
from tests.security.a_house import TOKEN, browser, token
from tests.signed_in import SETTINGS

PASSWORD = "tulip kettle marsh"
WRITTEN = {"interest": "Fishing – y Trent\r\n\r\n“früh” 🎣 <b>&amp;", "kind": "life", "ward": ["a", "b"]}
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
async def hashed():
    return await passwords.hash_password(PASSWORD)


async def ended(client):
    """Their sign-in ends while the page is open; gives the token that the page holds."""
    held = client.cookies[cookies.SIGN_IN]
    await db.execute("UPDATE sign_in SET revoked_at = $2 WHERE token_hash = $1", hash_of(held), clock.now())
    return csrf.token_for(hash_of(held).hex(), secret=SETTINGS.secret_key)


def form_of(answer, action) -> FormOnPage:
    return next(form for form in forms_in(answer) if form.action == action)


async def sent(client, path="/interests/new", **more):
    """A form of theirs, sent from a page that was open when their sign-in ended."""
    old = await ended(client)
    return await client.post(path, data={"csrf": old, "submission": "s-1", "version": "3", **WRITTEN}, **more)


async def signs_in(client, page, email):
    answer = await client.post(
        "/sign-in", data={**form_of(page, "/sign-in").data, "email": email, "password": PASSWORD}
    )
    if cookies.SIGN_IN in answer.cookies:
        replaced(client, answer.cookies[cookies.SIGN_IN])
    return answer


def replaced(client, held):
    """One cookie in the place of the one before, as a browser has it."""
    for cookie in [one for one in client.cookies.jar if one.name == cookies.SIGN_IN]:
        client.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)
    client.cookies.set(cookies.SIGN_IN, held)


async def test_they_sign_in_on_that_page_and_every_word_is_there(client_for, hashed):
    coach = await a_member(Role.HEALTH_COACH, password_hash=hashed)
    client = await client_for(coach)
    out = await sent(client)
    assert out.status_code == 401
    assert "What you wrote is kept on this page" in out.text
    assert "Fishing" not in out.text
    assert "Fishing" not in str(out.headers)
    wrong = await client.post("/sign-in", data={**form_of(out, "/sign-in").data, "email": coach.email, "password": "x"})
    assert wrong.status_code == 422
    back = await signs_in(client, wrong, coach.email)
    assert back.status_code == 200
    assert f"You are signed in as <strong>{coach.name}</strong>" in back.text
    assert html.escape("Fishing – y Trent") in back.text
    again = form_of(back, "/interests/new")
    token_now = again.data.pop("csrf")
    assert token_now == [await ended(client)]  # The token of the sign-in that has just begun.
    as_a_browser_sends = {name: [text.replace("\r\n", "\n") for text in texts] for name, texts in again.data.items()}
    assert as_a_browser_sends == {
        "submission": ["s-1"],
        "version": ["3"],
        "interest": [WRITTEN["interest"].replace("\r\n", "\n")],
        "kind": ["life"],
        "ward": ["a", "b"],
    }
    assert "Fishing" not in " ".join(str(row) for row in await db.rows("SELECT * FROM event"))
    assert await db.value("SELECT count(*) FROM draft") == 0


async def test_the_second_step_is_still_asked_and_carries_them_on(client_for, hashed):
    made = second_factor.begin(
        user=(await a_member(Role.MANAGER)).id, email="x@livewell.example", key=SETTINGS.secret_key
    )
    coach = await a_member(
        Role.HEALTH_COACH,
        password_hash=hashed,
        totp_secret=second_factor.sealed(made.secret, key=SETTINGS.secret_key),
        totp_set_up_at=clock.now(),
    )
    client = await client_for(coach)
    code_page = await signs_in(client, await sent(client), coach.email)
    assert "Enter your code" in code_page.text
    assert "Fishing" not in code_page.text
    assert (await client.get("/account")).status_code == 303
    wrong = await client.post("/sign-in/code", data={**form_of(code_page, "/sign-in/code").data, "code": "12"})
    assert wrong.status_code == 422
    code = pyotp.TOTP(made.secret).at(clock.now())
    back = await client.post("/sign-in/code", data={**form_of(wrong, "/sign-in/code").data, "code": code})
    assert back.status_code == 200
    assert "Fishing" in back.text


async def test_another_person_neither_sees_nor_sends_them(client_for, hashed):
    writer = await a_member(Role.HEALTH_COACH, password_hash=hashed)
    other = await a_member(Role.HEALTH_COACH, password_hash=hashed)
    client = await client_for(writer)
    answer = await signs_in(client, await sent(client), other.email)
    assert "Somebody else wrote this" in answer.text
    assert other.name in answer.text
    assert "Fishing" not in answer.text
    assert not [form for form in forms_in(answer) if form.action == "/interests/new"]
    back = await signs_in(client, answer, writer.email)
    assert "Fishing" in back.text
    assert f"You are signed in as <strong>{writer.name}</strong>" in back.text


async def test_a_page_from_before_they_signed_in_anew_is_shown_once_more(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    client = await client_for(coach)
    old = await ended(client)
    replaced(client, await a_sign_in(coach))
    answer = await client.post("/interests/new", data={"csrf": old, **WRITTEN})
    assert answer.status_code == 403
    assert "Your words are still here" in answer.text
    assert form_of(answer, "/interests/new").data["kind"] == ["life"]
    replaced(client, await a_sign_in(await a_member(Role.HEALTH_COACH)))
    answer = await client.post("/interests/new", data={"csrf": old, **WRITTEN})
    assert answer.status_code == 403
    assert "Somebody else wrote this" in answer.text
    assert "Fishing" not in answer.text


async def test_signing_in_meanwhile_in_another_tab_is_as_good(client_for, hashed):
    coach = await a_member(Role.HEALTH_COACH, password_hash=hashed)
    client = await client_for(coach)
    out = await sent(client)
    replaced(client, await a_sign_in(coach))
    answer = await signs_in(client, out, coach.email)
    assert "Your words are still here" in answer.text
    assert form_of(answer, "/interests/new").data["interest"][0].startswith("Fishing")


async def test_a_form_that_the_page_held_back_does_nothing(client_for):
    client = await client_for(Role.HEALTH_COACH)
    page = await client.get("/account")
    token_now = forms_in(page)[0].data["csrf"][0]
    before = await db.value("SELECT count(*) FROM event")
    answer = await client.post("/interests/new", data={"csrf": token_now, "held_back": "files", **WRITTEN})
    assert answer.status_code == 403
    assert "Your words are still here" in answer.text
    assert "Files cannot be kept" in answer.text
    assert "held_back" not in form_of(answer, "/interests/new").data
    assert await db.value("SELECT count(*) FROM event") == before


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "", "origin": "https://evil.example"},
    ],
)
async def test_nobody_can_plant_a_form(client_for, headers):
    """Signed in or out, a form from elsewhere is neither kept nor offered."""
    client = await client_for(Role.HEALTH_COACH)
    for _ in ("signed in", "signed out"):
        answer = await client.post("/interests/new", data={"csrf": "f" * 64, **WRITTEN}, headers=headers)
        assert answer.status_code in {401, 403}
        assert "Fishing" not in answer.text
        assert not [form for form in forms_in(answer) if form.action == "/interests/new"]
        assert "words_kept" not in answer.text
        await ended(client)


async def test_sealed_words_from_elsewhere_are_not_opened(client_for, hashed):
    """Somebody seals words of their own and has another's browser bring them."""
    client = await client_for(Role.HEALTH_COACH)
    out = await sent(client)
    planted = form_of(out, "/sign-in").data["words_kept"]
    victim = await client_for(Role.HEALTH_COACH)
    answer = await victim.post("/sign-in", data={"words_kept": planted}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "words_kept" not in answer.text
    answer = await victim.post("/sign-in", data={"words_kept": planted})
    assert "Somebody else wrote this" in answer.text


@taking("/many", permission="referrals:triage", name="many", body_limit=keeping.MOST_WORDS * 4)
async def many() -> None:
    """A form that takes more than is kept."""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"words=" + b"a+b" * 1000, "What you wrote is kept"),
        (b"words=" + b"a+b" * (keeping.MOST_WORDS // 2), "could not keep what you wrote"),
        (b"a=1&" * 501, "could not keep what you wrote"),
        (b"words=%00", "could not keep what you wrote"),
        (b"csrf=1&submission=2", "Nothing was saved. Sign in to go back"),
    ],
)
async def test_what_is_too_much_is_said_to_be(content, says):
    async with browser(handlers=[many]) as visitor:
        answer = await visitor.post(
            "/many", content=content, headers={**OURS, "content-type": "application/x-www-form-urlencoded"}
        )
    assert answer.status_code == 401
    assert says in answer.text


async def test_files_are_said_to_be_chosen_again():
    async with browser(handlers=[many]) as visitor:
        answer = await visitor.post(
            "/many", data={"words": "A photo of the café"}, files={"photo": ("mary.jpg", b"JPEG")}, headers=OURS
        )
    assert "Files cannot be kept" in answer.text
    assert "mary.jpg" not in answer.text


async def test_anybodys_form_is_offered_again_to_whoever_sent_it():
    """The page stood open for longer than its cookie lasted."""
    async with browser() as visitor:
        answer = await visitor.post("/say", data={"csrf": "0" * 64, "words": "Hello there"}, headers=OURS)
        assert answer.status_code == 403
        again = form_of(answer, "/say")
        assert again.data["csrf"] == [token()]
        assert (await visitor.post("/say", data=again.data, headers=OURS)).text == "Hello there"


async def test_a_password_goes_out_in_no_page():
    async with browser(handlers=[many]) as visitor:
        answer = await visitor.post("/many", data={"words": "two words", "now_password": PASSWORD}, headers=OURS)
    assert "words_kept" not in answer.text


async def test_htmx_is_told_and_the_page_keeps_its_words():
    async with browser(handlers=[many]) as visitor:
        answer = await visitor.post("/many", data={"words": "two words"}, headers={**OURS, "hx-request": "true"})
    assert answer.status_code == 401
    assert "hx-redirect" not in answer.headers
    assert answer.text == ""


async def test_where_nobody_may_send_it_it_is_not_read():
    async with browser(signed_in=True, handlers=[many]) as coach:
        assert coach.cookies[cookies.SIGN_IN] == TOKEN
        answer = await coach.post("/many", data={"words": "two words", "csrf": "x"}, headers=OURS)
    assert answer.status_code == 403
    assert "two words" not in answer.text


async def test_sign_in_as_ever(visitor, hashed):
    manager = await a_member(Role.MANAGER, password_hash=hashed)
    answer = await post(visitor, "/sign-in", {"email": manager.email, "password": PASSWORD, "words_kept": "nonsense"})
    assert answer.headers["location"] == "/home"
