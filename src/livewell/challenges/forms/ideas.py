"""What is typed about a challenge: its goal, its evidence, its options, its moves."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from livewell.challenges.rules.ideas import EVIDENCE_LABELS, MOVE_WORDS, SIDE_LABELS, Evidence, IdeaState, Side
from livewell.kit.forms import Form

LONGEST_TITLE = 160
LONGEST_WORDS = 3000
_LONGEST_LINK = 500

SIDES = [(side.value, label) for side, label in SIDE_LABELS.items()]
KINDS = [(kind.value, label) for kind, label in EVIDENCE_LABELS.items()]
STATES = [(state.value, words) for state, words in MOVE_WORDS.items()]


@dataclass(frozen=True)
class ChallengeTyped:
    """What a challenge is about and where it should lead."""

    title: str
    goal: str
    sides: tuple[Side, ...]
    owner: UUID | None
    """The member who keeps it going, or nobody yet."""


@dataclass(frozen=True)
class EvidenceTyped:
    """One thing that is known about it."""

    kind: Evidence
    title: str
    words: str
    link: str
    given_by: UUID | None


@dataclass(frozen=True)
class MoveTyped:
    """Where it goes, with what was learned, and the decision where there is one."""

    to: IdeaState
    words: str
    decision: UUID | None


def read_challenge(form: Form, members: list[tuple[str, str]]) -> ChallengeTyped | None:
    """A challenge, or None with what has to be put right."""
    title = form.text("title", "The challenge", required="Say the challenge in a few words", longest=LONGEST_TITLE)
    goal = form.text("goal", "The goal", required="Say what would be different", longest=LONGEST_WORDS)
    sides = form.many("sides", SIDES)
    owner = form.one_of("owner", members)
    if not form.ok:
        return None
    return ChallengeTyped(title, goal, tuple(Side(one) for one in sides), UUID(owner) if owner else None)


def read_evidence(form: Form, members: list[tuple[str, str]]) -> EvidenceTyped | None:
    """One piece of evidence, or None with what has to be put right."""
    kind = form.one_of("kind", KINDS, required="Choose what kind of evidence it is")
    title = form.text("title", "The evidence", required="Say in a few words what it is", longest=LONGEST_TITLE)
    words = form.text("words", "What it says", required="Say what it says about this challenge", longest=LONGEST_WORDS)
    link = form.text("link", "The link", longest=_LONGEST_LINK)
    if link and not is_web_address(link):
        form.error("link", "The link must begin with https:// or http://")
    given_by = form.one_of("given_by", members)
    if not form.ok or kind is None:
        return None
    return EvidenceTyped(Evidence(kind), title, words, link, UUID(given_by) if given_by else None)


def read_option(form: Form) -> tuple[str, str] | None:
    """An option as its title and its words, or None with what has to be put right."""
    title = form.text("title", "The option", required="Say in a few words what could be done", longest=LONGEST_TITLE)
    words = form.text("words", "How it would be done", longest=LONGEST_WORDS)
    return (title, words) if form.ok else None


def read_move(form: Form, states: list[tuple[str, str]], decisions: list[tuple[str, str]]) -> MoveTyped | None:
    """A move, or None with what has to be put right."""
    to = form.one_of("to", states, required="Choose what happens with it now")
    words = form.text(
        "words", "What was decided or learned", required="Say what was decided or learned", longest=LONGEST_WORDS
    )
    decision = form.one_of("decision", decisions)
    if not form.ok or to is None:
        return None
    return MoveTyped(IdeaState(to), words, UUID(decision) if decision else None)


def read_choice(
    form: Form, options: list[tuple[str, str]], decisions: list[tuple[str, str]]
) -> tuple[UUID, UUID] | None:
    """The option that was chosen and the decision that chose it, or None with what has to be put right."""
    option = form.one_of("option", options, required="Choose the option the forum decided on")
    decision = form.one_of("decision", decisions, required="Choose the decision of the forum")
    return (UUID(option), UUID(decision)) if form.ok and option and decision else None


def read_closing(form: Form) -> str | None:
    """What came of it, or None with what has to be put right."""
    words = form.text("why", "What came of it", required="Say what came of it", longest=LONGEST_WORDS)
    return words if form.ok else None


def is_web_address(typed: str) -> bool:
    """Whether a browser may be led there: a web address with a host, and nothing that runs."""
    try:
        parts = urlsplit(typed)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname)


def read_question(form: Form) -> str | None:
    """What the forum is asked about it, or None with what has to be put right."""
    words = form.text("words", "What the forum is asked", required="Say what the forum is asked", longest=LONGEST_WORDS)
    return words if form.ok else None
