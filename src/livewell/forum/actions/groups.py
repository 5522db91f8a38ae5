"""Sub-groups of the forum: begun, changed, ended; members come and go."""

from uuid import UUID, uuid4

from livewell.forum.rules import NO_LONGER_MEMBER
from livewell.forum.tables import ForumGroup
from livewell.kit import clock, news, once
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Member

_BEGUN = "forum.group_begun"


async def begin_group(name: str, *, purpose: str = "", steering: bool = False, submission: UUID, by: Member) -> UUID:
    """Begin a sub-group; gives its id. The same form sent twice is one."""
    async with transaction():
        before = await once.already_done(submission, _BEGUN)
        if before is not None:
            return UUID(before)
        made = uuid4()
        await ForumGroup(id=made, name=name, purpose=purpose, steering=steering, begun_on=clock.today()).save()
        await news.tell(_BEGUN, subject=made, by=by, steering=steering)
        await once.remember(submission, _BEGUN, str(made))
    return made


async def change_group(
    group_id: UUID, name: str, *, purpose: str, steering: bool, version: int | None, by: Member
) -> None:
    """Call a sub-group differently, or say anew what it is for. Raises `Stale` when somebody changed it first."""
    async with transaction():
        found = await row("SELECT name, purpose, version FROM forum_group WHERE id = $1 FOR UPDATE", group_id)
        if found is None:
            raise NotFound
        if found["version"] != version:
            raise Stale(
                {"Name": found["name"], "What it is for": found["purpose"]}, {"Name": name, "What it is for": purpose}
            )
        await execute(
            "UPDATE forum_group SET name = $2, purpose = $3, steering = $4, version = version + 1 WHERE id = $1",
            group_id,
            name,
            purpose,
            steering,
        )
        await news.tell("forum.group_changed", subject=group_id, by=by)


async def end_group(group_id: UUID, *, by: Member) -> None:
    """A sub-group meets no more. Raises `RuleBroken` while it has a meeting to come. Asked twice, it is once."""
    async with transaction():
        found = await row("SELECT ended_on FROM forum_group WHERE id = $1 FOR UPDATE", group_id)
        if found is None:
            raise NotFound
        if found["ended_on"] is not None:
            return
        if await value(
            "SELECT EXISTS (SELECT 1 FROM forum_meeting WHERE forum_group = $1 AND state IN ('planned', 'invited'))",
            group_id,
        ):
            raise RuleBroken("It has a meeting to come. Hold or cancel that first.")
        await execute(
            "UPDATE forum_group SET ended_on = $2, version = version + 1 WHERE id = $1", group_id, clock.today()
        )
        await news.tell("forum.group_ended", subject=group_id, by=by)


async def put_in_group(group_id: UUID, member_id: UUID, *, by: Member) -> None:
    """A member joins a sub-group. Asked twice, it is once. Raises `RuleBroken` for who left, or a group that ended."""
    async with transaction():
        ended = await row("SELECT ended_on FROM forum_group WHERE id = $1 FOR UPDATE", group_id)
        state = await value("SELECT state FROM forum_member WHERE id = $1 FOR SHARE", member_id)
        if ended is None or state is None:
            raise NotFound
        if ended["ended_on"] is not None:
            raise RuleBroken("This sub-group has ended.")
        if state != "member":
            raise RuleBroken(NO_LONGER_MEMBER)
        put = await value(
            """
            INSERT INTO forum_group_place (id, forum_group, member, since_on) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING RETURNING id
            """,
            uuid4(),
            group_id,
            member_id,
            clock.today(),
        )
        if put is not None:
            await news.tell("forum.group_joined", subject=group_id, by=by, member=member_id)


async def take_out_of_group(group_id: UUID, member_id: UUID, *, by: Member) -> None:
    """A member leaves a sub-group and stays in the forum. Asked twice, it is once."""
    async with transaction():
        gone = await value(
            "DELETE FROM forum_group_place WHERE forum_group = $1 AND member = $2 RETURNING id", group_id, member_id
        )
        if gone is not None:
            await news.tell("forum.group_left", subject=group_id, by=by, member=member_id)
