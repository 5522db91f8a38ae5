"""
How fast services of another directory come in, and in how much memory.

The import runs in a process of its own, so that its peak of memory is its own. One JSON object a line.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import uvloop

from livewell.kit.actor import SYSTEM
from livewell.kit.db import close_pool, open_pool, rows
from livewell.openreferral.actions import feeds

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


def a_service(number: int, at: dict[str, Any]) -> dict[str, Any]:
    """One service as another directory would say it, with everything nested, at a postcode: about 1,800 bytes."""
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
                    "latitude": at["latitude"],
                    "longitude": at["longitude"],
                    "addresses": [
                        {
                            "id": str(UUID(int=chance.getrandbits(128))),
                            "address_1": f"{chance.randrange(1, 200)} Church Street",
                            "city": "Bingham",
                            "state_province": "Nottinghamshire",
                            "postal_code": at["postcode"],
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


def write_feed(path: Path, places: list[dict[str, Any]]) -> None:
    """A feed with a service at each of these postcodes, as NDJSON."""
    with path.open("w") as file:
        for number, at in enumerate(places):
            file.write(json.dumps(a_service(number, at)) + "\n")


async def bring_in(dsn: str, path: Path, size: int) -> None:
    """Import the feed, in this process, and print how it went; then once more, when nothing is new."""
    await open_pool(dsn)
    feed = await feeds.feed_of_file("bench", "file", SYSTEM)
    for what in ("oruk_import", "oruk_import_again"):
        run = await feeds.ask_to_read(feed, look_only=False, submission=uuid4(), by=SYSTEM)
        began, spent = time.perf_counter(), os.times()
        peaks = [0]

        async def look(_: object, peaks: list[int] = peaks) -> None:
            peaks.append(_memory())

        outcome = await feeds.do_run(run, path=path, also=look)
        took, now = time.perf_counter() - began, os.times()
        assert outcome.refused == 0, outcome.findings["refused"][:3]
        assert (outcome.new, outcome.unchanged) == ((size, 0) if what == "oruk_import" else (0, size))
        line = {
            "what": what,
            "size": size,
            "seconds": round(took, 1),
            "services_a_second": round(size / took),
            "python_ms_each": round((sum(now[:4]) - sum(spent[:4])) * 1000 / size, 3),
            "peak_rss_mb": max(peaks),
            "load": round(os.getloadavg()[0], 1),
            "target_a_second": LEAST_A_SECOND,
            "target_mb": MOST_MEMORY,
        }
        print(json.dumps(line), flush=True)
    await close_pool()


def _memory() -> int:
    """Megabytes that this process and those it started have held at most, as if all had at once."""
    # Not getrusage: a process begins there with the peak of the one that started it.
    here = Path("/proc/self")
    others = [one for task in here.glob("task/*/children") for one in task.read_text().split()]
    said = [(Path("/proc") / one / "status").read_text() for one in ("self", *others)]
    return sum(int(one.partition("VmHWM:")[2].split()[0]) for one in said) // 1024


async def imports(dsn: str, home: Path, size: int) -> None:
    """Import a feed of this many services at real postcodes into the database that is open, and again."""
    places = await rows(
        "SELECT left(postcode, -3) || ' ' || right(postcode, 3) AS postcode, latitude, longitude FROM postcode"
        " ORDER BY hashtext(postcode) LIMIT $1",
        size,
    )
    feed = home / "feed.ndjson"
    write_feed(feed, places)
    await asyncio.to_thread(
        subprocess.run, [sys.executable, "-m", "bench.importing", dsn, str(feed), str(size)], check=True, env=os.environ
    )
    feed.unlink()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # As the worker does.
        runner.run(bring_in(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
