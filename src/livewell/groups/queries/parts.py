"""The parts of one group: its list, its moves, its leads, its reviews, its signs, and where its flyers went."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.groups.rules import DO_LABELS, LABELS, STAGE_OF, STEP_HINTS, STEP_LABELS, Stage, Step
from livewell.groups.rules.lasting import REVIEW_QUESTIONS, Leads
from livewell.groups.rules.watching import ALERT_LABELS, Alert
from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound


@dataclass(frozen=True)
class StepSeen:
    """A line of the set-up list. `done_on` is None while it is not done."""

    step: Step
    done_on: date | None
    words: str
    noted_by: str
    version: int

    @property
    def label(self) -> str:
        """The line in words."""
        return STEP_LABELS[self.step]

    @property
    def hint(self) -> str:
        """What to write beside it."""
        return STEP_HINTS[self.step]

    @property
    def is_done(self) -> bool:
        """Whether it has a day."""
        return self.done_on is not None

    @property
    def comes_by_stage(self) -> bool:
        """Whether the change of stage writes it."""
        return self.step in STAGE_OF


@dataclass(frozen=True)
class MoveSeen:
    """A change of stage. The first one has no `before`."""

    before: tuple[str, str] | None
    after: tuple[str, str]
    title: str
    on: date
    why: str
    noted_by: str


@dataclass(frozen=True)
class LeadSeen:
    """Somebody who leads a group, or did."""

    id: UUID
    name: str
    volunteer: UUID | None
    since_on: date
    until_on: date | None
    left_why: str
    version: int

    @property
    def leads(self) -> Leads:
        """The same for the rules."""
        return Leads(self.since_on, self.until_on)

    @property
    def is_now(self) -> bool:
        """Whether they lead it today."""
        return self.until_on is None


@dataclass(frozen=True)
class ReviewSeen:
    """A look at whether a group will last. `answers` are (question, what was said), the unanswered left out."""

    id: UUID
    group: UUID
    held_on: date
    answers: tuple[tuple[str, str], ...]
    agreed: str
    next_on: date | None
    noted_by: str


@dataclass(frozen=True)
class AlertSeen:
    """A sign that a group needs somebody."""

    id: UUID
    kind: Alert
    says: str
    raised_at: datetime
    settled_at: datetime | None
    settled_by: str
    words: str
    version: int

    @property
    def label(self) -> str:
        """What kind of sign it is, in words."""
        return ALERT_LABELS[self.kind]


@dataclass(frozen=True)
class FlyersSeen:
    """Flyers that were handed out."""

    given_on: date
    place: str
    number: int
    noted_by: str


@dataclass(frozen=True)
class MayLead:
    """A volunteer who is ready today for a role with groups."""

    volunteer: UUID
    role: UUID
    name: str
    role_title: str

    @property
    def value(self) -> str:
        """How a form says the pair."""
        return f"{self.volunteer}:{self.role}"


async def steps_of(group_id: UUID) -> list[StepSeen]:
    """Every line of the set-up list in its order, done or not."""
    found = {
        one["step"]: one
        for one in await rows(
            """
            SELECT p.step, p.done_on, p.words, p.version, coalesce(s.name, '') AS noted_by
            FROM group_step p LEFT JOIN staff_user s ON s.id = p.noted_by WHERE p.community_group = $1
            """,
            group_id,
        )
    }
    blank: dict[str, Any] = {"done_on": None, "words": "", "noted_by": "", "version": 0}
    return [StepSeen(**{**blank, **found.get(step.value, {}), "step": step}) for step in Step]


async def moves_of(group_id: UUID) -> list[MoveSeen]:
    """Every change of stage, the last one first."""
    found = await rows(
        """
        SELECT m.from_stage, m.to_stage, m.moved_on, m.why, coalesce(s.name, '') AS noted_by
        FROM group_move m LEFT JOIN staff_user s ON s.id = m.noted_by
        WHERE m.community_group = $1 ORDER BY m.moved_on DESC, m.noted_at DESC
        """,
        group_id,
    )
    return [
        MoveSeen(
            before=LABELS[Stage(one["from_stage"])] if one["from_stage"] else None,
            after=LABELS[Stage(one["to_stage"])],
            title=DO_LABELS.get(Stage(one["to_stage"]), "It began as an idea"),
            on=one["moved_on"],
            why=one["why"],
            noted_by=one["noted_by"],
        )
        for one in found
    ]


async def leads_of(group_id: UUID) -> list[LeadSeen]:
    """Whoever leads a group first, then those who did, the last one first."""
    found = await rows(
        """
        SELECT id, name, volunteer, since_on, until_on, left_why, version FROM group_lead
        WHERE community_group = $1 ORDER BY until_on DESC NULLS FIRST, since_on DESC
        """,
        group_id,
    )
    return [LeadSeen(**one) for one in found]


async def may_lead(asset_id: UUID | None) -> list[MayLead]:
    """Volunteers who are ready today for a role with groups; those of this listing's own roles first. At most 100."""
    found = await rows(
        """
        SELECT v.id AS volunteer, r.id AS role, v.name, r.title AS role_title
        FROM volunteer v JOIN volunteer_wish w ON w.volunteer = v.id JOIN volunteer_role r ON r.id = w.role
        WHERE r.family IN ('group_supporter', 'cafe_host', 'other') AND v.name <> '' AND v.stage IN ('ready', 'active')
          AND volunteer_ready(v.id, r.id, $2)
        ORDER BY r.asset IS NOT DISTINCT FROM $1 AND $1 IS NOT NULL DESC, lower(v.name), lower(r.title) LIMIT 100
        """,
        asset_id,
        clock.today(),
    )
    return [MayLead(**one) for one in found]


