"""What each entry of the timeline is called, from its codes and each room's own words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from livewell.assets.rules import WAY_LABELS, Way
from livewell.connections.rules import LABELS as CONNECTION_LABELS
from livewell.connections.rules import ConnectionStatus
from livewell.crisis.rules.pathways import DONE_LABELS, StepDone
from livewell.feedback.rules import KIND_LABELS as MESSAGE_LABELS
from livewell.feedback.rules import LABELS as SENDING_LABELS
from livewell.feedback.rules import MessageKind, MessageStatus
from livewell.greenbook.rules import GIVEN_LABELS, GivenHow
from livewell.journeys.rules import CONTACT_OUTCOMES, END_REASONS, ContactOutcome, EndReason, Stage
from livewell.journeys.rules import LABELS as STAGE_LABELS
from livewell.kit.dates import say_day, say_instant
from livewell.linkwork.rules import HOW_LABELS, How
from livewell.measures import pam
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.outcomes.rules import EXPECTATION_LABELS, Expectation
from livewell.people.queries import fact_in_words
from livewell.people.rules import CONSENT_LABELS, CONTACT_LABELS, IDENTITY_LABELS, ConsentKind, ContactMethod
from livewell.questionnaires.rules import HOW_LABELS as HOW_ASKED
from livewell.questionnaires.rules import How as HowAsked
from livewell.referrals.rules import REFERRER_LABELS, ReferrerType
from livewell.sessions.rules import CANCELLED_BY_LABELS, KIND_LABELS, PLACE_LABELS, CancelledBy, Place, SessionKind


@dataclass(frozen=True)
class Said:
    """The title of an entry, its tag, and who did it when nobody was signed in."""

    title: str
    tag: tuple[str, str] | None = None
    otherwise_by: str = ""


def say(code: str, one: str, two: str) -> Said:
    """The words for one entry. A code that nobody has words for is shown as it is, not hidden."""
    words = _WORDS.get(code)
    return words(one, two) if words else Said(code)


def _small(text: str) -> str:
    """The same words after a colon; a name keeps its capital."""
    return text if text.startswith("Live Well") else text[:1].lower() + text[1:]


def _received(referrer: str, reference: str) -> Said:
    who = REFERRER_LABELS[ReferrerType(referrer)]
    return Said(f"Referral {reference} received", otherwise_by=who)


def _moved(was: str, now: str) -> Said:
    title = f"Moved on: {_small(STAGE_LABELS[Stage(now)][0])}" if was else "The journey began"
    return Said(title, STAGE_LABELS[Stage(now)])


def _over(reason: str, _: str) -> Said:
    return Said(f"The journey ended: {_small(END_REASONS[EndReason(reason)])}", STAGE_LABELS[Stage.CLOSED])


def _tried(method: str, outcome: str) -> Said:
    return Said(f"{CONTACT_LABELS[ContactMethod(method)]}: {_small(CONTACT_OUTCOMES[ContactOutcome(outcome)])}")


def _consent(kind: str, given: str) -> Said:
    return Said(
        f"{'Yes' if given == 'true' else 'No'}: {_small(CONSENT_LABELS[ConsentKind(kind)])}", otherwise_by="On a form"
    )


def _corrected(field: str, was: str) -> Said:
    before = fact_in_words(field, was)
    return Said(f"{IDENTITY_LABELS[field]} put right; it was {before}" if was else f"{IDENTITY_LABELS[field]} added")


def _rated(reached: str, goals: str) -> Said:
    return Said(f"Goals looked at together: {reached} of {goals} reached")


def _score(taken: str, level: str) -> Said:
    instrument, _, score = taken.partition(":")
    about = INSTRUMENTS[instrument]
    exact = f" {Decimal(score).quantize(about.scoring.step)}" if score else " answered"
    return Said(f"{_measure(instrument)}{exact}", (f"Level {level}", "purple") if level else None)


def _no_score(taken: str, _: str) -> Said:
    return Said(f"{_measure(taken.partition(':')[0])} not taken")


def _asked(instrument: str, how: str) -> Said:
    return Said(f"Asked for: {_measure(instrument)}", (HOW_ASKED[HowAsked(how)][0], "blue"))


def _measure(instrument: str) -> str:
    """What a measure is called; both forms of patient activation alike, for they give one score."""
    return "Patient activation" if instrument in pam.CLOCKED else INSTRUMENTS[instrument].name


def _booked(kind: str, at: str) -> Said:
    return Said(f"{KIND_LABELS[SessionKind(kind)]} booked for {say_instant(datetime.fromisoformat(at))}")


def _held(kind: str, place: str) -> Said:
    where = PLACE_LABELS[Place(place)] if place else ""
    return Said(f"{KIND_LABELS[SessionKind(kind)]}{', ' + _small(where) if where else ''}", ("Held", "green"))


def _missed(kind: str, _place: str) -> Said:
    return Said(f"{KIND_LABELS[SessionKind(kind)]}", ("Could not make it", "yellow"))


def _cancelled(kind: str, by: str) -> Said:
    who = CANCELLED_BY_LABELS[CancelledBy(by)] if by else ""
    return Said(
        f"{KIND_LABELS[SessionKind(kind)]} cancelled{' by: ' + _small(who) if who else ''}", ("Cancelled", "grey")
    )


def _ended(expectation: str, _: str) -> Said:
    return Said(f"Last review. Was it what they expected? {EXPECTATION_LABELS[Expectation(expectation)]}")


def _introduced(worker: str, how: str) -> Said:
    return Said(f"Introduced to {worker}, link worker: {_small(HOW_LABELS[How(how)])}")


_CONNECTION_WORDS: dict[ConnectionStatus, str] = {
    ConnectionStatus.SUGGESTED: "Suggested {}",
    ConnectionStatus.INTRODUCED: "Introduced to {}",
    ConnectionStatus.ATTENDED: "Went along to {} for the first time",
    ConnectionStatus.SETTLED: "Settled in at {}",
    ConnectionStatus.ENDED: "Connection with {} ended",
}


def _connection(asset: str, status: str) -> Said:
    to = ConnectionStatus(status)
    return Said(_CONNECTION_WORDS[to].format(asset), CONNECTION_LABELS[to])


def _visited(asset: str, day: str) -> Said:
    return Said(f"Went along to {asset} on {say_day(date.fromisoformat(day))}")


def _message(status: MessageStatus) -> Callable[[str, str], Said]:
    def words(kind: str, reference: str) -> Said:
        return Said(
            f"Message to the referrer about {reference}: {_small(MESSAGE_LABELS[MessageKind(kind)])}",
            SENDING_LABELS[status],
            "Live Well",
        )

    return words


_WISHES: dict[str, str] = {"move": "another time", "cancel": "to call it off"}
"""The codes of what somebody may ask for in their own space, which stands above this room."""

_WORDS: dict[str, Callable[[str, str], Said]] = {
    "referral.received": _received,
    "referral.accepted": lambda reference, _: Said(f"Referral {reference} accepted"),
    "referral.asked": lambda reference, _: Said(f"A question about referral {reference}"),
    "referral.answered": lambda reference, _: Said(f"The question about referral {reference} answered"),
    "journey.moved": _moved,
    "journey.ended": _over,
    "greenbook.issued": lambda _, __: Said("Green Book given out", otherwise_by="Live Well"),
    "greenbook.shared": lambda with_, _: Said(
        f"Shares a page of their Green Book with {'us and their GP' if with_ == 'gp' else 'us'}",
        otherwise_by="They themself",
    ),
    "greenbook.given": lambda how, _: Said(f"Green Book given: {_small(GIVEN_LABELS[GivenHow(how)])}"),
    "journey.reopened": lambda _, __: Said("Came back: a new journey after one that had ended"),
    "consent.said": _consent,
    "contact.tried": _tried,
    "assessment.started": lambda _, __: Said("Assessment begun"),
    "assessment.completed": lambda _, __: Said("Assessment finished"),
    "wish.asked": lambda what, _: Said(f"They asked about a session: {_WISHES[what]}", otherwise_by="The person"),
    "wish.answered": lambda _, __: Said("What they asked about a session answered"),
    "code.printed": lambda _, __: Said("A printed code for their own space made"),
    "details.changed": lambda _, __: Said("They changed their own details", otherwise_by="The person"),
    "identity.corrected": _corrected,
    "goal.agreed": lambda way, _: Said("Goal agreed", (WAY_LABELS[Way(way)], "blue")),
    "goals.rated": _rated,
    "goal.step_done": lambda _, __: Said("A step done"),
    "score.taken": _score,
    "score.none": _no_score,
    "measure.asked": _asked,
    "session.booked": _booked,
    "session.held": _held,
    "session.corrected": lambda kind, _: Said(f"{KIND_LABELS[SessionKind(kind)]}: what the note said before"),
    "session.missed": _missed,
    "session.cancelled": _cancelled,
    "ending.written": _ended,
    "review.held": lambda _, __: Said("Review: looked back and ahead together"),
    "introduction.asked": _introduced,
    "introduction.taken_on": lambda worker, _: Said(f"{worker} took them on"),
    "introduction.handed_back": lambda worker, _: Said(f"{worker} handed back to the coach"),
    "connection.changed": _connection,
    "connection.visited": _visited,
    "befriender.asked": lambda _, __: Said("Asked for a befriender"),
    "befriender.began": lambda volunteer, _: Said(f"{volunteer} began as their befriender", ("Befriender", "green")),
    "befriender.ended": lambda volunteer, _: Said(
        f"Befriending with {volunteer} came to an end", ("Befriender", "grey")
    ),
    "safety.raised": lambda _, __: Said("A safety matter was raised", ("Safety", "red")),
    "safety.acknowledged": lambda _, __: Said("The safety matter was taken on", ("Safety", "red")),
    "safety.closed": lambda _, __: Said("The safety matter was closed", ("Safety", "red")),
    "pathway.begun": lambda title, _: Said(f"Pathway begun: {_small(title)}", ("Safety", "red")),
    "pathway.step_written": lambda step, what: Said(f"Pathway, step {step}", DONE_LABELS[StepDone(what)]),
    "pathway.ended": lambda title, _: Said(f"Pathway ended: {_small(title)}", ("Safety", "red")),
    "safety_plan.agreed": lambda number, _: Said(f"Safety plan agreed together, version {number}"),
    "safety_plan.spoken_of": lambda _, __: Said(
        "They said something about their safety plan", otherwise_by="The person"
    ),
    "wrote.person": lambda _, __: Said("They wrote to the team", otherwise_by="The person"),
    "wrote.team": lambda _, __: Said("A message to them"),
    **{f"message.{status.value}": _message(status) for status in MessageStatus},
}
