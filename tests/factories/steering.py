"""The project plan and the plans of teams, for tests."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock
from livewell.staff.rules import Member
from livewell.steering import actions, queries
from livewell.steering.forms.plan import MilestoneTyped, RiskTyped
from livewell.steering.forms.review import ReviewTyped
from livewell.steering.forms.teams import PriorityTyped
from livewell.steering.rules.plan import Likely, Matters
from livewell.steering.rules.review import QUESTIONS, Answer, Level
from livewell.steering.rules.teams import Benchmark
from tests.factories.places import an_area


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def a_plan_for(title: str = "The second café is open", **changes: Any) -> MilestoneTyped:
    said: dict[str, Any] = {"words": "In Cotgrave.", "owner": "The café group", "due_on": in_days(60)}
    return MilestoneTyped(title, **(said | changes))


async def a_milestone(by: Member, title: str = "The second café is open", **changes: Any) -> UUID:
    """Something that is to be there in sixty days."""
    return await actions.add_milestone(a_plan_for(title, **changes), submission=uuid4(), by=by)


def a_worry(title: str = "The hall is sold", **changes: Any) -> RiskTyped:
    said: dict[str, Any] = {
        "words": "",
        "likely": Likely.POSSIBLE,
        "matters": Matters.MUCH,
        "mitigation": "Look for another hall now.",
        "owner": "The steering group",
    }
    return RiskTyped(title, **(said | changes))


async def a_risk(by: Member, title: str = "The hall is sold", **changes: Any) -> UUID:
    """Something that could go wrong with the project."""
    return await actions.note_risk(a_worry(title, **changes), submission=uuid4(), by=by)


def answers(rating: int = 3, level: Level = Level.INTERMEDIATE) -> ReviewTyped:
    """The same answer to each of the ten questions."""
    return ReviewTyped({key: Answer(rating, "We said so.") for key in QUESTIONS}, level, "Begin earlier.", None)


async def a_review(by: Member, year: int, rating: int = 3, level: Level = Level.INTERMEDIATE) -> UUID:
    return await actions.keep_review(year, answers(rating, level), submission=uuid4(), by=by)


async def a_team_plan(by: Member, *, area: UUID | None = None, **changes: Any) -> UUID:
    """A plan of an area's team, being written: what is there and one rated statement."""
    days: dict[str, Any] = {"begins_on": clock.today(), "review_on": in_days(365)}
    made = await actions.begin_plan(area=area or await an_area(), **(days | changes), submission=uuid4(), by=by)
    await actions.write_assets(made, "Two of us play the fiddle.", version=await version_of(made), by=by)
    told = (Benchmark("Everybody knows whom to ask.", 2, "Newcomers do not."),)
    await actions.rate(made, told, version=await version_of(made), by=by)
    return made


async def a_priority(plan: UUID, member: UUID, *, by: Member, title: str = "Signs", **changes: Any) -> UUID:
    """A priority that `by` leads together with a member of the forum."""
    said: dict[str, Any] = {"quick_win": True, "staff_lead": by.id, "member_lead": member, "due_on": in_days(90)}
    return await actions.add_priority(plan, PriorityTyped(title, **(said | changes)), submission=uuid4(), by=by)


async def version_of(plan: UUID) -> int:
    return (await queries.plan(plan)).version
