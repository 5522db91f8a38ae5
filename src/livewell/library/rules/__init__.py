"""What is in the library: kinds, states and their moves, and the words it is found by."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken

LONGEST_TITLE = 160
LONGEST_SUMMARY = 400
LONGEST_BODY = 40_000
"""Characters: some fourteen pages of A4."""
LONGEST_CREDIT = 200
LONGEST_SENTENCE = 1000
LONGEST_OPINION = 1000
GIVEN_AN_HOUR = 6
"""Items given from one network address: a whole library shares one, so it is not fewer."""
OPINIONS_AN_HOUR = 20
PDFS_AN_HOUR = 60
REVIEWED_EVERY = timedelta(days=365)
"""What is offered as the next review day."""
LATEST_REVIEW = timedelta(days=3 * 365)
_LONGEST_SLUG = 80
# Addresses under /library that are no item's.
_TAKEN = frozenset({"give", "review", "items", "files", "opinions"})


class Kind(StrEnum):
    """What something in the library is."""

    GUIDE = "guide"
    TOOLKIT = "toolkit"
    BOOKLET = "booklet"
    LIST = "list"
    TIPS = "tips"
    LEAF = "leaf"


KIND_LABELS: dict[Kind, str] = {
    Kind.GUIDE: "Guide",
    Kind.TOOLKIT: "Toolkit",
    Kind.BOOKLET: "Booklet",
    Kind.LIST: "List",
    Kind.TIPS: "Tips",
    Kind.LEAF: "Leaf for the Green Book",
}


class State(StrEnum):
    """Where an item stands. What the public sees of one that is published is its last published version."""

    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


MOVES: dict[State, frozenset[State]] = {
    State.SUBMITTED: frozenset({State.IN_REVIEW, State.PUBLISHED, State.SENT_BACK}),
    State.IN_REVIEW: frozenset({State.PUBLISHED, State.SENT_BACK}),
    State.PUBLISHED: frozenset({State.WITHDRAWN}),
    State.SENT_BACK: frozenset({State.IN_REVIEW}),
    State.WITHDRAWN: frozenset({State.PUBLISHED}),
}

LABELS: dict[State, tuple[str, str]] = {
    State.SUBMITTED: ("Given, nobody has read it yet", "red"),
    State.IN_REVIEW: ("Being read", "yellow"),
    State.PUBLISHED: ("Published", "green"),
    State.SENT_BACK: ("Sent back", "grey"),
    State.WITHDRAWN: ("Withdrawn", "grey"),
}


def check_move(now: State, to: State) -> None:
    """Raise RuleBroken when an item cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This cannot be done now. It says: {LABELS[now][0].lower()}.")


def may_write(state: State) -> bool:
    """Whether its words may be worked on: nobody works on what went back to whoever gave it."""
    return state is not State.SENT_BACK


class Readers(StrEnum):
    """Who may read it."""

    PUBLIC = "public"
    STAFF = "staff"


READERS_LABELS: dict[Readers, str] = {
    Readers.PUBLIC: "Everybody",
    Readers.STAFF: "Staff only",
}


class Use(StrEnum):
    """What is counted, by nobody in particular."""

    READ = "read"
    PRINTED = "printed"
    ADDED = "added"


USE_LABELS: dict[Use, str] = {
    Use.READ: "Read",
    Use.PRINTED: "Printed as leaves",
    Use.ADDED: "Put into a Green Book",
}


class FiveWay(StrEnum):
    """The Five Ways to Wellbeing (New Economics Foundation, 2008)."""

    CONNECT = "connect"
    BE_ACTIVE = "be_active"
    TAKE_NOTICE = "take_notice"
    LEARN = "learn"
    GIVE = "give"


FIVE_WAYS: dict[FiveWay, str] = {
    FiveWay.CONNECT: "Connect",
    FiveWay.BE_ACTIVE: "Be active",
    FiveWay.TAKE_NOTICE: "Take notice",
    FiveWay.LEARN: "Learn",
    FiveWay.GIVE: "Give",
}

CONDITION_TAGS: dict[str, str] = {
    "any": "Any long-term condition",
    "lungs": "Lungs and breathing",
    "diabetes": "Diabetes",
    "heart": "Heart, blood pressure and stroke",
    "pain": "Pain, joints and bones",
    "cancer": "Cancer",
    "nerves": "Brain and nerves",
    "mood": "Anxiety and low mood",
    "mind": "Severe mental illness",
    "memory": "Memory and dementia",
    "learning_disability": "Learning disability",
    "autism": "Autism",
    "senses": "Sight and hearing",
    "alcohol_drugs": "Alcohol and drugs",
}

NEED_TAGS: dict[str, str] = {
    "company": "Company and friends",
    "moving": "Moving more",
    "sleep": "Sleep and rest",
    "food": "Food and cooking",
    "money": "Money and forms",
    "home": "Home and housing",
    "getting_about": "Getting about",
    "appointments": "Appointments and speaking up",
    "work": "Work and learning",
    "online": "Getting online",
    "caring": "Looking after somebody",
    "loss": "Loss and change",
    "volunteering": "Giving time",
}

WHOM_TAGS: dict[str, str] = {
    "older": "Older people",
    "younger": "Young adults",
    "families": "Parents and families",
    "men": "Men",
    "women": "Women",
    "carers": "People who look after somebody",
    "bereaved": "People who have been bereaved",
    "new_here": "People new to the country",
    "out_of_work": "People out of work",
    "group_leads": "People who run a group",
}

LANGUAGE_TAGS: dict[str, str] = {
    "en": "English",
    "cy": "Welsh",
    "pl": "Polish",
    "ur": "Urdu",
    "pa": "Punjabi",
    "ar": "Arabic",
    "uk": "Ukrainian",
    "ro": "Romanian",
    "bsl": "British Sign Language",
}

RIGHT_TO_LEFT = frozenset({"ar", "ur"})


def spoken_as(language: str) -> str:
    """The language tag of its words for `lang`: what is in sign language is described in English."""
    return "en" if language == "bsl" else language


def slug_from(title: str, taken: Collection[str] = ()) -> str:
    """What stands in the address of an item: plain letters and hyphens, and a number where others have the same."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower().replace("'", "")
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-") or "item"
    found, number = slug, 2
    while found in taken or found in _TAKEN:
        found, number = f"{slug}-{number}", number + 1
    return found


def check_review(on: date | None, *, today: date) -> date:
    """The day on which somebody looks at it again. Raises RuleBroken when nobody ever would, or has already."""
    if on is None or not today < on <= today + LATEST_REVIEW:
        raise RuleBroken("Say on which day somebody looks at it again, in the next three years.")
    return on


def check_may_publish(*, wrote: object, by: object) -> None:
    """Two people have read whatever is published: raise RuleBroken when the writer would be the only one."""
    if wrote is not None and wrote == by:
        raise RuleBroken("You wrote this yourself. Somebody else reads it before it is published.")
