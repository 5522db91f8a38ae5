"""The Green Book: its leaves, its first template, and the words for how a book reaches somebody."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from livewell.greenbook.rules.first import PART_ONE, PART_TWO
from livewell.greenbook.rules.leaves import Kind, Leaf, Part, Prompt, as_json, read_leaves
from livewell.kit.languages import mark

__all__ = [
    "FIRST",
    "FIRST_LEAVES",
    "FIRST_NAME",
    "FIRST_TEMPLATE",
    "GIVEN_LABELS",
    "PART_LABELS",
    "GivenHow",
    "Kind",
    "Leaf",
    "Part",
    "Prompt",
    "Size",
    "as_json",
    "read_leaves",
]

FIRST_NAME = "2026-11"
"""The name of the first template. A book keeps the template it began with; its name stands at the foot of every leaf."""

FIRST: tuple[Leaf, ...] = (*PART_ONE, *PART_TWO)
"""The leaves of the first template, in their order."""

FIRST_LEAVES: list[dict[str, Any]] = as_json(FIRST)
"""The same as the table keeps them."""


FIRST_TEMPLATE = UUID("6c0f3b0e-0b1e-4a52-9d8c-2b1d1f0a2611")
"""The template every deployment begins with; a migration puts it there."""


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


class Size(StrEnum):
    """The two papers a book comes on."""

    A5 = "a5"
    A4 = "a4"
