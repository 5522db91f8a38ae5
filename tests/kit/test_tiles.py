"""The base of maps: a file served in pieces as RFC 9110 says, and nobody asked when nothing is set up."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from livewell import settings as told
from livewell.kit import edge, headers, tiles
from livewell.kit.door import House
from livewell.settings import Settings, SettingsWrong, read

SIZE = 200_000


def an_archive(kind: int = 2, *, size: int = SIZE) -> bytes:
    """Bytes that begin as a PMTiles archive does: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md."""
    header = bytearray(127)
    header[:8] = b"PMTiles\x03"
    header[99], header[101] = kind, 14
    return bytes(header) + bytes(index % 251 for index in range(size - 127))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    before = told.settings()
    path = tmp_path / "map.pmtiles"
    path.write_bytes(an_archive())
    told.use(Settings(map_pmtiles_path=path, map_tiles_attribution="© Somebody"))
    yield path
    told.use(before)


@pytest_asyncio.fixture(loop_scope="session")
async def asking() -> AsyncIterator[AsyncClient]:
    here = House(secret="x" * 32, secure=False, hosts=frozenset({"localhost"}), demo=False)
    app = edge.build([tiles.router], house=here)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://localhost") as client:
        yield client


async def test_without_a_range_the_whole_file_comes(asking: AsyncClient, file: Path) -> None:
    answer = await asking.get(tiles.ADDRESS)
    assert answer.status_code == 200
    assert answer.content == file.read_bytes()
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-length"] == str(SIZE)
    assert answer.headers["cache-control"].startswith("public")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-126", 0, 126),
        ("bytes=0-16383", 0, 16_383),
        ("bytes=199999-", SIZE - 1, SIZE - 1),
        ("bytes=150000-", 150_000, SIZE - 1),
        ("bytes=-500", SIZE - 500, SIZE - 1),
        ("bytes=-999999", 0, SIZE - 1),
        ("bytes=100-999999", 100, SIZE - 1),
        ("bytes=65000-140000", 65_000, 140_000),
    ],
)
async def test_a_piece_is_a_piece(asking: AsyncClient, file: Path, asked: str, first: int, last: int) -> None:
    answer = await asking.get(tiles.ADDRESS, headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer.headers["content-length"] == str(last - first + 1)
    assert answer.content == file.read_bytes()[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=200000-", "bytes=900000-900001", "bytes=-0"])
async def test_a_piece_that_is_not_there_is_refused(asking: AsyncClient, file: Path, asked: str) -> None:
    answer = await asking.get(tiles.ADDRESS, headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{file.stat().st_size}"
    assert answer.content == b""


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=1-2", "bytes=5-2", "bytes=-", "bytes=a-b", "nonsense"])
async def test_what_is_no_single_range_brings_the_whole(asking: AsyncClient, file: Path, asked: str) -> None:
    answer = await asking.get(tiles.ADDRESS, headers={"Range": asked})
    assert answer.status_code == 200
    assert len(answer.content) == file.stat().st_size


async def test_head_says_the_size_and_sends_nothing(asking: AsyncClient, file: Path) -> None:
    answer = await asking.head(tiles.ADDRESS)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(file.stat().st_size)
    assert answer.headers["accept-ranges"] == "bytes"


async def test_pieces_of_different_versions_are_never_mixed(asking: AsyncClient, file: Path) -> None:
    first = await asking.get(tiles.ADDRESS, headers={"Range": "bytes=0-126"})
    tag = first.headers["etag"]
    again = {"Range": "bytes=127-200", "If-Range": tag}
    assert (await asking.get(tiles.ADDRESS, headers=again)).status_code == 206
    assert (await asking.get(tiles.ADDRESS, headers={"If-None-Match": f'"other", {tag}'})).status_code == 304

    file.write_bytes(an_archive(size=SIZE + 5))
    changed = await asking.get(tiles.ADDRESS, headers=again)
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert len(changed.content) == SIZE + 5


@pytest.mark.parametrize(
    "content",
    [None, b"", b"PMTiles", b"PMTiles\x02" + bytes(200), an_archive(0), an_archive(9), b"%PDF-1.7" + bytes(200)],
)
async def test_what_is_no_archive_is_not_set_up(asking: AsyncClient, file: Path, content: bytes | None) -> None:
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    assert (await asking.get(tiles.ADDRESS)).status_code == 404
    assert tiles.base() is None


@pytest.mark.parametrize(("kind", "said"), [(1, "vector"), (2, "raster"), (3, "raster"), (4, "raster"), (5, "raster")])
def test_the_script_is_told_what_kind_of_tiles_there_are(file: Path, kind: int, said: str) -> None:
    file.write_bytes(an_archive(kind))
    assert tiles.base() == {"kind": said, "url": tiles.ADDRESS, "zoom": 14, "attribution": "© Somebody"}


async def test_nothing_set_up_is_no_base_and_no_file(asking: AsyncClient) -> None:
    assert tiles.base() is None
    assert (await asking.get(tiles.ADDRESS)).status_code == 404


def test_our_own_file_goes_before_a_tile_server(file: Path) -> None:
    server = "https://tiles.example/{z}/{x}/{y}.png"
    told.use(Settings(map_pmtiles_path=file, map_tiles_url=server))
    assert (tiles.base() or {})["url"] == tiles.ADDRESS
    told.use(Settings(map_tiles_url=server))
    assert tiles.base() == {"kind": "server", "url": server, "zoom": 18, "attribution": ""}


@pytest.mark.parametrize(
    ("url", "source"),
    [
        (None, ""),
        ("/our/{z}/{x}/{y}.png", ""),
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("https://{s}.tiles.example:8443/a/{z}/{x}/{y}.png?key=1", "https://*.tiles.example:8443"),
    ],
)
def test_the_policy_opens_for_that_host_alone(url: str | None, source: str) -> None:
    assert tiles.pictures_from(url) == source
    answer: dict[str, str] = {}
    headers.dress(answer, secure=False, private=False, map_pictures=source)
    policy = dict(part.split(" ", 1) for part in answer["content-security-policy"].split("; "))
    ordinary = dict(part.split(" ", 1) for part in headers.CONTENT_SECURITY_POLICY.split("; "))
    assert policy == {**ordinary, "img-src": f"'self' data: {source}".strip()}


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example; script-src */{z}/{x}/{y}.png",
        "https://a b/{z}/{x}/{y}.png",
        "//tiles.example/{z}/{x}/{y}.png",
        "https://user@tiles.example/{z}/{x}/{y}.png",
    ],
)
def test_a_template_that_could_loosen_the_policy_is_refused(url: str) -> None:
    with pytest.raises(SettingsWrong, match="LIVEWELL_MAP_TILES_URL"):
        read({"LIVEWELL_MAP_TILES_URL": url})


@given(header=st.from_regex(r"bytes=[0-9]{0,7}-[0-9]{0,7}", fullmatch=True), size=st.integers(1, 10_000))
def test_a_piece_is_always_inside_the_file(header: str, size: int) -> None:
    try:
        piece = tiles.asked_for(header, size)
    except ValueError:
        return
    assert piece is None or 0 <= piece.first <= piece.last < size
