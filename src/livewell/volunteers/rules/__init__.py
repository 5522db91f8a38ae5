"""The stages on a volunteer's way, which may follow which, and the words for them."""

from collections.abc import Mapping
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class Stage(StrEnum):
    """Where somebody is on their way to helping, and after."""

    INTERESTED = "interested"
    APPLIED = "applied"
    CONVERSATION = "conversation"
    REFERENCES = "references"
    CHECKS = "checks"
    TRAINING = "training"
    READY = "ready"
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"
    DECLINED = "declined"


LABELS: dict[Stage, tuple[str, str]] = {
    Stage.INTERESTED: ("Interested", "grey"),
    Stage.APPLIED: ("Applied", "blue"),
    Stage.CONVERSATION: ("Conversation", "blue"),
    Stage.REFERENCES: ("References", "blue"),
    Stage.CHECKS: ("Checks", "yellow"),
    Stage.TRAINING: ("Training", "yellow"),
    Stage.READY: ("Ready", "green"),
    Stage.ACTIVE: ("Active", "green"),
    Stage.PAUSED: ("Paused", "orange"),
    Stage.LEFT: ("Left, with thanks", "grey"),
    Stage.DECLINED: ("Went another way", "grey"),
}
"""What each stage is called, and the colour of its tag."""

_ENDS = frozenset({Stage.LEFT, Stage.DECLINED})

MOVES: Mapping[Stage, frozenset[Stage]] = {
    Stage.INTERESTED: _ENDS | {Stage.APPLIED},
    Stage.APPLIED: _ENDS | {Stage.CONVERSATION},
    Stage.CONVERSATION: _ENDS | {Stage.REFERENCES, Stage.CHECKS, Stage.TRAINING, Stage.READY},
    Stage.REFERENCES: _ENDS | {Stage.CONVERSATION, Stage.CHECKS, Stage.TRAINING, Stage.READY},
    Stage.CHECKS: _ENDS | {Stage.REFERENCES, Stage.TRAINING, Stage.READY},
    Stage.TRAINING: _ENDS | {Stage.REFERENCES, Stage.CHECKS, Stage.READY},
    Stage.READY: _ENDS
    | {Stage.CONVERSATION, Stage.REFERENCES, Stage.CHECKS, Stage.TRAINING, Stage.ACTIVE, Stage.PAUSED},
    Stage.ACTIVE: _ENDS
    | {Stage.CONVERSATION, Stage.REFERENCES, Stage.CHECKS, Stage.TRAINING, Stage.READY, Stage.PAUSED},
    Stage.PAUSED: _ENDS | {Stage.REFERENCES, Stage.CHECKS, Stage.TRAINING, Stage.READY},
    Stage.LEFT: frozenset({Stage.INTERESTED}),
    Stage.DECLINED: frozenset({Stage.INTERESTED}),
}
"""A stage -> those that may follow it. Whoever left, or went another way, may begin again."""

ON_THE_WAY: tuple[Stage, ...] = (
    Stage.INTERESTED,
    Stage.APPLIED,
    Stage.CONVERSATION,
    Stage.REFERENCES,
    Stage.CHECKS,
    Stage.TRAINING,
    Stage.READY,
    Stage.ACTIVE,
)
"""The way in its order, as it is shown to whoever is on it."""

CLOSED: frozenset[Stage] = _ENDS
"""Here the way has ended: nothing is asked of them, and they help nowhere."""

GATED: frozenset[Stage] = frozenset({Stage.READY, Stage.ACTIVE})
"""Nobody comes here who is not recruited, checked and trained for a role they wish for."""

MAY_HELP_NOT: frozenset[Stage] = _ENDS | {Stage.PAUSED}
"""Whatever they have shown, nobody in these stages is placed or on a rota."""


def check_move(before: Stage, after: Stage) -> None:
    """Raise RuleBroken when `after` cannot follow `before`."""
    if after not in MOVES[before]:
        raise RuleBroken(f"“{LABELS[after][0]}” cannot follow “{LABELS[before][0]}”.")


def check_closing(after: Stage, *, feedback: str, onward: str) -> None:
    """Raise RuleBroken when a way would end without a word of feedback and something else to go on to."""
    if after in CLOSED and not (feedback.strip() and onward.strip()):
        raise RuleBroken(
            "Nobody goes without an answer: write what we would like to tell them, and what we can offer them instead."
        )
