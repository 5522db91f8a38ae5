"""A challenge the forum shares and the idea that grows from it: its states, its evidence, and what it still lacks."""

from collections.abc import Collection
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class IdeaState(StrEnum):
    """How far an idea has come."""

    DISCUSSED = "discussed"
    DEVELOPED = "developed"
    TESTING = "testing"
    AMENDED = "amended"
    EVALUATED = "evaluated"


S = IdeaState

MOVES: dict[IdeaState, frozenset[IdeaState]] = {
    S.DISCUSSED: frozenset({S.DEVELOPED}),
    S.DEVELOPED: frozenset({S.DISCUSSED, S.TESTING}),
    S.TESTING: frozenset({S.AMENDED, S.EVALUATED}),
    S.AMENDED: frozenset({S.TESTING}),
    S.EVALUATED: frozenset(),
}

LABELS: dict[IdeaState, tuple[str, str]] = {
    S.DISCUSSED: ("Discussed", "grey"),
    S.DEVELOPED: ("Developed", "blue"),
    S.TESTING: ("Being tested", "yellow"),
    S.AMENDED: ("Amended", "orange"),
    S.EVALUATED: ("Evaluated", "green"),
}

MOVE_WORDS: dict[IdeaState, str] = {
    S.DISCUSSED: "Discuss it again",
    S.DEVELOPED: "Develop it",
    S.TESTING: "Test it",
    S.AMENDED: "Amend it",
    S.EVALUATED: "Evaluate it",
}
"""What is done to bring it there."""


class Side(StrEnum):
    """The sides from which a challenge is moved."""

    KNOWLEDGE = "knowledge"
    COMMUNITY = "community"
    LEADERS = "leaders"


SIDE_LABELS: dict[Side, str] = {
    Side.KNOWLEDGE: "Knowledge: what is known to work",
    Side.COMMUNITY: "Community: what fits the people and the place",
    Side.LEADERS: "Leaders: who decides, and what would move them",
}


class Evidence(StrEnum):
    """The four kinds of evidence."""

    RESEARCH = "research"
    PRACTICE = "practice"
    LOCAL_DATA = "local_data"
    EXPERIENCE = "experience"


EVIDENCE_LABELS: dict[Evidence, str] = {
    Evidence.RESEARCH: "Research",
    Evidence.PRACTICE: "An example from practice",
    Evidence.LOCAL_DATA: "Local figures",
    Evidence.EXPERIENCE: "People’s experience",
}

_ASK_FOR: dict[Evidence, str] = {
    Evidence.RESEARCH: "what research found",
    Evidence.PRACTICE: "an example of somebody who tried it",
    Evidence.LOCAL_DATA: "figures from here",
    Evidence.EXPERIENCE: "what people here live through",
}


def missing_kinds(given: Collection[Evidence]) -> tuple[Evidence, ...]:
    """The kinds of evidence there is none of yet, in the order of the four."""
    return tuple(kind for kind in Evidence if kind not in given)


def balance(given: Collection[Evidence]) -> str:
    """A sentence on what is still missing, "" when all four kinds are there."""
    missing = missing_kinds(given)
    if not missing:
        return ""
    words = [_ASK_FOR[kind] for kind in missing]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    lead = {0: "There is no evidence yet.", 1: "Do not rely on one kind."}.get(
        len(Evidence) - len(missing), "Not yet whole."
    )
    return f"{lead} Still missing: {listed}."


def next_states(now: IdeaState, *, closed: bool) -> tuple[IdeaState, ...]:
    """Where it may go from here, in the order of the states; nowhere once it is closed."""
    return () if closed else tuple(state for state in IdeaState if state in MOVES[now])


def check_move(now: IdeaState, to: IdeaState) -> None:
    """Raise RuleBroken when it cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"It is {LABELS[now][0].lower()}, so that is not its next step.")


def check_step(now: IdeaState, to: IdeaState, *, chosen: bool, words: str) -> None:
    """Raise RuleBroken when it cannot go from `now` to `to`, or something has to be there first."""
    check_move(now, to)
    if to is S.TESTING and not chosen:
        raise RuleBroken("Choose first, with the forum, what is to be tested.")
    if not words.strip():
        raise RuleBroken("Say in a few words what was decided or learned.")


def check_open(*, closed: bool) -> None:
    """Raise RuleBroken when it is closed."""
    if closed:
        raise RuleBroken("This challenge is closed: what came of it stands, and nothing is added.")
