"""Guests: who came by a link, once, for a while; out when they leave, when they are shut out, and when they are nobody."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.forum.door import MEMBER, MEMBER_DOOR
from livewell.kit import clock, cookies, doorkeys
from livewell.kit.db import rows, transaction, value
from livewell.kit.errors import RuleBroken
from livewell.kit.guests import LINKS_AN_HOUR, STAYS, GuestKind
from tests.browsing import form_to, post
from tests.factories.forum import a_facilitator, a_member
from tests.signed_in import a_client

HOLDER = "somebody@guest.example"
HERE = cookies.cookie_name(cookies.MEMBER, secure=False)


@pytest.fixture
def people() -> dict:
    """Records and names."""
    return {uuid4(): "Ann", uuid4(): "Bo"}


@pytest.fixture
def kind(people) -> GuestKind:
    """A kind of guest whose only address is Ann's."""

    async def known(email):
        return next(iter(people)) if email == HOLDER else None

    async def called(record):
        return people.get(record)

    return GuestKind("visitor_test", known, called)


async def a_link(kind, record, **more):
    async with transaction():
        return await kind.make_link(record, holder=HOLDER, **more)


# ── the kind ──


async def test_a_link_opens_once_and_keeps_its_browser_for_eight_hours(kind, people):
    ann = next(iter(people))
    token = await a_link(kind, ann)
    assert await kind.behind(token) == "Ann"
    assert await kind.behind(token) == "Ann"
    stay = await kind.come_in(token)
    assert stay != token
    guest = await kind.here(stay)
    assert (guest.record, guest.name, guest.holder) == (ann, "Ann", HOLDER)
    assert (guest.kind, guest.id, guest.staff_id) == ("public", None, None)
    assert await kind.behind(token) is None
    with pytest.raises(RuleBroken, match="used or has ended"):
        await kind.come_in(token)
    with clock.at(clock.now() + STAYS - timedelta(seconds=1)):
        assert await kind.here(stay) is not None
    with clock.at(clock.now() + STAYS + timedelta(seconds=1)):
        assert await kind.here(stay) is None


async def test_a_link_ends_with_its_time_and_is_no_key_to_anything_else(kind, people):
    token = await a_link(kind, next(iter(people)), lasts=timedelta(hours=1))
    other = GuestKind("another_test", kind.known, kind.called)
    assert await other.behind(token) is None
    assert await kind.here(token) is None
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)), pytest.raises(RuleBroken):
        await kind.come_in(token)
    for nonsense in ("", "x" * 43, "../etc/passwd", "’; DROP TABLE door_key; --"):
        assert await kind.behind(nonsense) is None


async def test_who_may_come_no_more_is_out_at_once(kind, people):
    ann = next(iter(people))
    stay, link = await kind.come_in(await a_link(kind, ann)), await a_link(kind, ann)
    name = people.pop(ann)
    assert await kind.here(stay) is None
    with pytest.raises(RuleBroken):
        await kind.come_in(link)
    people[ann] = name
    async with transaction():
        await kind.shut_out(ann)
    assert await kind.here(stay) is None
    assert await kind.behind(link) is None


async def test_leaving_ends_every_browser_of_the_same_record_alone(kind, people):
    ann, bo = people
    first, second = [await kind.come_in(await a_link(kind, ann)) for _ in range(2)]
    other = await kind.come_in(await a_link(kind, bo))
    await kind.leave(await kind.here(first))
    assert await kind.here(first) is None
    assert await kind.here(second) is None
    assert await kind.here(other) is not None


async def test_a_link_is_asked_for_by_a_known_address_and_not_too_often(kind, people):
    await kind.ask_link("nobody@guest.example")
    for _ in range(LINKS_AN_HOUR + 3):
        await kind.ask_link(HOLDER)
    told = await rows("SELECT subject, by_id FROM event WHERE what = 'visitor_test.asked_link'")
    assert told == [{"subject": next(iter(people)), "by_id": None}] * LINKS_AN_HOUR


async def test_what_is_kept_of_a_link_opens_nothing(kind, people):
    token = await a_link(kind, next(iter(people)))
    assert token.encode() not in await value("SELECT token_hash FROM door_key ORDER BY made_at DESC LIMIT 1")


