"""A course, a run of it and its sessions as the team writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from livewell.assets.rules import WAY_LABELS
from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.learning.rules import (
    CATEGORY_LABELS,
    KIND_LABELS,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_PLACES,
    MOST_SESSIONS,
    OPEN_TO_LABELS,
    Category,
    CourseKind,
    OpenTo,
)

KINDS = [(one.value, label) for one, label in KIND_LABELS.items()]
CATEGORIES = [(one.value, label) for one, label in CATEGORY_LABELS.items()]
OPEN_TO = [(one.value, label) for one, label in OPEN_TO_LABELS.items()]
WAYS = [(one.value, label) for one, label in WAY_LABELS.items()]
EVERY = [("1", "Each week"), ("2", "Every other week"), ("0", "Only once")]
_WHOLE_DAY = 24 * 60


@dataclass(frozen=True)
class CourseWords:
    """What a course is. Trainers are named in full here; everybody reads their first names."""

    title: str
    kind: CourseKind
    category: Category
    open_to: tuple[OpenTo, ...]
    about: str = ""
    learn: str = ""
    provider: str = ""
    own: bool = True
    asset: UUID | None = None
    eligibility: str = ""
    access: str = ""
    cost: str = ""
    ways: tuple[str, ...] = ()
    subject_trainer: str = ""
    lived_trainer: str = ""
    trainers_accredited: bool = False
    needed_sessions: int | None = None
    leads_to: UUID | None = None


@dataclass(frozen=True)
class RunWords:
    """One time that a course is held."""

    places: int
    waiting_places: int = 10
    place: str = ""
    asset: UUID | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    contact: str = ""


@dataclass(frozen=True)
class SessionTimes:
    """One session: two instants and a few words on it."""

    starts_at: datetime
    ends_at: datetime
    words: str = ""


def read_course(
    form: Form, *, listings: Sequence[tuple[str, str]], courses: Sequence[tuple[str, str]]
) -> CourseWords | None:
    """A course, or None with what has to be put right. `listings` and `courses` are what may be chosen: (id, name)."""
    title = form.text("title", "The title", required="Give the course a title", longest=LONGEST_TITLE)
    kind = form.one_of("kind", KINDS, required="Say what kind it is")
    category = form.one_of("category", CATEGORIES, required="Say what it is about")
    open_to = form.many("open_to", OPEN_TO, required="Say who may come", alone=OpenTo.EVERYBODY.value)
    about = form.text("about", "What happens there", longest=LONGEST_WORDS)
    learn = form.text("learn", "What one learns", longest=LONGEST_WORDS)
    own = form.yes_or_no("own", required="Say whether we run it ourselves")
    provider = form.text("provider", "Who runs it", longest=LONGEST_LINE)
    if own is False and not provider:
        form.error("provider", "Say who runs it")
    asset = form.one_of("asset", listings)
    eligibility = form.text("eligibility", "Who it is for", longest=LONGEST_WORDS)
    access = form.text("access", "Getting in and taking part", longest=LONGEST_WORDS)
    cost = form.text("cost", "What it costs", longest=120)
    ways = form.many("ways", WAYS)
    subject = form.text("subject_trainer", "The trainer who knows the subject", longest=LONGEST_NAME)
    lived = form.text("lived_trainer", "The trainer with experience of their own", longest=LONGEST_NAME)
    accredited = form.yes("trainers_accredited")
    needed = form.whole_number("needed_sessions", "Sessions that complete it", lowest=1, highest=100)
    leads_to = form.one_of("leads_to", courses)
    if not form.ok or kind is None or category is None:
        return None
    return CourseWords(
        title=title,
        kind=CourseKind(kind),
        category=Category(category),
        open_to=tuple(OpenTo(one) for one in open_to),
        about=about,
        learn=learn,
        provider=provider,
        own=bool(own),
        asset=UUID(asset) if asset else None,
        eligibility=eligibility,
        access=access,
        cost=cost,
        ways=tuple(ways),
        subject_trainer=subject,
        lived_trainer=lived,
        trainers_accredited=accredited,
        needed_sessions=needed,
        leads_to=UUID(leads_to) if leads_to else None,
    )


def read_run(form: Form, *, listings: Sequence[tuple[str, str]]) -> RunWords | None:
    """A run without its sessions, or None with what has to be put right."""
    places = form.whole_number(
        "places", "Places", lowest=1, highest=MOST_PLACES, required="Say how many places there are"
    )
    waiting = form.whole_number("waiting_places", "Places on the waiting list", lowest=0, highest=MOST_PLACES)
    place = form.text("place", "Where", longest=LONGEST_LINE)
    asset = form.one_of("asset", listings)
    opens_on = form.day("opens", "The day booking opens")
    closes_on = form.day("closes", "The day booking closes")
    if opens_on and closes_on and closes_on < opens_on:
        form.error("closes", "Booking closes after it opens", ("closes-day",))
    contact = form.text("contact", "Whom to ask", longest=LONGEST_LINE)
    if not form.ok or places is None:
        return None
    return RunWords(
        places=places,
        waiting_places=10 if waiting is None else waiting,
        place=place,
        asset=UUID(asset) if asset else None,
        opens_on=opens_on,
        closes_on=closes_on,
        contact=contact,
    )


def read_series(form: Form) -> tuple[SessionTimes, ...]:
    """
    The sessions of a run: the first, for how long, how many, and how far apart. Empty with what has to be put right.

    They keep their time on the clock in both clock changes.
    """
    first = form.when("first", "The first session", required="Say when the first session is", not_before=clock.now())
    minutes = form.whole_number(
        "minutes", "Minutes", lowest=15, highest=_WHOLE_DAY, required="Say how long a session is"
    )
    times = form.whole_number("times", "How many sessions", lowest=1, highest=MOST_SESSIONS, required="Say how many")
    every = form.one_of("every", EVERY, required="Say how far apart they are")
    if every == "0" and times is not None and times > 1:
        form.error("every", "Several sessions need a number of weeks between them")
    if not form.ok or first is None or minutes is None or times is None or every is None:
        return ()
    there = first.astimezone(clock.LONDON)
    starts = (there + timedelta(weeks=int(every) * number) for number in range(times))
    return tuple(
        SessionTimes(one.astimezone(first.tzinfo), one.astimezone(first.tzinfo) + timedelta(minutes=minutes))
        for one in starts
    )


def read_session(form: Form) -> SessionTimes | None:
    """One session, or None with what has to be put right."""
    starts_at = form.when("starts", "The session", required="Say when it begins", not_before=clock.now())
    minutes = form.whole_number("minutes", "Minutes", lowest=15, highest=_WHOLE_DAY, required="Say how long it is")
    words = form.text("words", "What it is about", longest=200)
    if not form.ok or starts_at is None or minutes is None:
        return None
    return SessionTimes(starts_at, starts_at + timedelta(minutes=minutes), words)
