"""What happens at cafés and groups: for the team, and for everybody where the listing is shown."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from livewell.assets import queries as listings
from livewell.assets.queries import AssetRow
from livewell.groups.queries.one import GroupSeen, group
from livewell.groups.rules import Kind
from livewell.groups.rules.programme import AHEAD, ENTRY_LABELS, EntryKind
from livewell.kit import clock
from livewell.kit.clock import LONDON
from livewell.kit.dates import say_time, say_weekday
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound


@dataclass(frozen=True)
class EntrySeen:
    """One thing in a programme."""

    id: UUID
    group: UUID
    title: str
    words: str
    kind: EntryKind
    on: date
    starts: int
    ends: int
    host: str
    refreshments: str
    cancelled_why: str
    version: int

    @property
    def label(self) -> tuple[str, str]:
        """Its kind in words, and the colour of its tag."""
        return ENTRY_LABELS[self.kind]

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not happen."""
        return bool(self.cancelled_why)

    @property
    def is_over(self) -> bool:
        """Whether its day is over."""
        return self.on < clock.today()

    @property
    def times(self) -> str:
        """10am to midday."""
        return f"{say_time(_time(self.starts))} to {say_time(_time(self.ends))}"

    @property
    def when(self) -> str:
        """Thursday 26 November 2026, 10am to midday."""
        return f"{say_weekday(self.on)}, {self.times}"

    @property
    def starts_at(self) -> datetime:
        """The instant it starts."""
        return datetime.combine(self.on, _time(self.starts), tzinfo=LONDON)

    @property
    def ends_at(self) -> datetime:
        """The instant it ends."""
        return datetime.combine(self.on, _time(self.ends), tzinfo=LONDON)


@dataclass(frozen=True)
class CafeSeen:
    """A café as everybody sees it: its listing in short, and what comes next there, None when nothing is planned."""

    group: UUID
    listing: AssetRow
    coming: EntrySeen | None


_ENTRY = """
    SELECT id, community_group AS "group", title, words, kind, happens_on AS "on", starts, ends, host, refreshments,
           cancelled_why, version
    FROM programme_entry
"""
_LAST_MINUTE = 24 * 60


def _time(minute: int) -> time:
    """A minute of the day; midnight at its end is said as the last minute."""
    minute = min(minute, _LAST_MINUTE - 1)
    return time(minute // 60, minute % 60)


def _seen(found: dict[str, Any]) -> EntrySeen:
    return EntrySeen(**{**found, "kind": EntryKind(found["kind"])})


async def entry(entry_id: UUID) -> EntrySeen:
    """One entry. NotFound when there is none."""
    found = await row(f"{_ENTRY} WHERE id = $1", entry_id)
    if found is None:
        raise NotFound
    return _seen(found)


async def programme(group_id: UUID) -> list[EntrySeen]:
    """What happens from today on, called off or not, in its order; half a year ahead."""
    today = clock.today()
    found = await rows(
        f"{_ENTRY} WHERE community_group = $1 AND happens_on BETWEEN $2 AND $3 ORDER BY happens_on, starts, title",
        group_id,
        today,
        today + AHEAD,
    )
    return [_seen(one) for one in found]


async def earlier(group_id: UUID) -> list[EntrySeen]:
    """What happened before today, the last first; at most 30."""
    found = await rows(
        f"{_ENTRY} WHERE community_group = $1 AND happens_on < $2 ORDER BY happens_on DESC, starts DESC LIMIT 30",
        group_id,
        clock.today(),
    )
    return [_seen(one) for one in found]


async def public_programme(group_id: UUID) -> tuple[GroupSeen, AssetRow, list[EntrySeen]]:
    """A café or group, its listing and its programme as everybody may read them. NotFound when its listing is hidden."""
    found = await group(group_id)
    if not found.is_public or found.asset is None:
        raise NotFound
    listing = (await listings.in_short([found.asset]))[found.asset]
    return found, listing, await programme(group_id)


async def cafes() -> list[CafeSeen]:
    """Every café that everybody may read about, by name, with what comes next there."""
    found = await rows(
        """
        SELECT g.id, coalesce(a.merged_into, a.id) AS asset FROM community_group g JOIN asset a ON a.id = g.asset
        WHERE g.kind = $1 AND g.stage IN ('forming', 'supported', 'independent') ORDER BY lower(g.name) LIMIT 200
        """,
        Kind.CAFE.value,
    )
    short = await listings.in_short([one["asset"] for one in found])
    coming = {
        one["group"]: _seen(one)
        for one in await rows(
            f"""
            SELECT DISTINCT ON ("group") * FROM ({_ENTRY}) AS e
            WHERE "group" = ANY($1::uuid[]) AND "on" >= $2 AND cancelled_why = '' ORDER BY "group", "on", starts
            """,  # noqa: S608  Written above.
            [one["id"] for one in found],
            clock.today(),
        )
    }
    return [
        CafeSeen(one["id"], short[one["asset"]], coming.get(one["id"]))
        for one in found
        if one["asset"] in short and short[one["asset"]].published
    ]
