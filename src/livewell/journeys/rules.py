"""The stages of a journey, the moves between them, and what is due next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID

from livewell.kit.errors import RuleBroken


class Stage(StrEnum):
    """Where a person's time with Live Well stands."""

    CONTACTING = "contacting"
    COACHING = "coaching"
    INTRODUCED = "introduced"
    LINK_WORK = "link_work"
    CLOSED = "closed"


S = Stage

MOVES: dict[Stage, frozenset[Stage]] = {
    S.CONTACTING: frozenset({S.COACHING, S.CLOSED}),
    S.COACHING: frozenset({S.INTRODUCED, S.CLOSED}),
    S.INTRODUCED: frozenset({S.LINK_WORK, S.COACHING, S.CLOSED}),
    S.LINK_WORK: frozenset({S.COACHING, S.CLOSED}),
    S.CLOSED: frozenset(),
}

LABELS: dict[Stage, tuple[str, str]] = {
    S.CONTACTING: ("Making contact", "blue"),
    S.COACHING: ("With the health coach", "purple"),
    S.INTRODUCED: ("Waiting for a link worker", "yellow"),
    S.LINK_WORK: ("With the link worker", "aqua-green"),
    S.CLOSED: ("Ended", "grey"),
}


class ContactOutcome(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LEFT_MESSAGE = "left_message"
    WRONG_NUMBER = "wrong_number"
    ASKED_TO_RING_LATER = "ring_later"
    DOES_NOT_WANT_IT = "does_not_want"


CONTACT_OUTCOMES: dict[ContactOutcome, str] = {
    ContactOutcome.REACHED: "We spoke",
    ContactOutcome.NO_ANSWER: "No answer",
    ContactOutcome.LEFT_MESSAGE: "Left a message",
    ContactOutcome.WRONG_NUMBER: "The number or address was wrong",
    ContactOutcome.ASKED_TO_RING_LATER: "Asked us to try another time",
    ContactOutcome.DOES_NOT_WANT_IT: "Does not want this now",
}


class EndReason(StrEnum):
    """Why a journey ended. The first two are planned endings."""

    GOALS_MET = "goals_met"
    MOVED_ON = "moved_on"
    UNABLE_TO_CONTACT = "unable_to_contact"
    PERSON_CHOSE = "person_chose"
    OTHER_SUPPORT = "other_support"
    MOVED_AWAY = "moved_away"
    DIED = "died"


END_REASONS: dict[EndReason, str] = {
    EndReason.GOALS_MET: "Reached what they set out to do",
    EndReason.MOVED_ON: "Ready to carry on without us",
    EndReason.UNABLE_TO_CONTACT: "We could not reach them",
    EndReason.PERSON_CHOSE: "They decided it is not for them now",
    EndReason.OTHER_SUPPORT: "Other support suits them better",
    EndReason.MOVED_AWAY: "Moved away",
    EndReason.DIED: "Died",
}


def check_move(now: Stage, to: Stage) -> None:
    """Raise RuleBroken when a journey cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This journey is already at “{LABELS[now][0].lower()}”, so that step is not open.")


ATTEMPTS_GUIDE = 3
"""How many tries at making contact are usual before somebody decides what to do."""

SUGGESTIONS: dict[EndReason, str] = {
    EndReason.UNABLE_TO_CONTACT: "We have tried as often as is usual. You may end the journey: we could not reach them.",
    EndReason.PERSON_CHOSE: "They said they do not want this now. You may end the journey: the door stays open.",
}


def suggested_ending(stage: Stage, outcomes: Sequence[ContactOutcome], guide: int = ATTEMPTS_GUIDE) -> EndReason | None:
    """The ending that the attempts so far (the newest first) suggest. Nothing ends by itself."""
    if stage is not Stage.CONTACTING or not outcomes:
        return None
    if outcomes[0] is ContactOutcome.DOES_NOT_WANT_IT:
        return EndReason.PERSON_CHOSE
    if len(outcomes) >= guide and ContactOutcome.REACHED not in outcomes:
        return EndReason.UNABLE_TO_CONTACT
    return None


class NextStep(StrEnum):
    """The one thing due next on a journey, the most pressing first."""

    SESSION_TO_NOTE = "session_to_note"
    INTRODUCTION = "introduction"
    FIRST_CONTACT = "first_contact"
    TRY_AGAIN = "try_again"
    DECIDE_ENDING = "decide_ending"
    ASSESSMENT = "assessment"
    GOAL = "goal"
    PAM = "pam"
    MEASURE = "measure"
    REVIEW = "review"
    SESSION_TO_BOOK = "session_to_book"
    SESSION_BOOKED = "session_booked"
    NOTHING = "nothing"


NEXT_STEP_LABELS: dict[NextStep, str] = {
    NextStep.SESSION_TO_NOTE: "Say how the session went",
    NextStep.INTRODUCTION: "Introduction waiting for the link worker",
    NextStep.FIRST_CONTACT: "Make first contact",
    NextStep.TRY_AGAIN: "Try to make contact again",
    NextStep.DECIDE_ENDING: "Decide whether to end",
    NextStep.ASSESSMENT: "Finish the assessment",
    NextStep.GOAL: "Agree a goal",
    NextStep.PAM: "Patient activation is due",
    NextStep.MEASURE: "A measure waits for answers",
    NextStep.REVIEW: "Look back together: review or ending",
    NextStep.SESSION_TO_BOOK: "Book a session",
    NextStep.SESSION_BOOKED: "Session booked",
    NextStep.NOTHING: "Nothing is due",
}

TRY_AGAIN_AFTER = timedelta(days=3)
ASSESSMENT_WITHIN = timedelta(days=14)
"""From the day we first spoke, or the journey came to the coach."""
GOAL_WITHIN = timedelta(days=28)
BOOK_WITHIN = timedelta(days=7)
"""From the last session, or the beginning of the stage."""
REVIEW_WITHIN = timedelta(days=14)
"""From the session that reached the usual number."""
REVIEW_SHOWN_BEFORE = timedelta(days=14)
"""A review that the service's own rhythm asks for is shown from this long before its day."""


@dataclass(frozen=True)
class CaseFacts:
    """What is known of one open journey when the question is what comes next. Days are London days."""

    stage: Stage
    first_contact_due_on: date
    stage_since: date
    attempts: int = 0
    attempts_guide: int = ATTEMPTS_GUIDE
    last_attempt_on: date | None = None
    last_outcome: ContactOutcome | None = None
    assessment_complete: bool = False
    agreed_goals: int = 0
    introduction_due_on: date | None = None
    """The day by which the link worker is to answer."""
    past_and_still_booked_on: date | None = None
    """The day of the oldest session that is over and that nobody has noted."""
    next_session_on: date | None = None
    held: int = 0
    """Sessions held with the worker of this stage."""
    last_held_on: date | None = None
    sessions_usual: int = 6
    pam_due_on: date | None = None
    """The day the next patient activation is due, once it may be taken."""
    asked_due_on: date | None = None
    """The day by which the first of the measures that wait for an answer was asked for."""
    review_due_on: date | None = None
    """The day to look back together, once it is near."""


@dataclass(frozen=True)
class Due:
    """What is due next, when, and how late it is."""

    step: NextStep
    on: date | None
    days_over: int
    """0 when it is not late."""

    @property
    def words(self) -> str:
        """The step in words."""
        return NEXT_STEP_LABELS[self.step]

    @property
    def when(self) -> str:
        """How soon or how late, in words and a number."""
        if self.days_over:
            return f"{self.days_over} {'day' if self.days_over == 1 else 'days'} overdue"
        return ""


def next_step(facts: CaseFacts, today: date) -> Due:
    """
    The one thing due next on a journey.

    Of everything that is to be done, what was due first; on the same day, the order of `NextStep` decides.
    A session still to come is only said when nothing else is waiting.
    """
    if facts.stage is Stage.CLOSED:
        return Due(NextStep.NOTHING, None, 0)
    waiting = [*_whatever_the_stage(facts), *_of_the_stage(facts)]
    if not waiting and facts.next_session_on is not None:
        return Due(NextStep.SESSION_BOOKED, facts.next_session_on, 0)
    if not waiting:
        return Due(NextStep.NOTHING, None, 0)
    order = list(NextStep)
    on, step = min(waiting, key=lambda item: (item[0], order.index(item[1])))
    return Due(step, on, max(0, (today - on).days))


def _whatever_the_stage(facts: CaseFacts) -> list[tuple[date, NextStep]]:
    waiting = []
    if facts.past_and_still_booked_on is not None:
        waiting.append((facts.past_and_still_booked_on, NextStep.SESSION_TO_NOTE))
    if facts.pam_due_on is not None and facts.stage is not Stage.CONTACTING:
        waiting.append((facts.pam_due_on, NextStep.PAM))
    if facts.asked_due_on is not None and facts.stage is not Stage.CONTACTING:
        waiting.append((facts.asked_due_on, NextStep.MEASURE))
    return waiting


def _of_the_stage(facts: CaseFacts) -> list[tuple[date, NextStep]]:
    if facts.stage is Stage.CONTACTING:
        return [_contact(facts)]
    if facts.stage is Stage.INTRODUCED:
        return [(facts.introduction_due_on or facts.stage_since, NextStep.INTRODUCTION)]
    waiting = []
    if facts.stage is Stage.COACHING:
        if not facts.assessment_complete:
            waiting.append((facts.stage_since + ASSESSMENT_WITHIN, NextStep.ASSESSMENT))
        elif not facts.agreed_goals:
            waiting.append((facts.stage_since + GOAL_WITHIN, NextStep.GOAL))
    last = facts.last_held_on or facts.stage_since
    if facts.held >= facts.sessions_usual:
        waiting.append((last + REVIEW_WITHIN, NextStep.REVIEW))
    elif facts.next_session_on is None and facts.past_and_still_booked_on is None:
        waiting.append((last + BOOK_WITHIN, NextStep.SESSION_TO_BOOK))
    if facts.review_due_on is not None:
        waiting.append((facts.review_due_on, NextStep.REVIEW))
    return waiting


def review_due(*, agreed_on: date | None, reviewed_on: date | None, after_days: int, today: date) -> date | None:
    """
    The day to look back together: so many days after goals were agreed, or after the last time. None until it is near,
    and while no goal is agreed.
    """
    if agreed_on is None:
        return None
    due = max(agreed_on, reviewed_on or agreed_on) + timedelta(days=after_days)
    return due if today >= due - REVIEW_SHOWN_BEFORE else None


def _contact(facts: CaseFacts) -> tuple[date, NextStep]:
    if not facts.attempts or facts.last_attempt_on is None:
        return facts.first_contact_due_on, NextStep.FIRST_CONTACT
    if facts.last_outcome is ContactOutcome.DOES_NOT_WANT_IT or facts.attempts >= facts.attempts_guide:
        return facts.last_attempt_on + TRY_AGAIN_AFTER, NextStep.DECIDE_ENDING
    return facts.last_attempt_on + TRY_AGAIN_AFTER, NextStep.TRY_AGAIN


Sort = Literal["due", "wait", "name"]
DUE_LABELS: dict[str, str] = {"overdue": "Overdue", "soon": "Due in the next 7 days"}
SOON_DAYS = 7


@dataclass(frozen=True)
class Wanted:
    """What a caseload is narrowed to."""

    stage: Stage | None = None
    due: str = ""
    """ "overdue", "soon", or a NextStep code; empty for all."""
    worker: UUID | None = None
    """The coach or the link worker of the journey."""
    area: UUID | None = None
    sort: Sort = "due"
    page: int = 1
