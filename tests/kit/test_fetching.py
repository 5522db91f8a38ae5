"""An address that an operator typed is fetched within its bounds, and leads nowhere else."""

import asyncio
import contextlib
import gzip
import ssl
import time
import zlib
from datetime import timedelta
from functools import partial
from ipaddress import ip_address

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from livewell.kit import clock, fetching
from livewell.kit.fetching import Fetcher, FetchFailed, FetchRefused

NDJSON = b'{"a":1}\n{"a":2}\r\n\n{"a":3}'
KB = 1024


class Server:
    """A server on this machine that answers each path with the bytes, or the coroutine, it was given."""

    def __init__(self):
        self.answers = {}
        self.asked = []

    async def begin(self, tls=None):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0, ssl=tls)
        self.port = self.server.sockets[0].getsockname()[1]
        self.here = f"127.0.0.1:{self.port}"
        self.address = f"http{'s' if tls else ''}://{self.here}"

    async def serve(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            self.asked.append(head.decode())
            answer = self.answers[head.split(b" ")[1].decode()]
            if callable(answer):
                await answer(writer)
            else:
                writer.write(answer)
            await writer.drain()
        writer.close()

    def says(self, path, body=b"", *headers, status="200 OK", length=True):
        lines = [f"HTTP/1.1 {status}", *headers, *([f"Content-Length: {len(body)}"] if length else []), "", ""]
        self.answers[path] = "\r\n".join(lines).encode() + body
        return self.address + path

    def does(self, path, what):
        self.answers[path] = what
        return self.address + path

    def leads(self, path, location, status="302 Found"):
        return self.says(path, b"", f"Location: {location}", status=status)


@pytest.fixture
async def server():
    one = Server()
    await one.begin()
    yield one
    one.server.close()


def fetcher(server, **more):
    bounds = {"max_bytes": 100 * KB, "max_seconds": 5.0, "allow_hosts": frozenset({server.here})} | more
    return Fetcher(**bounds)


async def failed(doing, kind=FetchFailed):
    with pytest.raises(kind) as error:
        await doing
    sentence = str(error.value)
    assert sentence[0].isupper()
    assert not sentence.endswith(".")
    return sentence


async def all_lines(one, url):
    return [line async for line in one.lines(url)]


# What comes back.


async def test_a_file_comes_back_whole(server):
    got = await fetcher(server).get(server.says("/x", b"hello", "Content-Type: text/plain; charset=utf-8"))
    assert got == fetching.Fetched(200, "text/plain; charset=utf-8", b"hello", server.address + "/x")


@pytest.mark.parametrize("status", ["404 Not Found", "500 Internal Server Error", "304 Not Modified"])
async def test_a_fault_comes_back_with_its_number(server, status):
    got = await fetcher(server).get(server.says("/x", b"" if "304" in status else b"no", status=status))
    assert got.status == int(status[:3])


async def test_only_what_is_needed_is_said_of_us(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    server.leads("/first", "/second")
    server.answers["/first"] = server.answers["/first"].replace(b"\r\n", b"\r\nSet-Cookie: who=me\r\n", 1)
    server.says("/second", b"x")
    await fetcher(server).get(server.address + "/first#part")
    assert len(server.asked) == 2
    for head in server.asked:
        names = {line.partition(":")[0].lower() for line in head.split("\r\n")[1:] if line}
        assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert f"Host: {server.here}\r\n".lower() in head.lower()
        assert "#" not in head


async def test_lines_come_as_they_arrive(server):
    go_on = asyncio.Event()

    async def slowly(writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n" + NDJSON[:10])
        await writer.drain()
        await go_on.wait()
        writer.write(NDJSON[10:])

    lines = fetcher(server).lines(server.does("/x", slowly))
    assert await anext(lines) == b'{"a":1}'
    go_on.set()
    assert [line async for line in lines] == [b'{"a":2}', b'{"a":3}']


async def test_time_spent_on_a_line_is_not_time_spent_waiting(server):
    found = []
    async for line in fetcher(server, max_seconds=0.5).lines(server.says("/x", NDJSON)):
        await asyncio.sleep(0.3)
        found.append(line)
    assert len(found) == 3


@pytest.mark.parametrize("body", [b"", b"\n", b"\r\n\n"])
async def test_no_lines_are_no_lines(server, body):
    assert await all_lines(fetcher(server), server.says("/x", body)) == []


async def test_packed_files_are_unpacked(server):
    packed = gzip.compress(b"one\n" * 1000) + gzip.compress(b"two")
    url = server.says("/x", packed, "Content-Encoding: gzip")
    assert (await fetcher(server).get(url)).body == b"one\n" * 1000 + b"two"
    assert (await all_lines(fetcher(server), url))[-1] == b"two"
    empty = server.says("/empty", b"", "Content-Encoding: gzip", status="404 Not Found")
    assert (await fetcher(server).get(empty)).body == b""


async def test_exactly_what_is_allowed_is_not_too_much(server):
    url = server.says("/x", b"x" * 100 * KB)
    assert len((await fetcher(server).get(url)).body) == 100 * KB
    packed = server.says("/packed", gzip.compress(b"x" * 100 * KB), "Content-Encoding: gzip")
    assert len((await fetcher(server).get(packed)).body) == 100 * KB


# Too much, too slow, too odd.


async def test_a_body_without_an_end_is_cut_off(server):
    async def endless(writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 64 * KB)
            await writer.drain()

    url = server.does("/x", endless)
    assert "too big" in await failed(fetcher(server).get(url))
    assert "too big" in await failed(all_lines(fetcher(server, longest_line=KB * KB), url))
    assert "too long" in await failed(all_lines(fetcher(server, longest_line=KB, max_bytes=10 * KB * KB), url))


async def test_what_says_that_it_is_too_big_is_not_read(server):
    url = server.says("/x", b"", "Content-Length: 99999999999999999999", length=False)
    assert "too big" in await failed(fetcher(server).get(url))


@pytest.mark.parametrize(
    ("head", "every"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n"),
        (b"", b"HTTP/1.1 103 Hint\r\n\r\n"),
    ],
    ids=["body", "nothing", "headers", "hints"],
)
async def test_a_slow_drip_does_not_hold_us(server, head, every):
    async def drip(writer):
        writer.write(head)
        while True:
            writer.write(every)
            await writer.drain()
            await asyncio.sleep(0.05)

    for way in (Fetcher.get, all_lines):
        begun = time.monotonic()
        sentence = await failed(way(fetcher(server, max_seconds=0.6), server.does("/x", drip)))
        assert "longer than 0.6 seconds" in sentence or "cannot be read" in sentence
        assert time.monotonic() - begun < 4


async def test_silence_does_not_hold_us(server):
    async def silent(writer):
        await asyncio.sleep(3)

    assert "longer than" in await failed(fetcher(server, max_seconds=0.3).get(server.does("/x", silent)))


@pytest.mark.parametrize("times", [1, 2])
async def test_a_gzip_bomb_does_not_go_off(server, times):
    bomb = b"\n" * 100_000_000
    for _ in range(times):
        bomb = gzip.compress(bomb)
    packing = ", ".join(["gzip"] * times)
    url = server.says("/x", bomb, f"Content-Encoding: {packing}")
    begun = time.process_time()
    wanted = "too big" if times == 1 else "packing"
    assert wanted in await failed(fetcher(server, max_bytes=KB * KB).get(url))
    assert wanted in await failed(all_lines(fetcher(server, max_bytes=KB * KB), url))
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("packing", ["br", "deflate", "zstd", "compress", "gzip;q=1"])
async def test_a_packing_nobody_asked_for_is_not_opened(server, packing):
    url = server.says("/x", zlib.compress(b"hello"), f"Content-Encoding: {packing}")
    assert "packing" in await failed(fetcher(server).get(url))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"hello\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"hello" * 100)[:-9],
        b"HTTP/1.1 200 OK\r\nX:\x00\r\n\r\n",
    ],
    ids=["nothing", "noise", "short", "length", "chunks", "huge header", "many headers", "not gzip", "half", "nul"],
)
async def test_a_muddled_answer_is_a_sentence(server, answer):
    server.answers["/x"] = answer
    await failed(fetcher(server).get(server.address + "/x"))
    await failed(all_lines(fetcher(server), server.address + "/x"))


async def test_lines_of_a_fault_are_not_lines(server):
    url = server.says("/x", b"<html>", status="503 Service Unavailable")
    assert "503" in await failed(all_lines(fetcher(server), url))


async def test_what_breaks_off_in_the_middle_gives_what_came_and_then_says_so(server):
    url = server.says("/x", b"one\ntwo\nthr", "Content-Length: 100", length=False)
    found = []
    with pytest.raises(FetchFailed):
        async for line in fetcher(server).lines(url):
            found += [line]
    assert found == [b"one", b"two"]


async def test_nobody_at_home(server):
    server.server.close()
    await server.server.wait_closed()
    assert "could not be reached" in await failed(fetcher(server).get(server.address))


# Where it may go.


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("file:///etc/passwd", "https://"),
        ("ftp://example.org/x", "https://"),
        ("gopher://127.0.0.1:6379/_x", "https://"),
        ("javascript:alert(1)", "https://"),
        ("data:text/plain,x", "https://"),
        ("example.org/x", "https://"),
        ("//example.org/x", "https://"),
        ("http://", "https://"),
        ("", "https://"),
        ("https://rowan:secret@example.org/", "password"),
        ("https://8.8.8.8@127.0.0.1/", "password"),
        ("https://exa mple.org/", "cannot be read"),
        ("https://example.org/\x00", "cannot be read"),
        ("https://a%00b.example/", "cannot be read"),
        ("http://[fe80::1%25eth0]/", "cannot be read"),
        ("http://0177.0.0.1/", "cannot be read"),
        ("https://example.org:99999/", "ports"),
        ("http://8.8.8.8:0/", "ports"),
        ("https://[::1", "cannot be read"),
        ("https://example.org/" + "x" * 2000, "too long"),
        ("http://8.8.8.8:22/", "ports"),
        ("http://8.8.8.8:6379/", "ports"),
        ("http://127.0.0.1/", "private"),
        ("http://127.0.0.1:80/", "private"),
        ("http://localhost/", "private"),
        ("http://LOCALHOST/", "private"),
        ("https://[::1]/", "private"),
        ("https://[::ffff:127.0.0.1]/", "private"),
        ("https://[64:ff9b::7f00:1]/", "private"),
        ("https://[2002:7f00:1::]/", "private"),
        ("http://169.254.169.254/latest/meta-data/", "private"),
        ("http://10.0.0.1/", "private"),
        ("http://192.168.0.1/", "private"),
        ("http://100.64.0.1/", "private"),
        ("http://0.0.0.0/", "private"),
        ("http://2130706433/", "unusual"),
        ("http://0x7f000001/", "unusual"),
        ("http://127.1/", "unusual"),
        ("http://134744072/", "unusual"),
    ],
)
async def test_where_it_does_not_go(url, says):
    one = Fetcher(max_bytes=KB, max_seconds=5)
    assert says in await failed(one.get(url), FetchRefused)
    assert says in await failed(all_lines(one, url), FetchRefused)


