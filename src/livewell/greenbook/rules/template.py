"""How a new template of the book comes about: a draft, the forum, and an approval after which it never changes."""

from collections.abc import Sequence
from enum import StrEnum

from livewell.greenbook.rules.leaves import Kind, Leaf, Part
from livewell.kit.errors import RuleBroken


class TemplateState(StrEnum):
    """Where a template stands."""

    DRAFT = "draft"
    PUT = "put"
    APPROVED = "approved"


S = TemplateState

MOVES: dict[TemplateState, frozenset[TemplateState]] = {
    S.DRAFT: frozenset({S.PUT}),
    S.PUT: frozenset({S.DRAFT, S.APPROVED}),
    S.APPROVED: frozenset(),
}

LABELS: dict[TemplateState, tuple[str, str]] = {
    S.DRAFT: ("Being written", "blue"),
    S.PUT: ("With the forum", "yellow"),
    S.APPROVED: ("Approved", "green"),
}


def check_move(now: TemplateState, to: TemplateState) -> None:
    """Raise RuleBroken when a template cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This version is {LABELS[now][0].lower()}, so that cannot be done with it.")


def may_change(now: TemplateState) -> None:
    """Raise RuleBroken unless the leaves may still be changed."""
    if now is S.APPROVED:
        raise RuleBroken("This version is approved, and people have it: it never changes. Begin a new version.")
    if now is S.PUT:
        raise RuleBroken("The forum has this version before it. Take it back first, then change it.")


def placed(leaves: Sequence[Leaf], key: str, *, up: bool) -> tuple[Leaf, ...]:
    """The leaves after one was moved one place up or down inside its part; as they were where it cannot go further."""
    order = list(leaves)
    here = next((at for at, leaf in enumerate(order) if leaf.key == key), None)
    if here is None:
        return tuple(order)
    there = here - 1 if up else here + 1
    if 0 <= there < len(order) and order[there].part is order[here].part:
        order[here], order[there] = order[there], order[here]
    return tuple(order)


def with_leaf(leaves: Sequence[Leaf], leaf: Leaf) -> tuple[Leaf, ...]:
    """The leaves with this one in the place of the one of its key, else at the end of its part."""
    if any(one.key == leaf.key for one in leaves):
        return tuple(leaf if one.key == leaf.key else one for one in leaves)
    order = [*leaves, leaf]
    return (*(one for one in order if one.part is Part.ONE), *(one for one in order if one.part is Part.TWO))


def without_leaf(leaves: Sequence[Leaf], key: str) -> tuple[Leaf, ...]:
    """The leaves without this one. The goals, the page for a crisis and the one for others stay in every book."""
    stays = {Kind.GOALS, Kind.CRISIS, Kind.STATEMENT}
    if any(leaf.key == key and leaf.kind in stays for leaf in leaves):
        raise RuleBroken("This leaf stays in every book. Its words can be changed.")
    return tuple(leaf for leaf in leaves if leaf.key != key)


def fresh_key(taken: Sequence[str], beginning: str) -> str:
    """A key that nothing has yet: leaf_2, prompt_7. The caller names all that were ever taken."""
    number = 1
    while f"{beginning}_{number}" in taken:
        number += 1
    return f"{beginning}_{number}"
