"""The words of messages: plain text from templates/messages, and nothing in them that names the person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from livewell.feedback.rules import MessageKind
from livewell.kit import clock, dates, templates
from livewell.kit.folders import folder

if TYPE_CHECKING:
    from livewell.feedback.queries import Story

LONGEST_SUBJECT = 200
# Six digits or more in a row, however spaced, may be a phone, an NHS number or a date of birth.
_NUMBERS = re.compile(r"(?:\d[\s./-]?){6,}")
_SHORTEST_NAME = 2


@dataclass(frozen=True)
class Letter:
    """What one message says."""

    subject: str
    body: str


@cache
def _texts() -> Environment:
    """Text is not HTML: nothing is escaped here, so these templates are never put on a page."""
    made = Environment(
        loader=FileSystemLoader(folder("templates") / "messages"),
        autoescape=False,  # noqa: S701  Plain text e-mail; the pages have an environment of their own that escapes.
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(day=dates.say_day, instant=dates.say_instant)
    return made


def write(kind: MessageKind, context: Mapping[str, Any]) -> Letter:
    """The subject, on one line, and the body of a message. UndefinedError when a template asks for what it is not given."""
    subject = " ".join(_texts().get_template(f"{kind.value}/subject.txt").render(context).split())
    body = _texts().get_template(f"{kind.value}/body.txt").render(context)
    return Letter(subject=subject[:LONGEST_SUBJECT], body=re.sub(r"\n{3,}", "\n\n", body).strip() + "\n")


def says_who(text: str, names: tuple[str, ...]) -> bool:
    """Whether words that somebody typed may say who the person is: a part of their name, or a long number."""
    if _NUMBERS.search(text) or "@" in text:
        return True
    parts = {part for name in names for part in re.split(r"[\s'’-]+", name.casefold()) if len(part) >= _SHORTEST_NAME}
    return any(word in parts for word in re.findall(r"\w+", text.casefold()))


def summary_page(story: "Story") -> str:
    """The one-page summary of a referral as HTML for kit.pdf."""
    return templates.render("feedback/summary_pdf.html", {"story": story, "made_at": clock.now()})
