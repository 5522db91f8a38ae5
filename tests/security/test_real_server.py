"""The faults that stock parts were seen to have, tried on the real program over a real socket."""

import asyncio
import socket
import time

import httpx
import pytest

from livewell.kit import cookies
from livewell.kit.headers import ALWAYS
from livewell.staff import passwords
from livewell.staff.rules import Role
from livewell.staff.tables import SignIn, StaffUser
from tests.browsing import form_to, post
from tests.factories.staff import a_member, a_sign_in

PASSWORD = "tulip kettle marsh"


@pytest.fixture(scope="module")
async def manager(live_server):
    async with live_server.database():
        return await a_member(
            Role.MANAGER, email="live@livewell.example", password_hash=await passwords.hash_password(PASSWORD)
        )


@pytest.fixture
async def browser(live_server):
    async with httpx.AsyncClient(base_url=live_server.address, timeout=20) as client:
        yield client


async def signed_in(browser, manager):
    answer = await post(browser, "/sign-in", {"email": manager.email, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return browser


async def rows(live_server, table=SignIn):
    async with live_server.database():
        return await table.count()


async def test_a_planted_cookie_never_becomes_a_sign_in(live_server, browser, manager):
    for planted in ("attackerchosen0000", "A" * 43, "x" * 3000):
        answer = await browser.get("/sign-in", headers={"cookie": f"{cookies.SIGN_IN}={planted}"})
        assert cookies.SIGN_IN not in answer.headers.get("set-cookie", "")
    browser.cookies.set(cookies.SIGN_IN, "A" * 43, domain="127.0.0.1")
    await signed_in(browser, manager)
    async with httpx.AsyncClient(base_url=live_server.address) as attacker:
        attacker.cookies.set(cookies.SIGN_IN, "A" * 43)
        assert (await attacker.get("/account")).status_code == 303


async def test_a_request_in_flight_at_sign_out_brings_nothing_back(live_server, browser, manager):
    async with live_server.database():
        token = await a_sign_in(manager)
    browser.cookies.set(cookies.SIGN_IN, token)
    page = await browser.get("/account")
    data = form_to(page, "/sign-out").data
    cookie = {"cookie": f"{cookies.SIGN_IN}={token}"}

    async def one(number):
        if number == 15:
            return await browser.post("/sign-out", data=data, headers=cookie)
        if number % 2:
            return await browser.post("/account/stay", data=data, headers=cookie)
        return await browser.get("/account", headers=cookie)

    answers = await asyncio.gather(*(one(number) for number in range(30)))
    assert all(answer.status_code < 500 for answer in answers)
    assert (await browser.get("/account", headers=cookie)).status_code == 303


async def test_strangers_leave_no_rows_behind(live_server, browser):
    before = await rows(live_server)
    for _ in range(10):
        answers = await asyncio.gather(*(browser.get(path) for path in ["/", "/sign-in", "/help-now", "/account"] * 5))
        assert all(answer.status_code in {200, 303} for answer in answers)
    assert await rows(live_server) == before


async def test_a_huge_form_is_refused_before_it_is_read(live_server, browser):
    body = b"a=1&" * 2_475_000
    started = time.perf_counter()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    waits = []

    async def watch():
        while time.perf_counter() - started < 1.0:
            begun = time.perf_counter()
            async with httpx.AsyncClient(base_url=live_server.address) as other:
                assert (await other.get("/healthz")).status_code == 200
            waits.append(time.perf_counter() - begun)
            await asyncio.sleep(0.02)

    async def send():
        try:
            return (await browser.post("/sign-in", content=body, headers=headers)).status_code
        except httpx.TransportError:
            return 413  # It hung up on us while we were still sending: as good an answer.

    status, _ = await asyncio.gather(send(), watch())
    assert status == 413
    assert max(waits) < 1.5


async def test_pages_do_not_use_up_the_tries_of_signing_in(browser, manager):
    for _ in range(80):
        assert (await browser.get("/sign-in")).status_code == 200
    assert (await post(browser, "/sign-in", {"email": manager.email, "password": PASSWORD})).status_code == 303


async def test_a_flood_of_sign_ins_leaves_the_house_open_to_others(live_server, browser):
    page = await browser.get("/sign-in")
    data = form_to(page, "/sign-in").data | {"password": "wrong and long enough"}
    waits = []

    async def one(number):
        answer = await browser.post("/sign-in", data=data | {"email": f"flood{number}@livewell.example"})
        return answer.status_code

    flood = asyncio.gather(*(one(number) for number in range(50)))
    async with httpx.AsyncClient(base_url=live_server.address, timeout=20) as other:
        while not flood.done():
            begun = time.perf_counter()
            assert (await other.get("/healthz")).status_code == 200
            waits.append(time.perf_counter() - begun)
            await asyncio.sleep(0.01)
    assert set(await flood) <= {422, 429}
    waits.sort()
    assert waits[len(waits) // 2] < 0.5
    assert waits[len(waits) * 9 // 10] < 1.5


async def test_closing_an_account_counts_on_the_very_next_request(live_server, browser, manager):
    async with live_server.database():
        worker = await a_member(Role.LINK_WORKER)
        token = await a_sign_in(worker)
    browser.cookies.set(cookies.SIGN_IN, token)
    assert (await browser.get("/account")).status_code == 200
    async with live_server.database():
        await StaffUser.update({StaffUser.active: False}).where(StaffUser.id == worker.id)
    assert (await browser.get("/account")).status_code == 303


@pytest.mark.parametrize("path", ["/", "/nowhere", "/account", "/static/nothing.css", "/healthz", "/sign-in/code"])
async def test_headers_reach_the_browser(browser, path):
    for method in ("GET", "HEAD", "POST", "DELETE", "PUT", "OPTIONS", "TRACE"):
        answer = await browser.request(method, path)
        assert answer.status_code < 500
        for name, value in ALWAYS.items():
            assert answer.headers.get(name) == value, (method, path, name)
        assert answer.headers["cache-control"]
        assert "server" not in answer.headers


def raw(live_server, request: bytes, *, wait: float = 1.0) -> bytes:
    with socket.create_connection(("127.0.0.1", live_server.port), timeout=5) as line:
        line.sendall(request)
        line.settimeout(wait)
        heard = b""
        try:
            while chunk := line.recv(65536):
                heard += chunk
        except TimeoutError:
            pass
        return heard


HOST = b"Host: 127.0.0.1\r\n"
POST = b"POST /sign-in HTTP/1.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"

SMUGGLED = {
    "two lengths": POST
    + HOST
    + FORM
    + b"Content-Length: 3\r\nContent-Length: 30\r\n\r\na=bGET /account HTTP/1.1\r\n\r\n",
    "a length and chunks": POST
    + HOST
    + FORM
    + b"Content-Length: 30\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /nowhere HTTP/1.1\r\n"
    + HOST
    + b"\r\n",
    "chunks said oddly": POST + HOST + FORM + b"Transfer-Encoding: xchunked\r\nContent-Length: 3\r\n\r\na=b",
    "chunks twice": POST + HOST + FORM + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "a length with a sign": POST + HOST + FORM + b"Content-Length: +3\r\n\r\na=b",
    "a length below nothing": POST + HOST + FORM + b"Content-Length: -3\r\n\r\na=b",
    "a bare line feed": b"GET / HTTP/1.1\nHost: 127.0.0.1\n\n",
    "a folded header": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\r\n folded\r\n\r\n",
    "a space before the colon": b"GET / HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n",
    "a NUL in a header": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: a\x00b\r\n\r\n",
    "no Host": b"GET / HTTP/1.1\r\n\r\n",
    "two Hosts": b"GET / HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n",
    "the same Host twice": b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
    "another Host": b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "another Host with ours as a user": b"GET / HTTP/1.1\r\nHost: 127.0.0.1@evil.example\r\n\r\n",
    "a NUL in the address": b"GET /%00 HTTP/1.1\r\n" + HOST + b"\r\n",
    "an address of 20 kB": b"GET /?q=" + b"a" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "another protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "not HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n",
}


@pytest.mark.parametrize("what", list(SMUGGLED))
async def test_requests_that_two_servers_could_read_in_two_ways_are_refused_once(live_server, what):
    heard = await asyncio.to_thread(raw, live_server, SMUGGLED[what])
    assert heard.count(b"HTTP/1.1 ") <= 1, heard[:500]
    if heard:
        status = int(heard.split()[1])
        assert 400 <= status < 500, heard[:300]
    assert (await asyncio.to_thread(httpx.get, f"{live_server.address}/healthz")).status_code == 200


async def test_a_planted_forwarded_header_is_nobodys_word(live_server, browser):
    answer = await browser.get(
        "/account",
        headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "forwarded": "host=evil.example"},
    )
    assert answer.headers["location"].startswith("/sign-in")
    assert "evil" not in str(answer.headers)


async def test_a_body_that_never_comes_is_given_up(live_server):
    def begin():
        line = socket.create_connection(("127.0.0.1", live_server.port), timeout=5)
        line.sendall(POST + HOST + FORM + b"Content-Length: 30\r\n\r\na=b")
        return line

    lines = [await asyncio.to_thread(begin) for _ in range(30)]
    begun = time.perf_counter()
    assert (await asyncio.to_thread(httpx.get, f"{live_server.address}/sign-in", timeout=5)).status_code == 200
    assert time.perf_counter() - begun < 1
    for line in lines:
        line.close()
