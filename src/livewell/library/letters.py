"""What goes out of the library: an item as leaves, what somebody reads who gave something, and a reminder to its owner."""

from dataclasses import dataclass
from enum import StrEnum

from livewell.kit import clock, qr, templates
from livewell.kit.dates import say_day
from livewell.kit.notify import Email
from livewell.library.queries import ItemSeen, VersionSeen
from livewell.library.queries.queue import Reminded, ToTell

_LONGEST_NAME = 80


class Paper(StrEnum):
    """How large a leaf is."""

    A5 = "a5"
    A4 = "a4"
    LARGE = "large"


@dataclass(frozen=True)
class Look:
    """The measures of a paper: its size, its margins in millimetres (left for binding), and its letters in points."""

    size: str
    margins: str
    letters: float
    small: float


LOOKS: dict[Paper, Look] = {
    Paper.A5: Look("A5", "14mm 12mm 16mm 21mm", 11, 8),
    Paper.A4: Look("A4", "16mm 16mm 18mm 26mm", 12, 9),
    Paper.LARGE: Look("A4", "16mm 16mm 18mm 26mm", 18, 12),
}


def leaf(item: ItemSeen, version: VersionSeen, *, paper: Paper, address: str) -> str:
    """An item as leaves for a Green Book, as HTML for kit.pdf. The pictures of `version` must be in its HTML."""
    context = {
        "item": item,
        "version": version,
        "look": LOOKS[paper],
        "address": address,
        "square": qr.inline_svg(address, title="A square for a phone’s camera: it opens this page"),
        "printed_on": clock.today(),
    }
    return templates.render("library/leaf_pdf.html", context)


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_NAME else f"{title[: _LONGEST_NAME - 1]}…"


def _email(to: str, subject: str, message_id: str, *paragraphs: str) -> Email:
    text = "\n\n".join(paragraph for paragraph in (*paragraphs, "Live Well") if paragraph)
    return Email(to=to, subject=subject, text=f"{text}\n", message_id=message_id)


def answer(told: ToTell, *, address: str, message_id: str) -> Email:
    """What became of something that was given; `address` is that of the site."""
    title = _short(told.title)
    if not told.is_published:
        found = "We read it, and it cannot go in as it is. You are welcome to send it again."
    elif told.is_public:
        found = f"It is in the library now, and everybody can read it:\n{address}/library/{told.slug}"
    else:
        found = "It is in the library now, for the people who work here."
    return _email(
        told.reply_to,
        f"About “{title}”",
        message_id,
        f"Thank you for giving “{title}” to the Live Well library.",
        found,
        told.sentence,
        "We have now forgotten your email address.",
    )


def reminder(told: Reminded, *, address: str, message_id: str) -> Email:
    """What of theirs an owner is to look at again."""
    count = len(told.items)
    subject = f"Is “{_short(told.items[0][1])}” still right?" if count == 1 else f"{count} guides to look at again"
    each = [f"{title}, due on {say_day(day)}\n{address}/library/items/{item}" for item, title, day in told.items]
    return _email(
        told.email,
        subject,
        message_id,
        f"Hello {told.name},",
        "You keep this right in the Live Well library, and it is time to look at it again. If it is still right, one"
        " press of a button is enough. We do not write about it a second time.",
        *each,
    )