async def test_what_the_operator_allowed_is_that_host_and_that_port_alone(server):
    server.says("/x", b"hello")
    for allowed in (
        f"127.0.0.1:{server.port + 1}",
        "127.0.0.1",
        f"localhost:{server.port}",
        f"127.0.0.1:{server.port} ",
    ):
        await failed(fetcher(server, allow_hosts=frozenset({allowed})).get(server.address + "/x"), FetchRefused)
    assert server.asked == []


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:1/",
        "http://localhost/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "//169.254.169.254/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://rowan:secret@example.org/",
        "http://0x7f.1/",
        "http://a%00b.example/",
        "http://127.0.0.1:0/",
        "http://example.org/" + "x" * 3000,
    ],
)
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"])
async def test_a_redirect_is_checked_like_an_address(server, location, status):
    url = server.leads("/x", location, status)
    await failed(fetcher(server).get(url), FetchRefused)
    assert len(server.asked) == 1


async def test_three_redirects_are_followed_and_a_fourth_is_not(server):
    for number in range(4):
        server.leads(f"/{number}", f"{number + 1}" if number % 2 else f"{server.address}/{number + 1}")
    server.says("/4", b"there")
    assert (await fetcher(server).get(server.address + "/1")).address == server.address + "/4"
    assert "on and on" in await failed(fetcher(server).get(server.address + "/0"))
    server.leads("/round", "/round")
    server.asked.clear()
    assert "on and on" in await failed(fetcher(server).get(server.address + "/round"))
    assert len(server.asked) == 4


