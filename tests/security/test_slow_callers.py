"""Callers who are slow on purpose are let go, and nobody else notices them (slowloris, and its relatives)."""

import asyncio
import json
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from livewell.kit.patience import KEPT_OPEN, LONGEST_HEAD, PATIENCE
from tests.live import LiveHouse, a_live_house

SHORT = 1.0
WITH_LESS_PATIENCE = f"""
import sys
from functools import partial
from livewell import cli, server
server.serve = partial(server.serve, patience={SHORT})
sys.exit(cli.main())
"""
SLOW = 40
MANIFEST = Path(__file__).parents[2] / "static" / "vendor" / "manifest.json"


@pytest_asyncio.fixture(scope="module")
async def impatient(cluster, template, tmp_path_factory) -> AsyncIterator[LiveHouse]:
    """The real program, waiting a second for slow callers, and for a whole request."""
    program = [sys.executable, "-c", WITH_LESS_PATIENCE]
    async with a_live_house(cluster, tmp_path_factory, program=program, LIVEWELL_REQUEST_SECONDS="1") as server:
        yield server


async def a_line(server, first: bytes = b""):
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(first)
    await writer.drain()
    return reader, writer


async def heard_until_closed(reader, *, within: float) -> bytes:
    """What was said before the line was closed; fails the test when it stays open."""
    try:
        async with asyncio.timeout(within):
            return await reader.read()
    except ConnectionResetError:
        return b""


async def trickle(writer):
    """A header that never ends, a few letters at a time."""
    try:
        while not writer.is_closing():
            writer.write(b"X-A: b\r\n")
            await writer.drain()
            await asyncio.sleep(0.2)
    except OSError:
        return


GET = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"


async def test_heads_that_never_end_are_let_go_while_others_are_answered(impatient):
    lines = [await a_line(impatient, GET if number % 2 else b"") for number in range(SLOW)]
    trickling = [asyncio.create_task(trickle(writer)) for _, writer in lines[1::2]]
    waits, begun = [], time.perf_counter()
    async with httpx.AsyncClient(base_url=impatient.address, timeout=10) as other:
        while time.perf_counter() - begun < SHORT:
            asked = time.perf_counter()
            assert (await other.get("/sign-in")).status_code == 200
            waits.append(time.perf_counter() - asked)
            await asyncio.sleep(0.02)
    assert sorted(waits)[len(waits) // 2] < 0.5
    heard = [await heard_until_closed(reader, within=4) for reader, _ in lines]
    await asyncio.gather(*trickling)
    assert all(said == b"" or said.startswith(b"HTTP/1.1 408 ") for said in heard)
    assert sum(said.startswith(b"HTTP/1.1 408 ") for said in heard) > SLOW / 4
    assert heard[0::2] == [b""] * (SLOW // 2), "a line on which nothing was asked is closed without a word"


async def test_an_answer_once_given_buys_no_more_time(impatient):
    async def dawdle(begin):
        reader, writer = await a_line(impatient, GET + b"\r\n")
        assert b"HTTP/1.1 200 OK" in await reader.readuntil(b"\r\n\r\n")
        writer.write(begin)
        begun = time.perf_counter()
        await heard_until_closed(reader, within=SHORT + 2)
        return time.perf_counter() - begun

    seconds = await asyncio.gather(*(dawdle(begin) for begin in (b"\r\n", b"G", GET)))
    assert min(seconds) > SHORT / 2


async def test_a_line_in_use_stays_open_for_longer_than_the_patience_for_one_head(impatient):
    async with httpx.AsyncClient(base_url=impatient.address, limits=httpx.Limits(max_connections=1)) as browser:
        lines = set()
        for _ in range(5):
            answer = await browser.get("/healthz")
            lines.add(answer.extensions["network_stream"].get_extra_info("client_addr"))
            await asyncio.sleep(SHORT / 3)
    assert len(lines) == 1


async def test_a_head_without_bounds_is_refused(impatient):
    reader, writer = await a_line(impatient, GET)
    sent = 0
    with pytest.raises(OSError):
        while sent < 64 * LONGEST_HEAD:
            writer.write(b"X-A: " + b"b" * 1000 + b"\r\n")
            await writer.drain()
            sent += 1007
            await asyncio.sleep(0)
    assert sent < 64 * LONGEST_HEAD
    reader, _ = await a_line(impatient, GET + b"X-A: " + b"b" * LONGEST_HEAD)
    assert (await heard_until_closed(reader, within=SHORT)).startswith(b"HTTP/1.1 431 ")


async def test_a_body_that_comes_too_slowly_is_given_up(impatient):
    form = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3000\r\n\r\n"
    reader, writer = await a_line(impatient, b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n" + form)
    dawdling = asyncio.create_task(trickle(writer))
    heard = await heard_until_closed(reader, within=8)
    await dawdling
    assert heard.startswith(b"HTTP/1.1 503 ")


def biggest_file():
    """The address of the stylesheet, a few hundred kilobytes."""
    files = [made["file"] for made in json.loads(MANIFEST.read_text())["files"].values()]
    return "/static/vendor/" + max(files, key=lambda name: (MANIFEST.parent / name).stat().st_size)


MUCH = 24
"""Times that file: more than the system keeps on its way by itself."""


def ask_for_much(server) -> socket.socket:
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32768)
    line.connect(("127.0.0.1", server.port))
    line.settimeout(5)
    ask = f"GET {biggest_file()} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    line.sendall((ask + "\r\n").encode() * (MUCH - 1) + (ask + "Connection: close\r\n\r\n").encode())
    return line


def read_all(line: socket.socket, *, pause: float = 0.0) -> int:
    """How many bytes came before the line was closed or cut."""
    read = 0
    try:
        while chunk := line.recv(65536):
            read += len(chunk)
            time.sleep(pause)
    except ConnectionResetError:
        pass
    finally:
        line.close()
    return read


def lines_held(server) -> int:
    """How many sockets the server's process holds."""
    held = 0
    for one in Path(f"/proc/{server.process.pid}/fd").iterdir():
        with suppress(OSError):
            held += str(one.readlink()).startswith("socket:")
    return held


async def test_whoever_takes_nothing_of_an_answer_is_cut_off(impatient):
    before = lines_held(impatient)
    lines = [await asyncio.to_thread(ask_for_much, impatient) for _ in range(10)]
    await asyncio.sleep(SHORT / 2)
    assert lines_held(impatient) >= before + 8
    await asyncio.sleep(SHORT * 2)
    assert lines_held(impatient) <= before + 2
    for line in lines:
        line.close()


async def test_whoever_takes_an_answer_slowly_gets_all_of_it(impatient):
    whole = await asyncio.to_thread(lambda: read_all(ask_for_much(impatient)))
    begun = time.perf_counter()
    assert await asyncio.to_thread(lambda: read_all(ask_for_much(impatient), pause=SHORT / 100)) == whole
    assert time.perf_counter() - begun > SHORT


def test_the_usual_patience_is_that_of_a_slow_line_and_no_more():
    assert 5 <= PATIENCE <= 15
    assert 5 <= KEPT_OPEN <= 15
