"""How an address of the standard answers: JSON with its validators, one line after another, or a refusal that says why."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import msgspec
from litestar import Response
from litestar.response import Stream
from litestar.types import ExceptionHandlersMap

from livewell.kit import limits, sorry, web
from livewell.kit.door import more_time
from livewell.kit.errors import DatabaseAway, NotFound
from livewell.kit.web import Asked as Request
from livewell.openreferral.queries.pages import Page
from livewell.openreferral.rules.envelope import envelope, without_empty
from livewell.openreferral.rules.parameters import Asked, ParameterWrong, read

JSON, NDJSON = "application/json", "application/x-ndjson"
ALLOWED, WITHIN = 600, timedelta(minutes=1)
"""How much one network address may ask: a whole harvest of 100,000 services in pages of 500 takes 200."""

STREAMS_ALLOWED, STREAMS_WITHIN = 20, timedelta(minutes=10)
_LINES_AT_ONCE = 100
_FRESH = "public, max-age=30"


class TooOften(Exception):
    """More questions from one network address than it may ask."""


async def asked(request: Request, allowed: frozenset[str]) -> Asked:
    """What is asked, counted against the address that asks. Raises TooOften and ParameterWrong."""
    address = web.address_of(request)
    if await limits.too_many("open referral", address, ALLOWED, WITHIN):
        raise TooOften
    query: dict[str, list[str]] = {}
    for name, text in request.query_params.multi_items():
        query.setdefault(name, []).append(text)
    found = read(query, allowed)
    if found.ndjson and await limits.too_many("open referral streams", address, STREAMS_ALLOWED, STREAMS_WITHIN):
        raise TooOften
    return found


def page_of(request: Request, found: Page, question: Asked) -> Response[bytes]:
    """One page in its envelope."""
    contents = [without_empty(one) for one in found.contents]
    whole = envelope(contents, total=found.total, page=question.page, per_page=question.per_page)
    return answer(request, whole, found.changed_at)


def one(request: Request, document: dict[str, Any], changed_at: datetime | None = None) -> Response[bytes]:
    """One document without what is not known."""
    return answer(request, without_empty(document), changed_at)


def answer(request: Request, document: dict[str, Any], changed_at: datetime | None) -> Response[bytes]:
    """The document, or 304 when whoever asks has it already (RFC 9110, section 13)."""
    body = msgspec.json.encode(document)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": etag, "cache-control": _FRESH}
    if changed_at is not None:
        headers["last-modified"] = format_datetime(changed_at.astimezone(UTC).replace(microsecond=0), usegmt=True)
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if etag in known or "*" in known:
        return Response(b"", status_code=304, headers=headers, media_type=JSON)
    return Response(body, headers=headers, media_type=JSON)


async def stream(request: Request, documents: AsyncIterator[dict[str, Any]]) -> Stream:
    """
    Every document on a line of its own, sent as they are found: what is in memory does not grow with the list.

    The first is found before anything is sent, so that what is wrong with the question is still said with its status.
    Raises what finding it raises.
    """
    first = await anext(documents, None)

    async def lines() -> AsyncIterator[bytes]:
        some = [] if first is None else [msgspec.json.encode(without_empty(first))]
        async for document in documents:
            some.append(msgspec.json.encode(without_empty(document)))
            if len(some) == _LINES_AT_ONCE:
                more_time(request)
                yield b"\n".join(some) + b"\n"
                some = []
        if some:
            yield b"\n".join(some) + b"\n"

    return Stream(lines(), media_type=NDJSON, headers={"cache-control": "no-store"})


async def each(documents: Sequence[dict[str, Any]]) -> AsyncIterator[dict[str, Any]]:
    """What is in memory already, one by one."""
    for document in documents:
        yield document


def say_wrong(_: Request, wrong: ParameterWrong) -> Response[bytes]:
    """400, naming the parameter."""
    said = {"error": "bad_parameter", "parameter": wrong.name[:80], "reason": wrong.reason}
    return _refusal(said, 400)


def say_missing(_: Request, __: NotFound) -> Response[bytes]:
    """404: there is nothing of this identifier that everybody may see."""
    return _refusal({"error": "not_found", "reason": "There is nothing here of this identifier."}, 404)


def say_too_often(_: Request, __: TooOften) -> Response[bytes]:
    """429, with the seconds after which it makes sense to ask again."""
    said = {"error": "too_many_requests", "reason": "Please ask less often. format=ndjson gives everything at once."}
    return _refusal(said, 429)


def say_away(_: Request, __: DatabaseAway) -> Response[bytes]:
    """503: the database cannot be reached; the seconds after which to ask again go with it."""
    answer = _refusal({"error": "away", "reason": "This cannot be reached just now. Please ask again soon."}, 503)
    answer.headers["retry-after"] = sorry.RETRY_AFTER[503]
    return answer


def say_broken(_: Request, error: Exception) -> Response[bytes]:
    """500: a fault of ours, with a reference to quote."""
    reference = sorry.write_down(error, where="openreferral")
    said = {"error": "fault", "reason": f"Something went wrong on our side. The reference is {reference}."}
    return _refusal(said, 500)


def _refusal(said: dict[str, str], status: int) -> Response[bytes]:
    return Response(msgspec.json.encode(said), status_code=status, media_type=JSON)


HANDLERS: ExceptionHandlersMap = {
    ParameterWrong: say_wrong,
    NotFound: say_missing,
    TooOften: say_too_often,
    DatabaseAway: say_away,
    Exception: say_broken,
}
