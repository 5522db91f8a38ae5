"""
Every fault that a stock part was seen to have, and the test on the real program that says ours has not.

`FAULTS` is the table; the tests that are not in this file are in `test_real_server.py`, `test_slow_callers.py` and
`test_stored_words.py` beside it. `test_stock_parts.py` keeps the parts themselves out of the source.
"""

import ast
import asyncio
import re
import socket
from itertools import count
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import httpx
import pytest

from livewell.kit import cookies, csrf, db
from livewell.kit.door import PUBLIC
from livewell.kit.edge import handlers_of
from livewell.staff import actions, passwords
from livewell.staff.queries import hash_of
from livewell.staff.rules import Role
from livewell.staff.tables import StaffUser
from tests.browsing import form_to, forms_in, post
from tests.factories.journeys import an_open_journey
from tests.factories.staff import a_member, a_sign_in
from tests.live import SECRET
from tests.security.test_matrix import filled
from tests.security.test_web import TRICKS

FAULTS = {
    "a server-side session takes on the id that a stranger planted": "test_real_server.py::test_a_planted_cookie_never_becomes_a_sign_in",
    "a request in flight at sign-out brings the session back": "test_real_server.py::test_a_request_in_flight_at_sign_out_brings_nothing_back",
    "every visitor without a cookie leaves a session behind": "test_real_server.py::test_strangers_leave_no_rows_behind",
    "a pattern of public paths opens every path it matches somewhere": "test_a_closed_page_stays_closed_whatever_its_address_ends_in",
    "a kept answer is given to whoever asks next": "test_two_people_who_ask_for_the_same_page_each_get_their_own",
    "a form token is not bound to the session": "test_a_token_and_a_cookie_that_a_stranger_made_are_refused",
    "a form is taken from another site": "test_a_form_that_comes_from_another_site_is_refused",
    "a strange token, a file in its place or deep JSON is a 500": "test_nothing_that_is_sent_makes_it_fall_over",
    "a form is read whole before anybody asks who sends it": "test_real_server.py::test_a_huge_form_is_refused_before_it_is_read",
    "two rate limits share one count": "test_two_limits_never_share_a_count",
    "looking at pages uses up the tries of signing in": "test_real_server.py::test_pages_do_not_use_up_the_tries_of_signing_in",
    "a template's file name decides whether it escapes": "test_stored_words.py::test_a_script_in_every_text_is_read_back_as_words",
    "checking a password stops the whole server": "test_real_server.py::test_a_flood_of_sign_ins_leaves_the_house_open_to_others",
    "a closed account signs in": "test_a_closed_account_does_not_sign_in",
    "a password that looks like a hash is kept as it is": "test_a_password_that_looks_like_a_hash_is_hashed_like_any_other",
    "a redirect goes wherever `next` says": "test_signing_in_never_leads_to_another_site",
    "fields that no form has are taken (a role, a manager's rights)": "test_fields_that_the_form_does_not_have_change_nothing",
    "two requests are read where one was sent": "test_real_server.py::test_requests_that_two_servers_could_read_in_two_ways_are_refused_once",
    "a forwarded header is believed": "test_real_server.py::test_a_planted_forwarded_header_is_nobodys_word",
    "the head of a request may take for ever": "test_slow_callers.py::test_heads_that_never_end_are_let_go_while_others_are_answered",
    "answers wear no security headers": "test_real_server.py::test_headers_reach_the_browser",
    "the schema of everything is open to read": "test_no_schema_is_served",
}

PASSWORD = "tulip kettle marsh"
_number = count(1)


def test_every_fault_has_a_test_that_exists():
    here = Path(__file__)
    for fault, named in FAULTS.items():
        file, _, test = named.rpartition("::")
        tree = ast.parse((here.parent / (file or here.name)).read_text())
        assert test in {node.name for node in tree.body if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef)}, (
            fault
        )


# ── who is there ──


@pytest.fixture(autouse=True)
async def nobody_has_tried_yet(live_server):
    """Every test comes from one address; none here is short of tries, or uses up those of the next."""
    await forget_tries(live_server)
    yield
    await forget_tries(live_server)


async def forget_tries(live_server):
    async with live_server.database():
        await db.execute("DELETE FROM rate_limit")


@pytest.fixture
async def visitor(live_server):
    async with httpx.AsyncClient(base_url=live_server.address, timeout=20) as client:
        yield client


@pytest.fixture
async def signed_in(live_server):
    """`await signed_in(role)`: a client in which a new member is signed in, with the `member` and its `token`."""
    clients = []

    async def sign_in(who, **changes):
        async with live_server.database():
            member = await a_member(who, **changes) if isinstance(who, Role) else who
            token = await a_sign_in(member)
        client = httpx.AsyncClient(base_url=live_server.address, timeout=20)
        client.cookies.set(cookies.SIGN_IN, token, domain="127.0.0.1")
        client.member, client.token = member, token
        clients.append(client)
        return client

    yield sign_in
    for client in clients:
        await client.aclose()


