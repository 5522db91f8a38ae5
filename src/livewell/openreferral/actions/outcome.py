"""What a reading has come to so far, and each service of it as it came."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import msgspec

from livewell.assets.rules.listing import Listing
from livewell.openreferral.rules.comparing import written
from livewell.openreferral.rules.inward import Heard

JSON = msgspec.json.Encoder()

MOST_FINDINGS = 100
"""Refusals, notes, examples and likenesses that are kept of one reading; the counts are whole."""


@dataclass
class Outcome:
    """What one reading came to, so far."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    refused: int = 0
    proposed: int = 0
    complete: bool = False
    sentence: str = ""
    bytes_read: int = 0
    expected: int | None = None
    findings: dict[str, list[dict[str, str]]] = field(
        default_factory=lambda: {
            "refused": [],
            "notes": [],
            "new": [],
            "changed": [],
            "gone": [],
            "alike": [],
            "beside": [],
        }
    )

    def note(self, what: str, **said: str) -> None:
        """Keep one finding, as long as there is room for it."""
        if len(self.findings[what]) < MOST_FINDINGS:
            self.findings[what].append(said)

    def refuse(self, name: str, reason: str) -> None:
        """Count one that cannot become a listing, and keep why."""
        self.refused += 1
        self.note("refused", name=name[:160], reason=reason)

    def in_a_sentence(self, *, look_only: bool) -> str:
        """What it came to."""
        words = ("would be added", "would change") if look_only else ("were added", "changed")
        return (
            f"{self.new:,} {words[0]}, {self.changed:,} {words[1]}, {self.unchanged:,} are the same,"
            f" {self.refused:,} could not be read."
        )

    def until_then(self, *, look_only: bool) -> str:
        """What stays of a reading that broke off, as a sentence after the one that says why."""
        if look_only or not self.new + self.changed:
            return ""
        return f" Until then {self.new:,} were added and {self.changed:,} changed. They stay, and the next reading goes on."


Progress = Callable[[Outcome], Awaitable[None]]


@dataclass(frozen=True)
class Come:
    """A service as it came, written down once; `listing` is what it becomes here, whose places may be ours already."""

    heard: Heard
    listing: Listing
    fields: str
    beside: str
    organization: str
    mark: str

    @classmethod
    def of(cls, heard: Heard) -> "Come":
        """What came, with the mark by which the same is known again."""
        organization = heard.organization.beside if heard.organization else {}
        fields, beside, beside_it = written(heard.listing), JSON.encode(heard.beside), JSON.encode(organization)
        mark = hashlib.sha256(b"\n".join((fields, beside, beside_it))).hexdigest()
        return cls(heard, heard.listing, fields.decode(), beside.decode(), beside_it.decode(), mark)

    @property
    def source(self) -> str:
        """What the feed calls it."""
        return self.heard.source
