"""The Green Book's template version, and the words for how a book reaches somebody."""

from enum import StrEnum

TEMPLATE_VERSION = "2026-11"
"""The version of the leaves. A book keeps the version it began with; it stands at the foot of every leaf."""


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
