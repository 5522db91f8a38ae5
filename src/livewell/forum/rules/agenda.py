"""What the forum speaks about: the kinds of items, where each stands, decisions and what they are about, actions."""

from datetime import date, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class ItemKind(StrEnum):
    """What an item is about."""

    ACTION = "action"
    GAP = "gap"
    NOMINATION = "nomination"
    CHALLENGE = "challenge"
    APPROVAL = "approval"
    FUND = "fund"
    ITEM = "item"


ITEM_KIND_LABELS: dict[ItemKind, tuple[str, str]] = {
    ItemKind.ACTION: ("Not yet done", "red"),
    ItemKind.GAP: ("Something missing", "orange"),
    ItemKind.NOMINATION: ("A course", "purple"),
    ItemKind.CHALLENGE: ("A challenge", "blue"),
    ItemKind.APPROVAL: ("To approve", "aqua-green"),
    ItemKind.FUND: ("The small fund", "green"),
    ItemKind.ITEM: ("To speak about", "grey"),
}

THREE_QUESTIONS: tuple[tuple[str, str], ...] = (
    ("who_can_help", "Who can help?"),
    ("what_exists", "What is there already, here or elsewhere?"),
    ("where_expertise", "Where is the knowledge we would need?"),
)
"""What is asked of everything that is missing."""


class ItemState(StrEnum):
    """Where an item stands."""

    WAITING = "waiting"
    ON = "on"
    DISCUSSED = "discussed"
    CARRIED = "carried"
    DROPPED = "dropped"


ITEM_MOVES: dict[ItemState, frozenset[ItemState]] = {
    ItemState.WAITING: frozenset({ItemState.ON, ItemState.DROPPED}),
    ItemState.ON: frozenset({ItemState.WAITING, ItemState.DISCUSSED, ItemState.DROPPED}),
    ItemState.DISCUSSED: frozenset({ItemState.WAITING}),
    ItemState.CARRIED: frozenset(),
    ItemState.DROPPED: frozenset(),
}
"""An item that is carried over waits again; what was said of it stays in the minutes as an item of its own, `CARRIED`."""

ITEM_LABELS: dict[ItemState, tuple[str, str]] = {
    ItemState.WAITING: ("Waits for a meeting", "blue"),
    ItemState.ON: ("On an agenda", "aqua-green"),
    ItemState.DISCUSSED: ("Spoken about", "green"),
    ItemState.CARRIED: ("Carried over", "orange"),
    ItemState.DROPPED: ("Taken off", "grey"),
}


def check_item_move(now: ItemState, to: ItemState) -> None:
    """Raise RuleBroken when an item cannot go from `now` to `to`."""
    if to not in ITEM_MOVES[now]:
        raise RuleBroken(f"This item is already “{ITEM_LABELS[now][0].lower()}”.")


class DecisionKind(StrEnum):
    """What a decision is about."""

    CHALLENGE = "challenge"
    VALUE = "value"
    AIM = "aim"
    OBJECTIVE = "objective"
    EVIDENCE = "evidence"
    MODEL = "model"
    REVIEW = "review"
    GROUP = "group"
    COURSE = "course"
    FUND = "fund"
    OTHER = "other"


DECISION_LABELS: dict[DecisionKind, str] = {
    DecisionKind.CHALLENGE: "A challenge we share",
    DecisionKind.VALUE: "What we stand for",
    DecisionKind.AIM: "An aim",
    DecisionKind.OBJECTIVE: "Something to reach by a day",
    DecisionKind.EVIDENCE: "What we know, or have to find out",
    DecisionKind.MODEL: "How we do something",
    DecisionKind.REVIEW: "Looking back",
    DecisionKind.GROUP: "A new group",
    DecisionKind.COURSE: "A course",
    DecisionKind.FUND: "The small fund",
    DecisionKind.OTHER: "Something else",
}


class Tag(StrEnum):
    """What a decision shows of the community."""

    PARTNERSHIP = "partnership"
    DUPLICATION = "duplication"
    GAP = "gap"


TAG_LABELS: dict[Tag, tuple[str, str]] = {
    Tag.PARTNERSHIP: ("Partnership", "green"),
    Tag.DUPLICATION: ("The same twice", "purple"),
    Tag.GAP: ("Something missing", "orange"),
}


class ActionState(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


ACTION_MOVES: dict[ActionState, frozenset[ActionState]] = {
    ActionState.OPEN: frozenset({ActionState.DONE, ActionState.DROPPED}),
    ActionState.DONE: frozenset(),
    ActionState.DROPPED: frozenset(),
}

ACTION_LABELS: dict[ActionState, tuple[str, str]] = {
    ActionState.OPEN: ("To do", "blue"),
    ActionState.DONE: ("Done", "green"),
    ActionState.DROPPED: ("Let go", "grey"),
}


def check_action_move(now: ActionState, to: ActionState) -> None:
    """Raise RuleBroken when an action cannot go from `now` to `to`."""
    if to not in ACTION_MOVES[now]:
        raise RuleBroken(f"This is already “{ACTION_LABELS[now][0].lower()}”.")


REMIND_BEFORE = timedelta(days=3)
"""How long before its day the owner of an action is reminded."""

LONGEST_TITLE = 160
LONGEST_SAID = 4000


def is_overdue(state: ActionState, due_on: date, today: date) -> bool:
    """Whether an action was to be done by a day that is over."""
    return state is ActionState.OPEN and due_on < today


def action_label(state: ActionState, due_on: date, today: date) -> tuple[str, str]:
    """The words and colour of an action today."""
    return ("Overdue", "red") if is_overdue(state, due_on, today) else ACTION_LABELS[state]
