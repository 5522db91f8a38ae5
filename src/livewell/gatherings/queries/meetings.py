"""Meetings of one group: each as it was written down, and all of them with their figures and their trend."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from livewell.assets import queries as listings
from livewell.assets.queries import AssetSeen
from livewell.assets.rules import times
from livewell.assets.rules.occurrences import next_ones, occurrences
from livewell.gatherings.queries.register import AttenderSeen, register
from livewell.gatherings.rules.figures import DEFINITION, Figures, Meeting, figures
from livewell.gatherings.rules.meetings import EVERYBODY, MOST_PARTS, Counted
from livewell.gatherings.rules.signs import Sign, signs
from livewell.kit import clock
from livewell.kit.charts import Chart, line
from livewell.kit.dates import say_weekday
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound
from livewell.kit.sheets_out import Value

OF_THE_ASSET = "asset IN (SELECT $1::uuid UNION ALL SELECT id FROM asset WHERE merged_into = $1)"
"""What was recorded of a listing, and of those that were merged into it."""
RECORDED = "gathering.recorded"
"""The news of a meeting that was written down, and the kind of its form."""
_A_PAGE = 20
_DRAWN = 52
"""Meetings in the picture: a year of weeks."""
_LOOK_BACK = timedelta(days=42)
_OFFERED = 4
_EMPTY_CHART_REACHES = 4


@dataclass(frozen=True)
class GatheringSeen:
    """One meeting as it was written down. `here` are ids of the register."""

    id: UUID
    asset: UUID
    on: date
    starts: int | None
    parts: tuple[Counted, ...]
    here: tuple[UUID, ...]
    newcomers: int | None
    note: str
    recorded_at: datetime
    recorded_by: str
    changed_at: datetime
    version: int

    @property
    def meeting(self) -> Meeting:
        """The same for the figures."""
        return Meeting(
            self.on, self.starts, frozenset(self.here), tuple(part.count for part in self.parts), self.newcomers
        )

    @property
    def came(self) -> int:
        """How many people came."""
        return self.meeting.came

    @property
    def when(self) -> str:
        """Thursday 17 May 2018, 1:30pm."""
        return say_when(self.on, self.starts)

    @property
    def counts_words(self) -> str:
        """Walk 9, Tea 10; "" when no part was counted."""
        return ", ".join(f"{part.label} {part.count}" for part in self.parts if part.count is not None)

    @property
    def names_words(self) -> str:
        """8 names; "" when there is no register for it."""
        return "1 name" if len(self.here) == 1 else f"{len(self.here)} names" if self.here else ""


@dataclass(frozen=True)
class GatheringsPage:
    """
    All that is known of how a group meets, for those who keep it: names are not in it.

    `chart` is None before there are two meetings to compare. `gatherings` are those of this page, the last one first.
    """

    asset: UUID
    name: str
    figures: Figures
    definition: str
    signs: tuple[Sign, ...]
    chart: Chart | None
    chart_title: str
    last: str
    next: str
    gatherings: tuple[GatheringSeen, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class Occasion:
    """A time at which the listing says that the group meets."""

    on: date
    starts: int

    @property
    def value(self) -> str:
        """How a form says it: 2018-05-17T13:30."""
        return f"{self.on}T{self.starts // 60:02}:{self.starts % 60:02}"

    @property
    def words(self) -> str:
        """Thursday 17 May 2018, 1:30pm."""
        return say_when(self.on, self.starts)


@dataclass(frozen=True)
class ToRecord:
    """What the form offers: times that are not written down yet, the parts of a meeting, and the names."""

    asset: UUID
    name: str
    occasions: tuple[Occasion, ...]
    parts: tuple[str, ...]
    attenders: tuple[AttenderSeen, ...]
    taken: frozenset[tuple[date, int | None]]
    """Days and minutes that are written down already."""
    unseen: tuple[UUID, ...] = ()
    """Names of the meeting that whoever puts it right does not see; they stay."""
    takes_names: bool = True

    def without_names(self, again: "GatheringSeen | None") -> "ToRecord":
        """The same for somebody who counts heads and may not read the register."""
        return replace(self, attenders=(), unseen=again.here if again else (), takes_names=False)

    @property
    def occasion_choices(self) -> list[tuple[str, str]]:
        """The times, as a form shows them."""
        return [(one.value, one.words) for one in self.occasions]

    @property
    def name_choices(self) -> list[tuple[str, str]]:
        """The names, as a form shows them."""
        return [(str(one.id), one.label) for one in self.attenders]


_SEEN = """
    SELECT g.id, g.asset, g.met_on, g.starts, g.newcomers, g.note, g.recorded_at, g.recorded_by_name, g.changed_at,
           g.version,
           (SELECT coalesce(json_agg(json_build_array(label, heads) ORDER BY position), '[]')
            FROM gathering_part p WHERE p.gathering = g.id) AS parts,
           ARRAY(SELECT attender FROM gathering_attender t WHERE t.gathering = g.id ORDER BY attender) AS here
    FROM gathering g
