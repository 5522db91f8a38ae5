"""What meetings add up to: how many, how many people, how often, and how many each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from uuid import UUID

from livewell.gatherings.rules.meetings import attendance

DEFINITION = (
    "Attendances: at each meeting, the names in the register or the heads in its fullest part, whichever is more, so "
    "that nobody is counted twice in one meeting. Different people are known from the register alone."
)


@dataclass(frozen=True)
class Meeting:
    """One meeting that was written down. `named` are those in the register, `heads` the counts of its parts."""

    on: date
    starts: int | None = None
    named: frozenset[UUID] = frozenset()
    heads: tuple[int | None, ...] = ()
    newcomers: int | None = None

    @property
    def came(self) -> int:
        """How many people came."""
        return attendance(named=len(self.named), counts=self.heads, newcomers=self.newcomers)

    @property
    def everybody_named(self) -> bool:
        """Whether the register has everybody who came."""
        return len(self.named) == self.came


@dataclass(frozen=True)
class Figures:
    """
    What all meetings come to.

    `different` is how many people the register knows, None when no meeting has a register; `with_everybody` in how
    many meetings it has everybody. `new` is how many came for the first time, over the `new_said` meetings that say.
    """

    meetings: int
    attendances: int
    different: int | None
    with_everybody: int
    new: int
    new_said: int

    @property
    def mean(self) -> Fraction | None:
        """People each time, exactly; None before the first meeting."""
        return Fraction(self.attendances, self.meetings) if self.meetings else None

    @property
    def mean_words(self) -> str:
        """The same as people say it: about 6."""
        return about(self.mean) if self.mean is not None else "not known"

    @property
    def mean_exact(self) -> str:
        """The same to two places: 5.84."""
        return to_places(self.mean, 2) if self.mean is not None else ""

    @property
    def different_words(self) -> str:
        """How many different people, as honestly as it is known."""
        if self.different is None:
            return "Not known: heads were counted, not names" if self.meetings else "Not known yet"
        people = "person" if self.different == 1 else "people"
        if self.with_everybody == self.meetings:
            return f"{self.different} different {people}, from the register"
        return (
            f"At least {self.different} different {people}: the register has everybody in "
            f"{self.with_everybody} of {self.meetings} meetings"
        )


def figures(meetings: Sequence[Meeting]) -> Figures:
    """What these meetings come to, in whatever order they are."""
    people = frozenset().union(*(meeting.named for meeting in meetings))
    said = [meeting.newcomers for meeting in meetings if meeting.newcomers is not None]
    return Figures(
        meetings=len(meetings),
        attendances=sum(meeting.came for meeting in meetings),
        different=len(people) if people else None,
        with_everybody=sum(meeting.everybody_named for meeting in meetings),
        new=sum(said),
        new_said=len(said),
    )


def about(mean: Fraction) -> str:
    """A mean as people say it: "6", "about 6", "fewer than 1". Halves go up."""
    if mean.denominator == 1:
        return str(mean)
    if mean < 1:
        return "fewer than 1"
    return f"about {to_places(mean, 0)}"


def to_places(number: Fraction, places: int) -> str:
    """A number with so many decimals; halves go up."""
    step = Decimal(1).scaleb(-places)
    return str((Decimal(number.numerator) / Decimal(number.denominator)).quantize(step, ROUND_HALF_UP))


def in_order(meetings: Sequence[Meeting]) -> list[Meeting]:
    """Meetings by day and then hour, the earliest first; one without an hour before the others of its day."""
    return sorted(meetings, key=lambda meeting: (meeting.on, -1 if meeting.starts is None else meeting.starts))
