"""A course, a run of it and its sessions, as pages show them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from livewell.kit import clock
from livewell.kit.dates import in_london, london_day
from livewell.kit.languages import gettext, say_time
from livewell.learning.rules import (
    CATEGORY_LABELS,
    KIND_LABELS,
    Category,
    CourseKind,
    first_name,
    is_coproduced,
    say_open_to,
    say_places,
)
from livewell.learning.rules.courses import LABELS, RUN_LABELS, CourseState, RunState, why_not_bookable


@dataclass(frozen=True)
class SessionSeen:
    """One session."""

    id: UUID
    run: UUID
    starts_at: datetime
    ends_at: datetime
    words: str
    moved_why: str
    cancelled_why: str
    version: int
    registered: bool = False

    @property
    def is_off(self) -> bool:
        """Whether it was called off."""
        return bool(self.cancelled_why)

    @property
    def has_begun(self) -> bool:
        """Whether the register can be written."""
        return self.starts_at <= clock.now()

    @property
    def day(self) -> date:
        """The London day it begins on."""
        return london_day(self.starts_at)

    @property
    def times(self) -> str:
        """From when to when: "10am to midday"."""
        begins, ends = (say_time(in_london(one).time()) for one in (self.starts_at, self.ends_at))
        return gettext("%(from)s to %(to)s") % {"from": begins, "to": ends}

    @property
    def minutes(self) -> int:
        """How long it is."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


@dataclass(frozen=True)
class RunSeen:
    """One run with its sessions, and how many places are taken. Whoever is not of the team is told `places_words`."""

    id: UUID
    course: UUID
    course_title: str
    course_slug: str
    place: str
    asset: UUID | None
    asset_name: str
    places: int
    waiting_places: int
    taken: int
    waiting: int
    opens_on: date | None
    closes_on: date | None
    state: RunState
    cancelled_why: str
    contact: str
    version: int
    sessions: tuple[SessionSeen, ...]
    course_state: CourseState
    open_to: tuple[str, ...]
    needed: int

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and the colour of its tag."""
        return RUN_LABELS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether booking is open as the team set it."""
        return self.state is RunState.OPEN

    @property
    def is_closed(self) -> bool:
        """Whether booking is closed."""
        return self.state is RunState.CLOSED

    @property
    def is_off(self) -> bool:
        """Whether it was called off."""
        return self.state is RunState.CANCELLED

    @property
    def is_on(self) -> bool:
        """Whether it goes on."""
        return self.state in {RunState.OPEN, RunState.CLOSED}

    @property
    def held(self) -> tuple[SessionSeen, ...]:
        """The sessions that were not called off."""
        return tuple(one for one in self.sessions if not one.is_off)

    @property
    def next(self) -> SessionSeen | None:
        """The next session to come."""
        return next((one for one in self.held if one.starts_at > clock.now()), None)

    @property
    def where(self) -> str:
        """The place in words."""
        return ", ".join(dict.fromkeys(filter(None, [self.place, self.asset_name])))

    @property
    def places_words(self) -> str:
        """How many places there are, without a number."""
        return say_places(self.places - self.taken, self.waiting_places - self.waiting)

    def why_not(self, *, by_team: bool = False) -> str | None:
        """Why nobody can book it now, or None."""
        return why_not_bookable(
            course=self.course_state,
            run=self.state,
            opens_on=self.opens_on,
            closes_on=self.closes_on,
            starts_at=self.held[0].starts_at if self.held else None,
            ends_at=max((one.ends_at for one in self.held), default=None),
            by_team=by_team,
            now=clock.now(),
            today=clock.today(),
        )

    @property
    def bookable(self) -> bool:
        """Whether somebody may ask for a place, or for one on the waiting list."""
        full = self.taken >= self.places and self.waiting >= self.waiting_places
        return self.why_not() is None and not full


@dataclass(frozen=True)
class Principle:
    """One of the six, and who found it true of the course when."""

    code: str
    title: str
    asks: str
    held_at: datetime | None
    held_by: str

    @property
    def holds(self) -> bool:
        """Whether somebody looked and found it true."""
        return self.held_at is not None


@dataclass(frozen=True)
class CourseSeen:
    """One course with its runs, the newest last."""

    id: UUID
    slug: str
    title: str
    kind: CourseKind
    category: Category
    about: str
    learn: str
    provider: str
    own: bool
    asset: UUID | None
    asset_name: str
    open_to: tuple[str, ...]
    eligibility: str
    access: str
    cost: str
    ways: tuple[str, ...]
    subject_trainer: str
    lived_trainer: str
    trainers_accredited: bool
    needed_sessions: int | None
    leads_to: UUID | None
    leads_to_title: str
    leads_to_slug: str
    nomination: UUID | None
    nomination_title: str
    gap: UUID | None
    gap_title: str
    state: CourseState
    version: int
    runs: tuple[RunSeen, ...] = ()
    principles: tuple[Principle, ...] = ()

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and the colour of its tag."""
        return LABELS[self.state]

    @property
    def is_draft(self) -> bool:
        """Whether only the team sees it."""
        return self.state is CourseState.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether everybody sees it."""
        return self.state is CourseState.OPEN

    @property
    def kind_label(self) -> str:
        """What kind it is, in words."""
        return KIND_LABELS[self.kind]

    @property
    def category_label(self) -> str:
        """What it is about, in words."""
        return CATEGORY_LABELS[self.category]

    @property
    def open_to_words(self) -> str:
        """For whom it is."""
        return say_open_to(self.open_to)

    @property
    def coproduced(self) -> bool:
        """Whether it has the badge."""
        return is_coproduced(self.subject_trainer, self.lived_trainer)

    @property
    def trainers(self) -> tuple[str, ...]:
        """The first names of those who teach."""
        return tuple(filter(None, dict.fromkeys(first_name(one) for one in (self.subject_trainer, self.lived_trainer))))

    @property
    def runs_it(self) -> str:
        """Who runs it."""
        return "Live Well" if self.own and not self.provider else self.provider

    @property
    def learn_lines(self) -> tuple[str, ...]:
        """What one learns, one on each line."""
        return tuple(line.strip() for line in self.learn.splitlines() if line.strip())

    @property
    def coming(self) -> tuple[RunSeen, ...]:
        """The runs that go on and have something to come."""
        return tuple(run for run in self.runs if run.is_on and run.next is not None)

    @property
    def found_true(self) -> tuple[Principle, ...]:
        """The principles that hold."""
        return tuple(one for one in self.principles if one.holds)
