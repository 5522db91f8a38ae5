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


LABELS: dict[Stage, str] = {
    Stage.INTERESTED: "Interested",
    Stage.APPLIED: "Applied",
    Stage.CONVERSATION: "Conversation",
    Stage.REFERENCES: "References",
    Stage.CHECKS: "Checks",
    Stage.TRAINING: "Training",
    Stage.READY: "Ready",
    Stage.ACTIVE: "Active",
    Stage.PAUSED: "Paused",
    Stage.LEFT: "Left, with thanks",
    Stage.DECLINED: "Went another way",
}

COLOURS: dict[Stage, str] = {
    Stage.INTERESTED: "grey",
    Stage.APPLIED: "blue",
    Stage.CONVERSATION: "blue",
    Stage.REFERENCES: "blue",
    Stage.CHECKS: "yellow",
    Stage.TRAINING: "yellow",
    Stage.READY: "green",
    Stage.ACTIVE: "green",
    Stage.PAUSED: "orange",
    Stage.LEFT: "grey",
    Stage.DECLINED: "grey",
}

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
        raise RuleBroken(f"“{LABELS[after]}” cannot follow “{LABELS[before]}”.")


def check_closing(after: Stage, *, feedback: str, onward: str) -> None:
    """Raise RuleBroken when a way would end without a word of feedback and something else to go on to."""
    if after in CLOSED and not (feedback.strip() and onward.strip()):
        raise RuleBroken(
            "Nobody goes without an answer: write what we would like to tell them, and what we can offer them instead."
        )
