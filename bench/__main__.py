"""
`make bench`: one JSON object a line for each thing people wait for. `python -m bench map --sizes 20000` is a quick look at
a part of it.

Ours is the whole answer of the application, from request to response, on a durable database (fsync on) of its own. The
floor is the same statements with the same parameters, run bare on the same pool in the same run, turn and turn about.
"""

import argparse
import asyncio
import json
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
import uvloop

from livewell.kit import migrate
from livewell.kit.db import BEGUN, DB, ENDED, close_pool, count_queries, open_pool
from livewell.kit.postgres import embedded
from livewell.staff.rules import Member, Role
from tests.browsing import form_to
from tests.factories.journeys import an_open_journey
from tests.factories.staff import a_member, a_sign_in
from tests.referring import a_professional_referral
from tests.signed_in import Client, a_client

PARTS = ("people", "import", "map", "print")
SIZES = (100_000, 1_000_000)
TURNS = 150
WARM_UP = 10
MOST_STATEMENTS = 12
"""The budget of a page, session look-up included."""

Ran = Sequence[tuple[str, Sequence[Any]]]


@dataclass
class Measured:
    """Milliseconds of each turn."""

    name: str
    size: int
    ours: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    def line(self) -> str:
        """What `make bench` prints."""
        p50, p95 = _middle_and_slow(self.ours)
        floor_p50, floor_p95 = _middle_and_slow(self.floor)
        return json.dumps(
            {
                "what": self.name,
                "size": self.size,
                "n": len(self.ours),
                "p50_ms": round(p50, 2),
                "p95_ms": round(p95, 2),
                "floor_p50_ms": round(floor_p50, 2),
                "floor_p95_ms": round(floor_p95, 2),
                "ratio": round(p50 / floor_p50, 2),
            }
        )


def _middle_and_slow(times: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(times, n=20)
    return cuts[9], cuts[18]


async def timed(work: Callable[[], Awaitable[Any]]) -> tuple[float, Any]:
    """Milliseconds, and what came of it."""
    started = time.perf_counter()
    answer = await work()
    return (time.perf_counter() - started) * 1000, answer


async def bare(ran: Ran) -> None:
    """The same statements, with the same transactions, and nothing else."""
    depth, connection = 0, None
    for sql, args in ran:
        if sql == BEGUN:
            depth += 1
            if depth == 1:
                connection = await DB.needed_pool().acquire()
                await connection.execute("BEGIN")
        elif sql == ENDED:
            depth -= 1
            if depth == 0 and connection is not None:
                await connection.execute("COMMIT")
                await DB.needed_pool().release(connection)
        elif connection is not None and depth:
            await connection.fetch(sql, *args)
        else:
            async with DB.needed_pool().acquire() as one:
                await one.fetch(sql, *args)


async def signed_in(app: Any, member: Member) -> Client:
    """A client of this application in which `member` is signed in."""
    client = a_client(app)
    client.cookies.set("livewell_sign_in", await a_sign_in(member))
    return client


async def post_a_referral(client: Client) -> Callable[[], Awaitable[Any]]:
    """Open the form and fill it in, untimed; gives the sending of it."""
    url = "/refer/professional"
    form = form_to(await client.get(url), url)
    data = {**form.data, **a_professional_referral()}

    async def send() -> Any:
        answer = await client.post(url, data=data)
        assert answer.status_code == 303, answer.text
        return answer

    return send


async def referral_posted_and_acknowledged(app: Any) -> Measured:
    """From the press of "Send" to the answer that says it is safe: in the database, on the disk."""
    gp = await a_member(Role.PRACTICE_REFERRER)
    client = await signed_in(app, gp)
    measured = Measured("referral_posted_and_acknowledged", size=TURNS)
    for turn in range(TURNS + WARM_UP):
        took, _ = await timed(await post_a_referral(client))
        # The floor's referral is thought out inside a transaction that is rolled back, then written bare.
        send = await post_a_referral(client)
        whole = DB.transaction()
        await whole.__aenter__()
        with count_queries() as counted:
            await send()
        await whole.rollback()
        await whole.__aexit__(None, None, None)
        check_budget(measured.name, counted.count)
        floor, _ = await timed(lambda ran=tuple(counted.ran): bare(ran))
        keep(measured, turn, took, floor)
    return measured


async def caseload_60(app: Any) -> Measured:
    """A health coach opens a caseload of sixty people."""
    coach = await a_member(Role.HEALTH_COACH)
    for _ in range(60):
        await an_open_journey(coach)
    client = await signed_in(app, coach)
    measured = Measured("caseload_60", size=60)
    for turn in range(TURNS + WARM_UP):
        with count_queries() as counted:
            took, answer = await timed(lambda: client.get("/caseload"))
        assert answer.status_code == 200, answer.text
        check_budget(measured.name, counted.count)
        floor, _ = await timed(lambda ran=tuple(counted.ran): bare(ran))
        keep(measured, turn, took, floor)
    return measured


def check_budget(name: str, count: int) -> None:
    """A page that asks more than its budget is a bug, however fast."""
    assert count <= MOST_STATEMENTS, f"{name} asks {count} statements, more than {MOST_STATEMENTS}"


def keep(measured: Measured, turn: int, took: float, floor: float) -> None:
    """Keep a turn, once everything is warm."""
    if turn >= WARM_UP:
        measured.ours.append(took)
        measured.floor.append(floor)


async def people(app: Any) -> None:
    """What staff and referrers wait for."""
    for bench in (referral_posted_and_acknowledged, caseload_60):
        print(f"{bench.__name__} …", file=sys.stderr, flush=True)
        print((await bench(app)).line(), flush=True)


async def main(home: Path, parts: Sequence[str], sizes: Sequence[int]) -> None:
    """These parts, on a new database that is thrown away."""
    from bench import finding, importing, many, printing  # noqa: PLC0415  They time with what is here.
    from livewell.app import create_app  # noqa: PLC0415  Slow to load; say something first.

    with embedded(home) as server:
        await open_pool(server.dsn())
        await migrate.run()
        app = create_app()
        if "people" in parts:
            await people(app)
        if "print" in parts:
            await printing.paper(app)
        if "import" in parts or "map" in parts:
            await many.need_postcodes()
        if "import" in parts:
            print(f"bringing {sizes[0]:,} services in …", file=sys.stderr, flush=True)
            await importing.imports(server.dsn(), home.parent, sizes[0])
        if "map" in parts:
            await finding.community(app, sizes)
        await close_pool()


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    told = argparse.ArgumentParser(prog="python -m bench", description="How fast: one JSON object a line.")
    told.add_argument("parts", nargs="*", help=f"{', '.join(PARTS)}; all of them when none is named")
    told.add_argument("--sizes", help="listings, with commas between; an import is of the first")
    said = told.parse_args()
    if unknown := set(said.parts) - set(PARTS):
        told.error(f"There is no {', '.join(sorted(unknown))}.")
    numbers = [int(one) for one in said.sizes.split(",")] if said.sizes else SIZES
    with tempfile.TemporaryDirectory(prefix="livewell-bench-") as folder:
        Path(folder).chmod(0o711)  # The database's own user passes through to its private part.
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # As `livewell serve` does.
            runner.run(main(Path(folder) / "var", said.parts or PARTS, numbers))
