"""
How fast services of another directory come in, in how much memory, and how fast a page of /oruk/v3 goes out.

Run by itself: `python -m bench.oruk 100000`. One JSON object a line. The import runs in a process of its own, so that
its peak of memory is its own. The floor of a page is the barest SQL that gives the same rows, turn and turn about.
"""

import asyncio
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import bench.__main__ as bench_main
from livewell.kit import migrate
from livewell.kit.actor import SYSTEM
from livewell.kit.db import DB, close_pool, execute, open_pool, value
from livewell.kit.postgres import embedded
from tests.signed_in import a_client

TURNS = 150
WARM_UP = 10
PER_PAGE = 50
LEAST_A_SECOND = 2_000
MOST_MEMORY = 300
"""Megabytes."""

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORDS = (
    "walking",
    "singing",
    "gardening",
    "cooking",
    "tea",
    "company",
    "chess",
    "painting",
    "yoga",
    "repair",
    "reading",
)


def a_service(number: int) -> dict[str, Any]:
    """One service as another directory would say it, with everything nested: about 1,800 bytes."""
    chance = random.Random(number)
    service, place = UUID(int=chance.getrandbits(128)), UUID(int=chance.getrandbits(128))
    opens = chance.randrange(8, 19)
    what = " ".join(chance.choices(_WORDS, k=18))
    return {
        "id": str(service),
        "name": f"Fictional {chance.choice(_WORDS)} {number}",
        "description": f"Come and join us for {what}. Everybody is welcome, and the kettle is always on.",
        "url": f"https://group{number}.example/about",
        "email": f"post@group{number}.example",
        "status": "active",
        "minimum_age": chance.choice([None, 16, 18, 50, -1]),
        "last_modified": "2026-03-15T10:30:45.123",
        "organization": {
            "id": str(UUID(int=10_000_000 + number // 8)),
            "name": f"Fictional society {number // 8}",
            "description": "Runs groups for anybody.",
        },
        "service_at_locations": [
            {
                "id": str(UUID(int=chance.getrandbits(128))),
                "location": {
                    "id": str(place),
                    "location_type": "physical",
                    "name": f"Hall {number}",
                    "latitude": 51 + chance.random() * 3,
                    "longitude": -2.5 + chance.random() * 3,
                    "addresses": [
                        {
                            "id": str(UUID(int=chance.getrandbits(128))),
                            "address_1": f"{chance.randrange(1, 200)} Church Street",
                            "city": "Bingham",
                            "state_province": "Nottinghamshire",
                            "postal_code": "NG13 8AA",
                            "country": "GB",
                            "address_type": "physical",
                        }
                    ],
                },
                "schedules": [
                    {
                        "id": str(UUID(int=chance.getrandbits(128))),
                        "freq": "WEEKLY",
                        "interval": 1,
                        "byday": chance.choice(_DAYS),
                        "opens_at": f"{opens:02}:00",
                        "closes_at": f"{opens + 2:02}:30",
                    }
                ],
            }
        ],
        "contacts": [{"id": "c", "name": "Pat Fictional", "phones": [{"number": f"01632 960{number % 1000:03}"}]}],
        "cost_options": [{"option": "Each time", "amount": chance.choice([0, 1.5, 3])}],
        "attributes": [
            {"id": "a", "taxonomy_term": {"id": "t", "name": chance.choice(["Connect", "Learn", "Older people"])}}
        ],
    }


def write_feed(path: Path, size: int) -> None:
    """A feed of this many services as NDJSON."""
    with path.open("w") as file:
        for number in range(size):
            file.write(json.dumps(a_service(number)) + "\n")


async def bring_in(dsn: str, path: Path, size: int) -> None:
    """Import the feed, in this process, and print how it went; then once more, when nothing is new."""
    from livewell.openreferral.actions import feeds  # noqa: PLC0415  Slow to load.

    await open_pool(dsn)
    feed = await feeds.feed_of_file("bench", "file", SYSTEM)
    for name in ("oruk_import", "oruk_import_again"):
        run = await feeds.ask_to_read(feed, look_only=False, submission=uuid4(), by=SYSTEM)
        began = time.perf_counter()
        outcome = await feeds.do_run(run, path=path)
        took = time.perf_counter() - began
        assert outcome.refused == 0, outcome.findings["refused"][:3]
        assert (outcome.new, outcome.unchanged) == ((size, 0) if name == "oruk_import" else (0, size))
        line = {
            "name": name,
            "size": size,
            "seconds": round(took, 1),
            "services_a_second": round(size / took),
            "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "target_a_second": LEAST_A_SECOND,
            "target_mb": MOST_MEMORY,
        }
        print(json.dumps(line), flush=True)
    await close_pool()


_BARE_PAGE = """
    SELECT a.id, a.name, a.what, a.running, a.website, a.changed_at, o.id AS o_id, o.name AS o_name, o.what AS o_what
    FROM asset AS a LEFT JOIN organisation AS o ON o.id = a.organisation
    WHERE a.published AND a.merged_into IS NULL AND a.id >= $1 ORDER BY a.id LIMIT $2
"""


async def a_page(app: Any, size: int, name: str, path: str, start: UUID) -> bench_main.Measured:
    """One page: our whole answer, beside the barest SQL for its rows."""
    client = a_client(app)
    measured = bench_main.Measured(name, size=size)
    for turn in range(TURNS + WARM_UP):
        took, answer = await bench_main.timed(lambda: client.get(path))
        assert answer.status_code == 200, answer.text
        assert answer.json()["size"] == PER_PAGE
        floor, _ = await bench_main.timed(lambda: DB.fetch(_BARE_PAGE, [start, PER_PAGE]))
        bench_main.keep(measured, turn, took, floor)
    return measured


async def pages(size: int) -> list[bench_main.Measured]:
    """The first page, the last, and one with everything nested, on the database that is open."""
    from livewell.app import create_app  # noqa: PLC0415  Slow to load.
    from livewell.openreferral.routes import answers  # noqa: PLC0415

    answers.ALLOWED = 1_000_000
    app = create_app()
    total = int(await value("SELECT count(*) FROM asset WHERE published AND merged_into IS NULL"))
    last = total // PER_PAGE
    start = await value(
        "SELECT id FROM asset WHERE published AND merged_into IS NULL ORDER BY id OFFSET $1 LIMIT 1",
        (last - 1) * PER_PAGE,
    )
    first = UUID(int=0)
    here = f"/oruk/v3/services?per_page={PER_PAGE}"
    return [
        await a_page(app, size, "oruk_first_page", here, first),
        await a_page(app, size, "oruk_last_page", f"{here}&page={last}", start),
        await a_page(app, size, "oruk_full_page", f"{here}&full=true", first),
    ]


async def main(size: int, home: Path) -> None:
    """Import, then pages, on a new database that is thrown away."""
    feed = home / "feed.ndjson"
    write_feed(feed, size)
    with embedded(home / "var") as server:
        await open_pool(server.dsn())
        await migrate.run()
        await close_pool()
        words = [sys.executable, "-m", "bench.oruk", "--bring-in", server.dsn(), str(feed), str(size)]
        await asyncio.to_thread(subprocess.run, words, check=True, env=os.environ)
        await open_pool(server.dsn())
        await execute("ANALYZE")
        for measured in await pages(size):
            print(measured.line(), flush=True)
        await close_pool()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--bring-in"]:
        asyncio.run(bring_in(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])))
    else:
        with tempfile.TemporaryDirectory(prefix="livewell-bench-") as folder:
            Path(folder).chmod(0o711)
            asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 100_000, Path(folder)))
