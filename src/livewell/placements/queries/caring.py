"""Supervision, concerns, thanks and years of service; of a talk with a supervisor the volunteer reads what was agreed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.placements.rules import caring
from livewell.placements.rules.caring import ConcernState
from livewell.staff.rules import Member


@dataclass(frozen=True)
class Talk:
    """A talk with a supervisor, due or held. The three in the middle are "" for everybody but who held it."""

    id: UUID
    supervisor: str
    due_on: date
    held_on: date | None
    agreed: str
    going_well: str
    difficult: str
    wellbeing: str
    own: bool
    version: int

    @property
    def is_held(self) -> bool:
        """Whether it took place."""
        return self.held_on is not None

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over."""
        return self.held_on is None and self.due_on < clock.today()


_TALKS = """
    SELECT t.id, s.name AS supervisor, t.due_on, t.held_on, t.agreed, t.supervisor = $2 AS own, t.version,
           CASE WHEN t.supervisor = $2 THEN t.going_well ELSE '' END AS going_well,
           CASE WHEN t.supervisor = $2 THEN t.difficult ELSE '' END AS difficult,
           CASE WHEN t.supervisor = $2 THEN t.wellbeing ELSE '' END AS wellbeing
    FROM volunteer_supervision t JOIN staff_user s ON s.id = t.supervisor
    WHERE t.volunteer = $1 ORDER BY t.held_on IS NULL DESC, coalesce(t.held_on, t.due_on) DESC, t.id LIMIT 60
"""


async def talks(volunteer_id: UUID, *, seen_by: Member) -> tuple[Talk, ...]:
    """The talks of a volunteer, what is due first; what is a supervisor's own is theirs alone."""
    return tuple(Talk(**one) for one in await rows(_TALKS, volunteer_id, seen_by.id))


async def own_talks(volunteer_id: UUID) -> tuple[Talk, ...]:
    """The same for the volunteer: when, with whom, and what was agreed."""
    return tuple(Talk(**one) for one in await rows(_TALKS, volunteer_id, None))


@dataclass(frozen=True)
class Due:
    """A volunteer whose talk is due."""

    volunteer: UUID
    name: str
    supervisor: str
    due_on: date
    overdue: bool


async def supervision_due(*, within: int = 14) -> tuple[Due, ...]:
    """Talks that are overdue, or due in so many days, the longest wait first."""
    found = await rows(
        """
        SELECT t.volunteer, v.name, s.name AS supervisor, t.due_on, t.due_on < $1 AS overdue
        FROM volunteer_supervision t JOIN volunteer v ON v.id = t.volunteer JOIN staff_user s ON s.id = t.supervisor
        WHERE t.held_on IS NULL AND t.due_on <= $1::date + $2::int AND v.forgotten_at IS NULL
          AND v.stage NOT IN ('left', 'declined')
        ORDER BY t.due_on, v.name, t.id LIMIT 300
        """,
        clock.today(),
        within,
    )
    return tuple(Due(**one) for one in found)


@dataclass(frozen=True)
class Concern:
    """Something about a volunteer."""

    id: UUID
    volunteer: UUID
    volunteer_name: str
    words: str
    urgent: bool
    raised_at: datetime
    raised_by: str
    state: ConcernState
    taken_by: str
    outcome: str
    closed_at: datetime | None
    goes_on: int
    """How many things they still help with."""

    @property
    def label(self) -> tuple[str, str]:
        """Words and colour of its state."""
        return caring.LABELS[self.state]

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has taken it on."""
        return self.state is ConcernState.RAISED

    @property
    def may_close(self) -> bool:
        """Whether somebody has taken it on, so that it may be closed."""
        return ConcernState.CLOSED in caring.MOVES[self.state]

    @property
    def is_closed(self) -> bool:
        """Whether it is over."""
        return self.state is ConcernState.CLOSED


# What is about a person is the safety team's and is in no list here.
_CONCERNS = """
    SELECT c.id, c.volunteer, coalesce(nullif(v.name, ''), 'Somebody who has left') AS volunteer_name, c.words, c.urgent,
           c.raised_at, coalesce(r.name, 'The volunteer') AS raised_by, c.state, coalesce(t.name, '') AS taken_by,
           c.outcome, c.closed_at,
           (SELECT count(*) FROM placement p WHERE p.volunteer = c.volunteer AND p.state = 'active') AS goes_on
    FROM volunteer_concern c JOIN volunteer v ON v.id = c.volunteer
    LEFT JOIN staff_user r ON r.id = c.raised_by LEFT JOIN staff_user t ON t.id = c.taken_by
    WHERE c.about = 'volunteer'
