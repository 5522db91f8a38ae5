import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit import cookies, csrf
from tests.security.a_house import HOST, SECRET, browser, token


async def test_our_own_form_is_taken():
    async with browser() as visitor:
        assert (await visitor.post("/say", data={"csrf": token(), "words": "hello"})).text == "hello"
        assert (await visitor.post("/say", data={"words": "hello"}, headers={"X-CSRF-Token": token()})).text == "hello"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"csrf": ""},
        {"csrf": "é"},
        {"csrf": "0" * 64},
        {"csrf": ["", ""]},
        {"csrf": token(signed_in=True)},
        {"csrf": csrf.token_for("V" * 43, secret="another secret")},
    ],
)
async def test_a_form_with_any_other_token_is_refused(form):
    async with browser() as visitor:
        answer = await visitor.post("/say", data=form)
        assert answer.status_code == 403
        assert "Please send that again" in answer.text


async def test_the_right_token_twice_is_refused():
    async with browser() as visitor:
        assert (await visitor.post("/say", data={"csrf": [token(), token()]})).status_code == 403


async def test_a_file_named_like_the_token_is_refused_calmly():
    async with browser() as visitor:
        answer = await visitor.post("/say", files={"csrf": ("csrf", token().encode())})
        assert answer.status_code == 403


async def test_a_token_is_worth_nothing_with_another_cookie():
    async with browser() as visitor:
        visitor.cookies.set(cookies.VISITOR, "W" * 43)
        assert (await visitor.post("/say", data={"csrf": token()})).status_code == 403
    async with browser(signed_in=True) as coach:
        coach.cookies.set(cookies.VISITOR, "V" * 43)
        assert (await coach.post("/write", data={"csrf": token()})).status_code == 403
        assert (await coach.post("/write", data={"csrf": token(signed_in=True)})).status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 200),
        ({"origin": f"http://{HOST}"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://[bad"}, 403),
        ({}, 200),
    ],
)
async def test_what_the_browser_says_of_where_it_came_from(headers, status):
    async with browser() as visitor:
        assert (await visitor.post("/say", data={"csrf": token()}, headers=headers)).status_code == status


async def test_permission_comes_before_the_form_is_read():
    async with browser() as visitor:
        assert (await visitor.post("/write", content=b"&" * 60_000, headers=FORM)).status_code == 401


MULTIPART = b'--x\r\nContent-Disposition: form-data; name="words"\r\nContent-Type: %s\r\n\r\n%s\r\n--x--\r\n'
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"a=1&" * 501, FORM, 413),
        (b"a" * 64 * 1024 + b"a", FORM, 413),
        (b"a" * 64 * 1024, FORM, 403),
        (b"words=%00&csrf=" + token().encode(), FORM, 400),
        (b"\xff\xfe=\xff&csrf=\xff", FORM, 403),
        (b"words=%ff%fe&csrf=" + token().encode(), FORM, 200),
        (b"[" * 60_000, {"content-type": "application/json"}, 403),
        (b"", {"content-type": "multipart/form-data"}, 400),
        (b"--x\r\n", {"content-type": "multipart/form-data; boundary=x"}, 400),
        (MULTIPART % (b"text/plain; charset=nonsense", b"x"), {"content-type": "multipart/form-data; boundary=x"}, 400),
        (MULTIPART % (b"text/plain", b"\xff\xfe"), {"content-type": "multipart/form-data; boundary=x"}, 400),
        (MULTIPART % (b"text/plain", b"ok"), {"content-type": "multipart/form-data; boundary=x"}, 403),
        (b"nonsense", {"content-type": "multipart/form-data; boundary=" + "x" * 300}, 400),
        (b"", {"content-type": "\xff\xfe"}, 403),
    ],
)
async def test_a_body_that_is_too_much_or_makes_no_sense(content, headers, status):
    async with browser() as visitor:
        answer = await visitor.post(
            "/say", content=content, headers={k: v.encode("latin-1") for k, v in headers.items()}
        )
    assert answer.status_code == status


async def test_a_body_without_a_length_is_counted_as_it_comes():
    async def endless():
        for _ in range(100):
            yield b"a" * 1024

    async with browser() as visitor:
        assert (await visitor.post("/say", content=endless(), headers=FORM)).status_code == 413
        assert (
            await visitor.post("/upload", content=b"a" * 150_000, headers={**FORM, "X-CSRF-Token": token()})
        ).text == "150000"
        assert (
            await visitor.post("/upload", content=b"a" * 200_001, headers={**FORM, "X-CSRF-Token": token()})
        ).status_code == 413


@given(st.text(), st.text())
def test_a_token_made_for_one_cookie_fits_no_other(one, other):
    made = csrf.token_for(one, secret=SECRET)
    assert csrf.is_token_for(other, made, secret=SECRET) is (one == other)


async def test_every_page_with_a_form_brings_a_visitor_cookie_and_no_other_page_does():
    async with browser() as visitor:
        visitor.cookies.clear()
        answer: httpx.Response = await visitor.get("/nowhere")
        assert "set-cookie" not in answer.headers
