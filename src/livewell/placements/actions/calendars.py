"""The private address of a volunteer's rota for the calendar program they carry: made, and ended."""

from datetime import timedelta
from uuid import UUID

from livewell.kit import doorkeys, news
from livewell.kit.db import transaction
from livewell.kit.guests import Guest

CALENDAR = "volunteer_calendar"
"""The purpose of its key."""
LASTS = timedelta(days=400)
"""A calendar is made again once a year: an address that nobody uses any more opens nothing for ever."""


async def make_calendar(*, by: Guest) -> str:
    """A new address of one's own rota: its token, told only now. The one before stops working."""
    async with transaction():
        await doorkeys.end_keys(CALENDAR, by.record)
        token = await doorkeys.make_key(CALENDAR, by.record, holder=f"volunteer:{by.record}", lasts=LASTS)
        await news.tell("volunteer.calendar_made", subject=by.record, by=by)
    return token


async def end_calendar(*, by: Guest) -> None:
    """The address stops working."""
    async with transaction():
        await doorkeys.end_keys(CALENDAR, by.record)
        await news.tell("volunteer.calendar_ended", subject=by.record, by=by)


async def whose_calendar(token: str) -> UUID | None:
    """Whose rota an address opens; None for one that opens nothing (any more)."""
    opened = await doorkeys.open_key(token, CALENDAR)
    return opened.subject if opened else None
