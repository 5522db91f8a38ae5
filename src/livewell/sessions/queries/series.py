"""The sessions of a journey against the guide, and the panel that shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from livewell.journeys import queries as journeys
from livewell.kit import db
from livewell.places.queries import settings
from livewell.sessions import rules
from livewell.sessions.queries.facts import ActionFacts, SessionFacts, of_journey
from livewell.sessions.rules import Guide, SessionKind, SessionStatus
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


@dataclass(frozen=True)
class Series:
    """The sessions of one kind in a journey, against the guide."""

    kind: SessionKind
    counted: int
    """Booked or held."""
    held: int
    guide: Guide

    @property
    def next_words(self) -> str:
        """Where the next one would stand: "Session 3 of about 5"."""
        return rules.number_in_words(self.counted + 1, self.guide)

    @property
    def next_passes(self) -> bool:
        """Whether the next one asks for a reason."""
        return rules.passes_guide(self.counted, self.guide)

    @property
    def words(self) -> str:
        """How many so far: "2 of about 5"."""
        return f"{self.counted} of about {self.guide.usual}"


@dataclass(frozen=True)
class Panel:
    """What sessions/_sessions_panel.html shows."""

    journey_id: UUID
    coming: list[SessionFacts]
    """Booked, the next first, those to note among them."""
    past: list[SessionFacts]
    """Settled, the newest first."""
    series: list[Series]
    open_actions: list[ActionFacts]
    may_book: bool
    may_write: bool


async def guides() -> dict[SessionKind, Guide]:
    """How many sessions of each kind are usual and how many need no reason, as the service has set it: one query."""
    chosen = await settings()
    return {
        kind: Guide(usual=int(chosen[f"{who}_session_guide"]), at_most=int(chosen[f"{who}_session_max"]))
        for kind, who in ((SessionKind.COACH, "hc"), (SessionKind.LINK_WORKER, "lw"))
    }


async def series(journey_id: UUID, kind: SessionKind) -> Series:
    """How many sessions of a kind there are in a journey, against the guide. Ask first who may see the journey."""
    row = await db.row(
        """
        SELECT count(*) FILTER (WHERE status = ANY($3)) AS counted, count(*) FILTER (WHERE status = 'held') AS held
          FROM session WHERE journey = $1 AND kind = $2
        """,
        journey_id,
        kind,
        [status.value for status in rules.COUNTED],
    )
    assert row is not None
    return Series(kind=kind, counted=row["counted"], held=row["held"], guide=(await guides())[kind])


async def panel(journey_id: UUID, seen_by: Member) -> Panel:
    """The sessions of a journey. NotFound when it is not for `seen_by`."""
    journey = await journeys.journey(journey_id, seen_by)
    found = await of_journey(journey_id)
    return Panel(
        journey_id=journey_id,
        coming=[one for one in found if one.status is SessionStatus.BOOKED],
        past=[one for one in reversed(found) if one.status is not SessionStatus.BOOKED],
        series=[_series_of(found, kind, guide) for kind, guide in (await guides()).items()],
        open_actions=[action for one in found for action in one.actions if action.done_at is None],
        may_book=journey.is_open and not journey.is_contacting and Permission.WORK_WITH_PEOPLE in seen_by.can,
        may_write=Permission.WORK_WITH_PEOPLE in seen_by.can,
    )


def _series_of(found: Iterable[SessionFacts], kind: SessionKind, guide: Guide) -> Series:
    mine = [one for one in found if one.kind is kind]
    return Series(
        kind=kind,
        counted=sum(one.status in rules.COUNTED for one in mine),
        held=sum(one.status is SessionStatus.HELD for one in mine),
        guide=guide,
    )
