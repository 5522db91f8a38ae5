"""A feed on the network: page after page, line after line, or one service at a time, until it ends or says nothing new."""

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, suppress
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from livewell.kit.fetching import Fetched, Fetcher, FetchFailed
from livewell.openreferral.reading.sources import A_BATCH, USUAL, Bounds, Reading, without_kept
from livewell.openreferral.reading.splitting import LISTS, LONGEST_SERVICE, NOT_JSON, NotServices, as_text

PER_PAGE = 100
_OK = range(200, 300)
_NOT_FOUND = 404
_MOST_DIGITS = 30
_LATER = {408, 425, 429, 500, 502, 503, 504}
"""Faults that are often over a moment later."""

_NESTED = frozenset(
    {
        "service_at_locations", "schedules", "contacts", "attributes", "cost_options", "service_areas", "languages",
        "regular_schedules", "service_taxonomys", "eligibilitys", "physical_addresses", "fundings", "serviceAtLocations",
    }
)  # fmt: skip
"""A service that has one of these was given whole."""


_PERHAPS_REFUSED = ("full", "per_page")
"""What is asked for beside the page, and left away where a feed wants to hear nothing of it."""

_REFUSED = {400, 422}


class _Nothing(FetchFailed):
    """There is nothing at an address."""


class _Refused(FetchFailed):
    """What was asked for is refused."""


class _Given:
    """How many services came: one that stands on an earlier page too, because they moved meanwhile, is one."""

    def __init__(self) -> None:
        self.count = 0
        self._seen: set[str] = set()

    def add(self, page: Sequence[Any]) -> None:
        """Count a page."""
        names = [str(one["id"]) for one in page if isinstance(one, Mapping) and "id" in one]
        self.count += len(page) - sum(name in self._seen for name in names)
        self._seen.update(names)


class AddressSource:
    """
    A feed at an address: its root, its list of services, or a file of them.

    Pages are asked for until the feed says that one is the last, gives an empty one, or gives one a second time. Where
    a list only says what services there are, each is fetched by itself, a few at once.
    """

    def __init__(self, address: str, *, allow_hosts: frozenset[str] = frozenset(), bounds: Bounds = USUAL) -> None:
        self.reading = Reading()
        self._address = address
        self._bounds = bounds
        self._began = time.monotonic()
        self._ask: dict[str, object] = {"per_page": PER_PAGE, "full": "true"}
        self._fetcher = Fetcher(bounds.page_bytes, bounds.page_seconds, allow_hosts, LONGEST_SERVICE)
        self._lines = Fetcher(bounds.total_bytes, bounds.seconds, allow_hosts, LONGEST_SERVICE)

    async def batches(self) -> AsyncIterator[list[Any]]:
        """Services, some at a time. Raises NotServices, FetchRefused and FetchFailed."""
        if "format=ndjson" in self._address or urlsplit(self._address).path.endswith((".ndjson", ".jsonl")):
            async for batch in self._by_lines():
                yield without_kept(batch)
            return
        async for batch in self._by_pages(*await self._first()):
            yield without_kept(batch)

    async def _first(self) -> tuple[str, Any]:
        """The address of the list, and its first page."""
        address, said = self._address, await self._first_page(self._address)
        if isinstance(said, Mapping) and _list_in(said) is None and "name" not in said:
            # The root of a feed says its version; its services are below it.
            parts = urlsplit(self._address)
            address = urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/services"))
            said = await self._first_page(address)
        return address, said

    async def _first_page(self, address: str) -> Any:
        """The first page, asked for with what this feed does not refuse."""
        for refused in _PERHAPS_REFUSED:
            try:
                return await self._page(_with(address, page=1, **self._ask))
            except _Refused:
                self._ask.pop(refused)
        return await self._page(_with(address, page=1))

    async def _before(self, address: str, said: Any) -> Any:
        """Page 0, where the page that was asked for as 1 says that it is not the first; else None."""
        is_first = next((said[name] for name in ("first_page", "first") if name in said), None)
        if is_first is not False or _number(said, "page_number", "number") != 1:
            return None
        before = await self._page(_with(address, page=0, **self._ask))
        return before if isinstance(before, Mapping) and _list_in(before) else None

    async def _by_pages(self, address: str, said: Any) -> AsyncIterator[list[Any]]:
        number, given, seen, total = 1, _Given(), set[bytes](), None
        if isinstance(said, Mapping) and (before := await self._before(address, said)) is not None:
            number, said = 0, before
        while True:
            found = _services_of(said)
            mark = _mark(found)
            if found and mark in seen:
                # A feed that never says how many pages it has may give its last one to whoever asks for more.
                if given.count != total or _number(said, "total_pages", "totalPages") is not None:
                    self._stop(f"The feed gives the same page again and again; reading stopped at page {number:,}.")
                break
            seen.add(mark)
            total = self._changed_under_us(said, total)
            for start in range(0, len(found), A_BATCH):
                yield await self._whole(address, found[start : start + A_BATCH])
            given.add(found)
            if not isinstance(said, Mapping) or _is_last(said, number, found):
                break
            if trouble := self._beyond(number, given.count):
                self._stop(trouble)
                break
            number += 1
            try:
                said = await self._page(_with(address, page=number, **self._ask))
            except _Nothing:
                if _number(said, "total_pages", "totalPages") is not None:
                    raise
                # A feed that never says how many pages it has may have nothing at all behind the last one.
                break
        self._end(given.count)

    def _end(self, count: int) -> None:
        """
        After the last page: it is complete when as much came as the feed said, and it did not change meanwhile.

        What changed while it was read may have hidden something between two pages.
        """
        expected = self.reading.expected
        if expected is not None and count < expected and not self.reading.sentence:
            self._stop(
                f"The feed says that it has {expected:,} and gave {count:,}. What is missing is not taken as gone."
            )
        self.reading.complete = not self.reading.sentence

    def _beyond(self, pages: int, services: int) -> str:
        """The bound that has been reached, in a sentence."""
        if pages >= self._bounds.pages:
            return f"Reading stopped after {pages:,} pages: the feed may never end."
        if services >= self._bounds.services:
            return f"Reading stopped after {services:,} services."
        if self.reading.bytes_read >= self._bounds.total_bytes:
            return f"Reading stopped after {self.reading.bytes_read // 1_000_000:,} MB."
        if time.monotonic() - self._began >= self._bounds.seconds:
            return "Reading stopped: the feed took too long."
        return ""

    def _stop(self, sentence: str) -> None:
        self.reading.sentence = sentence

    def _changed_under_us(self, said: Any, before: int | None) -> int | None:
        """Keep the number of services the feed says it has, and notice when it says another one."""
        total = _number(said, "total_items", "totalElements") if isinstance(said, Mapping) else None
        if total is not None:
            if before is not None and total != before:
                self._stop("The feed changed while it was read. What is missing is not taken as gone.")
            self.reading.expected = total
        return total if total is not None else before

    async def _by_lines(self) -> AsyncIterator[list[Any]]:
        batch: list[Any] = []
        count = 0
        lines = cast("AsyncGenerator[bytes]", self._lines.lines(self._address))
        async with aclosing(lines):
            async for line in lines:
                self.reading.bytes_read += len(line) + 1
                try:
                    batch.append(json.loads(line))
                except (ValueError, RecursionError):
                    raise NotServices(f"Line {count + 1:,} is not JSON.") from None
                count += 1
                if len(batch) == A_BATCH:
                    yield batch
                    batch = []
                if trouble := self._beyond(0, count):
                    self._stop(trouble)
                    break
            else:
                self.reading.complete = True
        if batch:
            yield batch

    async def _whole(self, address: str, found: Sequence[Any]) -> list[Any]:
        """These services, each fetched by itself where the list says only what it has one of."""
        short = [one for one in found if isinstance(one, Mapping) and "id" in one and not _NESTED & one.keys()]
        if not short or len(short) < len(found):
            return list(found)
        turn = asyncio.Semaphore(self._bounds.at_once)
        parts = urlsplit(address)

        async def one(service: Mapping[str, Any]) -> Any:
            name = str(service["id"])
            path = f"{parts.path.rstrip('/')}/{urlencode({'': name})[1:]}"
            async with turn:
                try:
                    return await self._page(urlunsplit(parts._replace(path=path, query="")))
                except (FetchFailed, NotServices) as trouble:
                    self.reading.trouble.append((name[:80], f"It could not be fetched by itself: {trouble}."))
                    # What the list says of it is better than nothing, where it has at least a name.
                    return service if "name" in service else None

        return [each for each in await asyncio.gather(*map(one, short)) if each is not None]

    async def _page(self, address: str) -> Any:
        """The JSON at an address, asked for again where what went wrong may be over soon."""
        for wait in self._bounds.again_after:
            fetched: Fetched | None = None
            with suppress(FetchFailed):
                fetched = await self._fetcher.get(address)
            if fetched is not None and fetched.status not in _LATER:
                return self._read(fetched)
            await asyncio.sleep(wait)
        return self._read(await self._fetcher.get(address))

    def _read(self, fetched: Fetched) -> Any:
        self.reading.bytes_read += len(fetched.body)
        if fetched.status == _NOT_FOUND:
            raise _Nothing("There is nothing at this address (404)")
        if fetched.status not in _OK:
            kind = _Refused if fetched.status in _REFUSED else FetchFailed
            raise kind(f"The address answered with the fault {fetched.status}")
        try:
            return json.loads(as_text(fetched.body).lstrip("\ufeff"), parse_int=_whole)
        except (ValueError, RecursionError):
            raise NotServices(NOT_JSON) from None


