"""What a safety plan holds: the person's own words under six headings, and never a number."""

from collections.abc import Mapping
from datetime import date, timedelta

from livewell.kit.errors import RuleBroken
from livewell.kit.languages import mark

PARTS: dict[str, tuple[str, str]] = {
    "feels_safe": (mark("What helps me feel safe"), mark("People, places, things, routines.")),
    "triggers": (mark("What can set things off"), mark("Days, places, people, news, tiredness.")),
    "keep_small": (mark("How we keep it small"), mark("What I can do, and what others can do early.")),
    "staff_do": (mark("What I would like staff to do"), mark("And what I would rather they did not do.")),
    "who_to_call": (mark("Who to call"), mark("My own people first, with their numbers.")),
    "choice": (
        mark("What we agreed about choice and safety"),
        mark("In my words: what I decide, and when others may step in."),
    ),
}
"""Column -> heading and what it may hold, in the order of the page. The words are for translation where they are shown."""

REVIEW_AFTER = timedelta(days=91)
"""When a plan is looked at again, unless the two agree on another day."""


def check_plan(words: Mapping[str, str], *, together: bool, agreed_on: date, review_on: date, today: date) -> None:
    """Raise RuleBroken for an empty plan, one made without the person, or days that cannot be."""
    if not any(text.strip() for text in words.values()):
        raise RuleBroken("Write at least one thing that helps.")
    if not together:
        raise RuleBroken("A safety plan is agreed with the person. Come back to it when you are together.")
    if agreed_on > today:
        raise RuleBroken("The day it was agreed cannot be still to come.")
    if review_on <= agreed_on:
        raise RuleBroken("It is looked at again on a later day than it was agreed.")
