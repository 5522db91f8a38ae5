"""What coordinators write: roles, steps on the way, the conversation, checks, training and cohorts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.volunteers.rules import CLOSED, LABELS, MOVES, Stage
from livewell.volunteers.rules.cohorts import PLACE_LABELS, PlaceState
from livewell.volunteers.rules.disclosures import DECISIONS, Decision
from livewell.volunteers.rules.gate import CHECK_LABELS, CheckLevel
from livewell.volunteers.rules.training import TOPIC_CHOICES, TOPICS
from livewell.volunteers.rules.words import CONVERSATION, FAMILIES, TIMES

FAMILY_CHOICES = tuple(FAMILIES.items())
LEVEL_CHOICES = tuple((level.value, CHECK_LABELS[level]) for level in CheckLevel)
SEEN_LEVELS = tuple(one for one in LEVEL_CHOICES if one[0] != CheckLevel.NONE.value)
TIME_CHOICES = tuple(TIMES.items())
DECISION_CHOICES = tuple((one.value, DECISIONS[one]) for one in Decision)
PLACE_CHOICES = tuple((one.value, PLACE_LABELS[one]) for one in PlaceState)
_FEWEST_ASKERS = 2


@dataclass(frozen=True)
class Role:
    """A role as it is written for everybody to read."""

    title: str
    family: str
    about: str
    not_part_of_it: str
    organisation_name: str
    postcode: str
    times: tuple[str, ...]
    times_words: str
    check_level: CheckLevel
    trainings: tuple[str, ...]
    references_wanted: int
    most_people: int
    contact_name: str
    contact_phone: str
    contact_email: str
    places: int | None
    open: bool


def read_role(form: Form) -> Role | None:
    """A role, or None with what has to be put right."""
    phone = form.phone("contact_phone", "Their phone number", required="Give the phone number of the person to ring")
    references = form.whole_number(
        "references_wanted", "How many references", lowest=0, highest=3, required="Say how many"
    )
    most = form.whole_number("most_people", "How many people", lowest=1, highest=20, required="Say how many at most")
    found = Role(
        title=form.text("title", "What it is called", required="Say what it is called", longest=120),
        family=form.one_of("family", FAMILY_CHOICES, required="Choose what kind of role it is") or "",
        about=form.text("about", "What it is", required="Say what a volunteer does", longest=3000),
        not_part_of_it=form.text(
            "not_part_of_it", "What it is not", required="Say what is not part of it", longest=2000
        ),
        organisation_name=form.text("organisation_name", "Who it is for", longest=160),
        postcode=form.postcode("postcode"),
        times=tuple(form.many("times", TIME_CHOICES)),
        times_words=form.text("times_words", "When, in words", longest=200),
        check_level=CheckLevel(
            form.one_of("check_level", LEVEL_CHOICES, required="Choose the check it needs") or CheckLevel.NONE
        ),
        trainings=tuple(form.many("trainings", TOPIC_CHOICES)),
        references_wanted=references or 0,
        most_people=most or 1,
        contact_name=form.text("contact_name", "Whom to ring", required="Name the person to ring", longest=120),
        contact_phone=phone,
        contact_email=form.email("contact_email", "Their email address"),
        places=form.whole_number("places", "How many are looked for", lowest=1, highest=500),
        open=form.yes("open"),
    )
    return found if form.ok else None


@dataclass(frozen=True)
class Step:
    """A step on somebody's way, with what they are told."""

    to: Stage
    why: str
    feedback: str
    onward: str


def step_choices(stage: Stage) -> tuple[tuple[str, str], ...]:
    """Where somebody may go from here."""
    return tuple((to.value, LABELS[to][0]) for to in Stage if to in MOVES[stage])


def read_step(form: Form, stage: Stage) -> Step | None:
    """A step, or None. Whoever's way ends is told something and offered something."""
    chosen = form.one_of("to", step_choices(stage), required="Choose the next step")
    to = Stage(chosen) if chosen else None
    ends = to in CLOSED
    why = form.text("why", "Why", longest=1000, required="Say why, for your colleagues" if ends else None)
    feedback = form.text(
        "feedback",
        "What we tell them",
        longest=2000,
        required="Write what you would like to tell them" if ends else None,
    )
    onward = form.text(
        "onward", "What we offer", longest=2000, required="Write what you can offer them instead" if ends else None
    )
    return Step(to, why, feedback, onward) if to and form.ok else None


@dataclass(frozen=True)
class Talked:
    """The conversation, as it was held."""

    held_on: date
    asked_by: str
    lived_experience: bool
    answers: Mapping[str, str]
    agreed: str
    suits: bool


