"""What answers came to: for the worker on the record, and for the person in their own space."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.coaching.rules import INTENSITY_BY_LEVEL, INTENSITY_LABELS, SUPPORT_BY_LEVEL
from livewell.journeys import queries as journeys
from livewell.kit import db
from livewell.kit.actor import Resident
from livewell.kit.errors import NotFound
from livewell.measures import pam
from livewell.measures import queries as measures
from livewell.measures.queries import Panel, ScoreSeen
from livewell.measures.rules.instruments import Direction, Instrument
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.questionnaires.queries.asked import AskingSeen, asked_on
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


@dataclass(frozen=True)
class Suggestion:
    """What a level of patient activation suggests. The coach and the person decide."""

    level: int
    intensity: str
    words: str
    support: tuple[str, ...]


@dataclass(frozen=True)
class Brief:
    """One instrument of a journey in a line."""

    id: str
    name: str
    latest: ScoreSeen | None
    """The newest answers that stand; None when there is only a reason why there are none."""
    times: int


@dataclass(frozen=True)
class MeasuresPanel:
    """What questionnaires/_panel.html shows on a record."""

    journey_id: UUID
    activation: Panel
    suggestion: Suggestion | None
    others: list[Brief]
    askings: list[AskingSeen]
    can_ask: bool

    @property
    def waiting(self) -> list[AskingSeen]:
        """What is asked and not answered yet."""
        return [one for one in self.askings if one.is_open]

    @property
    def over(self) -> list[AskingSeen]:
        """What was answered, declined or taken back lately."""
        return [one for one in self.askings if not one.is_open]


async def panel(journey_id: UUID, seen_by: Member) -> MeasuresPanel:
    """Everything about measures for one journey's page. NotFound when the journey is not for `seen_by`."""
    journey = await journeys.journey(journey_id, seen_by)
    activation = await measures.panel(journey_id, seen_by)
    return MeasuresPanel(
        journey_id=journey_id,
        activation=activation,
        suggestion=suggestion_for(activation),
        others=await _others(journey_id),
        askings=await asked_on(journey_id, at_most=20),
        can_ask=journey.is_open and Permission.WORK_WITH_PEOPLE in seen_by.can,
    )


async def _others(journey_id: UUID) -> list[Brief]:
    """Every other instrument that has been used in a journey, in the order in which instruments are shown."""
    found: dict[str, list[ScoreSeen]] = {}
    for one in await measures.all_scores(journey_id):
        if one.instrument != pam.INSTRUMENT and not one.struck:
            found.setdefault(one.instrument, []).append(one)
    briefs = []
    for name, instrument in INSTRUMENTS.items():
        if name in found:
            standing = [one for one in found[name] if one.has_answer]
            briefs.append(Brief(name, instrument.name, standing[0] if standing else None, len(standing)))
    return briefs


def suggestion_for(panel: Panel) -> Suggestion | None:
    """What the latest level suggests; None without one."""
    level = panel.latest.level if panel.latest else None
    if level is None or level not in INTENSITY_BY_LEVEL:
        return None
    intensity, words = INTENSITY_BY_LEVEL[level]
    return Suggestion(level, INTENSITY_LABELS[intensity], words, SUPPORT_BY_LEVEL[level])


@dataclass(frozen=True)
class OwnMeasure:
    """One instrument that the person has answered, in a line."""

    id: str
    name: str
    taken_at: datetime


async def own_measures(by: Resident) -> list[OwnMeasure]:
    """What the person has answered, the newest first, one line for each instrument."""
    found = await db.rows(
        """
        SELECT s.instrument AS id, max(s.taken_at) AS taken_at FROM score s
         WHERE s.person = $1 AND s.not_done = ''
           AND NOT EXISTS (SELECT 1 FROM score later WHERE later.replaces = s.id)
         GROUP BY s.instrument ORDER BY max(s.taken_at) DESC, s.instrument
        """,
        by.person,
    )
    return [OwnMeasure(one["id"], INSTRUMENTS[one["id"]].name, one["taken_at"]) for one in found]


@dataclass(frozen=True)
class OwnResult:
    """What the person's own answers to one instrument came to."""

    instrument: Instrument
    panel: Panel
    latest: ScoreSeen
    higher_is_better: bool
    lower_is_better: bool
    needs_help: bool
    """Whether the latest answers asked for help: whom to call stands first."""


async def own_result(instrument_id: str, *, by: Resident) -> OwnResult:
    """The person's own answers to one instrument, in the journey where they gave them last. NotFound without any."""
    journey = await db.value(
        """
        SELECT s.journey FROM score s WHERE s.person = $1 AND s.instrument = $2 AND s.not_done = ''
           AND NOT EXISTS (SELECT 1 FROM score later WHERE later.replaces = s.id)
         ORDER BY s.taken_at DESC, s.noted_at DESC LIMIT 1
        """,
        by.person,
        instrument_id,
    )
    if journey is None:
        raise NotFound
    found = await measures.panel_for(journey, None, instrument_id)
    latest = found.standing[-1]
    direction = found.instrument.direction
    return OwnResult(
        instrument=found.instrument,
        panel=found,
        latest=latest,
        higher_is_better=direction is Direction.UP,
        lower_is_better=direction is Direction.DOWN,
        needs_help=latest.asks_for_help,
    )


async def result(journey_id: UUID, instrument_id: str, *, seen_by: Member) -> Panel:
    """The scores of one instrument in a journey. NotFound when there is no such instrument or the journey is not theirs."""
    if instrument_id not in INSTRUMENTS:
        raise NotFound
    await journeys.journey(journey_id, seen_by)
    return await measures.panel_for(journey_id, seen_by, instrument_id)