async def test_a_redirect_nobody_can_read_is_a_sentence(server):
    assert "cannot be read" in await failed(fetcher(server).get(server.leads("/x", "http://[::1")))


async def test_a_redirect_to_nowhere_is_an_answer(server):
    assert (await fetcher(server).get(server.says("/x", b"", status="302 Found"))).status == 302


# Names that change their mind.


def stands_for(monkeypatch, *answers):
    """Names stand for these, one after the other; gives what was asked."""
    asked, waiting = [], iter(answers)

    async def resolve(host, port):
        asked.append((host, port))
        return next(waiting)

    monkeypatch.setattr(fetching, "resolve", resolve)
    return asked


async def test_the_address_that_was_checked_is_the_one_that_is_spoken_to(server, monkeypatch):
    """A name that is public when it is checked and this machine a moment later would reach our own server."""
    knocked = []

    async def send(self, asked, **_):
        knocked.append((asked.url.host, asked.headers["host"], asked.extensions["sni_hostname"]))
        raise httpx.ConnectTimeout("nobody")

    monkeypatch.setattr(httpx.AsyncClient, "send", send)
    asked = stands_for(monkeypatch, ["93.184.215.14", "2a00:1450:4009::200e"], ["127.0.0.1"])
    assert "in time" in await failed(Fetcher(KB, 5).get("https://feeds.bramble.example/x"))
    assert asked == [("feeds.bramble.example", 443)]
    name = "feeds.bramble.example"
    assert knocked == [("93.184.215.14", name, name), ("2a00:1450:4009::200e", name, name)]


