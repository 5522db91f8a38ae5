"""Somebody asks to join the forum, is welcomed or told not now, leaves, and is forgotten."""

from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4, uuid5

from livewell.forum.door import MEMBER
from livewell.forum.forms import Joining
from livewell.forum.rules import CameFrom, MemberState, check_member_move
from livewell.forum.tables import ForumMember
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Member
from livewell.upkeep import actions as upkeep

_ASKED, _ADDED = "forum.join_asked", "forum.member_added"
_INVITED = "Invited to the forum."


async def ask_to_join(
    joining: Joining,
    *,
    came_from: CameFrom = CameFrom.PUBLIC,
    follow_on: UUID | None = None,
    asset: UUID | None = None,
    staff_user: UUID | None = None,
    submission: UUID,
    by: Actor,
) -> UUID:
    """
    Take somebody's wish to join, for whoever runs the forum to read; gives the id of their record.

    Whose address is known already asks again under the same record; of who is a member nothing changes, and nothing
    tells so. The same form sent twice is one. `follow_on` is what they asked for when somebody visited them.
    """
    key = uuid5(submission, _ASKED)
    async with transaction():
        before = await once.already_done(key, _ASKED)
        if before is not None:
            return UUID(before)
        found = await _same(joining, follow_on=follow_on, staff_user=staff_user)
        if found is None:
            made = uuid4()
            await ForumMember(
                id=made,
                **_columns(joining),
                came_from=came_from.value,
                asset=asset,
                follow_on=follow_on,
                staff_user=staff_user,
                state=MemberState.ASKED.value,
                asked_at=clock.now(),
            ).save()
        else:
            made = found["id"]
            if found["state"] != MemberState.MEMBER.value:
                await execute(
                    """
                    UPDATE forum_member SET state = 'asked', asked_at = $2, why = CASE WHEN $3 = '' THEN why ELSE $3 END,
                        offers = CASE WHEN $4 = '' THEN offers ELSE $4 END, follow_on = coalesce(follow_on, $5),
                        version = version + 1
                    WHERE id = $1
                    """,
                    made,
                    clock.now(),
                    joining.why,
                    joining.brings.offers,
                    follow_on,
                )
        await news.tell(_ASKED, subject=made, by=by, came_from=came_from.value)
        await once.remember(key, _ASKED, str(made))
    return made


async def add(
    joining: Joining,
    *,
    came_from: CameFrom = CameFrom.INVITED,
    follow_on: UUID | None = None,
    asset: UUID | None = None,
    submission: UUID,
    by: Member,
) -> UUID:
    """
    Take somebody in who said yes already; gives their id. They get a link to their pages, where there is an address.

    What they asked for on a visit is settled with it. Somebody of the same address who asked, left or was told not now
    becomes a member under the same record. Raises `RuleBroken` for who is a member already.
    """
    key = uuid5(submission, _ADDED)
    async with transaction():
        before = await once.already_done(key, _ADDED)
        if before is not None:
            return UUID(before)
        found = await _same(joining, follow_on=follow_on, staff_user=None)
        if found is not None and found["state"] == MemberState.MEMBER.value:
            raise RuleBroken("Somebody with this email address is a member already.")
        made = found["id"] if found is not None else uuid4()
        if found is None:
            await ForumMember(
                id=made,
                **_columns(joining),
                came_from=came_from.value,
                asset=asset,
                follow_on=follow_on,
                state=MemberState.ASKED.value,
                asked_at=clock.now(),
            ).save()
        await _take_in(made, sentence="", by=by)
        waiting = await value("SELECT id FROM visit_follow_on WHERE id = $1 AND done_at IS NULL FOR UPDATE", follow_on)
        if follow_on is not None and waiting is not None:
            await upkeep.settle_follow_on(follow_on, sentence=_INVITED, by=by)
        await once.remember(key, _ADDED, str(made))
    return made


async def welcome(member_id: UUID, *, sentence: str = "", by: Actor) -> None:
    """Take in somebody who asked, or who comes back. They hear of it, with a link. Asked twice, it is once."""
    async with transaction():
        found = await _held(member_id)
        if found["state"] == MemberState.MEMBER.value:
            return
        await _take_in(member_id, sentence=sentence, by=by)


