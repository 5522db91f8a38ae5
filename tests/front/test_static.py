"""Static files: kept for ever by browsers, asked for once, and never anything but what we mean to serve."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar, Response
from litestar.testing import TestClient

from livewell.kit import static
from livewell.kit.errors import NotFound, NotSetUp


@pytest.fixture
def client() -> Iterator[TestClient[Litestar]]:
    app = Litestar(
        [static.static_files("public")],
        exception_handlers={NotFound: lambda *_: Response(b"", status_code=404)},
        openapi_config=None,
    )
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize(
    "name",
    ["livewell.css", "livewell.js", "boot.js", "favicon.svg", "nhsuk-frontend.css", "nhsuk-frontend.js", "htmx.js"],
)
def test_a_file_is_kept_for_ever_under_a_name_with_its_hash(client: TestClient[Litestar], name: str) -> None:
    answer = client.get(static.asset_url(name))

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.content == static.catalogue()[name].content
    assert answer.headers["content-type"].startswith(static.catalogue()[name].media_type)
    assert static.asset_url(name).count(".") == 2 or ".rtl." in name


def test_head_says_the_same_without_the_file(client: TestClient[Litestar]) -> None:
    got, head = client.get(static.asset_url("htmx.js")), client.head(static.asset_url("htmx.js"))

    assert head.status_code == 200
    assert head.content == b""
    assert {name: value for name, value in head.headers.items() if name != "date"} == {
        name: value for name, value in got.headers.items() if name != "date"
    }


def test_a_browser_that_has_it_is_told_so(client: TestClient[Litestar]) -> None:
    tag = client.get(static.asset_url("livewell.css")).headers["etag"]
    for said in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = client.get(static.asset_url("livewell.css"), headers={"If-None-Match": said})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    assert client.get(static.asset_url("livewell.css"), headers={"If-None-Match": '"other"'}).status_code == 200


def test_text_is_sent_small_to_those_who_can_read_it(client: TestClient[Litestar]) -> None:
    small = client.get(static.asset_url("nhsuk-frontend.css"), headers={"Accept-Encoding": "gzip"})
    plain = client.get(static.asset_url("nhsuk-frontend.css"), headers={"Accept-Encoding": "identity"})

    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) < 40_000
    assert "content-encoding" not in plain.headers
    assert small.content == plain.content
    assert small.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path",
    [
        "/static/livewell.css",
        "/static/livewell.0000000000.css",
        "/static/vendor/manifest.json",
        "/static/../pyproject.toml",
        "/static/%2e%2e/pyproject.toml",
        "/static/vendor/",
        "/static/vendor//etc/passwd",
    ],
)
def test_nothing_else_is_served(client: TestClient[Litestar], path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_missing_build_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "x.css").write_text("p{}")
    monkeypatch.setattr(static, "folder", lambda _: tmp_path)
    with pytest.raises(NotSetUp, match="make assets"):
        static.catalogue.__wrapped__()
