"""The Green Book's template version, and the words for how a book reaches somebody."""

from enum import StrEnum
from uuid import UUID

FIRST_NAME = "2026-11"
"""The name of the first template. A book keeps the template it began with; its name stands at the foot of every leaf."""

FIRST_LEAVES: list[dict[str, object]] = []
"""The leaves of it, as the table keeps them."""


FIRST_TEMPLATE = UUID("6c0f3b0e-0b1e-4a52-9d8c-2b1d1f0a2611")
"""The template every deployment begins with; a migration puts it there."""


class GivenHow(StrEnum):
    """How somebody came by their book."""

    HANDED = "handed"
    POSTED = "posted"
    PRINTED = "printed"


GIVEN_LABELS: dict[GivenHow, str] = {
    GivenHow.HANDED: "Handed over when we met",
    GivenHow.POSTED: "Sent by post",
    GivenHow.PRINTED: "They printed it themself",
}


class Size(StrEnum):
    """The two papers a book comes on."""

    A5 = "a5"
    A4 = "a4"
