"""A vote of the forum: who has a voice, how it may be given, and what came out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from livewell.kit.errors import RuleBroken

FEWEST_OPTIONS = 2
MOST_OPTIONS = 10
FEWEST_APART = 3
"""Of fewer secret ballots from elsewhere, whoever saw the hands in the room could work out single choices."""


STAYS_INSIDE = "What came out of a secret vote stays with the forum"


class How(StrEnum):
    """How a member gave their voice."""

    ROOM = "room"
    REMOTE = "remote"
    WRITING = "writing"


HOW_LABELS: dict[How, str] = {How.ROOM: "In the room", How.REMOTE: "From elsewhere", How.WRITING: "In writing"}


class Phase(StrEnum):
    """Where a vote stands: time and closing say it, no column does."""

    WAITING = "waiting"
    OPEN = "open"
    COUNTING = "counting"
    CLOSED = "closed"


PHASE_LABELS: dict[Phase, tuple[str, str]] = {
    Phase.WAITING: ("Not open yet", "grey"),
    Phase.OPEN: ("Open", "blue"),
    Phase.COUNTING: ("Time is over: count and close", "yellow"),
    Phase.CLOSED: ("Closed", "green"),
}


def phase(*, opens_at: datetime, closes_at: datetime, closed_at: datetime | None, now: datetime) -> Phase:
    """Where a vote stands at `now`. At the very moment it ends, it has ended."""
    if closed_at is not None:
        return Phase.CLOSED
    if now < opens_at:
        return Phase.WAITING
    return Phase.OPEN if now < closes_at else Phase.COUNTING


def check_options(words: Sequence[str], most: int) -> None:
    """Raise RuleBroken when there is nothing to choose between, or one may choose as many as there are."""
    if not FEWEST_OPTIONS <= len(words) <= MOST_OPTIONS:
        raise RuleBroken(f"Give {FEWEST_OPTIONS} to {MOST_OPTIONS} answers to choose from, one on each line.")
    if len({one.casefold() for one in words}) < len(words):
        raise RuleBroken("Two of the answers are the same.")
    if not 1 <= most < len(words):
        raise RuleBroken("One member may choose at least one answer, and fewer than there are.")


def check_shown(*, secret: bool, for_everybody: bool) -> None:
    """Raise RuleBroken when what came out of a secret vote should go beyond the forum."""
    if secret and for_everybody:
        raise RuleBroken(f"{STAYS_INSIDE}.")


def check_choices(chosen: Collection[UUID], options: Collection[UUID], most: int) -> None:
    """Raise RuleBroken unless one to `most` different answers of this vote were chosen."""
    if not chosen or not set(chosen) <= set(options):
        raise RuleBroken("Choose one of the answers of this vote.")
    if len(set(chosen)) != len(chosen) or len(chosen) > most:
        raise RuleBroken(f"Choose at most {most}.")


def check_may_vote(now: Phase, *, is_member: bool, has_voted: bool) -> None:
    """Raise RuleBroken unless this member may give their voice now."""
    if not is_member:
        raise RuleBroken("Only members of the forum vote.")
    if has_voted:
        raise RuleBroken("You have voted already. Each member has one voice, and it stands.")
    if now is not Phase.OPEN:
        raise RuleBroken("This vote is not open yet." if now is Phase.WAITING else "The time to vote is over.")


def check_count(counted: Mapping[UUID, int], *, ticked: int, most: int) -> None:
    """
    Raise RuleBroken when more hands and papers were counted than those who are ticked could have given.

    `counted` maps each answer to its hands and papers. Fewer are fine: somebody may choose nothing.
    """
    if any(number < 0 or number > ticked for number in counted.values()) or sum(counted.values()) > ticked * most:
        people = "1 member is" if ticked == 1 else f"{ticked} members are"
        raise RuleBroken(
            f"More hands and papers are counted than there can be: {people} ticked, with {most} each at the most."
        )


def check_close(now: Phase, *, everybody_voted: bool) -> None:
    """Raise RuleBroken when it is closed already, or members elsewhere still have time."""
    if now is Phase.CLOSED:
        raise RuleBroken("This vote is closed. What came out stands.")
    if now is not Phase.COUNTING and not everybody_voted:
        raise RuleBroken(
            "Members elsewhere still have time. It closes when their time is over, or everybody has voted."
        )


@dataclass(frozen=True)
class Outcome:
    """What came out: the answers with most voices (more than one at a tie, none without voices)."""

    first: tuple[str, ...]
    voices: int

    @property
    def is_tie(self) -> bool:
        """Whether several answers have the same most voices."""
        return len(self.first) > 1

    @property
    def without_numbers(self) -> str:
        """It in words for everybody: the numbers beside it may be hidden."""
        if not self.first:
            return "Nothing was chosen."
        if self.is_tie:
            return "It was a tie, so nothing was chosen, and the forum speaks about it again."
        return f"“{self.first[0]}” was chosen."

    @property
    def sentence(self) -> str:
        """It in words."""
        if not self.first:
            return "Nobody chose an answer, so nothing was chosen."
        voices = "1 voice" if self.voices == 1 else f"{self.voices} voices"
        if self.is_tie:
            listed = f"{', '.join(f'“{one}”' for one in self.first[:-1])} and “{self.first[-1]}”"
            return f"It is a tie: {listed} have {voices} each. The forum speaks about it again; nothing is chosen."
        return f"“{self.first[0]}” was chosen, with {voices}."


def outcome(counts: Sequence[tuple[str, int]]) -> Outcome:
    """What came out of these answers and their voices."""
    most = max((number for _, number in counts), default=0)
    first = tuple(words for words, number in counts if number == most) if most else ()
    return Outcome(first, most)


@dataclass(frozen=True)
class Turnout:
    """How many of those with a voice gave it, and how."""

    by_way: Mapping[How, int]
    members: int

    @property
    def voted(self) -> int:
        """How many gave their voice."""
        return sum(self.by_way.values())

    @property
    def few_elsewhere(self) -> bool:
        """Whether so few voted from elsewhere that their ballots hardly hide each other."""
        return 0 < self.by_way.get(How.REMOTE, 0) < FEWEST_APART

    @property
    def sentence(self) -> str:
        """It in words."""
        ways = ", ".join(f"{number} {HOW_LABELS[how].lower()}" for how, number in self.by_way.items() if number)
        said = f"{self.voted} of {self.members} members voted"
        return f"{said}: {ways}." if ways else f"{said}."