async def decline(member_id: UUID, *, sentence: str, by: Actor) -> None:
    """Tell somebody who asked that it cannot be now, and why. Raises `RuleBroken` without a sentence."""
    if not sentence.strip():
        raise RuleBroken("Say why, in a sentence they will read.")
    async with transaction():
        found = await _held(member_id)
        check_member_move(MemberState(found["state"]), MemberState.DECLINED)
        await execute(
            "UPDATE forum_member SET state = 'declined', sentence = $2, version = version + 1 WHERE id = $1",
            member_id,
            sentence.strip(),
        )
        await news.tell("forum.join_declined", subject=member_id, by=by)


async def leave(member_id: UUID, *, forget: bool = False, by: Actor) -> None:
    """
    Somebody belongs to the forum no more; their links and browsers end. What was decided with them stays.

    With `forget` everything that says who they are goes at once. Asked twice, it is once.
    """
    async with transaction():
        found = await _held(member_id)
        if found["state"] != MemberState.LEFT.value:
            check_member_move(MemberState(found["state"]), MemberState.LEFT)
            await execute(
                "UPDATE forum_member SET state = 'left', left_on = $2, version = version + 1 WHERE id = $1",
                member_id,
                clock.today(),
            )
            await execute("DELETE FROM forum_group_place WHERE member = $1", member_id)
            await MEMBER.shut_out(member_id)
            await news.tell("forum.member_left", subject=member_id, by=by)
        if forget:
            await _forget(member_id, by=by)


async def forget(member_id: UUID, *, by: Actor) -> None:
    """Take out name, addresses and words of somebody who is no member. Raises `RuleBroken` for a member."""
    async with transaction():
        found = await _held(member_id)
        if found["state"] == MemberState.MEMBER.value:
            raise RuleBroken("They are a member. Somebody who leaves can be forgotten.")
        await _forget(member_id, by=by)


async def _forget(member_id: UUID, *, by: Actor) -> None:
    # Figures of what the forum did stay true: their hours, actions and answers are still somebody's.
    done = await value(
        """
        UPDATE forum_member SET name = '', email = '', phone = '', skills = '', interests = '', networks = '',
            offers = '', introduction = '', introduction_shown = false, name_public = false, needs = '', sector = '',
            lived_experience = '{}', asset = NULL, follow_on = NULL, staff_user = NULL, why = '', sentence = '',
            state = CASE WHEN state = 'asked' THEN 'declined' ELSE state END, forgotten_at = $2, version = version + 1
        WHERE id = $1 AND forgotten_at IS NULL RETURNING id
        """,
        member_id,
        clock.now(),
    )
    if done is not None:
        await news.tell("forum.member_forgotten", subject=member_id, by=by)


async def _take_in(member_id: UUID, *, sentence: str, by: Actor) -> None:
    found = await _held(member_id)
    if found["forgotten_at"] is not None:
        raise RuleBroken("This record names nobody any more. Add them anew.")
    check_member_move(MemberState(found["state"]), MemberState.MEMBER)
    await execute(
        """
        UPDATE forum_member SET state = 'member', joined_on = $2, left_on = NULL, sentence = $3, version = version + 1
        WHERE id = $1
        """,
        member_id,
        clock.today(),
        sentence.strip(),
    )
    await news.tell("forum.joined", subject=member_id, by=by)


async def _held(member_id: UUID) -> dict[str, Any]:
    found = await row("SELECT state, forgotten_at FROM forum_member WHERE id = $1 FOR UPDATE", member_id)
    if found is None:
        raise NotFound
    return found


async def _same(joining: Joining, *, follow_on: UUID | None, staff_user: UUID | None) -> dict[str, Any] | None:
    """The record of the same address, account or wish on a visit; two who ask at the same moment take turns."""
    await value("SELECT pg_advisory_xact_lock(hashtext('forum join'))")
    return await row(
        """
        SELECT id, state FROM forum_member
        WHERE (email = $1 AND email <> '') OR follow_on = $2 OR staff_user = $3
        ORDER BY state = 'member' DESC, asked_at DESC, id LIMIT 1 FOR UPDATE
        """,
        joining.email,
        follow_on,
        staff_user,
    )


def _columns(joining: Joining) -> dict[str, Any]:
    return {
        "name": joining.name,
        "email": joining.email,
        "phone": joining.phone,
        "why": joining.why,
        **asdict(joining.brings),
        "sector": joining.sector,
        "lived_experience": list(joining.lived),
    }
