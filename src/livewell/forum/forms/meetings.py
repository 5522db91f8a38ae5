"""What is typed about a meeting: when and where, its minutes, what was decided, and who does what by when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from livewell.forum.rules import LONGEST_NAME, LONGEST_WORDS
from livewell.forum.rules.agenda import (
    DECISION_LABELS,
    LONGEST_SAID,
    LONGEST_TITLE,
    TAG_LABELS,
    DecisionKind,
    Tag,
)
from livewell.forum.rules.meetings import AHEAD, CAME_LABELS, LONGEST_MEETING, Presence
from livewell.kit import clock
from livewell.kit.dates import london_day
from livewell.kit.form_values import UnreadableError, london_instant
from livewell.kit.forms import Form

DECISION_CHOICES = [(one.value, label) for one, label in DECISION_LABELS.items()]
TAG_CHOICES = [(one.value, label) for one, (label, _) in TAG_LABELS.items()]
CAME_CHOICES = [(one.value, label) for one, label in CAME_LABELS.items()]
GAP_OUTCOMES = [
    ("group", "A new group was begun"),
    ("change", "Something that is there was changed"),
    ("none", "Nothing can be done for now"),
]
LONGEST_SUMMARY = 6000


@dataclass(frozen=True)
class Planned:
    """What is known of a meeting before it happens."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    address: str = ""
    remote: str = ""
    access: str = ""
    what_will_happen: str = ""
    facilitator_name: str = ""
    forum_group: UUID | None = None

    @property
    def whereabouts(self) -> tuple[object, ...]:
        """What everybody invited must hear of when it changes."""
        return (self.starts_at, self.ends_at, self.place, self.address, self.remote)


@dataclass(frozen=True)
class Said:
    """What was said about one item, and the answers to the three questions where it is about something missing."""

    said: str = ""
    who_can_help: str = ""
    what_exists: str = ""
    where_expertise: str = ""


@dataclass(frozen=True)
class Decided:
    """One decision as it is written down."""

    kind: DecisionKind
    words: str
    tags: tuple[Tag, ...] = ()
    shown: bool = True


@dataclass(frozen=True)
class Attended:
    """How one member took part, and how they offered to help."""

    came: Presence
    offered: str = ""


@dataclass(frozen=True)
class Agreed:
    """What somebody will do, who, and by when."""

    words: str
    owner: UUID
    due_on: date
    decision: UUID | None = None


@dataclass(frozen=True)
class PutForward:
    """Something somebody would like to speak about."""

    title: str
    words: str
    name: str = ""


def read_meeting(form: Form, groups: list[tuple[str, str]]) -> Planned | None:
    """When and where a meeting is, or None with what has to be put right."""
    title = form.text("title", "What it is called", required="Say what the meeting is called", longest=120)
    starts = form.when(
        "starts", "When it begins", required="Say on which day and when it begins", not_after=clock.now() + AHEAD
    )
    ends = form.time("ends", "When it ends", required="Say when it ends, such as 8pm")
    place = form.text("place", "The place", longest=160)
    address = form.text("address", "The address", longest=300)
    remote = form.text("remote", "How to take part from elsewhere", longest=300)
    access = form.text("access", "Getting in and taking part", longest=LONGEST_WORDS)
    happens = form.text("what_will_happen", "What will happen", longest=2000)
    opens = form.text("facilitator_name", "Who opens the meeting", longest=LONGEST_NAME)
    group = form.one_of("forum_group", groups)
    if not place and not remote and not form.error_for("place"):
        form.error("place", "Say where it is, or how to take part from elsewhere")
    ends_at = None
    if starts is not None and ends is not None:
        try:
            ends_at = london_instant(london_day(starts), ends, label="When it ends").astimezone(UTC)
        except UnreadableError as error:
            form.error("ends", error.sentence)
        if ends_at is not None and not starts < ends_at <= starts + LONGEST_MEETING:
            form.error("ends", "It must end after it begins, on the same day")
    if not form.ok or starts is None or ends_at is None:
        return None
    return Planned(
        title, starts, ends_at, place, address, remote, access, happens, opens, UUID(group) if group else None
    )


def read_said(form: Form) -> Said | None:
    """What was said about an item, or None with what has to be put right."""
    read = Said(
        said=form.text("said", "What was said", longest=LONGEST_SAID),
        who_can_help=form.text("who_can_help", "Who can help", longest=LONGEST_SAID),
        what_exists=form.text("what_exists", "What there is already", longest=LONGEST_SAID),
        where_expertise=form.text("where_expertise", "Where the knowledge is", longest=LONGEST_SAID),
    )
    return read if form.ok else None


def read_decided(form: Form) -> Decided | None:
    """A decision, or None with what has to be put right."""
    kind = form.one_of("kind", DECISION_CHOICES, required="Choose what it is about")
    words = form.text("words", "What was decided", required="Write what was decided", longest=LONGEST_WORDS)
    tags = form.many("tags", TAG_CHOICES)
    shown = form.yes("shown")
    if not form.ok or kind is None:
        return None
    return Decided(DecisionKind(kind), words, tuple(Tag(one) for one in tags), shown)


def read_agreed(form: Form, owners: list[tuple[str, str]], decisions: list[tuple[str, str]]) -> Agreed | None:
    """Who does what by when, or None with what has to be put right."""
    words = form.text("todo", "What somebody will do", required="Write what somebody will do", longest=LONGEST_WORDS)
    owner = form.one_of("owner", owners, required="Choose who will do it")
    due = form.day("due", "The day", required="Say by which day", not_before=clock.today())
    decision = form.one_of("decision", decisions)
    if not form.ok or owner is None or due is None:
        return None
    return Agreed(words, UUID(owner), due, UUID(decision) if decision else None)


def read_attendance(form: Form, members: list[UUID]) -> dict[UUID, Attended] | None:
    """How each of these members took part; whoever has no answer is left out. None with what has to be put right."""
    came = {}
    for member in members:
        how = form.one_of(f"came-{member}", CAME_CHOICES)
        offered = form.text(f"offered-{member}", "How they offered to help", longest=LONGEST_WORDS)
        if how is not None:
            came[member] = Attended(Presence(how), offered)
        elif offered:
            form.error(f"came-{member}", "Say first whether they took part")
    return came if form.ok else None


def read_item(form: Form, *, with_name: bool = False) -> PutForward | None:
    """Something to speak about, or None with what has to be put right."""
    title = form.text(
        "title", "What to speak about", required="Say in a few words what to speak about", longest=LONGEST_TITLE
    )
    words = form.text("words", "More about it", longest=2000)
    name = form.text("name", "Your name", longest=LONGEST_NAME) if with_name else ""
    return PutForward(title, words, name) if form.ok else None


def read_summary(form: Form) -> str | None:
    """The summary of a meeting, or None with what has to be put right."""
    words = form.text("summary", "The summary", required="Write the summary", longest=LONGEST_SUMMARY)
    return words if form.ok else None


def started(starts_at: datetime, ends_at: datetime) -> dict[str, object]:
    """What a form begins with for a meeting of these times."""
    ends = ends_at.astimezone(clock.LONDON)
    return {"starts": starts_at, "ends": f"{ends:%H:%M}"}
