"""
How fast a page of /oruk/v3 goes out: the first, any, the last, and any with everything nested.

What is timed is what `bench.finding` says; the floor is one statement that gives the same data for the same services.
"""

import random
from typing import Any
from uuid import UUID

from bench.__main__ import timed
from livewell.kit.db import DB, execute, rows
from livewell.openreferral.queries import services, shelf
from livewell.openreferral.routes import answers
from livewell.openreferral.rules.parameters import Asked
from tests.signed_in import Client, a_client

PER_PAGE = 50
_AT_A_TIME = 50_000

_MORE = (
    """
    INSERT INTO schedule (id, asset, pattern, position)
    SELECT gen_random_uuid(), asset, jsonb_build_object('repeats', 'weekly', 'weekdays', jsonb_build_array(n % 7),
           'opens', 540 + n % 9 * 60, 'closes', 660 + n % 9 * 60), 0
    FROM bench_place WHERE n > $1 AND n <= $2
    """,
    """
    INSERT INTO contact (id, asset, name, phone, email, position)
    SELECT gen_random_uuid(), asset, 'Pat Fictional', '01632 960001', 'post@group' || n || '.example', 0
    FROM bench_place WHERE n > $1 AND n <= $2
    """,
    """
    INSERT INTO cost_option (id, asset, option, amount, position)
    SELECT gen_random_uuid(), asset, 'Each time', n % 4, 0 FROM bench_place WHERE n > $1 AND n <= $2
    """,
)
"""What a service has beside what `many.make` gives it: when, whom to ask, and what it costs."""

_BARE = """
    SELECT a.id, a.organisation, a.name, a.what, a.website, a.running, a.cost_note, a.free, a.minimum_age, a.maximum_age,
           a.who_for, a.joining_note, a.capacity_note, a.alert, a.assured_at, a.changed_at, o.changed_at AS o_changed_at,
           l.changed_at AS l_changed_at, c.email, o.name AS o_name, o.what AS o_what, o.email AS o_email,
           o.phone AS o_phone, o.website AS o_website, o.charity_number, o.company_number, o.sector,
           i.beside, i.organization_beside {more}
    FROM asset AS a
    LEFT JOIN organisation AS o ON o.id = a.organisation
    LEFT JOIN LATERAL (SELECT max(l.changed_at) AS changed_at FROM asset_at_location AS al
                       JOIN location AS l ON l.id = al.location WHERE al.asset = a.id AND NOT l.hidden) AS l ON true
    LEFT JOIN LATERAL (SELECT email FROM contact WHERE asset = a.id AND shown AND email <> ''
                       ORDER BY position, id LIMIT 1) AS c ON true
    LEFT JOIN LATERAL (SELECT beside, organization_beside FROM imported_service WHERE asset = a.id
                       ORDER BY id LIMIT 1) AS i ON true
    WHERE a.published AND a.merged_into IS NULL AND a.id >= $1 ORDER BY a.id LIMIT $2
"""
_LISTS = (
    "asset_at_location AS x JOIN location AS l ON l.id = x.location",
    "schedule AS x", "contact AS x", "cost_option AS x", "service_area AS x",
)  # fmt: skip
_BARE_PAGE = _BARE.format(more="")
_BARE_FULL = _BARE.format(
    more=", a.*"
    + "".join(
        f", (SELECT json_agg({'json_build_array(x, l)' if 'location' in one else 'x'} ORDER BY x.position, x.id)"
        f" FROM {one} WHERE x.asset = a.id)"
        for one in _LISTS
    )
)


async def pages(size: int) -> list[Any]:
    """The times of each kind of page, over what `many.make` made."""
    from livewell.app import create_app  # noqa: PLC0415  Slow to load.

    for statement in _MORE:
        for first in range(0, size, _AT_A_TIME):
            await execute(statement, first, first + _AT_A_TIME)
    for table in ("schedule", "contact", "cost_option"):
        await execute(f"VACUUM ANALYZE {table}")
    answers.ALLOWED = 1_000_000  # One address asks here in a minute what it may ask in an hour.
    shelf.clear()
    starts = await _starts()
    last = len(starts)
    anywhere = random.Random(size).choices(range(1, last + 1), k=300)
    kinds = (
        ("oruk_first_page", [1], False),
        ("oruk_any_page", anywhere, False),
        ("oruk_last_page", [last], False),
        ("oruk_full_page", anywhere, True),
    )
    async with a_client(create_app()) as client:
        return [await _a_page(client, size, what, starts, numbers, full=full) for what, numbers, full in kinds]


async def _starts() -> list[UUID]:
    """The first service of every page."""
    found = await rows(
        "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM asset WHERE published AND merged_into IS NULL)"
        " AS numbered WHERE n % $1 = 1 ORDER BY n",
        PER_PAGE,
    )
    return [one["id"] for one in found]


async def _a_page(client: Client, size: int, what: str, starts: list[UUID], numbers: list[int], *, full: bool) -> Any:
    from bench import finding  # noqa: PLC0415  It calls this.

    measured = finding.Timed(what, size)
    bare = _BARE_FULL if full else _BARE_PAGE
    for turn in range(finding.TURNS + finding.WARM_UP):
        number = numbers[turn % len(numbers)]
        start = starts[number - 1]
        asked = Asked(page=number, per_page=PER_PAGE, full=full)
        (db, query, found), (floor, same) = await finding.both(
            turn,
            lambda asked=asked: services.service_page(asked),
            lambda start=start: DB.fetch(bare, [start, PER_PAGE]),
        )
        assert [one["id"] for one in found.contents] == [str(one["id"]) for one in same]
        elsewhere = numbers[(turn + 1) % len(numbers)]
        path = f"/oruk/v3/services?per_page={PER_PAGE}&page={elsewhere}" + ("&full=true" if full else "")
        page, answer = await timed(lambda path=path: client.get(path))
        assert answer.status_code == 200, answer.text
        finding.keep(measured, turn, db, query, page, floor)
    return measured