"""


def _concern(found: dict[str, Any]) -> Concern:
    return Concern(**{**found, "state": ConcernState(found["state"])})


async def concerns() -> tuple[Concern, ...]:
    """Those that are not closed, what nobody has taken on and what is urgent first; then the last closed."""
    found = await rows(
        f"{_CONCERNS} ORDER BY c.state = 'closed', c.state = 'raised' DESC, c.urgent DESC,"
        " CASE WHEN c.state = 'closed' THEN NULL ELSE c.raised_at END, c.closed_at DESC, c.id LIMIT 100"
    )
    return tuple(_concern(one) for one in found)


async def concern(concern_id: UUID) -> Concern:
    """One of them. Raises `NotFound`, also for what is about a person."""
    found = await row(f"{_CONCERNS} AND c.id = $1", concern_id)
    if found is None:
        raise NotFound
    return _concern(found)


@dataclass(frozen=True)
class Thanks:
    """A word of thanks, a reference, or years of service."""

    id: UUID
    is_reference: bool
    years: int | None
    words: str
    given_at: datetime
    given_by: str

    @property
    def title(self) -> str:
        """What it is."""
        if self.years:
            return f"{self.years} {'year' if self.years == 1 else 'years'} of helping"
        return "A reference" if self.is_reference else "Thank you"


_THANKS = """
    SELECT t.id, t.kind = 'reference' AS is_reference, t.years, t.words, t.given_at, coalesce(s.name, '') AS given_by
    FROM volunteer_thanks t LEFT JOIN staff_user s ON s.id = t.given_by
"""


async def thanks_to(volunteer_id: UUID) -> tuple[Thanks, ...]:
    """Everything a volunteer was thanked for, the newest first."""
    return tuple(
        Thanks(**one)
        for one in await rows(
            f"{_THANKS} WHERE t.volunteer = $1 ORDER BY t.given_at DESC, t.id LIMIT 100", volunteer_id
        )
    )


@dataclass(frozen=True)
class Reference:
    """A reference letter with what stands in it of the volunteer."""

    name: str
    words: str
    given_at: datetime
    given_by: str
    since: date | None
    minutes: int


async def reference(volunteer_id: UUID, thanks_id: UUID) -> Reference:
    """One reference of a volunteer. Raises `NotFound` for any other word of thanks."""
    found = await row(
        """
        SELECT v.name, t.words, t.given_at, coalesce(s.name, '') AS given_by, v.ready_on AS since,
               (SELECT coalesce(sum(h.minutes), 0) FROM volunteer_hours h
                WHERE h.volunteer = v.id AND h.struck_at IS NULL)::int AS minutes
        FROM volunteer_thanks t JOIN volunteer v ON v.id = t.volunteer LEFT JOIN staff_user s ON s.id = t.given_by
        WHERE t.id = $2 AND t.volunteer = $1 AND t.kind = 'reference' AND v.forgotten_at IS NULL
        """,
        volunteer_id,
        thanks_id,
    )
    if found is None:
        raise NotFound
    return Reference(**found)


@dataclass(frozen=True)
class Service:
    """Somebody who has helped for years."""

    volunteer: UUID
    name: str
    ready_on: date
    years: int
    thanked: bool


async def long_service() -> tuple[Service, ...]:
    """Whoever has reached one, two, five or ten years, those not thanked for it first."""
    found = await rows(
        """
        SELECT v.id AS volunteer, v.name, v.ready_on,
               coalesce((SELECT max(t.years) FROM volunteer_thanks t WHERE t.volunteer = v.id AND t.kind = 'service'), 0)
                   AS thanked
        FROM volunteer v WHERE v.ready_on IS NOT NULL AND v.forgotten_at IS NULL AND v.stage NOT IN ('left', 'declined')
          AND v.ready_on <= $1::date - 365
        ORDER BY v.ready_on, v.name, v.id LIMIT 1000
        """,
        clock.today(),
    )
    reached = [(one, caring.years_reached(one["ready_on"], clock.today())) for one in found]
    seen = [
        Service(one["volunteer"], one["name"], one["ready_on"], years, thanked=one["thanked"] >= years)
        for one, years in reached
        if years is not None
    ]
    return tuple(sorted(seen, key=lambda one: (one.thanked, -one.years, one.name.lower())))
