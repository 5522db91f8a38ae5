"""Where somebody's time with Live Well stands, and with whom, as they see it themself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.journeys.rules import Stage
from livewell.kit import db
from livewell.kit.actor import Resident
from livewell.kit.errors import NotFound


@dataclass(frozen=True)
class Helper:
    """Somebody who works with them."""

    name: str
    job_title: str
    phone: str


@dataclass(frozen=True)
class OwnJourney:
    """The journey that is open, else the last one that ended."""

    id: UUID
    called: str
    stage: Stage
    opened_at: datetime
    closed_at: datetime | None
    contact_by: date
    never_contact: bool
    coach: Helper | None
    link_worker: Helper | None
    practice: str

    @property
    def is_open(self) -> bool:
        """Whether somebody works with them now."""
        return self.stage is not Stage.CLOSED

    @property
    def is_beginning(self) -> bool:
        """Whether nobody has spoken with them yet."""
        return self.stage is Stage.CONTACTING

    @property
    def is_waiting(self) -> bool:
        """Whether they wait for a link worker to take them on."""
        return self.stage is Stage.INTRODUCED

    @property
    def helper(self) -> Helper | None:
        """Who works with them at this stage."""
        if not self.is_open:
            return None
        return (self.link_worker if self.stage is Stage.LINK_WORK else self.coach) or self.coach or self.link_worker

    @property
    def helpers(self) -> tuple[Helper, ...]:
        """Everybody who works with them."""
        return tuple(one for one in (self.coach, self.link_worker) if one is not None) if self.is_open else ()


_JOURNEY = """
    SELECT j.id, coalesce(nullif(p.preferred_name, ''), p.first_name) AS called, j.stage, j.opened_at, j.closed_at,
           j.first_contact_due_on AS contact_by, p.never_contact, coalesce(pr.name, '') AS practice,
           hc.name AS hc_name, hc.job_title AS hc_title, hc.phone AS hc_phone,
           lw.name AS lw_name, lw.job_title AS lw_title, lw.phone AS lw_phone
      FROM journey j JOIN person p ON p.id = j.person
      LEFT JOIN practice pr ON pr.id = p.practice
      LEFT JOIN staff_user hc ON hc.id = j.health_coach AND hc.active
      LEFT JOIN staff_user lw ON lw.id = j.link_worker AND lw.active
     WHERE j.person = $1
"""


async def journey_of(by: Resident) -> OwnJourney:
    """Their journey: the open one, else the last. NotFound for somebody who never had one."""
    found = await db.row(f"{_JOURNEY} ORDER BY j.closed_at IS NULL DESC, j.opened_at DESC LIMIT 1", by.person)
    if found is None:
        raise NotFound
    return OwnJourney(
        id=found["id"],
        called=found["called"],
        stage=Stage(found["stage"]),
        opened_at=found["opened_at"],
        closed_at=found["closed_at"],
        contact_by=found["contact_by"],
        never_contact=found["never_contact"],
        coach=_helper(found, "hc"),
        link_worker=_helper(found, "lw"),
        practice=found["practice"],
    )


def _helper(found: dict[str, Any], who: str) -> Helper | None:
    name = found[f"{who}_name"]
    return Helper(name, found[f"{who}_title"], found[f"{who}_phone"]) if name else None
