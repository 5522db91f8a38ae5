"""
Guests: people without an account who come to their own pages by a link in a message.

A volunteer, a member of the forum, somebody who applies to the fund: each kind has its own door (`kit.guest_door`), its
own cookie and its own pages. A link opens once and lets its browser stay for eight hours; what stands in an address is
never enough to come in a second time.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from livewell.kit import doorkeys, limits, news
from livewell.kit.actor import PUBLIC_VISITOR, Actor
from livewell.kit.db import transaction
from livewell.kit.errors import RuleBroken

STAYS = timedelta(hours=8)
"""How long a browser stays after it came by a link."""
LINK_LASTS = timedelta(hours=24)
"""How long a link works that somebody asked for."""
INVITATION_LASTS = timedelta(days=14)
"""How long a link works that we sent of ourselves."""
LINKS_AN_HOUR = 3
"""Links that one address is sent in an hour."""

NO_LONGER = "This link has been used or has ended. Ask for a fresh one."


@dataclass(frozen=True)
class Guest(Actor):
    """Somebody at their own pages. In news and columns they are nobody of the staff."""

    record: UUID
    """What they came for: the volunteer, the member or the application they are."""
    holder: str
    """The address their link was sent to."""


@dataclass(frozen=True)
class GuestKind:
    """One kind of guest. `name` is a code in small letters: it stands in keys and news, and must stay."""

    name: str
    known: Callable[[str], Awaitable[UUID | None]]
    """An address in small letters -> their record, None when nobody may come in by it."""
    called: Callable[[UUID], Awaitable[str | None]]
    """A record -> the name they like to be called by, None when they may come in no more."""

    @property
    def _link(self) -> str:
        return f"{self.name}_link"

    @property
    def _here(self) -> str:
        return f"{self.name}_here"

    async def ask_link(self, email: str) -> None:
        """
        Tell the news `<name>.asked_link` when the address is somebody's; whoever listens sends the message.

        Nothing tells whether it was. Somebody who asks too often is sent no more for a while.
        """
        found = await self.known(email)
        if await limits.too_many(self._link, email, LINKS_AN_HOUR, timedelta(hours=1)) or found is None:
            return
        async with transaction():
            await news.tell(f"{self.name}.asked_link", subject=found, by=PUBLIC_VISITOR)

    async def make_link(self, record: UUID, *, holder: str, lasts: timedelta = LINK_LASTS) -> str:
        """The token for a link to their pages, for one use. Inside the listener or action that sends it."""
        return await doorkeys.make_key(self._link, record, holder=holder, lasts=lasts, single_use=True)

    async def behind(self, token: str) -> str | None:
        """The name of whom this link would let in; None when it opens nothing. It spends nothing."""
        opened = await doorkeys.open_key(token, self._link)
        return await self.called(opened.subject) if opened else None

    async def come_in(self, token: str) -> str:
        """Spend a link; gives the token that keeps their browser here. Raises `RuleBroken` for one that opens nothing."""
        opened = await doorkeys.open_key(token, self._link)
        if opened is None or await self.called(opened.subject) is None:
            raise RuleBroken(NO_LONGER)
        async with transaction():
            await doorkeys.use_key(opened.key_id)
            return await doorkeys.make_key(self._here, opened.subject, holder=opened.holder, lasts=STAYS)

    async def here(self, token: str) -> Guest | None:
        """Who is at their pages with this token in their browser; None when it opens nothing any more."""
        opened = await doorkeys.open_key(token, self._here)
        name = await self.called(opened.subject) if opened else None
        if opened is None or name is None:
            return None
        return Guest(id=None, name=name, kind="public", record=opened.subject, holder=opened.holder)

    async def leave(self, guest: Guest) -> None:
        """They left: every browser that came for the same record is out."""
        await doorkeys.end_keys(self._here, guest.record)

    async def shut_out(self, record: UUID) -> None:
        """End every link and every stay of a record, inside the transaction of what ends it."""
        await doorkeys.end_keys(self._link, record)
        await doorkeys.end_keys(self._here, record)