def read_talk(form: Form) -> Talked | None:
    """The conversation, or None."""
    held_on = form.day("held_on", "The day", required="Say when it was", not_after=clock.today())
    askers = [form.text(f"asked_by_{number}", "Who asked", longest=80) for number in (1, 2)]
    if sum(1 for one in askers if one) < _FEWEST_ASKERS:
        form.error("asked_by_1" if not askers[0] else "asked_by_2", "Two of you ask: name both")
    lived = form.yes_or_no("lived_experience", required="Say whether one of you has experience of their own")
    answers = {key: form.text(f"answer-{key}", question, longest=2000) for key, question in CONVERSATION.items()}
    agreed = form.text("agreed", "What you agreed", longest=2000)
    suits = form.yes_or_no("suits", required="Say whether you agree that this suits")
    if not form.ok or held_on is None or lived is None or suits is None:
        return None
    return Talked(
        held_on, ", ".join(askers), lived, {key: said for key, said in answers.items() if said}, agreed, suits
    )


@dataclass(frozen=True)
class CheckSeen:
    """A certificate that was shown."""

    level: CheckLevel
    certificate_on: date
    last_digits: str
    update_service: bool
    update_checked_on: date | None
    disclosed: bool


def read_check(form: Form) -> CheckSeen | None:
    """A check, or None. No more of the certificate is kept than this."""
    today = clock.today()
    level = form.one_of("level", SEEN_LEVELS, required="Choose what it says it is")
    certificate_on = form.day(
        "certificate_on", "The day on the certificate", required="Give the day on the certificate", not_after=today
    )
    digits = form.text(
        "last_digits", "The last four digits", required="Give the last four digits of its number", longest=20
    )
    if digits and not (len(digits) == 4 and digits.isascii() and digits.isdigit()):  # noqa: PLR2004  Its last four digits.
        form.error("last_digits", "Give the last four digits alone, like 0123")
    service = form.yes("update_service")
    looked_up = form.day("update_checked_on", "The day you looked it up", not_after=today, not_before=certificate_on)
    if looked_up and not service:
        form.error("update_service", "Only a certificate on the update service can be looked up there")
    disclosed = form.yes_or_no("disclosed", required="Say whether there was anything on it")
    if not form.ok or level is None or certificate_on is None or disclosed is None:
        return None
    return CheckSeen(CheckLevel(level), certificate_on, digits, service, looked_up, disclosed)


@dataclass(frozen=True)
class Weighed:
    """What was spoken about, what it means for the role, and what was decided if anything was."""

    words: str
    assessment: str
    decision: Decision | None
    limits: str


def read_weighed(form: Form) -> Weighed | None:
    """A disclosure, or None."""
    words = form.text("words", "What was spoken about", required="Write what was spoken about", longest=4000)
    assessment = form.text("assessment", "What it means for the role", longest=4000)
    decision = form.one_of("decision", DECISION_CHOICES)
    limits = form.text("limits", "The limits", longest=2000)
    if decision and not assessment:
        form.error("assessment", "Write what it means for the role before you decide")
    if decision == Decision.LIMITS and not limits:
        form.error("limits", "Write down the limits")
    return Weighed(words, assessment, Decision(decision) if decision else None, limits) if form.ok else None


@dataclass(frozen=True)
class Cohort:
    """A training cohort as it is planned."""

    name: str
    topics: tuple[str, ...]
    begins_on: date
    ends_on: date
    place: str
    times_words: str
    trainer: str
    places: int


def read_cohort(form: Form) -> Cohort | None:
    """A cohort, or None."""
    name = form.text("name", "Its name", required="Give it a name", longest=120)
    topics = form.many("topics", TOPIC_CHOICES, required="Choose what is learned")
    begins_on = form.day("begins_on", "The first day", required="Give its first day")
    ends_on = form.day("ends_on", "The last day", required="Give its last day", not_before=begins_on)
    place = form.text("place", "Where", longest=160)
    times_words = form.text("times_words", "When", longest=200)
    trainer = form.text("trainer", "Who trains", longest=160)
    places = form.whole_number(
        "places", "How many places", lowest=1, highest=200, required="Say how many places there are"
    )
    if not form.ok or begins_on is None or ends_on is None or places is None:
        return None
    return Cohort(name, tuple(topics), begins_on, ends_on, place, times_words, trainer, places)


@dataclass(frozen=True)
class Done:
    """A topic somebody completed elsewhere."""

    topic: str
    done_on: date


def read_done(form: Form) -> Done | None:
    """A training completed, or None."""
    topic = form.one_of("topic", TOPIC_CHOICES, required="Choose what they completed")
    done_on = form.day("done_on", "The day", required="Say when they completed it", not_after=clock.today())
    return Done(topic, done_on) if form.ok and topic in TOPICS and topic and done_on else None


def read_register(form: Form, places: Sequence[Any]) -> dict[Any, PlaceState]:
    """What became of each place: its id -> what; those left as they were are left out."""
    found = {}
    for place in places:
        chosen = form.one_of(f"place-{place}", PLACE_CHOICES)
        if chosen:
            found[place] = PlaceState(chosen)
    return found
