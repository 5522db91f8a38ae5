"""A tiny server that shows the gallery: every component, through the real environment, under the real headers."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from livewell.kit import static
from livewell.kit.headers import ALWAYS
from tests.front.browser import browsing, chromium, page
from tests.front.gallery import samples

__all__ = ["browsing", "chromium", "page"]


class Gallery(ThreadingHTTPServer):
    """What was posted is kept, so that a test can look."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), GalleryHandler)
        self.posted: list[tuple[str, str]] = []
        self.answers: dict[str, tuple[int, str]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class GalleryHandler(BaseHTTPRequestHandler):
    server: Gallery

    def answer(self, status: int, body: bytes, media_type: str = "text/html; charset=utf-8") -> None:
        self.send_response(status)
        for name, value in ALWAYS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        for file in static.catalogue().values():
            if file.url == path:
                self.answer(200, file.content, file.media_type)
                return
        if path in self.server.answers:
            status, text = self.server.answers[path]
            self.answer(status, text.encode())
        elif path.strip("/") in samples.PAGES:
            self.answer(200, samples.show(path.strip("/")).encode())
        else:
            self.answer(404, samples.show("404").encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        self.server.posted.append((self.path, body))
        status, text = self.server.answers.get(self.path, (200, "ok"))
        self.answer(status, text.encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def gallery() -> Iterator[Gallery]:
    server = Gallery()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
