"""Feeds and their readings, as pages show them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound

STATE_LABELS = {"waiting": ("Waiting", "grey"), "reading": ("At work", "blue"), "done": ("Done", "green"), "failed": ("Did not work", "red")}  # fmt: skip


@dataclass(frozen=True)
class FeedSeen:
    """One feed, and how its last reading went."""

    id: UUID
    name: str
    address: str
    kind: str
    daily: bool
    last_read_at: datetime | None
    version: int
    services: int
    gone: int
    next_read_at: datetime | None
    last_sentence: str
    last_failed: bool

    @property
    def can_be_read(self) -> bool:
        """Whether it can be read again without anybody sending a file."""
        return self.kind == "address"


@dataclass(frozen=True)
class RunSeen:
    """One reading."""

    id: UUID
    feed: UUID
    feed_name: str
    feed_kind: str
    look_only: bool
    state: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    file_name: str
    read: int
    expected: int | None
    new: int
    changed: int
    unchanged: int
    gone: int
    refused: int
    proposed: int
    complete: bool
    sentence: str
    findings: dict[str, list[dict[str, str]]]
    has_file: bool

    @property
    def label(self) -> str:
        """How it stands, in words."""
        return STATE_LABELS[self.state][0]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return STATE_LABELS[self.state][1]

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens in it."""
        return self.ended_at is not None

    @property
    def failed(self) -> bool:
        """Whether it could not be read."""
        return self.state == "failed"

    @property
    def may_go_on(self) -> bool:
        """Whether somebody has looked, and can now have it brought in."""
        source = self.feed_kind == "address" or self.has_file
        return (
            self.look_only
            and self.is_over
            and not self.failed
            and source
            and bool(self.new + self.changed or self.finding("beside"))
        )

    @property
    def counts(self) -> list[tuple[str, str]]:
        """Everything that was counted, with its words."""
        would = "would be " if self.look_only else ""
        said = [
            ("Read", f"{self.read:,}" + (f" of {self.expected:,}" if self.expected else "")),
            (f"New{', would be added' if would else ''}", f"{self.new:,}"),
            (f"Changed{', would be brought up to date' if would else ''}", f"{self.changed:,}"),
            ("The same as before", f"{self.unchanged:,}"),
            ("No longer in it", f"{self.gone:,}" if self.complete or self.gone else "Not known"),
            ("Could not be read", f"{self.refused:,}"),
        ]
        if self.proposed:
            said.append(("Changed here too, so they wait for a decision", f"{self.proposed:,}"))
        return said

    @property
    def refusals(self) -> list[tuple[str, str]]:
        """What could not be read, each with why, as rows of a table."""
        return [(one["name"], one["reason"]) for one in self.finding("refused")]

    @property
    def refusals_title(self) -> str:
        """What stands above them."""
        return f"What could not be read{self._of('refused', self.refused)}"

    @property
    def lists(self) -> list[tuple[str, list[dict[str, str]]]]:
        """What is new, changed and gone: a title and examples of each that there is."""
        counted = (("New", "new", self.new), ("Changed", "changed", self.changed), ("No longer in the feed", "gone", self.gone))  # fmt: skip
        return [
            (f"{title}{self._of(what, count)}", found)
            for title, what, count in counted
            if (found := self.finding(what))
        ]

    def _of(self, what: str, count: int) -> str:
        shown = len(self.findings.get(what, []))
        return f": the first {shown} of {count:,}" if count > shown else ""

    def finding(self, what: str) -> list[dict[str, str]]:
        """What was found of one kind: refused, notes, new, changed, gone or alike."""
        blank = {"id": "", "fields": "", "reason": "", "other": ""}
        return [{**blank, **one} for one in self.findings.get(what, [])]


_FEED = """
    SELECT f.id, f.name, f.address, f.kind, f.daily, f.last_read_at, f.next_read_at, f.version,
           (SELECT count(*) FROM imported_service AS i WHERE i.feed = f.id) AS services,
           (SELECT count(*) FROM imported_service AS i WHERE i.feed = f.id AND i.gone_at IS NOT NULL) AS gone,
           coalesce(last.sentence, '') AS last_sentence, coalesce(last.state = 'failed', false) AS last_failed
    FROM feed AS f LEFT JOIN LATERAL (
        SELECT sentence, state FROM import_run AS r WHERE r.feed = f.id AND r.ended_at IS NOT NULL
        ORDER BY r.asked_at DESC LIMIT 1
    ) AS last ON true
"""
_RUN = """
    SELECT r.id, r.feed, f.name AS feed_name, f.kind AS feed_kind, r.look_only, r.state, r.asked_at, r.started_at,
           r.ended_at, r.file_name, r.read, r.expected, r.new, r.changed, r.unchanged, r.gone, r.refused, r.proposed,
           r.complete, r.sentence, r.findings, r.file IS NOT NULL AS has_file
    FROM import_run AS r JOIN feed AS f ON f.id = r.feed
"""


async def feeds() -> list[FeedSeen]:
    """Every feed, in the order of names."""
    return [FeedSeen(**one) for one in await rows(f"{_FEED} ORDER BY lower(f.name), f.id")]


async def feed(feed_id: UUID) -> FeedSeen:
    """One feed; `NotFound` when there is none."""
    found = await row(f"{_FEED} WHERE f.id = $1", feed_id)
    if found is None:
        raise NotFound
    return FeedSeen(**found)


async def feed_at(address: str) -> FeedSeen | None:
    """The feed that is read from there, or None."""
    found = await row(f"{_FEED} WHERE f.address = $1 LIMIT 1", address)
    return FeedSeen(**found) if found else None


async def run(run_id: UUID) -> RunSeen:
    """One reading; `NotFound` when there is none."""
    found = await row(f"{_RUN} WHERE r.id = $1", run_id)
    if found is None:
        raise NotFound
    return _seen(found)


async def runs(feed_id: UUID | None = None, *, limit: int = 20) -> list[RunSeen]:
    """The latest readings, of one feed or of all."""
    found = await rows(
        f"{_RUN} WHERE $1::uuid IS NULL OR r.feed = $1 ORDER BY r.asked_at DESC LIMIT $2", feed_id, limit
    )
    return [_seen(one) for one in found]


def _seen(found: dict[str, Any]) -> RunSeen:
    return RunSeen(**{**found, "findings": json.loads(found["findings"])})
