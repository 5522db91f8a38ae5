"""Training cohorts: those to come, the register of one, and its report."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.volunteers.rules.cohorts import PLACE_LABELS, Counted, Line, PlaceState, report
from livewell.volunteers.rules.training import topic_label


@dataclass(frozen=True)
class CohortSeen:
    """A cohort, and how many places are left."""

    id: UUID
    name: str
    topics: tuple[str, ...]
    begins_on: date
    ends_on: date
    place: str
    times_words: str
    trainer: str
    places: int
    taken: int
    version: int
    over: bool
    mine: bool = False

    @property
    def left(self) -> int:
        """How many places are left."""
        return max(0, self.places - self.taken)

    @property
    def topic_labels(self) -> tuple[str, ...]:
        """What is learned."""
        return tuple(topic_label(topic) for topic in self.topics)


@dataclass(frozen=True)
class PlaceSeen:
    """Somebody's place in a cohort."""

    id: UUID
    volunteer: UUID
    name: str
    state: PlaceState

    @property
    def label(self) -> str:
        """What became of it."""
        return PLACE_LABELS[self.state]

    @property
    def may_give_up(self) -> bool:
        """Whether nothing was written about it yet."""
        return self.state is PlaceState.BOOKED


_COHORT = """
    SELECT c.id, c.name, c.topics, c.begins_on, c.ends_on, c.place, c.times_words, c.trainer, c.places, c.version,
           (SELECT count(*) FROM cohort_place p WHERE p.cohort = c.id AND p.state <> 'missed') AS taken, c.ends_on < $1 AS over
    FROM training_cohort c
"""


async def cohorts(*, seen_by: Member, page: int = 1, a_page: int = 30) -> tuple[CohortSeen, ...]:
    """Every cohort, the newest first; one page of them."""
    _check_runs(seen_by)
    found = await rows(
        f"{_COHORT} ORDER BY c.begins_on DESC, c.id LIMIT $2 OFFSET $3",
        clock.today(),
        a_page,
        (max(1, page) - 1) * a_page,
    )
    return tuple(_cohort(one) for one in found)


async def cohorts_to_come(volunteer_id: UUID | None = None) -> tuple[CohortSeen, ...]:
    """Cohorts that are not over, the next first; with a volunteer, whether they have a place in each."""
    found = await rows(f"{_COHORT} WHERE c.ends_on >= $1 ORDER BY c.begins_on, c.id LIMIT 20", clock.today())
    had = await rows("SELECT cohort FROM cohort_place WHERE volunteer = $1", volunteer_id)
    held = {one["cohort"] for one in had}
    return tuple(_cohort(one, mine=one["id"] in held) for one in found)


async def cohort(cohort_id: UUID, *, seen_by: Member) -> tuple[CohortSeen, tuple[PlaceSeen, ...]]:
    """A cohort and its register, for those who run the volunteering. Raises `NotFound`."""
    _check_runs(seen_by)
    seen = await _one(cohort_id)
    found = await rows(
        """
        SELECT p.id, p.volunteer, p.state, coalesce(nullif(v.name, ''), 'Somebody who has left') AS name
        FROM cohort_place p JOIN volunteer v ON v.id = p.volunteer WHERE p.cohort = $1 ORDER BY v.name, p.id LIMIT 200
        """,
        cohort_id,
    )
    return seen, tuple(PlaceSeen(one["id"], one["volunteer"], one["name"], PlaceState(one["state"])) for one in found)


async def cohort_report(cohort_id: UUID, *, seen_by: Member) -> tuple[CohortSeen, tuple[Line, ...], bool]:
    """A cohort, the lines of its report, and whether small numbers are hidden in it: so for all who see no volunteers."""
    seen = await _one(cohort_id)
    outside = not {Permission.RUN_VOLUNTEERING, Permission.SEE_VOLUNTEERS} & seen_by.can
    counted = await row(
        """
        SELECT count(*) AS people, count(*) FILTER (WHERE v.was_client) AS former_clients,
               count(*) FILTER (WHERE p.state = 'completed') AS completed,
               count(*) FILTER (WHERE v.stage IN ('ready', 'active')) AS ready,
               count(*) FILTER (WHERE v.stage = 'active') AS active
        FROM cohort_place p JOIN volunteer v ON v.id = p.volunteer WHERE p.cohort = $1
        """,
        cohort_id,
    )
    return seen, report(Counted(**(counted or {})), outside=outside), outside


async def cohorts_counted() -> tuple[CohortSeen, ...]:
    """Cohorts that have begun, for those who read reports: names and days alone."""
    found = await rows(f"{_COHORT} WHERE c.begins_on <= $1 ORDER BY c.begins_on DESC, c.id LIMIT 50", clock.today())
    return tuple(_cohort(one) for one in found)


async def could_join(cohort_id: UUID, *, seen_by: Member) -> tuple[tuple[str, str], ...]:
    """Who could have a place: id and name of everybody on the way who has none."""
    _check_runs(seen_by)
    found = await rows(
        """
        SELECT v.id, v.name FROM volunteer v
        WHERE v.forgotten_at IS NULL AND v.stage NOT IN ('left', 'declined')
          AND NOT EXISTS (SELECT 1 FROM cohort_place p WHERE p.cohort = $1 AND p.volunteer = v.id)
        ORDER BY v.name, v.id LIMIT 1000
        """,
        cohort_id,
    )
    return tuple((str(one["id"]), one["name"]) for one in found)


async def _one(cohort_id: UUID) -> CohortSeen:
    found = await row(f"{_COHORT} WHERE c.id = $2", clock.today(), cohort_id)
    if found is None:
        raise NotFound
    return _cohort(found)


def _cohort(one: dict[str, Any], *, mine: bool = False) -> CohortSeen:
    return CohortSeen(**{**one, "topics": tuple(one["topics"])}, mine=mine)


def _check_runs(seen_by: Member) -> None:
    if Permission.RUN_VOLUNTEERING not in seen_by.can:
        raise NotFound
