"""Introductions as their pages show them, those that wait, and the link workers of an area with what they carry."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.coaching import queries as coaching
from livewell.journeys import queries as journeys
from livewell.journeys.desk import Notice
from livewell.journeys.queries import seen_by_sql
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.dates import add_working_days, london_day
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound
from livewell.linkwork import rules
from livewell.linkwork.rules import How, IntroductionStatus, Reason
from livewell.places.queries import setting
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member, Role

_INTRODUCTIONS = """
    SELECT i.*, j.person, j.stage, j.area, a.name AS area_name,
           coalesce(nullif(p.preferred_name, ''), p.first_name) AS called, p.family_name, p.never_contact,
           lw.name AS link_worker_name, asker.name AS asked_by_name, coalesce(answerer.name, '') AS answered_by_name
    FROM introduction AS i
    JOIN journey AS j ON j.id = i.journey
    JOIN person AS p ON p.id = j.person
    JOIN area AS a ON a.id = j.area
    JOIN staff_user AS lw ON lw.id = i.link_worker
    JOIN staff_user AS asker ON asker.id = i.asked_by
    LEFT JOIN staff_user AS answerer ON answerer.id = i.answered_by
"""

_IN_HAND = "i.status = 'asked' AND j.stage = 'introduced'"
"""An introduction waits only while its journey does: an ending, or a step back to the coach, answers it too."""


@dataclass(frozen=True)
class Introduction:
    """A coach's introduction of a person to a link worker."""

    id: UUID
    journey: UUID
    person: UUID
    name: str
    called: str
    never_contact: bool
    area_name: str
    link_worker: UUID
    link_worker_name: str
    status: IntroductionStatus
    waits: bool
    """Whether the link worker's answer is still asked for."""
    how: How
    meeting_at: datetime | None
    reasons: tuple[Reason, ...]
    summary: str
    no_goal_why: str
    elsewhere_why: str
    asked_at: datetime
    asked_by: str
    taken_on_at: datetime | None
    answered_at: datetime | None
    answered_by: str
    answer_why: str
    version: int

    @property
    def label(self) -> tuple[str, str]:
        """Words and colour of its state. An ending, or a step back to the coach, is an answer too."""
        if self.status is IntroductionStatus.ASKED and not self.waits:
            return rules.NO_LONGER_ASKED
        return rules.LABELS[self.status]

    @property
    def can_be_handed_back(self) -> bool:
        """Whether it waits, or was taken on."""
        return self.waits or self.status is IntroductionStatus.TAKEN_ON

    @property
    def how_label(self) -> str:
        """How they are introduced, in words."""
        return rules.HOW_LABELS[self.how]

    @property
    def reason_labels(self) -> tuple[str, ...]:
        """What the link worker could help with, in words."""
        return tuple(rules.REASON_LABELS[reason] for reason in self.reasons)


def _introduction(found: dict[str, Any]) -> Introduction:
    return Introduction(
        id=found["id"],
        journey=found["journey"],
        person=found["person"],
        name=f"{found['called']} {found['family_name']}",
        called=found["called"],
        never_contact=found["never_contact"],
        area_name=found["area_name"],
        link_worker=found["link_worker"],
        link_worker_name=found["link_worker_name"],
        status=IntroductionStatus(found["status"]),
        waits=found["status"] == IntroductionStatus.ASKED and found["stage"] == Stage.INTRODUCED,
        how=How(found["how"]),
        meeting_at=found["meeting_at"],
        reasons=tuple(Reason(reason) for reason in found["reasons"]),
        summary=found["summary"],
        no_goal_why=found["no_goal_why"],
        elsewhere_why=found["elsewhere_why"],
        asked_at=found["asked_at"],
        asked_by=found["asked_by_name"],
        taken_on_at=found["taken_on_at"],
        answered_at=found["answered_at"],
        answered_by=found["answered_by_name"],
        answer_why=found["answer_why"],
        version=found["version"],
    )


async def introduction(introduction_id: UUID, *, seen_by: Member) -> Introduction:
    """
    One introduction. The link worker sees it while they are asked, though the record itself opens only when they take
    the person on; otherwise it is seen by whoever sees the journey. NotFound for everybody else.
    """
    condition, args = seen_by_sql(seen_by, "j", 3)
    found = await row(
        f"{_INTRODUCTIONS} WHERE i.id = $1 AND ((i.link_worker = $2 AND {_IN_HAND}) OR {condition})",
        introduction_id,
        seen_by.id,
        *args,
    )
    if found is None:
        raise NotFound
    return _introduction(found)


async def agreed_goals(journey_id: UUID) -> list[coaching.GoalFacts]:
    """The goals that go with an introduction. The caller has checked who may see it, or the journey."""
    return [goal for goal in await coaching.goals(journey_id) if goal.is_agreed]


