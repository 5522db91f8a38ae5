"""Milestones and risks to the project, as the steering group sees them today."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.steering.rules.plan import (
    LIKELY_LABELS,
    MATTERS_LABELS,
    MILESTONE_LABELS,
    RISK_LABELS,
    Likely,
    Matters,
    MilestoneState,
    RiskState,
    is_to_be_looked_at,
)

_MOST = 200


@dataclass(frozen=True)
class MilestoneSeen:
    """One milestone."""

    id: UUID
    title: str
    words: str
    owner: str
    due_on: date
    state: MilestoneState
    done_on: date | None
    why: str
    moves: int
    """How often its day was moved."""
    version: int

    @property
    def is_open(self) -> bool:
        """Whether it is on the way."""
        return self.state is MilestoneState.OPEN

    @property
    def is_late(self) -> bool:
        """Whether its day is past and it is not there."""
        return self.is_open and self.due_on < clock.today()

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and a colour."""
        return ("Late", "red") if self.is_late else MILESTONE_LABELS[self.state]


@dataclass(frozen=True)
class MoveSeen:
    """That it is due on another day, and why."""

    from_on: date
    to_on: date
    why: str
    moved_at: datetime
    moved_by: str


@dataclass(frozen=True)
class RiskSeen:
    """One risk to the project."""

    id: UUID
    title: str
    words: str
    likely: Likely
    matters: Matters
    mitigation: str
    owner: str
    state: RiskState
    noted_on: date
    looked_at_on: date | None
    closed_why: str
    version: int

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and a colour."""
        return RISK_LABELS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether it is not past."""
        return self.state is not RiskState.CLOSED

    @property
    def is_watched(self) -> bool:
        """Whether it is only watched."""
        return self.state is RiskState.WATCHED

    @property
    def is_due(self) -> bool:
        """Whether somebody should look at it again."""
        return is_to_be_looked_at(self.state, self.noted_on, self.looked_at_on, clock.today())

    @property
    def weighed(self) -> str:
        """How likely it is and how much it would matter, in words."""
        return f"{LIKELY_LABELS[self.likely]}. {MATTERS_LABELS[self.matters]}."


_MILESTONE = """
    SELECT m.id, m.title, m.words, m.owner, m.due_on, m.state, m.done_on, m.why, m.version,
           (SELECT count(*) FROM milestone_move v WHERE v.milestone = m.id) AS moves
      FROM milestone m
"""
_RISK = """
    SELECT id, title, words, likely, matters, mitigation, owner, state, noted_on, looked_at_on, closed_why, version
      FROM project_risk
"""


async def milestones() -> list[MilestoneSeen]:
    """The project plan: what is on the way by its day, then what is settled, the last first; at most 200."""
    found = await rows(
        f"{_MILESTONE} ORDER BY m.state <> 'open', CASE WHEN m.state = 'open' THEN m.due_on END, m.due_on DESC, m.id"
        " LIMIT $1",
        _MOST,
    )
    return [_milestone(one) for one in found]


async def milestone(milestone_id: UUID) -> MilestoneSeen:
    """One milestone. NotFound when there is none such."""
    found = await row(f"{_MILESTONE} WHERE m.id = $1", milestone_id)
    if found is None:
        raise NotFound
    return _milestone(found)


async def moves_of(milestone_id: UUID) -> list[MoveSeen]:
    """How often a milestone moved, and why; the last first."""
    found = await rows(
        """
        SELECT v.from_on, v.to_on, v.why, v.moved_at, coalesce(s.name, '') AS moved_by
          FROM milestone_move v LEFT JOIN staff_user s ON s.id = v.moved_by
         WHERE v.milestone = $1 ORDER BY v.moved_at DESC, v.id
        """,
        milestone_id,
    )
    return [MoveSeen(**one) for one in found]


async def risks(*, past: bool) -> list[RiskSeen]:
    """Risks to the project: those that would matter most and are most likely first; or those that are past."""
    found = await rows(
        f"""
        {_RISK} WHERE (state = 'closed') = $1
        ORDER BY array_position(ARRAY['much', 'some', 'little'], matters::text),
                 array_position(ARRAY['likely', 'possible', 'unlikely'], likely::text), noted_on, id LIMIT $2
        """,
        past,
        _MOST,
    )
    return [_risk(one) for one in found]


async def risk(risk_id: UUID) -> RiskSeen:
    """One risk to the project. NotFound when there is none such."""
    found = await row(f"{_RISK} WHERE id = $1", risk_id)
    if found is None:
        raise NotFound
    return _risk(found)


def _milestone(found: dict[str, Any]) -> MilestoneSeen:
    return MilestoneSeen(**{**found, "state": MilestoneState(found["state"])})


def _risk(found: dict[str, Any]) -> RiskSeen:
    read = {"likely": Likely(found["likely"]), "matters": Matters(found["matters"]), "state": RiskState(found["state"])}
    return RiskSeen(**{**found, **read})
