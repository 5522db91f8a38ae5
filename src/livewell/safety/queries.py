"""Safety matters: whose they are to see, what waits, and what a list of people shows of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.safety import rules
from livewell.safety.rules import Flag, RaisedFrom, SafetyKind, SafetyStatus
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member, Role

_MATTERS = """
    SELECT m.id, m.person, m.journey, m.area, m.kind, m.urgent, m.raised_from, m.what, m.done_so_far, m.status,
           m.raised_at, m.raised_by AS raised_by_id, m.due_at, m.acknowledged_at, m.closed_at, m.outcome, m.version,
           coalesce(nullif(p.preferred_name, ''), p.first_name) || ' ' || p.family_name AS name,
           p.never_contact, a.name AS area_name,
           coalesce(raiser.name, CASE m.raised_from WHEN 'measure' THEN 'the answers they gave at home'
                                 ELSE 'A visitor to the website' END) AS raised_by,
           coalesce(duty.name, '') AS duty,
           coalesce(answerer.name, '') AS acknowledged_by, coalesce(closer.name, '') AS closed_by
    FROM safety_matter AS m
    JOIN person AS p ON p.id = m.person
    LEFT JOIN area AS a ON a.id = m.area
    LEFT JOIN staff_user AS raiser ON raiser.id = m.raised_by
    LEFT JOIN staff_user AS duty ON duty.id = m.duty
    LEFT JOIN staff_user AS answerer ON answerer.id = m.acknowledged_by
    LEFT JOIN staff_user AS closer ON closer.id = m.closed_by
"""

# Managers see every matter; health coaches those of their area, and those of no area, so that none is lost;
# everybody sees what they raised themselves, and what was opened for them as the duty contact.
_VISIBLE = "($1::boolean OR m.raised_by = $2 OR m.duty = $2 OR ($3::boolean AND (m.area IS NULL OR m.area = $4)))"


def _sees(member: Member) -> tuple[bool, UUID | None, bool, UUID | None]:
    """The four parameters of `_VISIBLE`."""
    return member.role is Role.MANAGER, member.id, member.role is Role.HEALTH_COACH, member.area


@dataclass(frozen=True)
class Step:
    """One thing that was done."""

    what: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Matter:
    """A safety matter as its page and the lists show it."""

    id: UUID
    person: UUID
    journey: UUID | None
    name: str
    never_contact: bool
    area: str
    duty: str
    """The duty contact it was opened for, or ""."""
    kind: SafetyKind
    urgent: bool
    raised_from: RaisedFrom
    what: str
    done_so_far: str
    status: SafetyStatus
    raised_at: datetime
    raised_by: str
    due_at: datetime
    overdue: bool
    acknowledged_at: datetime | None
    acknowledged_by: str
    closed_at: datetime | None
    closed_by: str
    outcome: str
    version: int
    steps: tuple[Step, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has taken it on yet."""
        return self.status is SafetyStatus.RAISED

    @property
    def is_closed(self) -> bool:
        """Whether nothing more can be written on it."""
        return self.status is SafetyStatus.CLOSED

    @property
    def can_be_closed(self) -> bool:
        """Whether somebody has taken it on, so that it may be closed."""
        return SafetyStatus.CLOSED in rules.MOVES[self.status]

    @property
    def kind_label(self) -> str:
        """What it is about, in words."""
        return rules.KIND_LABELS[self.kind]

    @property
    def raised_from_label(self) -> str:
        """Where it came up, in words."""
        return rules.RAISED_FROM_LABELS[self.raised_from]

    @property
    def label(self) -> tuple[str, str]:
        """Words and colour of its state."""
        return ("Overdue: nobody has taken it on", "red") if self.overdue else rules.LABELS[self.status]


def _matter(found: dict[str, Any], now: datetime, steps: tuple[Step, ...] = ()) -> Matter:
    status = SafetyStatus(found["status"])
    return Matter(
        id=found["id"],
        person=found["person"],
        journey=found["journey"],
        name=found["name"],
        never_contact=found["never_contact"],
        area=found["area_name"] or "No area",
        duty=found["duty"],
        kind=SafetyKind(found["kind"]),
        urgent=found["urgent"],
        raised_from=RaisedFrom(found["raised_from"]),
        what=found["what"],
        done_so_far=found["done_so_far"],
        status=status,
        raised_at=found["raised_at"],
        raised_by=found["raised_by"],
        due_at=found["due_at"],
        overdue=rules.is_overdue(status, found["due_at"], now),
        acknowledged_at=found["acknowledged_at"],
        acknowledged_by=found["acknowledged_by"],
        closed_at=found["closed_at"],
        closed_by=found["closed_by"],
        outcome=found["outcome"],
        version=found["version"],
        steps=steps,
    )


