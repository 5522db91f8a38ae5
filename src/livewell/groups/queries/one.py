"""One group: what it is, where it came from, and where it stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.groups.rules import AT_WORK, KIND_LABELS, LABELS, RUNNING, Kind, Stage
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound


@dataclass(frozen=True)
class GroupSeen:
    """A group as the team sees it. Names of what it is linked to are "" where there is no link."""

    id: UUID
    name: str
    kind: Kind
    about: str
    gap: UUID | None
    gap_title: str
    item: UUID | None
    item_title: str
    outreach: UUID | None
    outreach_name: str
    asset: UUID | None
    asset_name: str
    asset_published: bool
    area: UUID | None
    area_name: str
    stage: Stage
    supporter: UUID | None
    supporter_name: str
    funder: str
    begun_on: date
    independent_on: date | None
    closed_on: date | None
    review_on: date | None
    version: int

    @property
    def kind_label(self) -> str:
        """Group or community café."""
        return KIND_LABELS[self.kind]

    @property
    def label(self) -> tuple[str, str]:
        """Its stage in words, and the colour of its tag."""
        return LABELS[self.stage]

    @property
    def is_cafe(self) -> bool:
        """Whether it is a community café, with a page for everybody."""
        return self.kind is Kind.CAFE

    @property
    def is_running(self) -> bool:
        """Whether it meets."""
        return self.stage in RUNNING

    @property
    def is_independent(self) -> bool:
        """Whether it runs by itself."""
        return self.stage is Stage.INDEPENDENT

    @property
    def is_at_work(self) -> bool:
        """Whether it is neither paused nor closed."""
        return self.stage in AT_WORK

    @property
    def is_public(self) -> bool:
        """Whether everybody may read its programme: it runs or forms, and its listing is shown."""
        return self.asset_published and self.stage in {Stage.FORMING, *RUNNING}


SEEN = """
    SELECT g.id, g.name, g.kind, g.about, g.gap, coalesce(gap.title, '') AS gap_title, g.item,
           coalesce(i.title, '') AS item_title, o.id AS outreach, coalesce(o.name, '') AS outreach_name,
           coalesce(a.merged_into, a.id) AS asset, coalesce(onwards.name, a.name, '') AS asset_name,
           coalesce(onwards.published, a.published, false) AS asset_published, g.area, coalesce(area.name, '') AS area_name,
           g.stage, g.supporter, coalesce(s.name, '') AS supporter_name, g.funder, g.begun_on, g.independent_on,
           g.closed_on, g.review_on, g.version
    FROM community_group g LEFT JOIN gap ON gap.id = g.gap AND gap.state <> 'hidden'
    LEFT JOIN agenda_item i ON i.id = g.item
    LEFT JOIN asset a ON a.id = g.asset LEFT JOIN asset onwards ON onwards.id = a.merged_into
    LEFT JOIN area ON area.id = g.area LEFT JOIN staff_user s ON s.id = g.supporter
    LEFT JOIN LATERAL (
        SELECT outreach.id, outreach.name FROM outreach_lead l JOIN outreach ON outreach.id = l.outreach
        WHERE l.community_group = g.id LIMIT 1
    ) AS o ON true
"""


async def group(group_id: UUID) -> GroupSeen:
    """One group. NotFound when there is none."""
    found = await row(f"{SEEN} WHERE g.id = $1", group_id)
    if found is None:
        raise NotFound
    return seen(found)


async def of_asset(asset_id: UUID) -> GroupSeen | None:
    """The group behind a listing, or None."""
    found = await row(f"{SEEN} WHERE $1 IN (a.id, a.merged_into) ORDER BY a.id = $1 DESC LIMIT 1", asset_id)
    return seen(found) if found else None


async def of_gap(gap_id: UUID) -> list[GroupSeen]:
    """
    Every group that began with a gap or with one joined to it, the first one first.

    Also those that began with an item of the forum about them.
    """
    found = await rows(
        f"""
        {SEEN} WHERE coalesce(g.gap, i.gap) IN (SELECT id FROM gap j WHERE j.id = $1 OR j.joined_to = $1)
        ORDER BY g.begun_on, g.made_at
        """,  # noqa: S608  Written above.
        gap_id,
    )
    return [seen(one) for one in found]


def seen(found: dict[str, Any]) -> GroupSeen:
    """A row of `SEEN`."""
    return GroupSeen(**{**found, "kind": Kind(found["kind"]), "stage": Stage(found["stage"])})
