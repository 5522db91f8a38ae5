"""Connections as their pages show them: what a person was told of, has tried, and settled into."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.assets.rules import KIND_LABELS, AssetKind
from livewell.connections import rules
from livewell.connections.rules import ConnectionStatus, EndReason
from livewell.journeys import queries as journeys
from livewell.journeys.queries import seen_by_sql
from livewell.journeys.rules import Stage
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.staff.rules import Member

_CONNECTIONS = """
    SELECT c.*, j.person, j.stage, coalesce(nullif(p.preferred_name, ''), p.first_name) AS called, p.family_name,
           g.in_words AS goal_words, coalesce(maker.name, '') AS made_by_name,
           a.name AS asset_name, a.kind AS asset_kind, a.what AS asset_what, a.place_name, a.postcode AS asset_postcode,
           a.when_words AS asset_when,
           CASE WHEN a.cost_note <> '' THEN a.cost_note WHEN a.free THEN 'Free' ELSE '' END AS cost, a.access, a.contact_name, a.contact_phone, a.contact_email, a.website,
           (SELECT count(*) FROM visit v WHERE v.connection = c.id) AS visits,
           (SELECT max(v.went_on) FROM visit v WHERE v.connection = c.id) AS last_visit
    FROM connection AS c
    JOIN journey AS j ON j.id = c.journey
    JOIN person AS p ON p.id = j.person
    JOIN asset_in_short AS a ON a.id = c.asset
    LEFT JOIN staff_user AS maker ON maker.id = c.made_by
    LEFT JOIN goal AS g ON g.id = c.goal
