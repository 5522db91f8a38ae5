"""One gap whole: what is wanted, who asked, what was tried, and what became of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.gaps.queries.lists import SERVES, works_on_gaps
from livewell.gaps.queries.raised import hidden_by, wanted_of
from livewell.gaps.rules import (
    KIND_LABELS,
    LABELS,
    OUTCOME_LABELS,
    SOURCE_LABELS,
    STEP_LABELS,
    GapState,
    Outcome,
    Source,
    StepKind,
    Wanted,
)
from livewell.gaps.rules.numbers import Count, shown, whole
from livewell.gaps.rules.words import times_label, way_label, whom_label
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.staff.rules import Member


@dataclass(frozen=True)
class VoiceSeen:
    """One time that somebody asked. `reply_to` is "" once they heard; the journey behind it is never shown."""

    id: UUID
    source: str
    people: int
    words: str
    ward: str
    asset: UUID | None
    asset_name: str
    name: str
    reply_to: str
    would_help: bool
    urgent: bool
    said_at: datetime
    said_by: str
    is_new: bool
    was_told: bool


@dataclass(frozen=True)
class StepSeen:
    """One thing that was tried with somebody who offers something. `is_next` says that its next day still stands."""

    id: UUID
    kind: str
    whom: str
    asset: UUID | None
    words: str
    done_on: date
    next_on: date | None
    is_next: bool
    noted_by: str


@dataclass(frozen=True)
class ChangeSeen:
    """One move of a gap, for its history."""

    title: str
    at: datetime
    by: str
    text: str


@dataclass(frozen=True)
class JoinedSeen:
    """A gap that was joined to this one."""

    id: UUID
    title: str
    version: int


@dataclass(frozen=True)
class GapSeen:
    """A gap as somebody may see it. Without `works` there are no voices, no words of people and no small numbers."""

    id: UUID
    wanted: Wanted
    title: str
    kind: str
    way: str
    need: str
    ward: str
    times: str
    for_whom: str
    state: GapState
    label: tuple[str, str]
    outcome: str
    why: str
    people: Count
    provision: int
    raised_at: datetime
    settled_at: datetime | None
    joined_to: UUID | None
    joined_title: str
    version: int
    works: bool
    voices: tuple[VoiceSeen, ...] = ()
    steps: tuple[StepSeen, ...] = ()
    changes: tuple[ChangeSeen, ...] = ()
    joined: tuple[JoinedSeen, ...] = ()
    may_put_back: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has read it yet."""
        return self.state is GapState.WAITING

    @property
    def is_at_work(self) -> bool:
        """Whether something may still be done for it: it is open or taken up, and stands for itself."""
        return self.state in {GapState.OPEN, GapState.TAKEN_UP} and self.joined_to is None

    @property
    def is_taken_up(self) -> bool:
        """Whether somebody works on it."""
        return self.state is GapState.TAKEN_UP

    @property
    def is_settled(self) -> bool:
        """Whether something, or nothing, came of it."""
        return self.state is GapState.SETTLED

    @property
    def is_hidden(self) -> bool:
        """Whether it was taken out of every page."""
        return self.state is GapState.HIDDEN

    @property
    def is_open(self) -> bool:
        """Whether it was read and nobody works on it."""
        return self.state is GapState.OPEN

    @property
    def new_voices(self) -> int:
        """How many voices nobody has read."""
        return sum(one.is_new for one in self.voices)

    @property
    def to_hear(self) -> int:
        """How many wait to hear what comes of it."""
        return sum(bool(one.reply_to) for one in self.voices)

    @property
    def urgent(self) -> bool:
        """Whether what somebody said may be about danger."""
        return any(one.urgent and one.is_new for one in self.voices)


async def gap(gap_id: UUID, *, seen_by: Member | None) -> GapSeen:
    """
    One gap. NotFound when there is none, when it is hidden (but for whoever may put it back), or when nobody has read it.

    What waits to be read is there for those who work on gaps alone.
    """
    works = works_on_gaps(seen_by)
    found = await row(
        f"""
        SELECT g.*, coalesce(w.name, '') AS ward_name, coalesce(t.name, g.need) AS need_name,
               coalesce(c.people, 0) AS counted, {SERVES} AS provision, coalesce(into_gap.title, '') AS joined_title
        FROM gap g LEFT JOIN ward w ON w.code = g.ward LEFT JOIN term t ON t.code = g.need
        LEFT JOIN gap_counted c ON c.gap = g.id LEFT JOIN gap into_gap ON into_gap.id = g.joined_to
        WHERE g.id = $1
        """,  # noqa: S608  Our own words alone.
        gap_id,
    )
    if found is None:
        raise NotFound
    state = GapState(found["state"])
    if state is GapState.HIDDEN:
        if not works or seen_by is None or await hidden_by(gap_id) != seen_by.id:
            raise NotFound
        return _seen(found, works=True, may_put_back=True)
    if not works:
        if state is GapState.WAITING:
            raise NotFound
        return _seen(
            found, works=False, steps=await _steps(gap_id, words=False), changes=await _changes(gap_id, words=False)
        )
    return _seen(
        found,
        works=True,
        voices=await _voices(gap_id),
        steps=await _steps(gap_id, words=True),
        changes=await _changes(gap_id, words=True),
        joined=tuple(
            JoinedSeen(**one)
            for one in await rows(
                "SELECT id, title, version FROM gap WHERE joined_to = $1 AND state <> 'hidden' ORDER BY raised_at",
                gap_id,
            )
        ),
    )