_REVIEW = """
    SELECT r.id, r.community_group, r.held_on, r.answers, r.agreed, r.next_on, s.name AS noted_by
    FROM group_review r JOIN staff_user s ON s.id = r.noted_by
"""


async def reviews_of(group_id: UUID) -> list[ReviewSeen]:
    """Every review of a group, the last one first."""
    found = await rows(f"{_REVIEW} WHERE r.community_group = $1 ORDER BY r.held_on DESC, r.noted_at DESC", group_id)
    return [_review(one) for one in found]


async def review(review_id: UUID) -> ReviewSeen:
    """One review. NotFound when there is none."""
    found = await row(f"{_REVIEW} WHERE r.id = $1", review_id)
    if found is None:
        raise NotFound
    return _review(found)


def _review(found: dict[str, Any]) -> ReviewSeen:
    said: dict[str, str] = json.loads(found["answers"])
    return ReviewSeen(
        id=found["id"],
        group=found["community_group"],
        held_on=found["held_on"],
        answers=tuple((question, said[key]) for key, question in REVIEW_QUESTIONS.items() if said.get(key)),
        agreed=found["agreed"],
        next_on=found["next_on"],
        noted_by=found["noted_by"],
    )


async def alerts_of(group_id: UUID) -> list[AlertSeen]:
    """Signs about a group: those that are open first, then the last settled ones; at most 30."""
    found = await rows(
        """
        SELECT a.id, a.kind, a.says, a.raised_at, a.settled_at, a.words, a.version, coalesce(s.name, '') AS settled_by
        FROM group_alert a LEFT JOIN staff_user s ON s.id = a.settled_by WHERE a.community_group = $1
        ORDER BY a.settled_at DESC NULLS FIRST, a.raised_at LIMIT 30
        """,
        group_id,
    )
    return [AlertSeen(**{**one, "kind": Alert(one["kind"])}) for one in found]


async def flyers_of(group_id: UUID) -> list[FlyersSeen]:
    """Where flyers of a group went, the last first."""
    found = await rows(
        """
        SELECT f.given_on, f.place, f.number, coalesce(s.name, '') AS noted_by
        FROM flyers_given f LEFT JOIN staff_user s ON s.id = f.noted_by
        WHERE f.community_group = $1 ORDER BY f.given_on DESC, f.noted_at DESC LIMIT 100
        """,
        group_id,
    )
    return [FlyersSeen(**one) for one in found]
