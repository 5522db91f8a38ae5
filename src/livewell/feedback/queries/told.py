"""The shape of a story: one referral and what became of it, as far as the referrer may know."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from livewell.feedback.rules import Facts
from livewell.referrals.queries.triage import Question
from livewell.referrals.rules import ReferralStatus


@dataclass(frozen=True)
class HeldSession:
    """One session that took place. Its notes are the team's; only what the person shares is here."""

    on: date
    kind: str
    worker: str
    shared_note: str


@dataclass(frozen=True)
class SharedGoal:
    """A goal the person is happy for the referrer to see."""

    in_words: str
    way: str
    attained: str
    """How far it was reached, in words; empty while nobody has said."""


@dataclass(frozen=True)
class MadeConnection:
    """Something in the community that the person has come to."""

    asset: str
    kind: str
    status: tuple[str, str]
    since: date
    visits: int


@dataclass(frozen=True)
class ActivationScore:
    """A Patient Activation Measure score; no question of the instrument is here."""

    on: date
    score: Decimal
    level: int | None


@dataclass(frozen=True)
class Contact:
    """Whom to ring about it."""

    name: str
    role: str
    phone: str


@dataclass(frozen=True)
class Ended:
    """What the last review says, as far as it is for the referrer."""

    on: date
    summary: str
    what_next: tuple[str, ...]
    persons_words: str
    """Only where they agreed to share them."""
    groups_before: int | None
    groups_now: int | None


@dataclass(frozen=True)
class Story:
    """One referral and what became of it. Where the person said no to telling, only its status is here."""

    id: UUID
    reference: str
    name: str
    born_on: date | None
    nhs_number: str
    referrer: str
    practice: str
    received_at: datetime
    reason: str
    needs: tuple[str, ...]
    suggestion: str
    tag: tuple[str, str]
    facts: Facts
    line: str
    asks: tuple[str, ...]
    """What is asked of the practice, most pressing first; empty when nothing is needed."""
    contact: Contact
    questions: tuple[Question, ...]
    sessions: tuple[HeldSession, ...]
    goals: tuple[SharedGoal, ...]
    connections: tuple[MadeConnection, ...]
    scores: tuple[ActivationScore, ...]
    ended: Ended | None

    @property
    def tells(self) -> bool:
        """Whether there is something to tell: it was accepted, and the person did not say no."""
        return self.facts.may_tell and self.facts.status == ReferralStatus.ACCEPTED

    @property
    def instead(self) -> str:
        """What may help instead, where it was declined and may be said; else empty."""
        declined = self.facts.status == ReferralStatus.DECLINED
        return self.suggestion if declined and self.facts.may_tell else ""

    @property
    def next_question(self) -> UUID | None:
        """The oldest question that waits for an answer: they are answered one at a time."""
        return next((question.id for question in self.questions if question.answered_at is None), None)

    @property
    def dates(self) -> list[tuple[str, date | None]]:
        """The days that matter, in order."""
        known: list[tuple[str, date | None]] = [("Received", self.facts.received_on)]
        if self.facts.status == ReferralStatus.DECLINED:
            return [*known, ("Declined", self.facts.decided_on)]
        if self.facts.decided_on is None:
            return [*known, ("We decide by", self.facts.decide_by)]
        known.append(("Accepted", self.facts.decided_on))
        if self.facts.may_tell:
            if self.sessions:
                known.append(("First session", self.sessions[0].on))
            if self.facts.next_session_on:
                known.append(("Next session", self.facts.next_session_on))
            if self.facts.ended_on:
                known.append(("Ended", self.facts.ended_on))
        return known
