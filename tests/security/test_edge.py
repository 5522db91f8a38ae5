import asyncio
import json
from uuid import UUID, uuid4

import pytest
from litestar import get
from litestar.exceptions import ImproperlyConfiguredException
from litestar.params import FromPath

from livewell.kit import edge
from livewell.kit.headers import ALWAYS
from tests.security.a_house import HERE, HOST, KEPT, MEMBER, a_house, broken, browser, say, token


async def test_a_page_that_names_no_permission_stops_the_start():
    @get("/forgotten")
    async def forgotten() -> str:
        return "open to all"

    with pytest.raises(ImproperlyConfiguredException, match="names no permission"):
        edge.build([forgotten], house=a_house())


async def test_a_page_that_opens_a_kind_nobody_knows_stops_the_start():
    @get("/x/{thing_id:uuid}", permission="public", opens="thing")
    async def a_thing(thing_id: FromPath[UUID]) -> str:
        return "a thing"

    with pytest.raises(ImproperlyConfiguredException, match="opens a thing"):
        edge.build([a_thing], house=a_house())


async def test_a_stranger_is_sent_to_sign_in_and_back():
    async with browser() as visitor:
        answer = await visitor.get("/for-coaches?page=2")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/sign-in?next=%2Ffor-coaches%3Fpage%3D2"
        answer = await visitor.get(
            "/for-coaches", headers={"HX-Request": "true", "HX-Current-URL": f"http://{HOST}/caseload?a=b"}
        )
        assert answer.status_code == 401
        assert answer.headers["hx-redirect"] == "/sign-in?next=%2Fcaseload%3Fa%3Db"
        answer = await visitor.post("/write", data={"csrf": token()})
        assert answer.status_code == 401
        assert "You are signed out" in answer.text


async def test_a_role_opens_its_own_pages_and_no_others():
    async with browser(signed_in=True) as coach:
        assert (await coach.get("/for-coaches")).text == "Priya Nair"
        assert (await coach.get("/for-managers")).status_code == 403
        first = await coach.get("/search")
        assert first.status_code == 303
        assert first.headers["location"] == "/account/second-factor"


@pytest.mark.parametrize("planted", ["short", "A" * 42 + "!", "A" * 44, "B" * 43, ""])
async def test_any_other_cookie_is_a_stranger(planted):
    async with browser() as visitor:
        answer = await visitor.get("/for-coaches", headers={"cookie": f"livewell_sign_in={planted}"})
        assert answer.status_code == 303
        assert "set-cookie" not in answer.headers


async def test_the_same_cookie_twice_is_a_stranger():
    async with browser() as visitor:
        answer = await visitor.get(
            "/for-coaches", headers={"cookie": f"livewell_sign_in={'A' * 43}; livewell_sign_in={'B' * 43}"}
        )
        assert answer.status_code == 303


ADDRESSES = [
    ("GET", "/", 200),
    ("GET", "/nowhere", 404),
    ("GET", "/for-coaches", 303),
    ("GET", "/write", 303),
    ("POST", "/say", 403),
    ("GET", "/broken", 500),
    ("GET", "/rule", 409),
    ("GET", "/stale", 409),
    ("DELETE", "/", 405),
    ("OPTIONS", "/", 405),
    ("GET", "/journeys/not-an-id", 404),
    ("GET", "/?q=%00", 400),
]


@pytest.mark.parametrize(("method", "path", "status"), ADDRESSES)
async def test_every_answer_wears_every_header(method, path, status):
    async with browser() as visitor:
        answer = await visitor.request(method, path)
    assert answer.status_code == status
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value
    assert answer.headers["cache-control"] == "no-store"
    assert "HX-Request" in answer.headers["vary"]
    assert "unsafe" not in answer.headers["content-security-policy"]


async def test_over_https_the_browser_is_told_to_stay_there():
    async with browser(secure=True) as visitor:
        assert "max-age=31536000" in (await visitor.get("/nowhere")).headers["strict-transport-security"]
    async with browser() as visitor:
        assert "strict-transport-security" not in (await visitor.get("/")).headers


async def test_what_belongs_to_somebody_is_kept_by_no_cache_even_if_the_page_forgot():
    async with browser(signed_in=True) as coach:
        assert (await coach.get("/for-coaches")).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        [("host", "evil.example")],
        [("host", f"evil.example@{HOST}")],
        [("host", f"{HOST}:80:80")],
        [("host", f"{HOST}:8x")],
        [("host", "")],
        [("host", HOST), ("host", HOST)],
        [("host", HOST), ("host", "evil.example")],
    ],
)
async def test_only_our_own_name_and_only_once(headers):
    app = edge.build([broken], house=a_house())
    assert await _status(app, headers) == 400


@pytest.mark.parametrize("host", [HOST, HOST.upper(), f"{HOST}:8443"])
async def test_our_own_name_however_it_is_written(host):
    app = edge.build([broken], house=a_house())
    assert await _status(app, [("host", host)]) == 500


