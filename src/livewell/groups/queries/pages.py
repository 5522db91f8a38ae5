"""All that is known of one group, as its page shows it to whoever asks."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from livewell.groups.queries.figures import GroupFigures, InputSeen, figures, input_of
from livewell.groups.queries.one import GroupSeen, group
from livewell.groups.queries.parts import (
    AlertSeen,
    FlyersSeen,
    LeadSeen,
    MoveSeen,
    ReviewSeen,
    StepSeen,
    alerts_of,
    flyers_of,
    leads_of,
    moves_of,
    reviews_of,
    steps_of,
)
from livewell.groups.queries.programme import EntrySeen, programme
from livewell.groups.rules.lasting import Given, lacks_independence
from livewell.kit import clock
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

_A_LEAD = "Somebody of its community"
_LATELY = 10
"""Times of the team that the page names one by one."""


@dataclass(frozen=True)
class GroupPage:
    """
    One group whole. `lacks` is what it lacks to run by itself today.

    Whoever does not support groups sees neither the names of those who lead it nor what was said in reviews; `works` says
    whether they do.
    """

    group: GroupSeen
    works: bool
    sees_volunteers: bool
    steps: tuple[StepSeen, ...]
    moves: tuple[MoveSeen, ...]
    leads: tuple[LeadSeen, ...]
    lacks: tuple[str, ...]
    figures: GroupFigures
    input: tuple[InputSeen, ...]
    reviews: tuple[ReviewSeen, ...]
    alerts: tuple[AlertSeen, ...]
    flyers: tuple[FlyersSeen, ...]
    entries: tuple[EntrySeen, ...]

    @property
    def open_alerts(self) -> list[AlertSeen]:
        """Signs that nobody has settled."""
        return [one for one in self.alerts if one.settled_at is None]

    @property
    def settled_alerts(self) -> list[AlertSeen]:
        """Signs that somebody has."""
        return [one for one in self.alerts if one.settled_at is not None]

    @property
    def next_step(self) -> StepSeen | None:
        """The first line of its list that is not done."""
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def lead(self) -> LeadSeen | None:
        """Who leads it now."""
        return next((one for one in self.leads if one.is_now), None)

    @property
    def review_is_due(self) -> bool:
        """Whether its lasting should have been looked at."""
        return self.group.review_on is not None and self.group.review_on <= clock.today()

    @property
    def today(self) -> date:
        """Today, for the page."""
        return clock.today()


async def page_of(group_id: UUID, *, seen_by: Member) -> GroupPage:
    """One group as `seen_by` may see it. NotFound when there is none."""
    found = await group(group_id)
    works = Permission.SUPPORT_GROUPS in seen_by.can
    names = works or Permission.SEE_VOLUNTEERS in seen_by.can
    leads, given = await leads_of(group_id), await input_of(group_id)
    minutes = [Given(one.given_on, one.minutes) for one in given]
    lacks = lacks_independence([one.leads for one in leads], minutes, clock.today())
    return GroupPage(
        group=found,
        works=works,
        sees_volunteers=Permission.SEE_VOLUNTEERS in seen_by.can,
        steps=tuple(step if works else replace(step, words="", noted_by="") for step in await steps_of(group_id)),
        moves=tuple(move if works else replace(move, why="", noted_by="") for move in await moves_of(group_id)),
        leads=tuple(lead if names else replace(lead, name=_A_LEAD, volunteer=None, left_why="") for lead in leads),
        lacks=lacks,
        figures=await figures(found, minutes),
        input=tuple(given[:_LATELY]) if works else (),
        reviews=tuple(await reviews_of(group_id)) if works else (),
        alerts=tuple(await alerts_of(group_id)) if works else (),
        flyers=tuple(await flyers_of(group_id)),
        entries=tuple(await programme(group_id)),
    )