async def sees_record(journey_id: UUID, member: Member) -> bool:
    """Whether the record itself is open to this member."""
    condition, args = seen_by_sql(member, "j", 2)
    return await row(f"SELECT 1 FROM journey j WHERE j.id = $1 AND {condition}", journey_id, *args) is not None  # noqa: S608


@dataclass(frozen=True)
class Waiting:
    """An introduction that asks for an answer, and by when one is usual."""

    introduction: Introduction
    answer_by: date
    is_late: bool


async def waiting(*, seen_by: Member) -> tuple[Waiting, ...]:
    """Every introduction without an answer that is theirs to give or to look after, the oldest first."""
    condition, args = seen_by_sql(seen_by, "j", 2)
    days = await setting("introduction_working_days")
    found = await rows(
        f"{_INTRODUCTIONS} WHERE (i.link_worker = $1 OR {condition}) AND {_IN_HAND} ORDER BY i.asked_at",
        seen_by.id,
        *args,
    )
    return tuple(_waiting(_introduction(one), days) for one in found)


def _waiting(asked: Introduction, days: int) -> Waiting:
    answer_by = add_working_days(london_day(asked.asked_at), days)
    return Waiting(asked, answer_by, clock.today() > answer_by)


@dataclass(frozen=True)
class LinkWorker:
    """A link worker and what they carry now."""

    id: UUID
    name: str
    job_title: str
    area: UUID | None
    area_name: str
    open_people: int
    sessions_this_week: int
    waiting: int
    warning: str
    """A sentence when the caseload is full, else ""."""


_LINK_WORKERS = """
    SELECT s.id, s.name, s.job_title, s.area, coalesce(a.name, 'No area') AS area_name,
           (SELECT count(*) FROM journey j WHERE j.link_worker = s.id AND j.closed_at IS NULL) AS open_people,
           (SELECT count(*) FROM session x WHERE x.worker = s.id AND x.status IN ('booked', 'held')
               AND (x.planned_for AT TIME ZONE 'Europe/London')::date BETWEEN $1::date AND $1::date + 6)
               AS sessions_this_week,
           (SELECT count(*) FROM introduction i JOIN journey j ON j.id = i.journey
               WHERE i.link_worker = s.id AND i.status = 'asked' AND j.stage = 'introduced') AS waiting
    FROM staff_user s LEFT JOIN area a ON a.id = s.area
    WHERE s.role = 'link_worker' AND s.active
"""


async def notice(member: Member) -> Notice | None:
    """On top of a link worker's caseload: how many people wait for their answer."""
    count = await value(
        "SELECT count(*) FROM introduction JOIN journey ON journey.id = introduction.journey"
        " WHERE introduction.link_worker = $1 AND status = $2 AND closed_at IS NULL",
        member.id,
        IntroductionStatus.ASKED,
    )
    if not count:
        return None
    words = "Somebody waits for your answer" if count == 1 else f"{count} people wait for your answer"
    return Notice(f"{words}: a health coach has introduced them to you.", "/introductions")


async def link_workers(*, seen_by: Member) -> tuple[LinkWorker, ...]:
    """The active link workers a coach supervises (those of the coach's area), or all of them for a manager."""
    if seen_by.role is Role.MANAGER:
        return await _link_workers("ORDER BY area_name, s.name, s.id")
    return await _link_workers("AND s.area = $2 ORDER BY s.name, s.id", seen_by.area)


async def link_workers_near(area: UUID) -> tuple[LinkWorker, ...]:
    """Every active link worker: those of this area first, by name, then the others by area."""
    return await _link_workers("ORDER BY s.area IS DISTINCT FROM $2, area_name, s.name, s.id", area)


async def _link_workers(rest: str, *args: object) -> tuple[LinkWorker, ...]:
    guide = await setting("caseload_guide")
    found = await rows(_LINK_WORKERS + rest, rules.monday_of(clock.today()), *args)
    return tuple(LinkWorker(**one, warning=rules.fullness(one["open_people"], guide)) for one in found)


async def area_of_link_worker(staff_id: UUID) -> UUID | None:
    """The area of an active link worker. NotFound when there is none such."""
    found = await row("SELECT area FROM staff_user WHERE id = $1 AND role = 'link_worker' AND active", staff_id)
    if found is None:
        raise NotFound
    area: UUID | None = found["area"]
    return area


@dataclass(frozen=True)
class Panel:
    """What a person's page shows of introductions, the newest first."""

    journey: UUID
    may_introduce: bool
    introductions: tuple[Introduction, ...]


async def panel(journey_id: UUID, *, seen_by: Member) -> Panel:
    """The introductions on a journey. NotFound when it is not theirs to see."""
    facts = await journeys.journey(journey_id, seen_by)
    found = await rows(f"{_INTRODUCTIONS} WHERE i.journey = $1 ORDER BY i.asked_at DESC", journey_id)
    may_introduce = facts.stage is Stage.COACHING and Permission.COACH in seen_by.can
    return Panel(journey_id, may_introduce, tuple(_introduction(one) for one in found))
