"""Getting a file or a feed from an address that an operator typed, without being led anywhere else."""

import asyncio
import re
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TypeVar

import httpx

from livewell.kit.public_addresses import is_oddly_spelt, is_public, resolve

MOST_REDIRECTS = 3
LONGEST_LINE = 1024 * 1024
_LONGEST_ADDRESS = 2000
_MOST_DOORS = 4
_PIECE = 64 * 1024
# Seconds of silence; the whole has its own bound.
_PATIENCE = httpx.Timeout(15.0, connect=5.0)
_REDIRECTS = {301, 302, 303, 307, 308}
_ANSWERED = range(200, 300)
_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9_.:-]+")
_UNREADABLE = "The address cannot be read. It looks like https://example.org/file.json"


class FetchRefused(Exception):
    """We do not go there. The message is a sentence for the operator, without a full stop."""


class FetchFailed(Exception):
    """We went, and it did not work out. The message is a sentence for the operator, without a full stop."""


@dataclass(frozen=True)
class Fetched:
    """What came back: unpacked, and from which address after redirects. The status may well say that it is a fault."""

    status: int
    content_type: str
    body: bytes
    address: str


Waited = TypeVar("Waited")


@dataclass(frozen=True)
class Fetcher:
    """
    A way out, with its bounds: bytes (unpacked), and seconds of waiting from the first knock to the last byte.

    Only http and https, on their own ports, and only to addresses of the public internet. `allow_hosts` names
    exceptions as host:port, exactly as in the address, such as "127.0.0.1:8080": for them the port and the kind of
    address are the operator's own choice. The address that was checked is the one that is spoken to, so a name that
    changes its mind in between leads nowhere; every redirect is checked in the same way. No cookie, no password and no
    proxy is used.
    """

    max_bytes: int
    max_seconds: float
    allow_hosts: frozenset[str] = frozenset()
    longest_line: int = LONGEST_LINE

    async def get(self, url: str) -> Fetched:
        """Everything at `url`, whatever its status. Raises `FetchRefused` and `FetchFailed`."""
        body = bytearray()
        try:
            async with asyncio.timeout(self.max_seconds), self._answer(url) as (answer, address):
                async for piece in self._pieces(answer):
                    body += piece
                return Fetched(answer.status_code, answer.headers.get("content-type", ""), bytes(body), address)
        except TimeoutError:
            raise FetchFailed(self._too_slow()) from None

    async def lines(self, url: str) -> AsyncIterator[bytes]:
        """
        The lines at `url` as they arrive, without their ends and without empty ones: NDJSON, or a long list.

        Only waiting counts as time, not what is done with a line. Wrap it in `contextlib.aclosing` when you may stop
        early. Raises `FetchRefused` and `FetchFailed`, the latter also for an answer that is not 2xx, and in the
        middle when it breaks off.
        """
        left = self.max_seconds
        rest = b""
        async with AsyncExitStack() as stack:
            (answer, _), left = await self._within(left, stack.enter_async_context(self._answer(url)))
            if answer.status_code not in _ANSWERED:
                raise FetchFailed(f"The address answered with the fault {answer.status_code}")
            pieces = self._pieces(answer)
            while True:
                piece, left = await self._within(left, anext(pieces, b""))
                *whole, rest = (rest + piece).split(b"\n")
                if max(map(len, [rest, *whole])) > self.longest_line:
                    raise FetchFailed("A line of the file is too long")
                for line in whole if piece else [rest]:
                    if shown := line.removesuffix(b"\r"):
                        yield shown
                if not piece:
                    return

    async def _within(self, left: float, waiting: Awaitable[Waited]) -> tuple[Waited, float]:
        """What was waited for, and how many of the seconds are left."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            async with asyncio.timeout(left):
                return await waiting, left - (loop.time() - begun)
        except TimeoutError:
            raise FetchFailed(self._too_slow()) from None

    def _too_slow(self) -> str:
        return f"The address took longer than {self.max_seconds:g} seconds"

    @asynccontextmanager
    async def _answer(self, url: str) -> AsyncIterator[tuple[httpx.Response, str]]:
        """The head of the answer, its body still to come, and the address it came from in the end."""
        goal = _read(url)
        for _ in range(MOST_REDIRECTS + 1):
            doors = await self._doors(goal)
            # A client of its own for every step: nothing is carried from one to the next.
            async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=_PATIENCE) as client:
                answer = await _knock(client, goal, doors)
                try:
                    if answer.status_code not in _REDIRECTS or "location" not in answer.headers:
                        yield answer, str(goal)
                        return
                    goal = _next(goal, answer.headers["location"])
                finally:
                    await answer.aclose()
        raise FetchFailed("The address sends us on and on to other addresses")

    async def _doors(self, goal: httpx.URL) -> list[str]:
        """The numbers to connect to: every one that the name stands for has to be allowed, or none is used."""
        host, port = _host_and_port(goal)
        if _written(host, port) in self.allow_hosts:
            return (await _resolved(host, port))[:_MOST_DOORS]
        if port not in _PORTS.values():
            raise FetchRefused("Only the usual ports of the web can be used, 80 and 443")
        if is_oddly_spelt(host):
            raise FetchRefused("The address is a number in an unusual spelling")
        found = await _resolved(host, port)
        if not all(is_public(one) for one in found):
            raise FetchRefused("The address leads into a private network, not to the public internet")
        return found[:_MOST_DOORS]

    async def _pieces(self, answer: httpx.Response) -> AsyncIterator[bytes]:
        """The body, unpacked a little at a time so that a small file cannot become a huge one in one step."""
        said = answer.headers.get("content-length", "")
        if said.isdecimal() and int(said[:20]) > self.max_bytes:
            raise FetchFailed(self._too_big())
        packing = answer.headers.get("content-encoding", "identity").strip().lower()
        if packing not in {"identity", "", "gzip", "x-gzip"}:
            raise FetchFailed("The address answered in a packing that cannot be read")
        taken = 0
        unpacked = _as_it_is(answer) if packing in {"identity", ""} else _unzipped(answer)
        with _in_words():
            async for piece in unpacked:
                if not piece:
                    continue
                taken += len(piece)
                if taken > self.max_bytes:
                    raise FetchFailed(self._too_big())
                yield piece

    def _too_big(self) -> str:
        return f"The file is too big: more than {self.max_bytes:,} bytes"


def _read(text: str) -> httpx.URL:
    """An address as somebody typed it, checked for its shape alone."""
    text = text.strip()
    if len(text) > _LONGEST_ADDRESS:
        raise FetchRefused("The address is too long")
    try:
        goal = httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise FetchRefused(_UNREADABLE) from None
    return _shaped(goal)


def _shaped(goal: httpx.URL) -> httpx.URL:
    if goal.scheme not in _PORTS or not goal.raw_host:
        raise FetchRefused("The address has to begin with https:// or http://")
    host, _ = _host_and_port(goal)
    if not _NAME.fullmatch(host):
        raise FetchRefused(_UNREADABLE)
    if goal.userinfo:
        raise FetchRefused("The address must not hold a name or a password")
    return goal.copy_with(fragment=None)


def _next(before: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads."""
    if len(location) > _LONGEST_ADDRESS:
        raise FetchRefused("The address sends us on to one that is too long")
    try:
        goal = _shaped(before.join(location))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise FetchRefused("The address sends us on to one that cannot be read") from None
    if before.scheme == "https" and goal.scheme != "https":
        raise FetchRefused("The address sends us on to one without encryption")
    return goal


