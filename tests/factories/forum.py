"""The forum for tests: members, meetings, items, decisions and actions, made by the actions the product uses."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from livewell.forum import actions, forms
from livewell.forum.door import MEMBER
from livewell.forum.rules.agenda import DecisionKind
from livewell.forum.rules.meetings import Presence
from livewell.kit import clock, cookies
from livewell.kit.db import execute, transaction
from livewell.kit.guests import Guest
from livewell.staff.rules import Member, Role
from tests.factories.staff import a_member as a_staff_member
from tests.signed_in import Client

_number = count(1)


async def a_facilitator() -> Member:
    """Somebody who serves the forum."""
    return await a_staff_member(Role.FORUM_FACILITATOR)


def joining(**changes: Any) -> forms.Joining:
    """Somebody who would like to join."""
    number = next(_number)
    usual = {"name": f"Fictional Member {number}", "email": f"member{number}@forum.example"}
    return forms.Joining(**(usual | changes))


async def a_member(by: Member, **changes: Any) -> UUID:
    """Somebody who belongs to the forum; gives their id."""
    return await actions.add(joining(**changes), submission=uuid4(), by=by)


async def members(by: Member, many: int, **changes: Any) -> list[UUID]:
    """Several of them."""
    return [await a_member(by, **changes) for _ in range(many)]


def planned(**changes: Any) -> forms.Planned:
    """A meeting in two weeks, for two hours."""
    starts = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=14)
    usual: dict[str, Any] = {
        "title": "Forum meeting",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "place": "Cotgrave Hall",
        "address": "1 Fictional Lane, Cotgrave",
        "remote": "Ring 01632 960123",
        "access": "No steps. A hearing loop.",
        "what_will_happen": "Somebody meets you at the door.",
    }
    return forms.Planned(**(usual | changes))


async def a_meeting(by: Member, **changes: Any) -> UUID:
    """A planned meeting; gives its id."""
    return await actions.plan(planned(**changes), submission=uuid4(), by=by)


async def a_held_meeting(by: Member, *, days_ago: int = 1, came: list[UUID] | None = None, **changes: Any) -> UUID:
    """A meeting that took place, where these members came to the room."""
    made = await a_meeting(by, **changes)
    await actions.invite(made, by=by)
    then = clock.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=days_ago, hours=3)
    await execute(
        "UPDATE forum_meeting SET starts_at = $2, ends_at = $3 WHERE id = $1", made, then, then + timedelta(hours=2)
    )
    await actions.hold(made, by=by)
    if came:
        await actions.note_attendance(made, {one: forms.Attended(Presence.ROOM) for one in came}, by=by)
    return made


async def an_item(by: Member, title: str = "A bench by the bus stop", **changes: Any) -> UUID:
    """Something that waits for a meeting."""
    return await actions.put_on_agenda(**({"kind": "item", "title": title, "submission": uuid4(), "by": by} | changes))


async def on_held(by: Member, meeting: UUID, title: str = "A bench by the bus stop", **changes: Any) -> UUID:
    """An item on the agenda of a meeting that was held."""
    made = await an_item(by, title, **changes)
    await actions.put_on(meeting, [made], by=by)
    return made


async def a_decision(by: Member, meeting: UUID, item: UUID | None = None, **changes: Any) -> UUID:
    """A decision of a meeting that was held."""
    usual: dict[str, Any] = {"kind": DecisionKind.OTHER, "words": "We ask the council for a bench."}
    return await actions.decide(meeting, item, forms.Decided(**(usual | changes)), submission=uuid4(), by=by)


async def an_action(by: Member, meeting: UUID, owner: UUID, *, due_in: int = 7, **changes: Any) -> UUID:
    """Something a member said they would do."""
    usual: dict[str, Any] = {"words": "Write to the council.", "due_on": clock.today() + timedelta(days=due_in)}
    return await actions.agree(meeting, owner=owner, submission=uuid4(), by=by, **(usual | changes))


async def came(member: UUID) -> Guest:
    """The member at their pages."""
    async with transaction():
        token = await MEMBER.come_in(await MEMBER.make_link(member, holder="somebody@forum.example"))
    found = await MEMBER.here(token)
    assert found is not None
    return found


async def let_in(client: Client, member: UUID) -> None:
    """This tab is at the member's pages."""
    async with transaction():
        token = await MEMBER.come_in(await MEMBER.make_link(member, holder="somebody@forum.example"))
    client.cookies.set(cookies.cookie_name(cookies.MEMBER, secure=False), token)
