"""Small feeds on the loopback, as well and as badly behaved as real ones."""

import json
import threading
from collections.abc import Callable
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

Answer = Callable[[str, dict[str, str]], tuple[int, Any]]


def a_service(number: int, **changes: Any) -> dict[str, Any]:
    """One service of another directory, whole."""
    return {
        "id": str(UUID(int=0xABC000 + number)),
        "name": f"Fictional allotment {number}",
        "description": "Digging, and tea.",
        "status": "active",
        "last_modified": "2025-09-02T12:06:15.654",
        "organization": {"id": str(UUID(int=0xDEF)), "name": "Allotment Society", "description": "Grows things."},
        "contacts": [{"name": "Pat Fictional", "phones": [{"number": "Office: 01632 960456"}]}],
        "service_at_locations": [
            {
                "id": str(UUID(int=0x111000 + number)),
                "location": {
                    "id": str(UUID(int=0x222000 + number)),
                    "location_type": "physical",
                    "name": f"Field {number}",
                    "latitude": 52.95,
                    "longitude": -0.95,
                    "addresses": [
                        {
                            "address_1": f"{number} Back Lane",
                            "city": "Bingham",
                            "state_province": "Nottinghamshire",
                            "postal_code": "NG13 8AA",
                            "country": "GB",
                        }
                    ],
                },
                "schedules": [{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}],
            }
        ],
        **changes,
    }


def page_of(services: list[Any], number: int, per_page: int) -> dict[str, Any]:
    pages = -(-len(services) // per_page)
    some = services[(number - 1) * per_page : number * per_page]
    return {
        "total_items": len(services),
        "total_pages": pages,
        "page_number": number,
        "size": len(some),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not some,
        "contents": some,
    }


def in_pages(services: list[Any], per_page: int = 2) -> Answer:
    """A feed that does as it should, but for a page length of its own."""

    def answer(path: str, asked: dict[str, str]) -> tuple[int, Any]:
        if path == "/oruk/v3":
            return 200, {"version": "HSDS-UK-3.0", "profile": "https://p.example", "openapi_url": "https://o.example"}
        if path == "/oruk/v3/services":
            return 200, page_of(services, int(asked.get("page", "1")), per_page)
        found = [one for one in services if path == f"/oruk/v3/services/{one['id']}"]
        return (200, found[0]) if found else (404, {})

    return answer


@contextmanager
def served(answer: Answer):
    """Serve a feed; gives its address and the list of what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            status, said = answer(parts.path, query)
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