async def open_matters(*, seen_by: Member) -> tuple[Matter, ...]:
    """Every matter that is not closed and is theirs to see: those nobody has taken on first, the longest wait first."""
    found = await rows(
        f"{_MATTERS} WHERE {_VISIBLE} AND m.status <> 'closed' ORDER BY m.status = 'raised' DESC, m.due_at, m.raised_at",
        *_sees(seen_by),
    )
    return tuple(_matter(one, clock.now()) for one in found)


async def closed_matters(*, seen_by: Member, at_most: int = 50) -> tuple[Matter, ...]:
    """The matters closed last."""
    found = await rows(
        f"{_MATTERS} WHERE {_VISIBLE} AND m.status = 'closed' ORDER BY m.closed_at DESC LIMIT {int(at_most)}",
        *_sees(seen_by),
    )
    return tuple(_matter(one, clock.now()) for one in found)


async def waiting(*, seen_by: Member) -> tuple[Matter, ...]:
    """What nobody has taken on yet, for the top of a home page (`safety/_waiting.html`): the soonest due first."""
    if Permission.RAISE_SAFETY not in seen_by.can:
        return ()
    found = await rows(
        f"{_MATTERS} WHERE {_VISIBLE} AND m.status = 'raised' ORDER BY m.due_at, m.raised_at", *_sees(seen_by)
    )
    return tuple(_matter(one, clock.now()) for one in found)


async def matter(matter_id: UUID, *, seen_by: Member) -> Matter:
    """One matter with its steps. Raises NotFound when there is none, or it is not theirs to see."""
    found = await row(f"{_MATTERS} WHERE {_VISIBLE} AND m.id = $5", *_sees(seen_by), matter_id)
    if found is None:
        raise NotFound
    steps = await rows(
        """
        SELECT step.what, step.done_at, by.name
        FROM safety_step AS step JOIN staff_user AS by ON by.id = step.done_by
        WHERE step.matter = $1 ORDER BY step.done_at, step.id
        """,
        matter_id,
    )
    return _matter(found, clock.now(), tuple(Step(one["what"], one["done_at"], one["name"]) for one in steps))


async def may_see(matter_id: UUID, *, seen_by: Member) -> bool:
    """Whether the matter exists and is theirs to see."""
    found = await row(f"{_MATTERS} WHERE {_VISIBLE} AND m.id = $5", *_sees(seen_by), matter_id)
    return found is not None


async def open_for(journeys: Collection[UUID]) -> dict[UUID, Flag]:
    """A flag for each of these journeys that has a matter not yet closed. It says that there is one, never what it is."""
    if not journeys:
        return {}
    found = await rows(
        """
        SELECT journey, count(*) AS count, bool_or(urgent) AS urgent, bool_or(status = 'raised') AS unanswered
        FROM safety_matter WHERE journey = ANY($1::uuid[]) AND status <> 'closed' GROUP BY journey
        """,
        list(journeys),
    )
    return {one["journey"]: Flag(one["count"], one["urgent"], one["unanswered"]) for one in found}


@dataclass(frozen=True)
class Panel:
    """What a person's page shows of safety: the matters this reader may open, and how many others are open."""

    journey: UUID
    matters: tuple[Matter, ...]
    others_open: int


async def panel(journey_id: UUID, *, seen_by: Member) -> Panel:
    """Everything about safety for one journey's page. The caller has checked that they may see the journey."""
    found = await rows(
        f"{_MATTERS} WHERE {_VISIBLE} AND m.journey = $5 ORDER BY m.status = 'closed', m.raised_at DESC",
        *_sees(seen_by),
        journey_id,
    )
    seen = tuple(_matter(one, clock.now()) for one in found)
    flag = (await open_for([journey_id])).get(journey_id)
    open_seen = sum(one.status is not SafetyStatus.CLOSED for one in seen)
    return Panel(journey_id, seen, (flag.count if flag else 0) - open_seen)
