"""What is learned here, for whom, when somebody has completed it, and what the badge and the six principles ask."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from livewell.kit.languages import mark


class CourseKind(StrEnum):
    """How long and how deep it is."""

    COURSE = "course"
    TASTER = "taster"
    WORKSHOP = "workshop"


KIND_LABELS: dict[CourseKind, str] = {
    CourseKind.COURSE: mark("Course"),
    CourseKind.TASTER: mark("Taster"),
    CourseKind.WORKSHOP: mark("Workshop"),
}


class Category(StrEnum):
    """What it is about."""

    SELF_MANAGEMENT = "self_management"
    MIND = "mind"
    BODY = "body"
    FOOD = "food"
    CREATIVE = "creative"
    DIGITAL = "digital"
    HOME = "home"
    WORK = "work"
    COMMUNITY = "community"
    CARING = "caring"
    LANGUAGE = "language"


CATEGORY_LABELS: dict[Category, str] = {
    Category.SELF_MANAGEMENT: mark("Living well with a health condition"),
    Category.MIND: mark("Understanding mental health"),
    Category.BODY: mark("Moving, resting and sleeping"),
    Category.FOOD: mark("Food and cooking"),
    Category.CREATIVE: mark("Making, music and words"),
    Category.DIGITAL: mark("Phones, computers and the internet"),
    Category.HOME: mark("Home and money"),
    Category.WORK: mark("Work and volunteering"),
    Category.COMMUNITY: mark("Beginning and running groups"),
    Category.CARING: mark("Looking after somebody"),
    Category.LANGUAGE: mark("Languages, reading and numbers"),
}

WORDS_OF_LISTINGS: dict[Category, tuple[str, ...]] = {
    Category.SELF_MANAGEMENT: ("long_term", "pain", "weight_food", "smoking", "alcohol_drugs", "memory"),
    Category.MIND: ("low_mood", "worry", "grief", "confidence", "mindfulness", "talking", "peer_support"),
    Category.BODY: (
        "moving_more", "balance", "sleep", "walking", "running", "cycling", "swimming", "dancing", "gym", "chair_exercise",
        "yoga", "tai_chi",
    ),
    Category.FOOD: ("weight_food", "food_help", "cooking", "lunch_club"),
    Category.CREATIVE: (
        "singing", "music", "drama", "painting", "crafts", "knitting", "woodwork", "photography", "reading", "writing",
    ),
    Category.DIGITAL: ("digital", "computers"),
    Category.HOME: ("money", "warm_home", "housing", "paperwork", "advice", "home_help"),
    Category.WORK: ("work", "volunteering", "job_club"),
    Category.COMMUNITY: ("community_work", "campaigning", "small_grants", "hire_a_space"),
    Category.CARING: ("caring", "parenting", "memory", "carers_group", "toddler_group"),
    Category.LANGUAGE: ("language", "languages"),
}  # fmt: skip
"""Needs and activities, as the first vocabulary names them, by which a course of the map is about each."""


class ComesAs(StrEnum):
    """Who somebody is who comes; it counts for figures and for who may come, and for nothing else."""

    CLIENT = "client"
    TEAM = "team"
    FORUM = "forum"
    VOLUNTEER = "volunteer"
    RESIDENT = "resident"


COMES_AS_LABELS: dict[ComesAs, str] = {
    ComesAs.CLIENT: "People with Live Well",
    ComesAs.TEAM: "The team",
    ComesAs.FORUM: "Forum members",
    ComesAs.VOLUNTEER: "Volunteers",
    ComesAs.RESIDENT: "Everybody else, partners among them",
}


class OpenTo(StrEnum):
    """For whom a course is."""

    CLIENTS = "clients"
    TEAM = "team"
    FORUM = "forum"
    VOLUNTEERS = "volunteers"
    EVERYBODY = "everybody"


OPEN_TO_LABELS: dict[OpenTo, str] = {
    OpenTo.CLIENTS: "People with Live Well",
    OpenTo.TEAM: "The team",
    OpenTo.FORUM: "Forum members",
    OpenTo.VOLUNTEERS: "Volunteers",
    OpenTo.EVERYBODY: "Everybody together",
}

_FOR: dict[ComesAs, OpenTo] = {
    ComesAs.CLIENT: OpenTo.CLIENTS,
    ComesAs.TEAM: OpenTo.TEAM,
    ComesAs.FORUM: OpenTo.FORUM,
    ComesAs.VOLUNTEER: OpenTo.VOLUNTEERS,
    ComesAs.RESIDENT: OpenTo.EVERYBODY,
}


def may_come(comes_as: ComesAs, open_to: Collection[str]) -> bool:
    """Whether somebody may come: the course is for everybody, or for those they are one of."""
    return OpenTo.EVERYBODY.value in open_to or _FOR[comes_as].value in open_to


def say_open_to(open_to: Collection[str]) -> str:
    """For whom a course is, in words: "People with Live Well and the team"."""
    if OpenTo.EVERYBODY.value in open_to:
        return OPEN_TO_LABELS[OpenTo.EVERYBODY]
    labels = [label if not place else label[0].lower() + label[1:] for place, label in enumerate(_chosen(open_to))]
    return " and ".join(filter(None, [", ".join(labels[:-1]), labels[-1] if labels else ""]))


def _chosen(open_to: Collection[str]) -> list[str]:
    return [label for one, label in OPEN_TO_LABELS.items() if one.value in open_to]


PRINCIPLES: dict[str, tuple[str, str]] = {
    "educational": ("It teaches", "People come to learn, as they would in any class; nobody is treated there."),
    "coproduced": (
        "It is made together",
        "Somebody who has lived through it and somebody who knows the subject plan it, teach it and learn from who comes.",
    ),
    "strengths": ("It builds on strengths", "It begins with what people can do and hope for."),
    "moves_on": (
        "It leads further",
        "Everybody leaves with a next step of their own: a course, a group, work, a plan.",
    ),
    "community": ("It is part of the community", "It is held where people are anyway, with those who are there."),
    "open": ("It is open to all", "Nobody has to have a diagnosis, a referral or a certificate to come."),
}
"""Six things a good course keeps to: code -> (in short, what it asks)."""


def is_coproduced(subject_trainer: str, lived_trainer: str) -> bool:
    """Whether a course has the badge: two trainers are named, one who knows the subject and one who has lived it."""
    subject, lived = _plain(subject_trainer), _plain(lived_trainer)
    return bool(subject and lived) and subject != lived


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "rev", "revd", "sir", "dame"})


def first_name(name: str) -> str:
    """How a trainer is named to everybody: the first of their names, which a title such as “Dr” is not."""
    names = name.split()
    return next((one for one in names if one.casefold().strip(".") not in TITLES), " ".join(names))


def sessions_needed(sessions: int, said: int | None) -> int:
    """
    How many sessions complete a run of this many that were held or will be.

    Two in three, rounded up, unless the course says a number; never more than there are, and never none.
    """
    if sessions < 1:
        return 1
    needed = said if said is not None else -(-2 * sessions // 3)
    return max(1, min(needed, sessions))


def is_complete(came: int, sessions: int, said: int | None) -> bool:
    """Whether somebody who came so often has completed a run of so many sessions. Nobody completes what was not held."""
    return sessions > 0 and came >= sessions_needed(sessions, said)


FEW = 3
"""So many places or fewer are said as "few left"."""


def say_places(left: int, waiting_left: int) -> str:
    """How many places there are, for everybody to read."""
    if left > FEW:
        return mark("Places left")
    if left > 0:
        return mark("Few places left")
    return mark("Full, with a waiting list") if waiting_left > 0 else mark("Full")


# ── what came of it ──

QUESTIONS: dict[str, str] = {
    "manage": mark("I can manage my health and everyday life better"),
    "confident": mark("I feel more confident"),
    "know_people": mark("I know more people than before"),
    "use_it": mark("I use what I learned"),
    "next": mark("I know what I would like to do next"),
}
"""What somebody is asked after a course: a key -> what they say how far it is true of, 1 to 5."""

ANSWERS: dict[int, str] = {
    1: mark("Not at all"),
    2: mark("A little"),
    3: mark("Partly"),
    4: mark("Mostly"),
    5: mark("Very much"),
}
TRUE_FROM = 4
"""From this answer on it counts as true."""

SMALLEST_SHOWN = 5
"""Fewer people than this are not counted out: somebody could be found among them."""
SMALL_WORDS = "Numbers of people from 1 to 4 are not shown, nor shares of fewer than five people."
OUTCOME_DEFINITION = (
    "People who came to a course and answered our five questions after it; an answer of “mostly” or “very much” counts as"
    " true. It is what people say of themselves, without comparison with others."
)


def number_shown(number: int) -> int | None:
    """A number of people for whoever is not of the team: None from 1 to 4."""
    return None if 0 < number < SMALLEST_SHOWN else number


def numbers_shown(numbers: Sequence[int]) -> list[int | None]:
    """
    Parts of one whole: none from 1 to 4, and where that hides one alone the smallest other is hidden too, so that
    nobody works it out from the sum.
    """
    hidden = {place for place, number in enumerate(numbers) if 0 < number < SMALLEST_SHOWN}
    if len(hidden) == 1:
        others = [(number, place) for place, number in enumerate(numbers) if number > 0 and place not in hidden]
        hidden |= {min(others)[1]} if others else set()
    return [None if place in hidden else number for place, number in enumerate(numbers)]


def share_true(yes: int, answered: int) -> int | None:
    """
    The share of answers that count as true, in whole percent with halves up.

    None for fewer than five answers, and where fewer than five, but not none, are on either side.
    """
    if answered < SMALLEST_SHOWN or 0 < yes < SMALLEST_SHOWN or 0 < answered - yes < SMALLEST_SHOWN:
        return None
    return (200 * yes + answered) // (2 * answered)


# ── how long words may be ──

LONGEST_TITLE, LONGEST_NAME, LONGEST_LINE = 160, 120, 160
LONGEST_WORDS = 2000
MOST_PLACES, MOST_SESSIONS = 1000, 60
TRIES_AN_HOUR = 10
"""Bookings or wishes from one network address: a whole library shares one."""