def _host_and_port(goal: httpx.URL) -> tuple[str, int]:
    return goal.raw_host.decode("ascii"), _PORTS[goal.scheme] if goal.port is None else goal.port


def _written(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


async def _resolved(host: str, port: int) -> list[str]:
    try:
        return await resolve(host, port)
    except OSError:
        raise FetchFailed("There is no such address on the internet, or it cannot be looked up now") from None


async def _knock(client: httpx.AsyncClient, goal: httpx.URL, doors: list[str]) -> httpx.Response:
    """Ask at the first of the numbers that opens, under the name that was typed, which the certificate has to bear."""
    host, _ = _host_and_port(goal)
    headers = {
        "host": goal.netloc.decode("ascii"),
        "user-agent": "LiveWell",
        "accept": "*/*",
        # No more than what can be unpacked a little at a time.
        "accept-encoding": "gzip",
    }
    for door in doors:
        asked = client.build_request(
            "GET", goal.copy_with(host=door), headers=headers, extensions={"sni_hostname": host}
        )
        with _in_words():
            try:
                return await client.send(asked, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if door == doors[-1] or _is_about_the_certificate(error):
                    raise
    raise FetchFailed("There is no such address on the internet")


@contextmanager
def _in_words() -> Iterator[None]:
    """What the network says, as a sentence without the numbers behind it."""
    try:
        yield
    except httpx.ConnectError as error:
        if _is_about_the_certificate(error):
            raise FetchFailed("The certificate of the address is not in order") from error
        raise FetchFailed("The address could not be reached") from error
    except httpx.TimeoutException as error:
        raise FetchFailed("The address did not answer in time") from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, zlib.error) as error:
        raise FetchFailed("The address answered in a way that cannot be read") from error


def _is_about_the_certificate(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error is not None


async def _as_it_is(answer: httpx.Response) -> AsyncIterator[bytes]:
    async for piece in answer.aiter_raw():
        yield piece


async def _unzipped(answer: httpx.Response) -> AsyncIterator[bytes]:
    """Gzip, at most a piece at a time whatever is packed into it. https://www.rfc-editor.org/rfc/rfc1952"""
    opener = zlib.decompressobj(16 + zlib.MAX_WBITS)
    async for piece in answer.aiter_raw():
        packed = piece
        while packed:
            if opener.eof:  # One packet may follow another.
                opener = zlib.decompressobj(16 + zlib.MAX_WBITS)
            yield opener.decompress(packed, _PIECE)
            packed = opener.unconsumed_tail or opener.unused_data
    while not opener.eof and (piece := opener.decompress(b"", _PIECE)):
        yield piece
    if not opener.eof and answer.num_bytes_downloaded:
        raise FetchFailed("The file broke off in the middle")
