"""Everybody who left an address hears what came of it; then, or when nobody can be told, the address is forgotten."""

from urllib.parse import urlsplit

from livewell.gaps import letters
from livewell.gaps.queries.telling import to_tell
from livewell.gaps.rules import ADDRESS_KEPT, ANSWER_TRIED, HIDDEN_KEPT
from livewell.kit import clock
from livewell.kit.db import execute, transaction
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.settings import settings

FORGOTTEN = "Words that were taken out"


async def tell_voice(heard: Heard) -> None:
    """Tell one who waits to hear what came of a gap, and forget their address. What cannot be sent is tried again."""
    told = await to_tell(heard.subject)
    if told is None:
        return
    address = settings().address
    # The same number at every try: a mail system that got it twice shows it once (RFC 5322, section 3.6.4).
    message_id = f"<{heard.event}@{urlsplit(address).hostname}>"
    await send_email(letters.answer(told, address=address, message_id=message_id))
    await execute("UPDATE gap_voice SET told_at = $2, reply_to = '', name = '' WHERE id = $1", told.voice, clock.now())


async def forget() -> None:
    """
    Forget the addresses of those who waited a year, or could not be told in three months, and what is hidden for a month.

    Of what is hidden the numbers stay, so that sums stay true, and the words and addresses go.
    """
    now = clock.now()
    async with transaction():
        await execute(
            """
            UPDATE gap_voice v SET reply_to = '', name = '' FROM gap g
            WHERE g.id = v.gap AND (v.reply_to <> '' OR v.name <> '')
              AND (v.said_at < $1 OR (g.state = 'settled' AND g.settled_at < $2))
            """,
            now - ADDRESS_KEPT,
            now - ANSWER_TRIED,
        )
        await execute(
            """
            WITH gone AS (
                UPDATE gap g SET title = $2, words = '', version = version + 1
                WHERE g.state = 'hidden' AND g.title <> $2
                  AND NOT EXISTS (
                      SELECT FROM gap_change c
                      WHERE c.gap = g.id AND c.to_state = 'hidden' AND c.from_state <> 'hidden' AND c.changed_at >= $1
                  )
                RETURNING g.id
            )
            UPDATE gap_voice v SET words = '', name = '', reply_to = '' FROM gone WHERE v.gap = gone.id
            """,
            now - HIDDEN_KEPT,
            FORGOTTEN,
        )
