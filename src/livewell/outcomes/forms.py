"""Reviews and endings as somebody writes them, read from the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from livewell.coaching.actions import GoalRated
from livewell.coaching.queries import GoalFacts
from livewell.coaching.rules import ATTAINMENT_LABELS
from livewell.journeys.rules import END_REASONS, EndReason
from livewell.kit.forms import Form
from livewell.measures.rules.taking import HOW_LABELS, NOT_DONE_LABELS, How, NotDone
from livewell.outcomes import rules
from livewell.outcomes.rules import (
    EXPECTATION_LABELS,
    WHAT_NEXT_LABELS,
    Expectation,
    Section,
    WhatNext,
)

REASONS = [(reason.value, label) for reason, label in END_REASONS.items()]
WHAT_NEXTS = [(one.value, label) for one, label in WHAT_NEXT_LABELS.items()]
EXPECTATIONS = [(one.value, label) for one, label in EXPECTATION_LABELS.items()]
NOT_DONES = [(one.value, label) for one, label in NOT_DONE_LABELS.items()]
HOWS = [(one.value, label) for one, label in HOW_LABELS.items()]
LEVELS = [(str(level), label) for level, label in ATTAINMENT_LABELS.items()]
MOST_GROUPS = 99


@dataclass(frozen=True)
class Pam:
    """A patient activation score, or why there is none."""

    score: Decimal | None
    not_done: NotDone | None
    why: str
    how: How


@dataclass(frozen=True)
class Reviewed:
    """A look back and ahead."""

    ratings: tuple[GoalRated, ...]
    pam: Pam | None
    groups_now: int | None
    persons_words: str
    agreed: str


@dataclass(frozen=True)
class EndingCommand:
    """An ending, whole."""

    reason: EndReason
    planned: bool
    ratings: tuple[GoalRated, ...] = ()
    pam: Pam | None = None
    groups_before: int | None = None
    groups_now: int | None = None
    what_next: tuple[WhatNext, ...] = ()
    what_next_detail: str = ""
    may_contact_about_volunteering: bool = False
    begin_volunteering: bool = False
    """Whether their name and how to reach them go to the volunteer coordinators now, as they agreed."""
    expectation: Expectation | None = None
    """None when the question did not come up; `NOT_ASKED` is an answer too."""
    expectation_words: str = ""
    persons_words: str = ""
    may_share_words: bool = False
    summary: str = ""
    ask_of_practice: str = ""
    cancel_sessions: bool = False
    pam_is_fresh: bool = field(default=False)
    """Whether a score of the last four weeks stands for the final one."""


def rating_field(goal: UUID, rater: str) -> str:
    """The name of the field in which a goal is rated by the person or the worker."""
    return f"goal-{goal}-{rater}"


def read_ratings(form: Form, goals: Sequence[GoalFacts], *, needed: bool) -> tuple[GoalRated, ...]:
    """How far each goal was reached; with `needed`, at least one of the two has to say of each."""
    rated = []
    for goal in goals:
        person = form.one_of(rating_field(goal.id, "person"), LEVELS)
        worker = form.one_of(rating_field(goal.id, "worker"), LEVELS)
        if needed and person is None and worker is None:
            form.error(rating_field(goal.id, "person"), f"Say how far “{goal.in_words[:80]}” was reached")
        if person is not None or worker is not None:
            rated.append(GoalRated(goal.id, _level(person), _level(worker)))
    return tuple(rated)


def _level(text: str | None) -> int | None:
    return None if text is None else int(text)


def read_pam(form: Form, *, needed: bool) -> Pam | None:
    """The score or the reason; None when neither is given and neither is needed, or something has to be put right."""
    score = form.number("pam_score", "The score", lowest=0, highest=100, places=1)
    not_done = form.one_of("pam_not_done", NOT_DONES)
    why = form.text("pam_why", "Why there is no score", longest=300)
    how = form.one_of("pam_how", HOWS)
    if score is not None and not_done is not None:
        form.error("pam_not_done", "Give either a score or the reason why there is none, not both")
    if score is None and not_done is None:
        if needed:
            form.error("pam_score", "Give the score, or say why there is none")
        return None
    return Pam(score, NotDone(not_done) if not_done else None, why, How(how) if how else How.SCORE_ONLY)


def _groups(form: Form, field_name: str, label: str) -> int | None:
    return form.whole_number(field_name, label, lowest=0, highest=MOST_GROUPS)


def read_review(form: Form, goals: Sequence[GoalFacts]) -> Reviewed | None:
    """The review, or None when something has to be put right. Something has to be in it."""
    found = Reviewed(
        ratings=read_ratings(form, goals, needed=False),
        pam=read_pam(form, needed=False),
        groups_now=_groups(form, "groups_now", "Groups now"),
        persons_words=form.text("persons_words", "What they say", longest=4000),
        agreed=form.text("agreed", "What you agreed", longest=4000),
    )
    if not (found.ratings or found.pam or found.persons_words or found.agreed) and form.ok:
        form.error("persons_words", "Write down at least one thing: a goal, a score, or what was said")
    return found if form.ok else None


def read_ending(form: Form, goals: Sequence[GoalFacts], *, pam_is_fresh: bool, booked: bool) -> EndingCommand | None:
    """The ending, or None when something has to be put right. Only what makes sense for the reason is read."""
    chosen = form.one_of("reason", REASONS, required="Choose why it is ending")
    if chosen is None:
        return None
    reason = EndReason(chosen)
    asked, needed = rules.makes_sense(reason), rules.needed(reason)
    planned = rules.planned_by(reason)
    if planned is None:
        planned = bool(form.yes_or_no("planned", required="Say whether the ending was planned together"))
    summary = form.text(
        "summary",
        "The summary",
        required="Write what was done and what came of it, for the referrer" if Section.SUMMARY in needed else None,
        longest=4000,
    )
    ask = _read_ask(form)
    cancel = form.yes("cancel_sessions")
    if booked and not cancel:
        form.error("cancel_sessions", "Sessions are still booked. Tick the box to cancel them, or hold them first")
    if asked == frozenset({Section.SUMMARY}):
        return (
            EndingCommand(reason, planned, summary=summary, ask_of_practice=ask, cancel_sessions=cancel)
            if form.ok
            else None
        )
    what_next, detail, may_contact = _read_what_next(form, needed=Section.WHAT_NEXT in needed)
    expectation = form.one_of(
        "expectation",
        EXPECTATIONS,
        required="Say whether it was what they expected" if Section.EXPECTATION in needed else None,
    )
    found = EndingCommand(
        reason=reason,
        planned=planned,
        ratings=read_ratings(form, goals, needed=Section.GOALS in needed),
        pam=read_pam(form, needed=Section.PAM in needed and not pam_is_fresh),
        groups_before=_groups(form, "groups_before", "Groups at the start"),
        groups_now=_groups(form, "groups_now", "Groups now"),
        what_next=what_next,
        what_next_detail=detail,
        may_contact_about_volunteering=may_contact,
        begin_volunteering=form.yes("begin_volunteering"),
        expectation=Expectation(expectation) if expectation else None,
        expectation_words=form.text("expectation_words", "What they say of it", longest=2000),
        persons_words=form.text("persons_words", "In their own words", longest=4000),
        may_share_words=form.yes("may_share_words"),
        summary=summary,
        ask_of_practice=ask,
        cancel_sessions=cancel,
        pam_is_fresh=pam_is_fresh,
    )
    return found if form.ok else None


def _read_ask(form: Form) -> str:
    asks = form.yes_or_no("asks", required="Say whether you ask anything of the practice")
    if not asks:
        return ""
    return form.text("ask_of_practice", "What you ask", required="Say what you ask of the practice", longest=1000)


def _read_what_next(form: Form, *, needed: bool) -> tuple[tuple[WhatNext, ...], str, bool]:
    chosen = form.many(
        "what_next", WHAT_NEXTS, required="Choose at least one thing that comes next" if needed else None
    )
    detail = form.text("what_next_detail", "More about what comes next", longest=1000)
    if WhatNext.OTHER in chosen and not detail:
        form.error("what_next_detail", "Say what else comes next")
    may_contact = False
    if WhatNext.VOLUNTEER in chosen:
        required = "Say whether they agree to be contacted about volunteering"
        may_contact = bool(form.yes_or_no("may_contact_about_volunteering", required=required))
    if form.yes("begin_volunteering") and not may_contact:
        form.error("begin_volunteering", "Only somebody who agrees to be contacted about it becomes a volunteer")
    return tuple(WhatNext(one) for one in chosen), detail, may_contact


def read_why(form: Form) -> str:
    """Why a journey is opened again."""
    return form.text("why", "Why", required="Say why they are coming back", longest=1000)