"""


@dataclass(frozen=True)
class There:
    """The asset of a connection, as a worker needs it."""

    id: UUID
    name: str
    kind: str
    what: str
    place: str
    when: str
    cost: str
    access: str
    contact_name: str
    contact_phone: str
    contact_email: str
    website: str


@dataclass(frozen=True)
class Change:
    """One move of a connection."""

    to: ConnectionStatus
    at: datetime
    by: str

    @property
    def label(self) -> str:
        """Where it moved to, in words."""
        return rules.LABELS[self.to][0]


@dataclass(frozen=True)
class Visited:
    """One time the person went along."""

    went_on: date
    accompanied: bool
    noted_by: str
    said: str = ""
    """How it was, as the person said; "" when they have not."""


@dataclass(frozen=True)
class Connected:
    """A person and an asset, and how far they have come."""

    id: UUID
    journey: UUID
    journey_open: bool
    person: UUID
    name: str
    called: str
    asset: There
    goal: UUID | None
    goal_words: str
    status: ConnectionStatus
    why_this: str
    introduced_to: str
    note_for_group: str
    note_agreed: bool
    end_reason: EndReason | None
    end_note: str
    made_at: datetime
    made_by: str
    visits: int
    last_visit: date | None
    version: int
    history: tuple[Change, ...] = ()
    visited: tuple[Visited, ...] = ()

    @property
    def label(self) -> tuple[str, str]:
        """Words and colour of its state."""
        return rules.LABELS[self.status]

    @property
    def end_label(self) -> str:
        """Why it ended, in words, or ""."""
        return rules.END_LABELS[self.end_reason] if self.end_reason else ""

    @property
    def misses(self) -> str:
        """Where a gap comes from that its end shows: "full", "decline", or "" when nothing was missing."""
        return rules.missing_after(self.end_reason)

    @property
    def moves(self) -> frozenset[ConnectionStatus]:
        """The steps that are open now; none once the journey has ended."""
        return rules.MOVES[self.status] if self.journey_open else frozenset()

    @property
    def is_introduced(self) -> bool:
        """Whether there is an introduction that can still be put right."""
        return self.journey_open and self.status is ConnectionStatus.INTRODUCED

    @property
    def can_be_introduced(self) -> bool:
        """Whether it is time for a first introduction."""
        return ConnectionStatus.INTRODUCED in self.moves

    @property
    def can_settle(self) -> bool:
        """Whether they have been along and may have settled in."""
        return ConnectionStatus.SETTLED in self.moves

    @property
    def can_end(self) -> bool:
        """Whether it is still going on."""
        return ConnectionStatus.ENDED in self.moves

    @property
    def has_been_tried(self) -> bool:
        """Whether they have been along at least once."""
        return self.visits > 0

    @property
    def takes_visits(self) -> bool:
        """Whether a visit can be noted."""
        return self.journey_open and self.status is not ConnectionStatus.ENDED


def _said(for_me: str) -> str:
    return rules.FOR_ME_LABELS[rules.ForMe(for_me)] if for_me else ""


def _connected(found: dict[str, Any], history: tuple[Change, ...] = (), visited: tuple[Visited, ...] = ()) -> Connected:
    place = ", ".join(part for part in (found["place_name"], found["asset_postcode"]) if part)
    return Connected(
        id=found["id"],
        journey=found["journey"],
        journey_open=found["stage"] != Stage.CLOSED,
        person=found["person"],
        name=f"{found['called']} {found['family_name']}",
        called=found["called"],
        asset=There(
            id=found["asset"],
            name=found["asset_name"],
            kind=KIND_LABELS[AssetKind(found["asset_kind"])],
            what=found["asset_what"],
            place=place,
            when=found["asset_when"],
            cost=found["cost"],
            access=found["access"],
            contact_name=found["contact_name"],
            contact_phone=found["contact_phone"],
            contact_email=found["contact_email"],
            website=found["website"],
        ),
        goal=found["goal"],
        goal_words=found["goal_words"] or "",
        status=ConnectionStatus(found["status"]),
        why_this=found["why_this"],
        introduced_to=found["introduced_to"],
        note_for_group=found["note_for_group"],
        note_agreed=found["note_agreed"],
        end_reason=EndReason(found["end_reason"]) if found["end_reason"] else None,
        end_note=found["end_note"],
        made_at=found["made_at"],
        made_by=found["made_by_name"] or found["called"],
        visits=found["visits"],
        last_visit=found["last_visit"],
        version=found["version"],
        history=history,
        visited=visited,
    )


async def connection(connection_id: UUID, *, seen_by: Member) -> Connected:
    """One connection with its history and visits. NotFound when there is none, or the journey is not theirs to see."""
    condition, args = seen_by_sql(seen_by, "j", 2)
    found = await row(f"{_CONNECTIONS} WHERE c.id = $1 AND {condition}", connection_id, *args)
    if found is None:
        raise NotFound
    changes = await rows(
        """
        SELECT x.to_status, x.changed_at, coalesce(s.name, '') AS name
        FROM connection_change x LEFT JOIN staff_user s ON s.id = x.changed_by
        WHERE x.connection = $1 ORDER BY x.changed_at, x.from_status <> '', x.id
        """,
        connection_id,
    )
    visits = await rows(
        """
        SELECT v.went_on, v.accompanied, v.for_me, coalesce(s.name, '') AS name FROM visit v LEFT JOIN staff_user s ON s.id = v.noted_by
        WHERE v.connection = $1 ORDER BY v.went_on DESC
        """,
        connection_id,
    )
    return _connected(
        found,
        tuple(
            Change(ConnectionStatus(one["to_status"]), one["changed_at"], one["name"] or found["called"])
            for one in changes
        ),
        tuple(
            Visited(one["went_on"], one["accompanied"], one["name"] or found["called"], _said(one["for_me"]))
            for one in visits
        ),
    )


@dataclass(frozen=True)
class Panel:
    """What a person's page shows of connections: those going on first, then those that ended."""

    journey: UUID
    journey_open: bool
    connections: tuple[Connected, ...]


async def panel(journey_id: UUID, *, seen_by: Member) -> Panel:
    """The connections of a journey. NotFound when it is not theirs to see."""
    facts = await journeys.journey(journey_id, seen_by)
    return Panel(journey_id, facts.is_open, await of_journey(journey_id))


async def of_journey(journey_id: UUID) -> tuple[Connected, ...]:
    """
    Every connection made on a journey: those going on first, the newest first within.

    For rooms above that have checked who may see the journey. What the referrer may be told is the asset, the state
    and how often, never the note for the group.
    """
    found = await rows(f"{_CONNECTIONS} WHERE c.journey = $1 ORDER BY c.status = 'ended', c.made_at DESC", journey_id)
    return tuple(_connected(one) for one in found)


@dataclass(frozen=True)
class Introducer:
    """Who signs an introduction: the member of staff who made it, and how the group reaches them."""

    name: str
    job_title: str
    phone: str
    email: str


async def introducer(connection_id: UUID) -> Introducer:
    """Who introduced them, else who suggested it. The caller has checked who may see the connection."""
    found = await row(
        """
        SELECT s.name, s.job_title, s.phone, s.email FROM staff_user s
        WHERE s.id = coalesce(
            (SELECT x.changed_by FROM connection_change x WHERE x.connection = $1 AND x.to_status = 'introduced'
             ORDER BY x.changed_at DESC LIMIT 1),
            (SELECT c.made_by FROM connection c WHERE c.id = $1))
        """,
        connection_id,
    )
    if found is None:
        raise NotFound
    return Introducer(**found)
