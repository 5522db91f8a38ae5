"""The secret address of a worker's own diary, made and ended."""

import secrets

from livewell.kit import clock, news
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import RuleBroken
from livewell.sessions import rules
from livewell.sessions.tables import DiaryLink


async def make_diary_link(*, by: Actor) -> str:
    """A new secret address of one's own diary: its token, told only now. The one before stops working."""
    if by.id is None:
        raise RuleBroken("A diary belongs to somebody who is signed in.")
    token = secrets.token_urlsafe(32)
    async with transaction():
        await end_diary_link(by=by)
        link = DiaryLink(staff_user=by.id, token_hash=rules.hash_of(token), made_at=clock.now())
        await link.save()
        await news.tell("diary.link_made", subject=link.id, by=by)
    return token


async def end_diary_link(*, by: Actor) -> None:
    """The secret address of one's own diary stops working, when there is one."""
    async with transaction():
        working = await DiaryLink.objects().where((DiaryLink.staff_user == by.id) & DiaryLink.revoked_at.is_null())
        for link in working:
            link.revoked_at = clock.now()
            await link.save()
            await news.tell("diary.link_ended", subject=link.id, by=by)
