"""Sending somebody their shortlist: to one address, this once, and nothing of it is kept."""

from datetime import timedelta
from uuid import UUID

from livewell.kit import limits, once
from livewell.kit.db import transaction
from livewell.kit.notify import Email, send_email

LETTERS_A_DAY = 5
"""To one address, and from one network address: neither is a way to bother somebody."""

FROM_ONE_NETWORK = 20
"""Letters a day from one network address, which a whole library or surgery shares."""

_KIND = "shortlist.sent"
_A_DAY = timedelta(days=1)
_LONGEST_WAIT = 10.0


async def may_send(network_address: str) -> bool:
    """Count one letter against who asks, and say whether it is not one too many."""
    return not await limits.too_many("shortlist", network_address, FROM_ONE_NETWORK, _A_DAY)


async def send_shortlist(letter: Email, *, submission: UUID) -> None:
    """
    Send a shortlist; the same form sent twice is one letter.

    An address that had its letters for today gets no more, and who asks is not told: that would say that somebody
    wrote to it. Raises `NotSetUp` and `SendFailedError` as `send_email` does.
    """
    async with transaction():
        if await once.already_done(submission, _KIND) is not None:
            return
        await once.remember(submission, _KIND, "sent")
    if await limits.too_many("shortlist-to", letter.to.casefold(), LETTERS_A_DAY, _A_DAY):
        return
    await send_email(letter, wait=_LONGEST_WAIT)