async def an_account(live_server, **changes):
    async with live_server.database():
        return await a_member(
            Role.MANAGER,
            email=f"faults{next(_number)}@livewell.example",
            password_hash=await passwords.hash_password(PASSWORD),
            **changes,
        )


def token_of(client):
    return csrf.token_for(hash_of(client.token).hex(), secret=SECRET)


# ── closed stays closed ──


def raw_get(live_server, path: str) -> bytes:
    """Ask for exactly this address: an HTTP client would tidy it first."""
    with socket.create_connection(("127.0.0.1", live_server.port), timeout=5) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode("latin-1"))
        heard = b""
        while chunk := line.recv(65536):
            heard += chunk
    return heard


TRICKY = [
    "/sign-in/../caseload",
    "/sign-in/..%2fcaseload",
    "/sign-in%2f..%2fcaseload",
    "/static/../caseload",
    "/static/..%2f..%2fcaseload",
    "/healthz/../caseload",
    "//caseload",
    "/./caseload",
    "/caseload/",
    "/caseload/.",
    "/caseload;/sign-in",
    "/caseload%3f/sign-in",
    "/caseload?/sign-in",
    "/caseload?next=/static/x.css",
    "/caseload%20",
    "/CASELOAD",
    "http://127.0.0.1/caseload",
]


async def test_a_closed_page_stays_closed_whatever_its_address_ends_in(live_server, visitor, signed_in, app):
    """Not one answer that a stranger gets is a closed page; a coach's own page shows that there is something to see."""
    coach = await signed_in(Role.HEALTH_COACH)
    assert coach.member.name in (await coach.get("/caseload")).text
    closed = {
        route.path
        for route in app.routes
        for handler in handlers_of(route)
        if "GET" in handler.http_methods and handler.opt["permission"] != PUBLIC
    }
    assert len(closed) > 60
    opened = []
    for path in sorted(closed):
        asked = filled(path)
        ends_in_words = re.sub(r"{\w+:str}", "sign-in", path)
        for address in (asked, f"{asked}/sign-in", filled(ends_in_words), f"{asked}?next=/sign-in&public=1"):
            answer = await visitor.get(address)
            where = answer.headers.get("location", "")
            to_sign_in = answer.status_code == 303 and (where.startswith("/sign-in?next=") or where == "/my/come-in")
            # A form alone is taken there: on to the page above it, which is asked for in its turn.
            up = (
                answer.status_code == 303
                and where != address
                and f"{address.partition('?')[0]}/".startswith(f"{where}/")
            )
            if not to_sign_in and not up and answer.status_code != 404:
                opened.append(f"{address} answers {answer.status_code}")
    assert not opened
    for address in TRICKY:
        heard = await asyncio.to_thread(raw_get, live_server, address)
        assert int(heard.split()[1]) in {303, 400, 404}, address
        assert b"Caseload" not in heard.partition(b"\r\n\r\n")[2].partition(b"<h1")[2].partition(b"</h1>")[0], address


async def test_two_people_who_ask_for_the_same_page_each_get_their_own(live_server, signed_in, visitor):
    coaches = [await signed_in(Role.HEALTH_COACH, name=f"Coach {uuid4().hex[:8]}") for _ in range(3)]
    people = [f"Person{uuid4().hex[:8]}" for _ in coaches]
    async with live_server.database():
        for coach, family_name in zip(coaches, people, strict=True):
            await an_open_journey(coach.member, family_name=family_name)
    for path in ("/caseload", "/account"):
        answers = await asyncio.gather(*(coach.get(path) for _ in range(8) for coach in coaches), visitor.get(path))
        assert answers.pop().status_code == 303
        for number, answer in enumerate(answers):
            mine = number % len(coaches)
            assert answer.status_code == 200
            assert answer.headers["cache-control"] == "no-store"
            assert not {"etag", "last-modified", "age", "expires"} & answer.headers.keys()
            for other, (coach, family_name) in enumerate(zip(coaches, people, strict=True)):
                assert (coach.member.name in answer.text) is (other == mine), path
                assert (family_name in answer.text) is (other == mine and path == "/caseload"), path


# ── forms of others ──


