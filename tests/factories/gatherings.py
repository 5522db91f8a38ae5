"""Groups that meet, and what people say of them, for tests."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from livewell.assets.rules.times import Part, Pattern, Repeats
from livewell.gatherings import actions, queries
from livewell.gatherings.forms.comments import Comment
from livewell.gatherings.rules.comments import CommentState
from livewell.gatherings.rules.meetings import Counted, Met
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR, SYSTEM
from livewell.kit.db import value
from livewell.staff.rules import Member
from tests.factories.assets import a_listing, a_venue, an_asset_from

HALF_PAST_ONE = 13 * 60 + 30
THURSDAYS = Pattern(
    Repeats.WEEKLY,
    weekdays=(3,),
    opens=HALF_PAST_ONE,
    closes=15 * 60 + 30,
    parts=(Part("Walk", HALF_PAST_ONE, 14 * 60 + 30), Part("Tea", 14 * 60 + 30, 15 * 60 + 30)),
)


async def a_walking_group(**changes: Any) -> UUID:
    """It walks on Thursdays at half past one, and then has tea."""
    venue = a_venue(name="Fictional Village Café", patterns=(THURSDAYS,))
    return await an_asset_from(a_listing(**({"name": "Thursday Strollers", "venues": (venue,)} | changes)))


def a_meeting(on: date | None = None, **changes: Any) -> Met:
    """Nine people walked, and ten had tea, today."""
    usual: dict[str, Any] = {"counts": (Counted("Walk", 9), Counted("Tea", 10))}
    return Met(**({"on": on or clock.today()} | usual | changes))


async def recorded(asset: UUID, on: date | None = None, *, by: Any = SYSTEM, **changes: Any) -> UUID:
    """A group met, and it is written down; gives its id."""
    return await actions.record(asset, a_meeting(on, **changes), submission=uuid4(), by=by)


async def named(asset: UUID, names: Sequence[str]) -> dict[str, UUID]:
    """These names are in the register; gives every name of it with its id."""
    there = {one.name for one in await queries.register(asset)}
    for name in names:
        if name not in there:
            await actions.add_name(asset, name, submission=uuid4(), by=SYSTEM)
    return {one.name: one.id for one in await queries.register(asset)}


def a_comment(**changes: Any) -> Comment:
    """Somebody liked it."""
    usual: dict[str, Any] = {
        "overall": 5,
        "welcome": 4,
        "access": 3,
        "words": "Everybody said hello.",
        "first_name": "Ann",
    }
    return Comment(**(usual | changes))


async def said(asset: UUID, *, decided: CommentState | None = None, by: Member | None = None, **changes: Any) -> UUID:
    """Somebody said how it was, and `by` may have let everybody read it; gives the id of the comment."""
    submission = uuid4()
    await actions.say(asset, a_comment(**changes), submission=submission, by=PUBLIC_VISITOR)
    comment = UUID(str(await value("SELECT answer FROM submission WHERE id = $1", submission)))
    if decided is not None and by is not None:
        await actions.decide(comment, to=decided, version=1, by=by)
    return comment