"""


async def gathering(gathering_id: UUID) -> GatheringSeen:
    """One meeting; `NotFound` when there is none."""
    found = await row(f"{_SEEN} WHERE g.id = $1", gathering_id)
    if found is None:
        raise NotFound
    return _seen(found)


async def was_written_down(submission: UUID) -> bool:
    """Whether this very form wrote a meeting down already: what it says is taken then, by itself."""
    return bool(
        await value("SELECT true FROM submission WHERE id = $1 AND kind = $2 AND answer <> ''", submission, RECORDED)
    )


async def gatherings(asset_id: UUID) -> list[GatheringSeen]:
    """Every meeting of a listing, the first one first."""
    found = await rows(f"{_SEEN} WHERE {OF_THE_ASSET} ORDER BY g.met_on, g.starts NULLS FIRST, g.id", asset_id)
    return [_seen(one) for one in found]


async def page_of(asset_id: UUID, *, page: int = 1) -> GatheringsPage:
    """
    The page of a group for those who keep it; who may see it is for the caller to say. `NotFound` when there is none.

    `page` counts from 1; one that is too high is the last.
    """
    asset = await listings.asset(asset_id, hidden_too=True)
    every = await gatherings(asset_id)
    meetings = [one.meeting for one in every]
    backwards = every[::-1]
    pages = max(-(-len(every) // _A_PAGE), 1)
    page = min(max(page, 1), pages)
    first = (page - 1) * _A_PAGE
    drawn = every[-_DRAWN:]
    return GatheringsPage(
        asset=asset_id,
        name=asset.name,
        figures=figures(meetings),
        definition=DEFINITION,
        signs=signs(meetings, today=clock.today()),
        chart=_chart(drawn) if len(drawn) > 1 else None,
        chart_title="How many came" if len(drawn) == len(every) else f"How many came, the last {_DRAWN} meetings",
        last=backwards[0].when if backwards else "",
        next=await _next(asset),
        gatherings=tuple(backwards[first : first + _A_PAGE]),
        page=page,
        pages=pages,
    )


async def to_record(asset_id: UUID, *, again: GatheringSeen | None = None) -> ToRecord:
    """What the form offers for a new meeting, or, with `again`, for one that is put right. `NotFound` when there is none."""
    asset = await listings.asset(asset_id, hidden_too=True)
    names = await register(asset_id)
    ticked = set(again.here) if again else set()
    taken = frozenset(
        (one["met_on"], one["starts"])
        for one in await rows(
            f"SELECT met_on, starts FROM gathering WHERE {OF_THE_ASSET} AND id IS DISTINCT FROM $2",  # noqa: S608
            asset_id,
            again.id if again else None,
        )
    )
    return ToRecord(
        asset=asset_id,
        name=asset.name,
        occasions=() if again else await _occasions(asset, taken),
        parts=tuple(part.label for part in again.parts) if again and again.parts else _parts(asset),
        attenders=tuple(one for one in names if one.comes or one.id in ticked),
        taken=taken,
    )


async def table_of(asset_id: UUID) -> tuple[list[str], list[list[Value]]]:
    """The names of the columns and the rows of all meetings, for a spreadsheet, without any name."""
    every = await gatherings(asset_id)
    labels = list(dict.fromkeys(part.label for one in every for part in one.parts))
    table: list[list[Value]] = []
    for one in every:
        counts = {part.label: part.count for part in one.parts}
        time = times.say_minute(one.starts) if one.starts is not None else None
        table.append(
            [one.on.isoformat(), time, one.came, one.newcomers, len(one.here), *(counts.get(label) for label in labels)]
        )
    return ["Day", "Time", "Attendances", "New people", "In the register", *labels], table


def say_when(on: date, starts: int | None) -> str:
    """Thursday 17 May 2018, 1:30pm; without the time when nobody said it."""
    return say_weekday(on) if starts is None else f"{say_weekday(on)}, {times.say_minute(starts)}"


def _seen(found: Mapping[str, Any]) -> GatheringSeen:
    return GatheringSeen(
        id=found["id"],
        asset=found["asset"],
        on=found["met_on"],
        starts=found["starts"],
        parts=tuple(Counted(label, count) for label, count in json.loads(found["parts"])),
        here=tuple(found["here"]),
        newcomers=found["newcomers"],
        note=found["note"],
        recorded_at=found["recorded_at"],
        recorded_by=found["recorded_by_name"],
        changed_at=found["changed_at"],
        version=found["version"],
    )


def _chart(drawn: Sequence[GatheringSeen]) -> Chart:
    most = max(_EMPTY_CHART_REACHES, *(one.came for one in drawn))
    # Four steps on the axis, each a whole number of people.
    highest = -(-most // 4) * 4
    chart = line("How many came", [(one.on, one.came) for one in drawn], lowest=0, highest=highest)
    head = ("When", ("People", "numeric"), ("New", "numeric"))
    table = tuple((one.when, str(one.came), "–" if one.newcomers is None else str(one.newcomers)) for one in drawn)
    return Chart(chart.svg, head, table)


async def _next(asset: AssetSeen) -> str:
    calendar = await listings.calendar()
    coming = next_ones(asset.listing.all_patterns, after=clock.now(), calendar=calendar, count=1)
    return say_when(coming[0].on, coming[0].pattern.opens) if coming else ""


async def _occasions(asset: AssetSeen, taken: frozenset[tuple[date, int | None]]) -> tuple[Occasion, ...]:
    """The last few times that the listing names, today's among them, which nobody has written down; the last one first."""
    today = clock.today()
    calendar = await listings.calendar()
    held = occurrences(asset.listing.all_patterns, from_on=today - _LOOK_BACK, to_on=today, calendar=calendar)
    offered = dict.fromkeys(Occasion(one.on, one.pattern.opens) for one in reversed(held))
    return tuple(one for one in offered if (one.on, one.starts) not in taken)[:_OFFERED]


def _parts(asset: AssetSeen) -> tuple[str, ...]:
    labels = dict.fromkeys(part.label for pattern in asset.listing.all_patterns for part in pattern.parts)
    return tuple(labels)[:MOST_PARTS] or (EVERYBODY,)
