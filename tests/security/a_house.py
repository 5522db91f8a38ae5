"""A small house with one of every kind of route, for trying the edge without a database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from livewell.kit import cookies, csrf, edge, web
from livewell.kit.door import PUBLIC, House, SignedIn
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Member, Role

SECRET = "for tests only, 32 characters long"
TOKEN = "A" * 43
HOST = "livewell.example"

MEMBER = Member(
    id=uuid4(),
    name="Priya Nair",
    kind="staff",
    role=Role.HEALTH_COACH,
    email="priya@livewell.example",
    job_title="Health coach",
    area=None,
    practice=None,
    organisation=None,
    can=frozenset({"referrals:triage"}),
)
HERE = SignedIn(
    sign_in=uuid4(),
    member=MEMBER,
    ends_at=datetime(2026, 11, 22, 20, tzinfo=UTC),
    token_hash="the hash of the token",
    closed_until_second_factor=frozenset({"people:search"}),
)
KEPT: list[tuple[str, object, str, str]] = []


async def find(token: str) -> SignedIn | None:
    return HERE if token == TOKEN else None


async def keep(kind: str, record: object, _whose: str, by: Any, page: str) -> None:
    KEPT.append((kind, record, by.name, page))


@get("/", permission=PUBLIC, name="open_page")
async def open_page(q: FromQuery[str] = "") -> Response[str]:
    return Response(f"hello {len(q)}", media_type="text/html")


@get("/for-coaches", permission="referrals:triage", name="for_coaches")
async def for_coaches(request: Request[Any, Any, Any]) -> Response[str]:
    return Response(web.member(request).name, media_type="text/html", headers={"cache-control": "public, max-age=60"})


@get("/for-managers", permission="staff:manage", name="for_managers")
async def for_managers() -> str:
    return "managers"


@get("/search", permission="people:search", name="search")
async def search() -> str:
    return "search"


@post("/say", permission=PUBLIC, name="say")
async def say(request: Request[Any, Any, Any]) -> Response[str]:
    form = await request.form()
    return Response(str(form.get("words", "")), media_type="text/plain", status_code=200)


@post("/upload", permission=PUBLIC, name="upload", body_limit=200_000)
async def upload(request: Request[Any, Any, Any]) -> Response[str]:
    return Response(str(len(await request.body())), media_type="text/plain", status_code=200)


@post("/write", permission="referrals:triage", name="write")
async def write(request: Request[Any, Any, Any]) -> Response[bytes]:
    return web.go("/for-coaches", said="Saved.")


@get("/journeys/{journey_id:uuid}", permission="referrals:triage", opens="journey", name="a_journey")
async def a_journey(journey_id: FromPath[UUID]) -> str:
    if journey_id.int == 0:
        raise NotFound
    return "a journey"


@get("/broken", permission=PUBLIC, name="broken")
async def broken() -> None:
    raise ValueError("Mary Bennett 999 000 0018")


@get("/rule", permission=PUBLIC, name="rule")
async def rule() -> None:
    raise RuleBroken("This referral is already <accepted>.")


@post("/refuse", permission=PUBLIC, name="refuse")
async def refuse() -> None:
    raise RuleBroken("Somebody else has ended this journey.")


@get("/stale", permission=PUBLIC, name="stale")
async def stale() -> None:
    raise Stale({"Reason": "theirs & more"}, {"Reason": "<mine>"})


@get("/slow", permission=PUBLIC, name="slow")
async def slow() -> str:
    await asyncio.sleep(5)
    return "slow"


HANDLERS = [
    open_page,
    for_coaches,
    for_managers,
    search,
    say,
    upload,
    write,
    a_journey,
    broken,
    rule,
    refuse,
    stale,
    slow,
]


def a_house(**changes: Any) -> House:
    plain = House(
        secret=SECRET,
        secure=False,
        hosts=frozenset({HOST}),
        demo=False,
        find_signed_in=find,
        whose={"journey": "SELECT person FROM journey WHERE id = $1"},
        keep_opening=keep,
    )
    return replace(plain, **changes)


@asynccontextmanager
async def browser(
    *, signed_in: bool = False, handlers: list[Any] | None = None, **changes: Any
) -> AsyncIterator[httpx.AsyncClient]:
    app = edge.build(handlers or HANDLERS, house=a_house(**changes))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app, raise_app_exceptions=False), base_url=f"http://{HOST}"
    ) as client:
        if signed_in:
            client.cookies.set(cookies.SIGN_IN, TOKEN)
        else:
            client.cookies.set(cookies.VISITOR, "V" * 43)
        yield client


def token(*, signed_in: bool = False) -> str:
    return csrf.token_for(HERE.token_hash if signed_in else "V" * 43, secret=SECRET)
