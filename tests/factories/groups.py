"""Groups, outreaches and the like for tests, each by the action that the product uses."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from livewell.groups import actions
from livewell.groups.forms.keeping import Leading
from livewell.groups.forms.outreach import Met, Promise
from livewell.groups.forms.programme import Entry
from livewell.groups.rules import Stage
from livewell.groups.tables import CommunityGroup
from livewell.kit import clock
from livewell.kit.actor import Actor
from tests.factories.gatherings import a_walking_group


async def a_group(by: Actor, *, name: str = "Thursday Strollers", **changes: Any) -> UUID:
    """A group that begins as an idea, today unless it is said."""
    return await actions.begin(name, **({"submission": uuid4()} | changes), by=by)


async def a_running_group(by: Actor, *, since: date | None = None, asset: UUID | None = None, **changes: Any) -> UUID:
    """A group with a listing that runs with our support since a day, today unless it is said."""
    day = since or clock.today()
    group = await a_group(by, begun_on=changes.pop("begun_on", day - timedelta(weeks=8)), **changes)
    await actions.link_listing(group, asset or await a_walking_group(), by=by)
    await actions.move(group, Stage.FORMING, on=day - timedelta(weeks=4), by=by)
    await actions.move(group, Stage.SUPPORTED, on=day, by=by)
    return group


async def the_group(group_id: UUID) -> CommunityGroup:
    """The row as it stands now."""
    found = await CommunityGroup.objects().where(CommunityGroup.id == group_id).first()
    assert found is not None
    return found


async def time_given(group: UUID, by: Actor, *, minutes: int = 60, on: date | None = None, **changes: Any) -> UUID:
    """An hour of the team, today."""
    return await actions.give_time(
        group, minutes=minutes, on=on or clock.today(), **({"submission": uuid4()} | changes), by=by
    )


async def led(group: UUID, by: Actor, *, name: str = "Rosa Fictional", since: date | None = None, **more: Any) -> UUID:
    """Somebody of the community leads it, from today."""
    leading = Leading(since or clock.today(), name, **more)
    return await actions.name_lead(group, leading, submission=uuid4(), by=by)


def an_entry(**changes: Any) -> Entry:
    """A talk next week, from ten to half past eleven."""
    usual: dict[str, Any] = {
        "title": "Bring and mend",
        "on": clock.today() + timedelta(days=7),
        "starts": 10 * 60,
        "ends": 11 * 60 + 30,
        "host": "Rosa",
    }
    return Entry(**(usual | changes))


async def an_outreach(by: Actor, **changes: Any) -> UUID:
    """The team was met somewhere today."""
    usual: dict[str, Any] = {"name": "Meet your village", "held_on": clock.today(), "place": "Village Hall"}
    return await actions.note_outreach(Met(**(usual | changes)), submission=uuid4(), by=by)


async def a_promise(outreach: UUID, by: Actor, words: str = "A café for people with dementia", who: str = "") -> UUID:
    """Something that may come of it."""
    return await actions.add_promise(outreach, Promise(words, who), submission=uuid4(), by=by)
