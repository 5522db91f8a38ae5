"""One meeting of a group as it was counted: names in a register, heads in its parts, or both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

LONGEST_NAME = 80
LONGEST_LABEL = 60
MOST_NAMES = 200
"""People in one register."""
MOST_NEW_NAMES = 40
"""Names that one form may add."""
MOST_HEADS = 5000
MOST_PARTS = 6
LONGEST_NOTE = 1000
WRITTEN_DOWN_WITHIN = timedelta(days=3653)
"""Ten years: an earlier day is a slip of the keys, and would stretch every picture of the trend."""
EVERYBODY = "Everybody who came"
"""The one part of a meeting whose times name none."""


@dataclass(frozen=True)
class Counted:
    """One part of a meeting, such as the walk; `count` is None when nobody counted."""

    label: str
    count: int | None = None


@dataclass(frozen=True)
class Met:
    """
    A meeting as somebody writes it down.

    `starts` is a minute of the London day, None when nobody said. `here` are names of the register, `new_names` join
    it. `newcomers` is how many came for the first time, None when nobody knows.
    """

    on: date
    starts: int | None = None
    counts: tuple[Counted, ...] = ()
    here: tuple[UUID, ...] = ()
    new_names: tuple[str, ...] = ()
    newcomers: int | None = None
    note: str = ""

    @property
    def named(self) -> int:
        """How many names the register has for this meeting."""
        return len(set(self.here)) + len(self.new_names)


def attendance(*, named: int, counts: Sequence[int | None], newcomers: int | None) -> int:
    """
    How many people came: the fewest that it can have been, so that nobody is counted twice.

    Whoever walks and then has tea is in both parts, so parts are not added up: it is the largest of them, or the
    names, or those who were new, whichever is most.
    """
    return max([named, newcomers or 0, *(count for count in counts if count is not None)])


def most_there_can_have_been(*, named: int, counts: Sequence[int | None]) -> int | None:
    """The most people who can have come, when nobody was in two parts; None when a part was not counted."""
    if not counts or all(count is None for count in counts):
        return named
    heads = [count for count in counts if count is not None]
    return sum(heads) if len(heads) == len(counts) else None


def what_does_not_fit(*, named: int, counts: Sequence[int | None], newcomers: int | None) -> tuple[str, str] | None:
    """The first thing in a meeting that cannot be: which of here, counts and newcomers, and the sentence. Else None."""
    counted = any(count is not None for count in counts)
    if not named and not counted:
        return "counts", "Tick who came, or say how many"
    most = most_there_can_have_been(named=named, counts=counts)
    if most is None:
        return None
    if most < named:
        return "counts", f"{named} names are ticked, and only {_people(most)} counted. Count everybody who was there"
    if newcomers is not None and newcomers > most:
        return "newcomers", f"More people are new ({newcomers}) than came ({most})"
    return None


def _people(number: int) -> str:
    return "1 person is" if number == 1 else f"{number} people are"


def same_name(one: str, other: str) -> bool:
    """Whether two names are one to the group: capitals and spaces do not matter."""
    return key_of(one) == key_of(other)


def key_of(name: str) -> str:
    """What two names that are one have in common."""
    return " ".join(name.split()).casefold()
