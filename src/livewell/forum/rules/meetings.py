"""Meetings of the forum: where one stands, when the next might be, what people answer, how they found it, and time given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from livewell.kit.dates import in_london
from livewell.kit.errors import RuleBroken


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    INVITED = "invited"
    HELD = "held"
    CANCELLED = "cancelled"


MEETING_MOVES: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PLANNED: frozenset({MeetingState.INVITED, MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.INVITED: frozenset({MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.HELD: frozenset(),
    MeetingState.CANCELLED: frozenset(),
}

MEETING_LABELS: dict[MeetingState, tuple[str, str]] = {
    MeetingState.PLANNED: ("Planned", "blue"),
    MeetingState.INVITED: ("Invited to", "aqua-green"),
    MeetingState.HELD: ("Held", "green"),
    MeetingState.CANCELLED: ("Cancelled", "grey"),
}

TO_COME = frozenset({MeetingState.PLANNED, MeetingState.INVITED})


def check_meeting_move(now: MeetingState, to: MeetingState) -> None:
    """Raise RuleBroken when a meeting cannot go from `now` to `to`."""
    if to not in MEETING_MOVES[now]:
        raise RuleBroken(f"This meeting is already “{MEETING_LABELS[now][0].lower()}”.")


class Presence(StrEnum):
    """How somebody means to take part, or took part."""

    ROOM = "room"
    REMOTE = "remote"
    NO = "no"


ANSWER_LABELS: dict[Presence, str] = {
    Presence.ROOM: "I will come to the room",
    Presence.REMOTE: "I will take part from elsewhere",
    Presence.NO: "I cannot take part",
}
CAME_LABELS: dict[Presence, str] = {
    Presence.ROOM: "In the room",
    Presence.REMOTE: "From elsewhere",
    Presence.NO: "Not there",
}

LONGEST_MEETING = timedelta(hours=12)
AHEAD = timedelta(days=730)
"""Nobody plans a meeting further ahead than two years: a later day is a slip of the keys."""


def next_start(last: datetime | None, *, weeks: int, now: datetime) -> datetime | None:
    """
    When the next meeting might begin: as many weeks after the last, at the same London time, and after `now`.

    None when there was none. The clock on the wall stays the same when the clocks change.
    """
    if last is None:
        return None
    wall = in_london(last)
    step = timedelta(weeks=weeks)
    found = wall + step
    while found <= in_london(now):
        found += step
    return found.astimezone(last.tzinfo)


def moves_people(before: tuple[object, ...], after: tuple[object, ...]) -> bool:
    """Whether a change of (start, end, place, address, remote) is one that everybody invited must hear of."""
    return before != after


def may_be_held(starts_at: datetime, today: date) -> bool:
    """Whether minutes can be begun: from the London day of the meeting on."""
    return in_london(starts_at).date() <= today


USUAL_COURSE = (
    "Somebody meets you at the door and shows you the room, the toilets and a quiet place.\n"
    "There is tea and something to eat. Sit where you like; you can leave and come back at any time.\n"
    "We say our first names. Nobody says what their job is.\n"
    "We go through what is on the list, one after another. You can speak, write it down, or just listen.\n"
    "Before the end everybody is asked once. Then we say what was decided and who does what.\n"
    "We end on time. Somebody stays for a while if you would like to ask something."
)
"""What a letter says will happen, until whoever runs the forum writes it differently."""

# ── how a meeting was ──


class Level(StrEnum):
    """How far a meeting shared power, in three steps (Needham and Carr 2009)."""

    DESCRIPTIVE = "descriptive"
    INTERMEDIATE = "intermediate"
    TRANSFORMATIVE = "transformative"


LEVEL_LABELS: dict[Level, str] = {
    Level.DESCRIPTIVE: "We took part in what others had planned",
    Level.INTERMEDIATE: "We were heard, and some things were changed by it",
    Level.TRANSFORMATIVE: "We decided together, and each did a part",
}

PULSE_QUESTIONS: tuple[tuple[str, str], ...] = (
    ("everyone_spoke", "Everybody who wanted to speak could"),
    ("evidence_used", "We used what is known: figures, research, what people lived through"),
    ("power_shared", "We decided together, and no one person for the others"),
)
PULSE_SCALE = (("1", "1, not at all"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5, very much"))
PULSE_OPEN = timedelta(days=14)
"""How long after a meeting its members can say how it was."""


@dataclass(frozen=True)
class Pulse:
    """What one member said of a meeting: three answers from 1 to 5, and what they would say of its level."""

    everyone_spoke: int
    evidence_used: int
    power_shared: int
    level: str
    words: str = ""


@dataclass(frozen=True)
class PulseFigures:
    """What everybody said together: (question, mean to one decimal), (level, how many), and the words."""

    count: int
    means: tuple[tuple[str, float], ...]
    levels: tuple[tuple[str, int], ...]
    words: tuple[str, ...]


def pulse_figures(given: Sequence[Pulse], *, smallest: int) -> PulseFigures | None:
    """The figures of a meeting, None while fewer than `smallest` members answered. Words come in no order of time."""
    if len(given) < smallest:
        return None
    means = tuple(
        (question, round(sum(getattr(one, name) for one in given) / len(given), 1))
        for name, question in PULSE_QUESTIONS
    )
    levels = tuple((label, sum(one.level == level.value for one in given)) for level, label in LEVEL_LABELS.items())
    return PulseFigures(len(given), means, levels, tuple(sorted(one.words for one in given if one.words)))


# ── time given ──


class PaidBy(StrEnum):
    """Who paid for the time somebody gave."""

    UNPAID = "unpaid"
    EMPLOYER = "employer"
    LIVE_WELL = "live_well"
    OTHER = "other"


PAID_LABELS: dict[PaidBy, str] = {
    PaidBy.UNPAID: "Nobody: it was my own time",
    PaidBy.EMPLOYER: "My employer: it is part of my work",
    PaidBy.LIVE_WELL: "Live Well",
    PaidBy.OTHER: "Somebody else",
}
PAID_WORDS: dict[PaidBy, str] = {
    PaidBy.UNPAID: "Unpaid",
    PaidBy.EMPLOYER: "Paid by an employer",
    PaidBy.LIVE_WELL: "Paid by Live Well",
    PaidBy.OTHER: "Paid by somebody else",
}
MOST_MINUTES = 24 * 60
MOST_PENCE = 100_000
"""A thousand pounds: more in one line is a slip of the keys."""
NOTED_WITHIN = timedelta(days=366)


def say_minutes(minutes: int) -> str:
    """Minutes (0 or more) in words, as 90: 1 hour 30 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours != 1 else ''}"] if hours else []
    parts += [f"{rest} minute{'s' if rest != 1 else ''}"] if rest or not hours else []
    return " ".join(parts)


def say_pence(pence: int) -> str:
    """£12.50, or £12 when there are no pence."""
    return f"£{pence // 100:,}" + (f".{pence % 100:02}" if pence % 100 else "")