async def test_a_token_and_a_cookie_that_a_stranger_made_are_refused(live_server, signed_in, visitor):
    """Planted by a neighbouring site that may set cookies here: a pair that belongs together, only not to this sign-in."""
    page = await visitor.get("/sign-in")
    strangers = forms_in(page)[0].data["csrf"][0]
    planted = visitor.cookies[cookies.VISITOR]
    victim, other = await signed_in(Role.MANAGER), await signed_in(Role.MANAGER)
    elsewhere = await signed_in(victim.member)
    victim.cookies.set(cookies.VISITOR, planted, domain="127.0.0.1")
    made_up = csrf.token_for("A" * 43, secret="a guess at the secret, as good as any")
    for token in (strangers, token_of(other), token_of(elsewhere), made_up, "", "0" * 64):
        answer = await victim.post("/account/sign-ins/end-others", data={"csrf": token})
        assert answer.status_code == 403
        answer = await victim.post("/account/sign-ins/end-others", headers={"x-csrf-token": token})
        assert answer.status_code == 403
    assert (await elsewhere.get("/account")).status_code == 200, "nothing was done"
    answer = await victim.post("/account/sign-ins/end-others", data={"csrf": token_of(victim)})
    assert answer.status_code == 303
    async with httpx.AsyncClient(base_url=live_server.address) as nobody:
        nobody.cookies.set(cookies.VISITOR, "A" * 43, domain="127.0.0.1")
        assert (await nobody.post("/sign-in", data={"csrf": made_up})).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1.evil.example"},
    ],
    ids=str,
)
async def test_a_form_that_comes_from_another_site_is_refused(signed_in, headers):
    client = await signed_in(Role.MANAGER)
    data = {"csrf": token_of(client)}
    assert (await client.post("/account/stay", data=data, headers=headers)).status_code == 403
    assert (await client.post("/account/stay", data=data, headers={"sec-fetch-site": "same-origin"})).status_code == 204


# ── whatever is sent ──

FORM = {"content-type": "application/x-www-form-urlencoded"}
PARTS = {"content-type": "multipart/form-data; boundary=x"}
A_FILE = b'--x\r\nContent-Disposition: form-data; name="csrf"; filename="csrf"\r\n\r\n%s\r\n--x--\r\n'
STRANGE = {
    "a token of other letters": (FORM, "csrf=é".encode()),
    "a token of other letters, encoded": (FORM, b"csrf=%C3%A9&email=a"),
    "a token that is no text at all": (FORM, b"csrf=%ff%fe"),
    "a token in a file": (PARTS, A_FILE % b"token"),
    "an empty file for a token": (PARTS, A_FILE % b""),
    "no parts": (PARTS, b""),
    "no boundary": ({"content-type": "multipart/form-data"}, b"--x--"),
    "deep JSON": ({"content-type": "application/json"}, b"[" * 60_000),
    "deep JSON, longer than is read": ({"content-type": "application/json"}, b"[" * 200_000),
    "deep objects": ({"content-type": "application/json"}, b'{"a":' * 10_000),
    "half a surrogate, encoded": (FORM, b"email=%ed%a0%80&password=%ed%b0%80"),
    "half a surrogate in JSON": ({"content-type": "application/json"}, b'{"csrf": "\\ud800"}'),
    "NUL": (FORM, b"email=%00&password=a%00b"),
    "NUL in a name": (FORM, b"em%00ail=a"),
    "a character set that is none": ({"content-type": "text/html; charset=nonsense"}, b"csrf=a"),
    "UTF-16": ({"content-type": FORM["content-type"] + "; charset=utf-16"}, "csrf=a".encode("utf-16")),
    "percent signs": (FORM, b"%" * 60_000),
    "numbers without end": (FORM, b"version=" + b"9" * 50_000),
    "a semicolon and nothing": ({"content-type": ";"}, b"a"),
}


@pytest.mark.parametrize("what", STRANGE)
async def test_nothing_that_is_sent_makes_it_fall_over(signed_in, visitor, what):
    """As a stranger and as a manager, with a right token in the header and without."""
    headers, content = STRANGE[what]
    manager = await signed_in(Role.MANAGER)
    token = forms_in(await visitor.get("/sign-in"))[0].data["csrf"][0]
    for client, right, path in (
        (visitor, token, "/refer/someone"),
        (visitor, token, "/refer/come-back"),
        (manager, token_of(manager), "/staff/new"),
        (manager, token_of(manager), "/search"),
    ):
        for more in ({}, {"x-csrf-token": right}):
            answer = await client.post(path, content=content, headers=headers | more)
            assert answer.status_code < 500, (what, path, more)
            assert more or answer.status_code >= 400, (what, path)
        lost = await client.get(path, params={"q": "\ud800".encode("utf-8", "surrogatepass"), "n": "é"})
        assert lost.status_code < 500


async def test_strange_headers_and_cookies_do_not_make_it_fall_over(visitor):
    for value in (b"\xff\xfe", b"\xed\xa0\x80", b";;;===", b"livewell_sign_in", b'"' * 2000):
        for name in ("cookie", "x-csrf-token", "accept-language", "hx-request", "hx-current-url", "user-agent"):
            for method, path in (("GET", "/account"), ("POST", "/sign-in"), ("GET", "/")):
                answer = await visitor.request(method, path, headers={name: value})
                assert answer.status_code < 500, (name, value, path)


