"""What is typed about something missing, read into dataclasses."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.assets.rules import AUDIENCE_LABELS, WAY_LABELS
from livewell.assets.rules.vocabulary import Taxonomy, Vocabulary
from livewell.finding.queries.places import where_is
from livewell.gaps.queries.alike import NearSame
from livewell.gaps.queries.lists import LEAST
from livewell.gaps.rules import (
    KIND_LABELS,
    LABELS,
    LONGEST_NAME,
    LONGEST_TITLE,
    LONGEST_WHOM,
    LONGEST_WORDS,
    MOST_PEOPLE,
    OUTCOME_LABELS,
    STEP_LABELS,
    TIMES,
    GapKind,
    GapState,
    Left,
    Outcome,
    Source,
    StepKind,
    Wanted,
)
from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.places.queries import WardSeen

TRAP = "company"
"""A box that people do not see. Programs that fill in every box fill it in."""

NEW = "new"
"""What stands for "none of these is the same"."""

KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
WAYS = [(way.value, label) for way, label in WAY_LABELS.items()]
TIME_CHOICES = list(TIMES.items())
WHOM = [(one.value, label) for one, label in AUDIENCE_LABELS.items()]
OUTCOMES = [(one.value, label) for one, label in OUTCOME_LABELS.items()]
STEPS = [(one.value, label) for one, label in STEP_LABELS.items()]
LEAST_CHOICES = [(str(least), f"{least} people or more") for least in LEAST]
STATES = [(one.value, LABELS[one][0]) for one in (GapState.OPEN, GapState.TAKEN_UP, GapState.SETTLED)]
STATES_OF_TEAM = [
    (GapState.WAITING.value, LABELS[GapState.WAITING][0]),
    *STATES,
    (GapState.HIDDEN.value, "Hidden by me"),
]


@dataclass(frozen=True)
class Said:
    """One gap on its form. `joins` is the gap it joins; None when it is new."""

    wanted: Wanted
    source: Source
    people: int
    journey: UUID | None
    asset: UUID | None
    joins: UUID | None
    left: Left


@dataclass(frozen=True)
class Tried:
    """One step with somebody who offers something."""

    kind: StepKind
    words: str
    done_on: date
    next_on: date | None
    asset: UUID | None
    with_whom: str


def read_id(form: Form, field: str) -> UUID | None:
    """An id in a hidden field or a choice, or None when it is none."""
    try:
        return UUID(form.typed(field))
    except ValueError:
        return None


def is_trapped(form: Form) -> bool:
    """Whether it was no person who filled in the form."""
    return bool(form.typed(TRAP).strip())


def read_source(form: Form, usual: Source) -> Source:
    """Where it came from, from a hidden field; the usual one when it says nothing we know."""
    text = form.typed("source")
    return Source(text) if text in set(Source) else usual


def read_wanted(form: Form, known: Vocabulary, wards: list[WardSeen]) -> Wanted:
    """What is missing, as the team writes it; what is wrong is noted in the form."""
    title = form.text("title", "What is missing", required="Say in a few words what is missing", longest=LONGEST_TITLE)
    words = form.text("words", "More about it", longest=LONGEST_WORDS)
    kind = form.one_of("kind", KINDS) or GapKind.PROVISION.value
    return Wanted(
        title=title,
        words=words,
        kind=GapKind(kind),
        way=form.one_of("way", WAYS) or "",
        need=form.one_of("need", known.choices(Taxonomy.NEEDS, chosen=[form.typed("need")])) or "",
        ward=form.one_of("ward", [(ward.code, ward.name) for ward in wards]) or "",
        times=tuple(form.many("times", TIME_CHOICES)),
        for_whom=tuple(form.many("for_whom", WHOM)),
    )


def read_said(form: Form, known: Vocabulary, wards: list[WardSeen]) -> Said | None:
    """A gap as the team says it, or None with what has to be put right."""
    wanted = read_wanted(form, known, wards)
    people = read_people(form)
    if not form.ok:
        return None
    return Said(
        wanted=wanted,
        source=read_source(form, Source.SESSION),
        people=people,
        journey=read_id(form, "journey"),
        asset=read_id(form, "asset"),
        joins=read_id(form, "joins"),
        left=Left(),
    )


async def read_public(form: Form, known: Vocabulary) -> Said | None:
    """A gap as anybody says it, or None with what has to be put right. Of the place that was typed only its ward is kept."""
    title = form.text("title", "What is missing", required="Say in a few words what is missing", longest=LONGEST_TITLE)
    words = form.text("words", "What you say", longest=LONGEST_WORDS)
    looked = await where_is(" ".join(form.typed("place").split())[:60])
    if looked.problem:
        form.error("place", looked.problem)
    times = form.many("times", TIME_CHOICES)
    people = read_people(form)
    would_help = form.yes("would_help")
    name = form.text("name", "Your name", longest=LONGEST_NAME)
    reply_to = form.email("reply_to")
    if would_help and not reply_to and not form.error_for("reply_to"):
        form.error("reply_to", "Leave an email address, so that we can ask you to help")
    if not form.ok:
        return None
    need, way = form.typed("need"), form.typed("way")
    wanted = Wanted(
        title=title,
        words=words,
        # Carried from a search in hidden fields: what we do not know is left out without a word.
        need=need if need in dict(known.choices(Taxonomy.NEEDS)) else "",
        way=way if way in dict(WAYS) else "",
        ward=looked.here.ward if looked.here else "",
        times=tuple(times),
        for_whom=tuple(one for one in dict(WHOM) if one in form.typed_all("for_whom")),
    )
    # Their name and address are kept for one answer, so a name without an address is not kept.
    left = Left(name if reply_to else "", reply_to, would_help)
    known_source = read_source(form, Source.PUBLIC)
    source = known_source if known_source in {Source.SEARCH, Source.FULL} else Source.PUBLIC
    return Said(wanted, source, people, None, read_id(form, "asset"), read_id(form, "joins"), left)


def read_people(form: Form) -> int:
    """For how many people, one when nothing was said."""
    return form.whole_number("people", "For how many people", lowest=1, highest=MOST_PEOPLE) or 1


def asks_whether_same(form: Form, near: list[NearSame]) -> bool:
    """Whether somebody still has to say if it is one of these. What was answered with a gap that is not there is asked again."""
    if not near or form.typed("joins") == NEW:
        return False
    if form.typed("joins") in {str(one.id) for one in near}:
        return False
    if form.typed("joins_asked"):
        form.error("joins", "Say whether it is one of these, or something new")
    return True


def joins_choices(near: list[NearSame]) -> list[tuple[str, ...]]:
    """Gaps that may be the same, and that none of them is."""
    each: list[tuple[str, ...]] = [
        (str(one.id), one.title, f"In {one.ward}" if one.ward else "Anywhere") for one in near
    ]
    return [*each, (NEW, "No, it is something new")]


def filled(wanted: Wanted) -> dict[str, object]:
    """What is wanted as a form shows it."""
    return {
        "title": wanted.title,
        "words": wanted.words,
        "kind": wanted.kind.value,
        "way": wanted.way,
        "need": wanted.need,
        "ward": wanted.ward,
        "times": list(wanted.times),
        "for_whom": list(wanted.for_whom),
    }


def read_tried(form: Form) -> Tried | None:
    """One step, or None with what has to be put right."""
    kind = form.one_of("step", STEPS, required="Say what happened")
    asset = read_id(form, "asset")
    whom = form.text("with_whom", "With whom", longest=LONGEST_WHOM)
    if asset is None and not whom:
        form.error("with_whom", "Say with whom it was")
    done_on = form.day("done", "The day", required="Say on which day it was", not_after=clock.today())
    words = form.text("step_words", "What was said", required="Say in a few words what was said", longest=LONGEST_WORDS)
    next_on = form.day("next", "The day to ask again")
    if not form.ok or kind is None or done_on is None:
        return None
    return Tried(StepKind(kind), words, done_on, next_on, asset, whom)


def read_outcome(form: Form) -> tuple[Outcome, str] | None:
    """What came of a gap and why, or None with what has to be put right."""
    outcome = form.one_of("outcome", OUTCOMES, required="Say what came of it")
    why = form.text("why", "What you say", longest=LONGEST_WORDS)
    if outcome == Outcome.NONE.value and not why:
        form.error("why", "Say why nothing can be done for now: whoever asked is told it")
    return (Outcome(outcome), why) if form.ok and outcome else None


def read_why(form: Form, field: str, required: str) -> str | None:
    """A reason, or None with what has to be put right."""
    why = form.text(field, "The reason", required=required, longest=LONGEST_WORDS)
    return why if form.ok else None
