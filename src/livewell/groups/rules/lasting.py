"""Whether a group stands by itself: who leads it, what the team gave lately, and the questions of a review."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

COMPARED_WEEKS = 4
_COMPARED = timedelta(weeks=COMPARED_WEEKS)
MOST_MINUTES = 24 * 60

INDEPENDENCE = (
    "A group runs by itself when somebody of its own community leads it and nobody of the team gave it any time in the"
    f" {COMPARED_WEEKS} weeks before."
)
INPUT = (
    "Team time is what people of the team wrote down for this group, by week from Monday to Sunday. Weeks in which nobody"
    " wrote anything down count as none."
)

REVIEW_QUESTIONS: dict[str, str] = {
    "people": "Who comes now, and who looks after the group together?",
    "lead": "If whoever leads it were away for a month, what would happen?",
    "welcome": "How does somebody new hear of it, and who says hello to them?",
    "place": "Is the place safe for the next year, and what does it cost?",
    "money": "Where does the money come from, and until when?",
    "step_back": "What do they still want from us, and what would let us step back?",
}
"""The key of each question of a review -> the question."""


@dataclass(frozen=True)
class Leads:
    """Somebody of the community who leads a group, from one day until another, or still."""

    since_on: date
    until_on: date | None = None

    def on(self, day: date) -> bool:
        """Whether they lead it on this day."""
        return self.since_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True)
class Given:
    """Minutes that somebody of the team gave on one day."""

    on: date
    minutes: int


@dataclass(frozen=True)
class Week:
    """What the team gave in one week."""

    monday: date
    minutes: int

    @property
    def hours(self) -> float:
        """The same in hours, to one place."""
        return round(self.minutes / 60, 1)


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def minutes_before(given: Iterable[Given], on: date) -> int:
    """What the team gave in the four weeks that end on a day, that day among them."""
    return sum(one.minutes for one in given if on - _COMPARED < one.on <= on)


def lacks_independence(leads: Sequence[Leads], given: Sequence[Given], on: date) -> tuple[str, ...]:
    """What a group lacks on a day to stand by itself, each as a sentence; nothing when it does."""
    lacks = []
    if not any(lead.on(on) for lead in leads):
        lacks.append("Nobody of its community leads it yet.")
    minutes = minutes_before(given, on)
    if minutes:
        lacks.append(f"The team gave it {say_minutes(minutes)} in the {COMPARED_WEEKS} weeks before.")
    return tuple(lacks)


def weeks_of(given: Sequence[Given], *, first: date, last: date) -> tuple[Week, ...]:
    """Every week from that of `first` to that of `last`, and what the team gave in it; weeks of nothing too."""
    by_week: dict[date, int] = {}
    for one in given:
        monday = monday_of(one.on)
        by_week[monday] = by_week.get(monday, 0) + one.minutes
    monday = min([monday_of(first), *by_week])
    end = max([monday_of(last), *by_week])
    found = []
    while monday <= end:
        found.append(Week(monday, by_week.get(monday, 0)))
        monday += timedelta(weeks=1)
    return tuple(found)


def falling_words(weeks: Sequence[Week]) -> str:
    """How the team's time went from the first four weeks to the last four; "" before there are eight."""
    if len(weeks) < 2 * COMPARED_WEEKS:
        return ""
    first, last = (
        Fraction(sum(week.minutes for week in some), COMPARED_WEEKS)
        for some in (weeks[:COMPARED_WEEKS], weeks[-COMPARED_WEEKS:])
    )
    if first == last:
        return f"{_each_week(first)} in the first {COMPARED_WEEKS} weeks, and the same in the last {COMPARED_WEEKS}."
    way = "less" if last < first else "more"
    return (
        f"{_each_week(first)} in the first {COMPARED_WEEKS} weeks, {_each_week(last).lower()} in the last"
        f" {COMPARED_WEEKS}: {way} than at the beginning."
    )


def _each_week(mean: Fraction) -> str:
    return f"{say_minutes(round(mean))} a week".capitalize() if mean else "Nothing"


def say_minutes(minutes: int) -> str:
    """Minutes as people say them: 45 minutes, 1 hour, 2 hours 30 minutes."""
    hours, rest = divmod(minutes, 60)
    said = []
    if hours:
        said.append("1 hour" if hours == 1 else f"{hours:,} hours")
    if rest or not hours:
        said.append("1 minute" if rest == 1 else f"{rest} minutes")
    return " ".join(said)
