"""Somebody's own places: what was suggested to them, where they were introduced, and where they have been."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.connections.queries import Going, going
from livewell.connections.rules import FOR_ME_LABELS, ConnectionStatus, ForMe
from livewell.kit import db
from livewell.kit.actor import Resident
from livewell.kit.errors import NotFound


@dataclass(frozen=True)
class OwnVisit:
    """One time they went."""

    went_on: date
    said: str
    """How it was, in English words that are translated where they are shown; "" when they have not said."""


@dataclass(frozen=True)
class OwnPlace:
    """A place in their plan."""

    id: UUID
    asset: UUID
    name: str
    what: str
    when: str
    place: str
    why_this: str
    introduced_to: str
    told: str
    """What the group was told of them, as they agreed."""
    status: ConnectionStatus
    by_themself: bool
    journey: UUID
    journey_open: bool
    visits: tuple[OwnVisit, ...]
    """The newest first."""

    @property
    def is_over(self) -> bool:
        """Whether it ended."""
        return self.status is ConnectionStatus.ENDED

    @property
    def is_settled(self) -> bool:
        """Whether they feel at home there."""
        return self.status is ConnectionStatus.SETTLED

    @property
    def takes_visits(self) -> bool:
        """Whether they may say that they went."""
        return self.journey_open and not self.is_over

    @property
    def may_be_said(self) -> bool:
        """Whether they may say how it was."""
        return self.takes_visits and bool(self.visits)


_PLACES = """
    SELECT c.id, c.asset, a.name, a.what, a.when_words, a.place_name, c.why_this, c.introduced_to,
           CASE WHEN c.note_agreed THEN c.note_for_group ELSE '' END AS told, c.status, c.made_by IS NULL AS by_themself,
           c.journey, j.closed_at IS NULL AS journey_open,
           (SELECT coalesce(json_agg(json_build_object('went_on', v.went_on, 'for_me', v.for_me)
                   ORDER BY v.went_on DESC, v.noted_at DESC), '[]') FROM visit v WHERE v.connection = c.id) AS visits
      FROM connection c JOIN journey j ON j.id = c.journey JOIN asset_in_short a ON a.id = c.asset
     WHERE j.person = $1
"""


async def places_of(by: Resident) -> list[OwnPlace]:
    """Every place, those going on first, the newest first within: one statement."""
    return [
        _place(one) for one in await db.rows(f"{_PLACES} ORDER BY c.status = 'ended', c.made_at DESC, c.id", by.person)
    ]


async def own_place(connection_id: UUID, by: Resident) -> tuple[OwnPlace, Going]:
    """One of their own places, and what somebody needs to go there. NotFound for any other."""
    found = await db.row(f"{_PLACES} AND c.id = $2", by.person, connection_id)
    if found is None:
        raise NotFound
    return _place(found), await going(found["asset"])


def _place(found: dict[str, Any]) -> OwnPlace:
    return OwnPlace(
        id=found["id"],
        asset=found["asset"],
        name=found["name"],
        what=found["what"],
        when=found["when_words"],
        place=found["place_name"],
        why_this=found["why_this"],
        introduced_to=found["introduced_to"],
        told=found["told"],
        status=ConnectionStatus(found["status"]),
        by_themself=found["by_themself"],
        journey=found["journey"],
        journey_open=found["journey_open"],
        visits=tuple(
            OwnVisit(date.fromisoformat(one["went_on"]), FOR_ME_LABELS[ForMe(one["for_me"])] if one["for_me"] else "")
            for one in json.loads(found["visits"])
        ),
    )
