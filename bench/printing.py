"""
How long a leaf, a book and a hundred books of the Green Book take on paper, and how much memory the press needs.

A leaf and a book are whole answers of the application, warm. A hundred books are a run as the worker does it: books of
a hundred people, each with pages they share, from the asking to the last file in the database.
"""

import json
import os
import statistics
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.__main__ import signed_in, timed
from livewell.greenbook import actions as books
from livewell.greenbook import queries
from livewell.greenbook.actions import runs
from livewell.greenbook.queries import printing as pages
from livewell.greenbook.queries import runs as seen
from livewell.greenbook.rules.pages import Sharing
from livewell.greenbook.rules.paper import Wanted
from livewell.kit.db import value
from livewell.kit.pdf import MILL
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.staff import a_member

LEAVES = 40
WHOLE = 10
MANY = 100
WARM_UP = 3
_SHARED = ("keeps_well", "bad_day", "connect")


async def paper(app: Any) -> None:
    """Print one JSON object a line."""
    coach = await a_member(Role.HEALTH_COACH)
    client = await signed_in(app, coach)
    for what, turns, path in (
        ("green_book_leaf", LEAVES, "/green-book/keeps_well.pdf"),
        ("green_book_leaf_easy_read", LEAVES, "/green-book/keeps_well.pdf?look=easy_read"),
        ("green_book_whole", WHOLE, "/green-book.pdf"),
    ):
        print(f"{what} …", file=sys.stderr, flush=True)
        times = []
        for turn in range(turns + WARM_UP):
            took, answer = await timed(lambda path=path: client.get(path))
            assert answer.headers["content-type"] == "application/pdf", answer.text
            if turn >= WARM_UP:
                times.append(took)
        cuts = statistics.quantiles(times, n=20)
        _say(what, n=turns, p50_ms=round(cuts[9], 1), p95_ms=round(cuts[18], 1))
    await _many(coach)


async def _many(coach: Any) -> None:
    print(f"{MANY} people write in their books …", file=sys.stderr, flush=True)
    chosen = [await _somebody_who_shares(coach) for _ in range(MANY)]
    for what, number, of in (("green_books_of_people", 0, chosen), ("green_books_empty", MANY, [])):
        print(f"{what} …", file=sys.stderr, flush=True)
        run = await runs.ask(
            wanted=Wanted(), number=number, books=of, language="en", submission=uuid4(), by=coach
        )  # fmt: skip
        await MILL.make({"letters": "ŵ"}, seconds=60)  # It is there before the clock starts.
        before = _worked()
        await runs.begin_waiting()
        took, _ = await timed(runs.finish_begun)
        done = await seen.run(run, coach)
        assert done.done == MANY, done.sentence
        peak = (await MILL.make({"letters": "ŵ"}, seconds=60)).peak
        size = await value("SELECT sum(length(content)) FROM print_file WHERE run = $1", run)
        _say(
            what,
            size=MANY,
            seconds=round(took / 1000, 1),
            press_processor_seconds=round(_worked() - before, 1),
            pages=sum(one.pages for one in done.files),
            megabytes=round(size / 1e6, 1),
            press_peak_mb=round(peak / 2**20),
        )


async def _somebody_who_shares(coach: Any) -> Any:
    person = (await the_journey(await an_open_journey(coach))).person
    by = as_themself(person)
    await books.open_own(person=person, by=by)
    own = await queries.own_book(by)
    assert own is not None
    for page in own.pages:
        if page.leaf is not None and page.leaf.key in _SHARED:
            first = page.leaf.prompts[0].key
            await books.write(
                page.id,
                words={first: f"A walk at half past eight, then tea. {person} " * 12},
                title="",
                version=page.version,
                submission=uuid4(),
                by=by,
            )
            await books.share(page.id, sharing=Sharing.WORKER, by=by)
    assert len((await pages.own_book(person)).leaves) > len(_SHARED)
    return await value("SELECT id FROM green_book WHERE person = $1", person)


def _worked() -> float:
    """Seconds of a processor that the press of the runs has had so far: how long it takes where nothing else runs."""
    fields = Path(f"/proc/{MILL.press.number}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _say(what: str, **numbers: float) -> None:
    print(json.dumps({"what": what, **numbers}), flush=True)