@pytest.mark.parametrize("found", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["::1"], ["fe80::1%eth0"]])
async def test_a_name_with_one_private_address_is_refused(server, monkeypatch, found):
    stands_for(monkeypatch, found)
    await failed(Fetcher(KB, 5).get("https://feeds.bramble.example/x"), FetchRefused)


async def test_when_the_first_door_is_shut_the_next_is_tried(server, monkeypatch):
    stands_for(monkeypatch, ["127.0.0.9", "127.0.0.1"])
    server.says("/x", b"hello")
    name = f"feeds.bramble.example:{server.port}"
    got = await fetcher(server, allow_hosts=frozenset({name})).get(f"http://{name}/x")
    assert got.body == b"hello"
    assert f"host: {name}\r\n" in server.asked[0].lower()


async def test_a_name_nobody_knows_is_a_sentence(monkeypatch):
    async def resolve(host, port):
        raise OSError(host)

    monkeypatch.setattr(fetching, "resolve", resolve)
    assert "no such address" in await failed(Fetcher(KB, 5).get("https://nowhere.example/"))


# Encryption.


def certificate(folder, name):
    """A certificate that vouches for itself, and the context of a server that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Fictional")])
    names = [x509.DNSName(name)] if not name[0].isdigit() else [x509.IPAddress(ip_address(name))]
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return path, context


@contextlib.asynccontextmanager
async def secure(folder, name):
    path, context = certificate(folder, name)
    one = Server()
    await one.begin(context)
    one.says("/x", b"hello")
    yield one, ssl.create_default_context(cafile=path)
    one.server.close()


async def test_a_certificate_nobody_vouches_for_is_refused(tmp_path):
    async with secure(tmp_path, "127.0.0.1") as (server, _):
        assert "certificate" in await failed(fetcher(server).get(server.address + "/x"))
        assert server.asked == []


async def test_the_certificate_has_to_bear_the_name_that_was_typed(tmp_path, monkeypatch):
    async with secure(tmp_path, "feeds.bramble.example") as (server, trusted):
        monkeypatch.setattr(fetching.httpx, "AsyncClient", partial(httpx.AsyncClient, verify=trusted))
        stands_for(monkeypatch, ["127.0.0.1"], ["127.0.0.1"])
        good, other = (f"{name}.bramble.example:{server.port}" for name in ("feeds", "other"))
        one = fetcher(server, allow_hosts=frozenset({good, other}))
        assert (await one.get(f"https://{good}/x")).body == b"hello"
        assert "certificate" in await failed(one.get(f"https://{other}/x"))


async def test_a_redirect_does_not_take_encryption_away(tmp_path, monkeypatch):
    async with secure(tmp_path, "127.0.0.1") as (server, trusted):
        monkeypatch.setattr(fetching.httpx, "AsyncClient", partial(httpx.AsyncClient, verify=trusted))
        url = server.leads("/down", f"http://{server.here}/x")
        assert "encryption" in await failed(fetcher(server).get(url), FetchRefused)


async def test_plain_words_where_encryption_was_expected(server):
    server.says("/x", b"hello")
    await failed(fetcher(server, max_seconds=1).get(f"https://{server.here}/x"))
