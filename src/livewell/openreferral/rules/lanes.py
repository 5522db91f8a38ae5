"""What is written side by side: what shares an organisation or a place is kept together, the rest is dealt out."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

One = TypeVar("One")


def lanes(them: Sequence[One], shared: Callable[[One], Iterable[Hashable]], count: int) -> list[list[One]]:
    """
    These in at most `count` lanes of about the same length, none empty, where no two lanes share a mark of `shared`.

    Each keeps its place among those of its lane, so that whatever counts because it came first still comes first.
    """
    with_whom = list(range(len(them)))

    def first_of(place: int) -> int:
        while with_whom[place] != place:
            with_whom[place] = place = with_whom[with_whom[place]]
        return place

    marked: dict[Hashable, int] = {}
    for place, one in enumerate(them):
        for mark in shared(one):
            other = first_of(marked.setdefault(mark, place))
            with_whom[first_of(place)] = other
    groups: dict[int, list[int]] = {}
    for place in range(len(them)):
        groups.setdefault(first_of(place), []).append(place)
    dealt: list[list[int]] = [[] for _ in range(count)]
    for group in sorted(groups.values(), key=len, reverse=True):
        min(dealt, key=len).extend(group)
    return [[them[place] for place in sorted(lane)] for lane in dealt if lane]