async def _status(app, headers):
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    await app(a_scope("GET", "/broken", headers), receive, send)
    return sent[0]["status"]


def a_scope(method, path, headers):
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        "client": ("127.0.0.1", 1),
        "server": (HOST, 80),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
        "asgi": {"version": "3.0"},
    }


async def test_head_answers_as_get_does_without_a_body():
    async with browser(signed_in=True) as coach:
        whole, head = await coach.get("/for-coaches"), await coach.head("/for-coaches")
        assert head.status_code == 200
        assert head.content == b""
        assert head.headers["content-length"] == whole.headers["content-length"] == str(len(whole.content))
        assert (await coach.head("/nowhere")).status_code == 404


async def test_opening_a_record_is_written_before_the_page_leaves():
    KEPT.clear()
    record = uuid4()
    async with browser(signed_in=True) as coach:
        assert (await coach.get(f"/journeys/{record}")).status_code == 200
        assert [("journey", record, MEMBER.name, "a_journey")] == KEPT
        assert (await coach.get(f"/journeys/{UUID(int=0)}")).status_code == 404
        assert len(KEPT) == 1


async def test_a_record_whose_opening_cannot_be_written_is_not_shown():
    async def lost(*_):
        raise OSError("disk full")

    async with browser(signed_in=True, keep_opening=lost) as coach:
        answer = await coach.get(f"/journeys/{uuid4()}")
        assert answer.status_code == 500
        assert "a journey" not in answer.text


async def test_a_bug_is_a_calm_page_with_a_reference_and_no_data_in_the_log(capsys):
    async with browser() as visitor:
        answer = await visitor.get("/broken")
    log = capsys.readouterr()
    assert answer.status_code == 500
    assert "went wrong" in answer.text
    assert "E-" in answer.text
    reference = answer.text[answer.text.index("E-") :][:10]
    assert reference in log.out + log.err
    for secret in ("Mary", "Bennett", "999 000"):
        assert secret not in answer.text + log.out + log.err


async def test_what_a_rule_refuses_is_shown_back_but_never_a_password():
    typed = {"words": "Long & precious\n<b>words</b>", "choice": "moved_away", "now_password": "tulip kettle marsh"}
    async with browser() as visitor:
        answer = await visitor.post("/refuse", data={"csrf": token(), **typed})
    assert answer.status_code == 409
    assert "Somebody else has ended this journey." in answer.text
    assert "What you wrote" in answer.text
    assert "Long &amp; precious" in answer.text
    assert "&lt;b&gt;words&lt;/b&gt;" in answer.text
    for left_out in ("<b>words", "moved_away", "tulip", token()):
        assert left_out not in answer.text.partition("<main")[2]


async def test_a_rule_says_its_sentence_and_a_stale_page_shows_both_texts():
    async with browser() as visitor:
        assert "already &lt;accepted&gt;" in (await visitor.get("/rule")).text
        stale = (await visitor.get("/stale")).text
        assert "theirs &amp; more" in stale
        assert "&lt;mine&gt;" in stale


async def test_a_request_that_takes_too_long_is_answered():
    async with browser(deadline_seconds=0.05) as visitor:
        assert (await visitor.get("/slow")).status_code == 503


async def test_when_who_is_there_cannot_be_found_out_nothing_is_shown():
    async def down(_token):
        raise OSError("no database")

    async with browser(signed_in=True, find_signed_in=down) as coach:
        answer = await coach.get("/for-coaches")
        assert answer.status_code == 500
        assert "E-" in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_what_is_said_shows_once_and_cannot_be_forged():
    async with browser(signed_in=True) as coach:
        answer = await coach.post("/write", data={"csrf": token(signed_in=True)})
        assert answer.status_code == 303
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert MEMBER.name not in cookie
        shown = await coach.get("/rule")
        assert "Saved." in shown.text
        assert "Saved." not in (await coach.get("/rule")).text
        coach.cookies.set("livewell_said", json.dumps("You won a prize"))
        assert "prize" not in (await coach.get("/rule")).text


async def test_a_redirect_never_leaves_this_site():
    from livewell.kit.web import go

    for bad in (
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "evil",
        "",
        "/a\r\nset-cookie: x=1",
        "/%0a\\x",
    ):
        with pytest.raises(ValueError):
            go(bad)
    assert go("/referrals?page=2").headers["location"] == "/referrals?page=2"
    assert HERE.member.can


async def test_a_body_that_never_comes_is_given_up():
    app = edge.build([say], house=a_house(deadline_seconds=0.1))
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        await asyncio.sleep(30)

    scope = a_scope("POST", "/say", [("host", HOST), ("content-type", "application/x-www-form-urlencoded")])
    await asyncio.wait_for(app(scope, receive, send), 5)
    assert sent[0]["status"] == 503
