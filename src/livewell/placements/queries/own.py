"""The befriender of somebody, as they see it themself: a first name, when it would suit, and what the two share."""

from dataclasses import dataclass
from uuid import UUID

from babel.dates import get_day_names

from livewell.assets.queries import vocabulary
from livewell.kit.actor import Resident
from livewell.kit.db import rows, value
from livewell.kit.languages import gettext as _
from livewell.kit.languages import locale, mark
from livewell.placements.rules.placing import PlacementState
from livewell.volunteers.rules.words import DAYS, TIMES

_PARTS: dict[str, str] = {
    "morning": mark("%(day)s morning"),
    "afternoon": mark("%(day)s afternoon"),
    "evening": mark("%(day)s evening"),
}


@dataclass(frozen=True)
class OwnBefriender:
    """A volunteer whom somebody is asked about, or who visits them. Nothing of where they live or how to reach them."""

    id: UUID
    """The placement."""
    first_name: str
    times: tuple[str, ...]
    """When the volunteer could come, in the language that holds now."""
    interests: tuple[str, ...]
    state: PlacementState
    said_yes: bool

    @property
    def waits(self) -> bool:
        """Whether the person has not answered yet."""
        return self.state is PlacementState.PROPOSED and not self.said_yes

    @property
    def is_coming(self) -> bool:
        """Whether both said yes and it has not begun."""
        return self.state is PlacementState.PROPOSED and self.said_yes

    @property
    def has_stopped(self) -> bool:
        """Whether it has stopped for now."""
        return self.state is PlacementState.STOPPED


async def befrienders_of(by: Resident) -> tuple[OwnBefriender, ...]:
    """
    Who is suggested to them or visits them, what waits for an answer first: two statements.

    Somebody is shown once the volunteer has said yes; whoever said no, on either side, is shown to nobody.
    """
    found = await rows(
        """
        SELECT p.id, split_part(v.name, ' ', 1) AS first_name, v.times, v.interests, p.state,
               p.person_agreed_at IS NOT NULL AS said_yes
          FROM placement p JOIN befriender_asked a ON a.id = p.asked JOIN journey j ON j.id = a.journey
          JOIN volunteer v ON v.id = p.volunteer
         WHERE j.person = $1 AND v.forgotten_at IS NULL AND a.state IN ('open', 'matched')
           AND (p.state IN ('active', 'stopped') OR (p.state = 'proposed' AND p.volunteer_agreed_at IS NOT NULL))
         ORDER BY p.state = 'proposed' DESC, p.made_at, p.id
        """,
        by.person,
    )
    names = (await vocabulary()).names_and_parents if found else {}
    return tuple(
        OwnBefriender(
            id=one["id"],
            first_name=one["first_name"],
            times=tuple(_time(code) for code in TIMES if code in one["times"]),
            interests=tuple(names[code][0] for code in one["interests"] if code in names),
            state=PlacementState(one["state"]),
            said_yes=one["said_yes"],
        )
        for one in found
    )


async def befriending_of(by: Resident) -> tuple[bool, bool]:
    """Whether somebody waits for their yes or no, and whether anybody is suggested to them or visits them at all."""
    found = await value(
        """
        SELECT bool_or(p.state = 'proposed' AND p.person_agreed_at IS NULL)
          FROM placement p JOIN befriender_asked a ON a.id = p.asked JOIN journey j ON j.id = a.journey
          JOIN volunteer v ON v.id = p.volunteer
         WHERE j.person = $1 AND v.forgotten_at IS NULL AND a.state IN ('open', 'matched')
           AND (p.state IN ('active', 'stopped') OR (p.state = 'proposed' AND p.volunteer_agreed_at IS NOT NULL))
        """,
        by.person,
    )
    return bool(found), found is not None


def _time(code: str) -> str:
    """A part of the week, such as “Monday morning”, in the language that holds now."""
    day, _sep, part = code.partition("_")
    weekday = [short for short, _name in DAYS].index(day)
    return _(_PARTS[part]) % {"day": get_day_names("wide", locale=locale())[weekday]}
