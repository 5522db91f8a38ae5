"""What a leaf of the Green Book is: what it is called, what it asks, and how a template keeps it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from livewell.kit.errors import RuleBroken

LONGEST = 4000
"""Characters in one answer."""

LONGEST_ON_ONE_PAGE = 500
"""The same where the whole leaf has to stay on one page."""

MOST_LEAVES = 60
MOST_PROMPTS = 12
MOST_LINES = 30


class Part(StrEnum):
    """The two parts of the book."""

    ONE = "one"
    TWO = "two"


class Kind(StrEnum):
    """What a leaf is for."""

    LEAF = "leaf"
    WAY = "way"
    GOALS = "goals"
    CRISIS = "crisis"
    STATEMENT = "statement"


KIND_LABELS: dict[Kind, str] = {
    Kind.LEAF: "Questions",
    Kind.WAY: "One of the Five Ways",
    Kind.GOALS: "Shows the person's goals as well",
    Kind.CRISIS: "Shows who to call as well",
    Kind.STATEMENT: "Stays on one page, for others to read",
}


@dataclass(frozen=True)
class Prompt:
    """One thing a leaf asks, in the first person, and room to write."""

    key: str
    """Stays for ever: what somebody wrote is found by it in every later template."""
    words: str
    lines: int
    """Lines to write on when it is printed."""
    help: str = ""
    """A word more, shown beside it on the screen and on paper."""


@dataclass(frozen=True)
class Leaf:
    """One leaf of a template."""

    key: str
    """Stays for ever, as a prompt's does."""
    part: Part
    title: str
    lead: str
    prompts: tuple[Prompt, ...] = field(default=())
    kind: Kind = Kind.LEAF

    @property
    def longest(self) -> int:
        """Characters that one answer on it may have."""
        return LONGEST_ON_ONE_PAGE if self.stays_on_one_page else LONGEST

    @property
    def stays_on_one_page(self) -> bool:
        """Whether it is handed to others as one page."""
        return self.kind is Kind.STATEMENT

    @property
    def shows_goals(self) -> bool:
        """Whether the person's goals stand on it, as they are in their record."""
        return self.kind is Kind.GOALS

    @property
    def shows_who_to_call(self) -> bool:
        """Whether the lines to call stand on it."""
        return self.kind in {Kind.CRISIS, Kind.STATEMENT}

    def asks(self, key: str) -> bool:
        """Whether it has a prompt of this key."""
        return any(prompt.key == key for prompt in self.prompts)


def read_leaves(kept: Iterable[Any]) -> tuple[Leaf, ...]:
    """The leaves of a template from its JSON, already loaded: [{key, part, title, lead, kind, prompts: [{key, words, lines, help}]}]."""
    return tuple(
        Leaf(
            key=one["key"],
            part=Part(one["part"]),
            title=one["title"],
            lead=one["lead"],
            prompts=tuple(
                Prompt(asked["key"], asked["words"], asked["lines"], asked.get("help", "")) for asked in one["prompts"]
            ),
            kind=Kind(one["kind"]),
        )
        for one in kept
    )


def as_json(leaves: Sequence[Leaf]) -> list[dict[str, Any]]:
    """The same the other way about, for the table."""
    return [
        {
            "key": leaf.key,
            "part": leaf.part.value,
            "title": leaf.title,
            "lead": leaf.lead,
            "kind": leaf.kind.value,
            "prompts": [
                {"key": one.key, "words": one.words, "lines": one.lines, "help": one.help} for one in leaf.prompts
            ],
        }
        for leaf in leaves
    ]


def check_template(leaves: Sequence[Leaf]) -> None:
    """Raise RuleBroken with a sentence when these leaves cannot be the template of a book."""
    if not leaves:
        raise RuleBroken("A template has at least one leaf.")
    if len(leaves) > MOST_LEAVES:
        raise RuleBroken(f"A template has at most {MOST_LEAVES} leaves.")
    if len({leaf.key for leaf in leaves}) < len(leaves):
        raise RuleBroken("Two leaves have the same key: each has its own, so that words are found again.")
    for leaf in leaves:
        if not leaf.title.strip():
            raise RuleBroken("Every leaf has a title.")
        if not leaf.prompts and not leaf.shows_goals:
            raise RuleBroken(f"“{leaf.title}” asks nothing: give it a question, or take the leaf out.")
        if len(leaf.prompts) > MOST_PROMPTS:
            raise RuleBroken(f"“{leaf.title}” asks too much: {MOST_PROMPTS} questions are the most a leaf holds.")
        if len({one.key for one in leaf.prompts}) < len(leaf.prompts):
            raise RuleBroken(f"Two questions on “{leaf.title}” have the same key.")
        if any(not one.words.strip() or not 1 <= one.lines <= MOST_LINES for one in leaf.prompts):
            raise RuleBroken(f"Every question on “{leaf.title}” has words, and 1 to {MOST_LINES} lines.")
