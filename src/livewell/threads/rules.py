"""The links of a thread, from a gap to a group that runs by itself, in their order; and how far one has come."""

from collections.abc import Collection
from enum import IntEnum


class Link(IntEnum):
    """Each link follows the one before."""

    GAP = 0
    ITEM = 1
    DECISION = 2
    ACTION = 3
    GROUP = 4
    LISTING = 5
    ATTENDANCE = 6
    VOLUNTEER = 7
    INDEPENDENT = 8


LABELS: dict[Link, str] = {
    Link.GAP: "Somebody said what is missing",
    Link.ITEM: "Before the forum",
    Link.DECISION: "The forum decided",
    Link.ACTION: "Somebody took it on",
    Link.GROUP: "A group began",
    Link.LISTING: "In the directory",
    Link.ATTENDANCE: "People come",
    Link.VOLUNTEER: "A volunteer leads it",
    Link.INDEPENDENT: "It runs by itself",
}

NOT_YET: dict[Link, str] = {
    Link.GAP: "Nobody has asked for it.",
    Link.ITEM: "It is not before the forum. A group may begin without it.",
    Link.DECISION: "The forum has decided nothing about it.",
    Link.ACTION: "Nobody of the forum has taken something on.",
    Link.GROUP: "No group has begun.",
    Link.LISTING: "It is not shown in the directory yet.",
    Link.ATTENDANCE: "No meeting is written down yet.",
    Link.VOLUNTEER: "No volunteer leads it yet.",
    Link.INDEPENDENT: "It does not run by itself yet.",
}


FUNNEL = (Link.GAP, Link.ITEM, Link.GROUP, Link.LISTING, Link.ATTENDANCE, Link.VOLUNTEER, Link.INDEPENDENT)
"""What the picture of all threads shows."""

DEFINITION = (
    "A thread counts at every link up to the furthest one it has reached, also where it took no notice of one on its way:"
    " a group may begin without the forum. Gaps that wait to be read, were hidden or were joined to another do not count."
)


def furthest(reached: Collection[Link]) -> Link:
    """The furthest link of a thread; it begins with the gap."""
    return max(reached, default=Link.GAP)


def came_to(furthest_each: Collection[Link]) -> list[tuple[str, int]]:
    """For the picture: each link in words, and how many threads came at least so far."""
    return [(LABELS[link], sum(far >= link for far in furthest_each)) for link in FUNNEL]
