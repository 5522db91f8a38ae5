"""What goes out about weeks: a reminder."""

from datetime import date

from livewell.kit.dates import say_day
from livewell.kit.notify import Email


def reminder(*, to: str, name: str, week: date, address: str, message_id: str) -> Email:
    """A kind word to somebody whose update has not come; `address` is that of the site."""
    text = (
        f"Hello {name},\n\n"
        f"Your update for the week of {say_day(week)} has not come yet. Much of it is filled in already:\n"
        f"{address}/weeks/{week.isoformat()}\n\n"
        "Were you away? Say so there, and nobody waits for it.\n\n"
        "Live Well\n"
    )
    return Email(to=to, subject="Your weekly update", text=text, message_id=message_id)
