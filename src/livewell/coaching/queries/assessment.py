"""The assessment of a journey, section by section."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.coaching import rules
from livewell.coaching.rules import SECTIONS, Condition
from livewell.kit import db


@dataclass(frozen=True)
class SectionFacts:
    """One section as it is shown."""

    code: str
    heading: str
    text: str
    conditions: list[str]
    """Labels; only of the section on conditions."""
    skipped: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.text and not self.conditions


@dataclass(frozen=True)
class AssessmentFacts:
    """What the coach and the person found out together."""

    id: UUID
    journey: UUID
    sections: list[SectionFacts]
    values: dict[str, Any]
    """Column -> what is in it, to fill the form again."""
    conditions: list[str]
    """Codes."""
    three_or_more: bool
    groups: int | None
    intensity: str
    intensity_label: str
    intensity_why: str
    started_at: datetime
    started_by: UUID
    completed_at: datetime | None
    version: int

    @property
    def written(self) -> int:
        """How many sections have something in them."""
        return sum(not section.is_empty for section in self.sections)


async def assessment(journey_id: UUID) -> AssessmentFacts | None:
    """The assessment of a journey, None when nobody began one. Ask first who may see the journey."""
    row = await db.row("SELECT * FROM assessment WHERE journey = $1", journey_id)
    if row is None:
        return None
    conditions = list(row["conditions"])
    sections = [
        SectionFacts(
            code=code,
            heading=heading,
            text=row["conditions_detail"] if code == "conditions" else row[code],
            conditions=[rules.CONDITION_LABELS[Condition(one)] for one in conditions] if code == "conditions" else [],
            skipped=code in row["skipped"],
        )
        for code, (heading, _) in SECTIONS.items()
    ]
    return AssessmentFacts(
        id=row["id"],
        journey=row["journey"],
        sections=sections,
        values=row,
        conditions=conditions,
        three_or_more=rules.three_or_more(conditions),
        groups=row["groups"],
        intensity=row["intensity"],
        intensity_label=rules.INTENSITY_LABELS[rules.Intensity(row["intensity"])] if row["intensity"] else "",
        intensity_why=row["intensity_why"],
        started_at=row["started_at"],
        started_by=row["started_by"],
        completed_at=row["completed_at"],
        version=row["version"],
    )