async def test_of_a_hundred_at_once_one_comes_in(committed_db, kind, people):
    token = await a_link(kind, next(iter(people)))
    answers = await asyncio.gather(*(kind.come_in(token) for _ in range(100)), return_exceptions=True)
    assert sum(isinstance(one, str) for one in answers) == 1
    assert sum(isinstance(one, RuleBroken) for one in answers) == 99


# ── the door, as the forum has it ──


async def test_the_way_in_and_out(visitor):
    by = await a_facilitator()
    one = await a_member(by, name="Ann", email="ann@forum.example")
    token = await a_link(MEMBER, one)
    first = await visitor.get(f"/forum/me/link/{token}")
    assert first.headers["location"] == "/forum/me/open"
    page = await visitor.get("/forum/me/open")
    assert "Hello Ann" in page.text
    assert token not in page.text
    came = await post(visitor, "/forum/me/open")
    assert came.headers["location"] == MEMBER_DOOR.home
    assert token not in came.headers["set-cookie"]
    home = await visitor.get("/forum/me")
    assert home.status_code == 200
    assert home.headers["cache-control"] == "no-store"
    assert (await visitor.get(f"/forum/me/link/{token}")).headers["location"] == "/forum/me"
    left = await post(visitor, "/forum/me/leave", page="/forum/me")
    assert left.headers["location"] == "/forum/me/link"
    assert (await visitor.get("/forum/me")).headers["location"] == "/forum/me/link"
    assert (await visitor.get(f"/forum/me/link/{token}")).headers["location"] == "/forum/me/ended"
    assert (await visitor.get("/forum/me/ended")).status_code == 404
    assert (await visitor.get("/forum/me/open")).headers["location"] == "/forum/me/ended"


async def test_what_a_mail_scanner_opens_is_not_spent(app, visitor):
    one = await a_member(await a_facilitator())
    token = await a_link(MEMBER, one)
    for _ in range(3):
        async with a_client(app) as scanner:
            await scanner.get(f"/forum/me/link/{token}")
            await scanner.get("/forum/me/open")
    await visitor.get(f"/forum/me/link/{token}")
    assert (await post(visitor, "/forum/me/open")).headers["location"] == "/forum/me"


async def test_one_guests_cookie_is_no_other_doors(visitor):
    one = await a_member(await a_facilitator())
    stay = await MEMBER.come_in(await a_link(MEMBER, one))
    visitor.cookies.set(cookies.cookie_name(cookies.VOLUNTEER, secure=False), stay)
    visitor.cookies.set(cookies.cookie_name(cookies.SIGN_IN, secure=False), stay)
    visitor.cookies.set(cookies.cookie_name(cookies.HOME, secure=False), stay)
    assert (await visitor.get("/forum/me")).headers["location"] == "/forum/me/link"
    assert (await visitor.get("/volunteer/me")).status_code == 303
    assert (await visitor.get("/my")).status_code in {302, 303}
    visitor.cookies.set(HERE, "x" * 43)
    assert (await visitor.get("/forum/me")).status_code == 303


async def test_the_answer_is_the_same_for_every_address(visitor):
    await a_member(await a_facilitator(), email="ann@forum.example")
    answers = [
        await post(visitor, "/forum/me/link", {"email": one}) for one in ("ANN@forum.example", "no@forum.example")
    ]
    assert {(one.status_code, one.headers["location"]) for one in answers} == {(303, "/forum/me/link/sent")}
    assert await value("SELECT count(*) FROM event WHERE what = 'forum_member.asked_link'") == 1
    assert (await post(visitor, "/forum/me/link", {"email": "nonsense"})).status_code == 422


async def test_a_crowd_of_tries_is_stopped(visitor):
    form = form_to(await visitor.get("/forum/me/link"), "/forum/me/link").data
    codes = [
        (await visitor.post("/forum/me/link", data={**form, "email": f"a{n}@forum.example"})).status_code
        for n in range(62)
    ]
    assert codes[:60] == [303] * 60
    assert codes[60:] == [429, 429]


async def test_no_token_stands_in_an_event(visitor):
    one = await a_member(await a_facilitator())
    token = await a_link(MEMBER, one)
    await visitor.get(f"/forum/me/link/{token}")
    await post(visitor, "/forum/me/open")
    kept = await value("SELECT string_agg(details::text || what, ' ') FROM event")
    assert token not in kept
    assert await doorkeys.open_key(token, "forum_member_link") is None