def _mark(found: Sequence[Any]) -> bytes:
    """By what the same page is known again. Raises NotServices."""
    try:
        return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).digest()
    except RecursionError:
        raise NotServices("A service is nested too deeply to be one.") from None


def _whole(digits: str) -> int | None:
    """A whole number; None for one that is longer than anything that is counted, which Python would not read."""
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def _with(address: str, **asked: object) -> str:
    """The address with these parameters, beside those it has."""
    parts = urlsplit(address)
    said = dict(parse_qsl(parts.query)) | {name: str(value) for name, value in asked.items()}
    return urlunsplit(parts._replace(query=urlencode(said)))


def _services_of(said: Any) -> list[Any]:
    """The services in a page. Raises NotServices when it is none."""
    found = said if isinstance(said, list) else _list_in(said) if isinstance(said, Mapping) else None
    if found is not None:
        return found
    if isinstance(said, Mapping) and "name" in said:
        return [said]
    raise NotServices("There is no list of services at this address.")


def _list_in(page: Mapping[str, Any]) -> list[Any] | None:
    """Its list of services; one that is null is empty."""
    found = next((page[name] for name in LISTS if isinstance(page.get(name), list)), None)
    return [] if found is None and any(name in page and page[name] is None for name in LISTS) else found


def _number(page: Mapping[str, Any], *names: str) -> int | None:
    found = (page[name] for name in names if isinstance(page.get(name), int) and not isinstance(page[name], bool))
    return next(found, None)


def _is_last(page: Mapping[str, Any], number: int, found: Sequence[Any]) -> bool:
    """Whether the feed says that this page is its last, in the words of version 3 or 1. An empty page always is."""
    if not found or page.get("last_page") is True or page.get("last") is True or page.get("empty") is True:
        return True
    pages = _number(page, "total_pages", "totalPages")
    return pages is not None and number >= pages
