"""What somebody reads who told us that a listing was wrong."""

from livewell.kit.notify import Email
from livewell.upkeep.queries.problems import ToTell

_LONGEST_NAME = 80


def answer(told: ToTell, *, address: str, message_id: str) -> Email:
    """The answer, in plain text. It names the listing and nobody; `address` is that of the site."""
    name = told.name if len(told.name) <= _LONGEST_NAME else f"{told.name[: _LONGEST_NAME - 1]}…"
    found = "You were right, and we have put it right." if told.was_wrong else "We have looked at it again."
    text = "\n\n".join(
        (
            "Thank you for telling Live Well about this listing:",
            name,
            found,
            told.sentence,
            f"The listing: {address}/community/{told.asset}",
            "We have now forgotten your email address.",
            "Live Well",
        )
    )
    return Email(to=told.reply_to, subject=f"About {name}", text=f"{text}\n", message_id=message_id)
