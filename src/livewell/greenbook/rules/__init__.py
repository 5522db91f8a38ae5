"""The Green Book: its leaves, its first template, and the words for how a book reaches somebody."""

from enum import StrEnum

from livewell.greenbook.rules.first import FIRST, FIRST_LEAVES, FIRST_NAME, FIRST_TEMPLATE
from livewell.greenbook.rules.leaves import Kind, Leaf, Part, Prompt, as_json, read_leaves
from livewell.greenbook.rules.template import LABELS, MOVES, TemplateState
from livewell.kit.languages import mark

__all__ = [
    "FIRST",
    "FIRST_LEAVES",
    "FIRST_NAME",
    "FIRST_TEMPLATE",
    "GIVEN_LABELS",
    "LABELS",
    "MOVES",
    "PART_LABELS",
    "GivenHow",
    "Kind",
    "Leaf",
    "Part",
    "Prompt",
    "TemplateState",
    "as_json",
    "read_leaves",
]

PART_LABELS: dict[Part, str] = {
    Part.ONE: mark("Part One: keeping well"),
    Part.TWO: mark("Part Two: what I would like to do next"),
}


class GivenHow(StrEnum):
    """How somebody came by their book."""

    HANDED = "handed"
    POSTED = "posted"
    PRINTED = "printed"
    ONLINE = "online"


GIVEN_LABELS: dict[GivenHow, str] = {
    GivenHow.HANDED: "Handed over when we met",
    GivenHow.POSTED: "Sent by post",
    GivenHow.PRINTED: "They printed it themself",
    GivenHow.ONLINE: "They use it in their own space",
}