def _seen(found: dict[str, Any], *, works: bool, **more: Any) -> GapSeen:
    state, wanted = GapState(found["state"]), wanted_of(found)
    # Only those who work on it read what was written of it, whichever room asks.
    wanted = wanted if works else replace(wanted, words="")
    people = found["counted"]
    return GapSeen(
        id=found["id"],
        wanted=wanted,
        title=wanted.title,
        kind=KIND_LABELS[wanted.kind],
        way=way_label(wanted.way),
        need=found["need_name"],
        ward=found["ward_name"],
        times=times_label(wanted.times),
        for_whom=whom_label(wanted.for_whom),
        state=state,
        label=LABELS[state],
        outcome=OUTCOME_LABELS[Outcome(found["outcome"])] if found["outcome"] else "",
        why=found["why"] if works else "",
        people=whole(people) if works else shown(people),
        provision=found["provision"],
        raised_at=found["raised_at"],
        settled_at=found["settled_at"],
        joined_to=found["joined_to"],
        joined_title=found["joined_title"],
        version=found["version"],
        works=works,
        **more,
    )


async def _voices(gap_id: UUID) -> tuple[VoiceSeen, ...]:
    """Every voice of a gap and of those joined to it, what may be about danger and what is new first."""
    found = await rows(
        """
        SELECT v.id, v.source, v.people, v.words, coalesce(w.name, '') AS ward, v.asset, coalesce(a.name, '') AS asset_name,
               v.name, v.reply_to, v.would_help, v.urgent, v.said_at, coalesce(s.name, '') AS said_by,
               v.read_at IS NULL AS is_new, v.told_at IS NOT NULL AS was_told
        FROM gap_voice v JOIN gap g ON g.id = v.gap LEFT JOIN ward w ON w.code = v.ward LEFT JOIN asset a ON a.id = v.asset
        LEFT JOIN staff_user s ON s.id = v.said_by
        WHERE (g.id = $1 OR g.joined_to = $1) AND (g.id = $1 OR g.state <> 'hidden')
        ORDER BY (v.urgent AND v.read_at IS NULL) DESC, v.read_at IS NULL DESC, v.said_at DESC LIMIT 300
        """,
        gap_id,
    )
    return tuple(VoiceSeen(**one | {"source": SOURCE_LABELS[Source(one["source"])]}) for one in found)


async def _steps(gap_id: UUID, *, words: bool) -> tuple[StepSeen, ...]:
    found = await rows(
        """
        SELECT s.id, s.kind, coalesce(a.name, s.with_whom) AS whom, s.asset, s.words, s.done_on, s.next_on, u.name AS noted_by,
               s.next_on IS NOT NULL AND s.id = first_value(s.id) OVER (
                   PARTITION BY coalesce(s.asset::text, lower(s.with_whom)) ORDER BY s.done_on DESC, s.noted_at DESC
               ) AS is_next
        FROM gap_step s LEFT JOIN asset a ON a.id = s.asset JOIN staff_user u ON u.id = s.noted_by
        WHERE s.gap = $1 ORDER BY s.done_on DESC, s.noted_at DESC LIMIT 200
        """,
        gap_id,
    )
    return tuple(
        StepSeen(**one | {"kind": STEP_LABELS[StepKind(one["kind"])], "words": one["words"] if words else ""})
        for one in found
    )


async def _changes(gap_id: UUID, *, words: bool) -> tuple[ChangeSeen, ...]:
    found = await rows(
        """
        SELECT c.from_state, c.to_state, c.outcome, c.why, c.changed_at, coalesce(s.name, '') AS by
        FROM gap_change c LEFT JOIN staff_user s ON s.id = c.changed_by
        WHERE c.gap = $1 ORDER BY c.changed_at DESC LIMIT 200
        """,
        gap_id,
    )
    return tuple(_change(one, words=words) for one in found)


def _change(found: dict[str, Any], *, words: bool) -> ChangeSeen:
    if found["from_state"] == found["to_state"]:
        title = "Noted"
    elif not found["from_state"]:
        title = "Said to be missing"
    else:
        title = LABELS[GapState(found["to_state"])][0]
        if found["outcome"] and found["to_state"] == GapState.SETTLED.value:
            title = f"{title}: {OUTCOME_LABELS[Outcome(found['outcome'])].lower()}"
    return ChangeSeen(title, found["changed_at"], found["by"] if words else "", found["why"] if words else "")