# ── signing in ──


async def test_two_limits_never_share_a_count(live_server, visitor):
    """Codes to come back by are used up from this address; every other door still opens to it."""
    manager = await an_account(live_server)
    for _ in range(11):
        answer = await post(visitor, "/refer/come-back", {"code": "AAAA-AAAA"})
    assert answer.status_code == 429
    assert (await post(visitor, "/sign-in", {"email": manager.email, "password": "not this one"})).status_code == 422
    assert (await post(visitor, "/sign-in", {"email": manager.email, "password": PASSWORD})).status_code == 303
    async with httpx.AsyncClient(base_url=live_server.address) as other:
        answer = await post(other, "/invitation", {"code": "AAAA-AAAA", "answer": "yes"})
        assert answer.status_code not in {429, 500}


async def test_tries_for_one_account_leave_the_others_theirs(live_server, visitor):
    tried, other = await an_account(live_server), await an_account(live_server)
    for _ in range(6):
        answer = await post(visitor, "/sign-in", {"email": tried.email, "password": "not this one"})
    assert answer.status_code == 429
    assert (await post(visitor, "/sign-in", {"email": other.email, "password": PASSWORD})).status_code == 303


async def test_a_closed_account_does_not_sign_in(live_server, visitor):
    closed = await an_account(live_server, active=False)
    answer = await post(visitor, "/sign-in", {"email": closed.email, "password": PASSWORD})
    assert answer.status_code == 422
    assert cookies.SIGN_IN not in visitor.cookies


@pytest.mark.parametrize("begins", ["pbkdf2_sha256$600000$salt$", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$"])
async def test_a_password_that_looks_like_a_hash_is_hashed_like_any_other(live_server, visitor, begins):
    """Set through the real page with a one-time link; then it opens the door as a password, and its hash does not."""
    password = begins + "kettle marsh"
    async with live_server.database():
        manager = await a_member(Role.MANAGER)
        member = await a_member(Role.EVALUATOR, email=f"faults{next(_number)}@livewell.example")
        invited = await actions.new_password_link(member.id, by=manager)
    answer = await post(visitor, invited.path, {"password": password})
    assert answer.status_code in {200, 303}, answer.text
    async with live_server.database():
        [kept] = await StaffUser.select(StaffUser.password_hash).where(StaffUser.id == member.id)
    assert kept["password_hash"].startswith("$argon2id$")
    assert password not in kept["password_hash"]
    for tried, status in ((kept["password_hash"], 422), (password, 303)):
        answer = await post(visitor, "/sign-in", {"email": member.email, "password": tried})
        assert answer.status_code == status


@pytest.mark.parametrize(
    "back", [*TRICKS, "https://evil.example", "http:/evil.example", "/sign-out", "/%5cevil.example"]
)
async def test_signing_in_never_leads_to_another_site(live_server, signed_in, back):
    client = await signed_in(Role.MANAGER)
    answer = await client.get("/sign-in", params={"next": back})
    assert answer.status_code == 303
    as_read = answer.headers["location"].replace("\\", "/").replace("\t", "")
    assert urlsplit(urljoin("https://livewell.example/sign-in", as_read)).netloc == "livewell.example"
    assert "/sign-out" not in as_read


async def test_after_a_form_nobody_is_led_to_another_site(live_server, visitor):
    manager = await an_account(live_server)
    data = {"email": manager.email, "password": PASSWORD, "next": "//evil.example/caseload"}
    answer = await post(visitor, "/sign-in", data)
    assert (answer.status_code, answer.headers["location"]) == (303, "/home")


async def test_fields_that_the_form_does_not_have_change_nothing(live_server, signed_in):
    member = await an_account(live_server)
    client = await signed_in(member)
    page = await client.get("/account/password")
    typed = {"now_password": PASSWORD, "password": "orchard violin spoon"}
    more = {"role": "administrator", "active": "no", "id": str(uuid4()), "totp_set_up_at": "2026-01-01", "email": "x@y"}
    data = form_to(page, "/account/password").data | typed | more
    assert (await client.post("/account/password", data=data)).status_code == 303
    async with live_server.database():
        [kept] = await StaffUser.select().where(StaffUser.id == member.id)
    assert (kept["role"], kept["active"], kept["email"]) == ("manager", True, member.email)
    assert kept["totp_set_up_at"] is None


@pytest.mark.parametrize("path", ["/schema", "/schema/swagger", "/schema/openapi.json", "/docs", "/openapi.json"])
async def test_no_schema_is_served(visitor, path):
    assert (await visitor.get(path)).status_code == 404
