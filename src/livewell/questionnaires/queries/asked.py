"""What somebody was asked to fill in: for their worker, for themself, by the number on a paper."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.journeys import queries as journeys
from livewell.kit import clock, db
from livewell.kit.actor import Resident
from livewell.kit.errors import NotFound
from livewell.kit.ids import tidy_reference
from livewell.measures.rules.instruments import Instrument
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.questionnaires import rules
from livewell.questionnaires.rules import AskingState, How
from livewell.staff.rules import Member


@dataclass(frozen=True)
class AskingSeen:
    """One instrument that one person was asked for."""

    id: UUID
    journey: UUID
    person: UUID
    instrument: str
    how: How
    reference: str
    """The code on its paper; "" for any other."""
    words: str
    """What the worker says beside it, to the person."""
    due_on: date | None
    asked_at: datetime
    asked_by_name: str
    state: AskingState
    score: UUID | None
    ended_at: datetime | None
    journey_open: bool

    @property
    def about(self) -> Instrument:
        """The instrument as it is now."""
        return INSTRUMENTS[self.instrument]

    @property
    def name(self) -> str:
        """What the instrument is called."""
        return self.about.name

    @property
    def minutes(self) -> int:
        """About how long it takes."""
        return self.about.minutes

    @property
    def how_label(self) -> str:
        """How it is filled in, in words."""
        return rules.HOW_LABELS[self.how][0]

    @property
    def label(self) -> tuple[str, str]:
        """Words and colour of its state; a day that has gone by is said."""
        if self.is_overdue:
            return "Overdue", "red"
        ended = self.state is AskingState.OPEN and not self.journey_open
        return ("Not answered before the journey ended", "grey") if ended else rules.LABELS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.state is AskingState.OPEN and self.journey_open

    @property
    def is_overdue(self) -> bool:
        """Whether it is open and its day has gone by."""
        return self.is_open and rules.is_overdue(self.due_on, clock.today())

    @property
    def is_by_link(self) -> bool:
        """Whether it was sent as a link in an e-mail."""
        return self.how is How.LINK

    @property
    def is_on_paper(self) -> bool:
        """Whether it is printed."""
        return self.how is How.PAPER


_ASKINGS = """
    SELECT k.id, k.journey, j.person, k.instrument, k.how, coalesce(k.reference, '') AS reference, k.words, k.due_on,
           k.asked_at, u.name AS asked_by_name, k.state, k.score, k.ended_at, j.closed_at IS NULL AS journey_open
      FROM asking k JOIN journey j ON j.id = k.journey JOIN staff_user u ON u.id = k.asked_by
"""


def _seen(row: dict[str, Any]) -> AskingSeen:
    return AskingSeen(**{**row, "how": How(row["how"]), "state": AskingState(row["state"])})


async def asked_on(journey_id: UUID, *, at_most: int = 50) -> list[AskingSeen]:
    """What was asked on a journey: what is open first, then the newest. Ask first who may see the journey."""
    found = await db.rows(
        f"{_ASKINGS} WHERE k.journey = $1 ORDER BY k.state = 'open' DESC, k.asked_at DESC, k.id LIMIT $2",
        journey_id,
        at_most,
    )
    return [_seen(row) for row in found]


async def asking(asking_id: UUID, journey_id: UUID, *, seen_by: Member) -> AskingSeen:
    """One asking of a journey. NotFound when there is none such, or its journey is not for `seen_by`."""
    condition, args = journeys.seen_by_sql(seen_by, "j", 3)
    found = await db.row(f"{_ASKINGS} WHERE k.id = $1 AND k.journey = $2 AND {condition}", asking_id, journey_id, *args)
    if found is None:
        raise NotFound
    return _seen(found)


async def own_asking(asking_id: UUID, *, by: Resident) -> AskingSeen:
    """One asking of the person's own that waits at home. NotFound for any other, as for one that is not there."""
    found = await db.row(
        f"{_ASKINGS} WHERE k.id = $1 AND j.person = $2 AND k.how IN ('space', 'link')", asking_id, by.person
    )
    if found is None:
        raise NotFound
    return _seen(found)


async def asking_behind(asking_id: UUID) -> AskingSeen | None:
    """The asking that the key in a link opens; None when it is gone. Whoever holds the key may see it."""
    found = await db.row(f"{_ASKINGS} WHERE k.id = $1", asking_id)
    return _seen(found) if found else None


async def open_for(person_id: UUID) -> list[AskingSeen]:
    """What waits for a person to fill in at home, the soonest day first: for their own space."""
    found = await db.rows(
        f"{_ASKINGS} WHERE j.person = $1 AND j.closed_at IS NULL AND k.state = 'open' AND k.how IN ('space', 'link')"
        " ORDER BY k.due_on NULLS LAST, k.asked_at, k.id",
        person_id,
    )
    return [_seen(row) for row in found]


async def by_reference(typed: str, *, seen_by: Member) -> AskingSeen:
    """What the code on a paper stands for. NotFound when there is none such, or its journey is not for `seen_by`."""
    reference = tidy_reference(typed)
    condition, args = journeys.seen_by_sql(seen_by, "j", 2)
    found = await db.row(f"{_ASKINGS} WHERE k.reference = $1 AND {condition}", reference, *args)
    if found is None:
        raise NotFound
    return _seen(found)


def link_writer(asking_id: UUID) -> str:
    """Who a half-done sheet behind a link belongs to: whoever holds the link, whichever browser they use."""
    return f"link:{asking_id}"


@dataclass(frozen=True)
class Reach:
    """How somebody can be written to about questions."""

    called: str
    email: str
    never_contact: bool
    language: str


async def reach(person_id: UUID) -> Reach:
    """The little of a person that an e-mail to them needs."""
    found = await db.row(
        """
        SELECT coalesce(nullif(preferred_name, ''), first_name) AS called, email, never_contact, language
          FROM person WHERE id = $1
        """,
        person_id,
    )
    if found is None:
        raise NotFound
    return Reach(**found)
