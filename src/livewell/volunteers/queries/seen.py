"""What is seen of one volunteer: references, checks, training, conversations, steps, and the whole."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.volunteers.rules import CLOSED, GATED, LABELS, ON_THE_WAY, Stage
from livewell.volunteers.rules.gate import CHECK_LABELS, CheckLevel, Readiness
from livewell.volunteers.rules.references import REFEREE_LABELS, REFEREE_MOVES, RefereeState
from livewell.volunteers.rules.training import topic_label


@dataclass(frozen=True)
class ReferenceSeen:
    """Somebody who may be asked, and what came of it."""

    id: UUID
    volunteer: UUID
    name: str
    email: str
    knows_them: str
    state: RefereeState
    asked_at: datetime | None
    reminded_at: datetime | None
    answered_at: datetime | None
    said: tuple[tuple[str, str], ...]
    """Question and answer; empty for the volunteer themself."""
    suits: bool | None
    version: int

    @property
    def label(self) -> str:
        """What became of it, in words."""
        return REFEREE_LABELS[self.state]

    @property
    def may_ask(self) -> bool:
        """Whether they can be asked."""
        return RefereeState.ASKED in REFEREE_MOVES[self.state]

    @property
    def may_take_back(self) -> bool:
        """Whether the asking can be taken back."""
        return RefereeState.TAKEN_BACK in REFEREE_MOVES[self.state]

    @property
    def may_write_down(self) -> bool:
        """Whether somebody may ring and write down what they say."""
        return self.may_take_back

    @property
    def is_answered(self) -> bool:
        """Whether there is something to read."""
        return self.state is RefereeState.ANSWERED


@dataclass(frozen=True)
class CheckShown:
    """A check, no more of it than we keep."""

    id: UUID
    level: CheckLevel
    certificate_on: date
    last_digits: str
    update_service: bool
    update_checked_on: date | None
    ends_on: date
    thought_about: bool
    ended: bool
    counts: bool
    version: int

    @property
    def label(self) -> str:
        """Its level."""
        return CHECK_LABELS[self.level]

    @property
    def standing(self) -> tuple[str, str]:
        """Whether it counts, as a tag: its words and its colour."""
        if self.thought_about:
            return "Being thought about", "yellow"
        if self.ended:
            return "Has ended", "red"
        return ("Counts", "green") if self.counts else ("Does not count", "grey")


@dataclass(frozen=True)
class TrainingShown:
    """A topic completed."""

    id: UUID
    topic: str
    done_on: date
    ends_on: date | None
    ended: bool

    @property
    def label(self) -> str:
        """What it is called."""
        return topic_label(self.topic)


@dataclass(frozen=True)
class TalkShown:
    """A conversation that was held."""

    held_on: date
    asked_by: str
    lived_experience: bool
    said: tuple[tuple[str, str], ...]
    agreed: str
    suits: bool | None


@dataclass(frozen=True)
class MoveShown:
    """A step on the way, as a timeline shows it."""

    title: str
    at: datetime
    by: str
    text: str


@dataclass(frozen=True)
class WishShown:
    """A role they wish for, and whether they are ready for it."""

    id: UUID
    title: str
    slug: str
    check_level: CheckLevel
    readiness: Readiness


@dataclass(frozen=True)
class Whole:
    """Everything about one volunteer but what was on a certificate."""

    values: dict[str, Any]
    stage: Stage
    coordinator: str
    coordinator_phone: str
    coordinator_email: str
    wishes: tuple[WishShown, ...]
    references: tuple[ReferenceSeen, ...]
    checks: tuple[CheckShown, ...]
    trainings: tuple[TrainingShown, ...]
    talks: tuple[TalkShown, ...]
    moves: tuple[MoveShown, ...]

    @property
    def id(self) -> UUID:
        """The volunteer."""
        return UUID(str(self.values["id"]))

    @property
    def name(self) -> str:
        """Their name."""
        return str(self.values["name"])

    @property
    def version(self) -> int:
        """The version a form begins with."""
        return int(self.values["version"])

    @property
    def stage_label(self) -> str:
        """The stage in words."""
        return LABELS[self.stage][0]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return LABELS[self.stage][1]

    @property
    def ready(self) -> bool:
        """Whether they are ready today for a role they wish for."""
        return any(one.readiness.ready for one in self.wishes)

    @property
    def is_closed(self) -> bool:
        """Whether their way has ended."""
        return self.stage in CLOSED

    @property
    def is_paused(self) -> bool:
        """Whether they take a break."""
        return self.stage is Stage.PAUSED

    @property
    def may_pause(self) -> bool:
        """Whether they can take a break."""
        return self.stage in GATED

    @property
    def needs_check(self) -> bool:
        """Whether any role they wish for needs a DBS check."""
        return any(one.check_level is not CheckLevel.NONE for one in self.wishes)

    @property
    def way(self) -> tuple[tuple[str, bool, bool], ...]:
        """The stages in their order: what each is called, whether it is behind them, and whether they are there."""
        here = ON_THE_WAY.index(self.stage) if self.stage in ON_THE_WAY else -1
        return tuple((LABELS[one][0], number < here, number == here) for number, one in enumerate(ON_THE_WAY))

    @property
    def next_words(self) -> str:
        """What comes next, said to them."""
        return _NEXT[self.stage]


_NEXT: dict[Stage, str] = {
    Stage.INTERESTED: "Tell us what you might like to do. A coordinator will ring you about the rest.",
    Stage.APPLIED: "A coordinator will be in touch within a week to find a time for a conversation.",
    Stage.CONVERSATION: "We talk for about three quarters of an hour, two of us and you. You have the questions beforehand.",
    Stage.REFERENCES: "We ask the people you named to say a few words about you. You see below who has answered.",
    Stage.CHECKS: "Your role needs a DBS check. We help you to apply and it costs you nothing.",
    Stage.TRAINING: "There is some training to come. You see below which, and where there are places.",
    Stage.READY: "You are ready. We look for what suits you, and you decide whether it does.",
    Stage.ACTIVE: "You are helping already. Thank you.",
    Stage.PAUSED: "You are taking a break. Come back whenever it suits you.",
    Stage.LEFT: "You have left, with our thanks. You are welcome back whenever it suits you.",
    Stage.DECLINED: "We went another way together. You are welcome to try again.",
}
