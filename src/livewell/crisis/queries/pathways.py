"""Pathways: the text that staff follow, the text being written, and which are due to be looked at again."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.crisis.rules import pathways as rules
from livewell.crisis.rules.first_pathways import CAME_WITH_LIVE_WELL
from livewell.crisis.rules.pathways import Contact, PathwayState, Step
from livewell.kit import clock, db
from livewell.kit.errors import NotFound
from livewell.safety.rules import SafetyKind


@dataclass(frozen=True)
class Content:
    """What a pathway says: when it is for, its steps and its contacts."""

    title: str
    trigger: str
    external_author: str
    kind: SafetyKind
    urgent: bool
    steps: tuple[Step, ...]
    contacts: tuple[Contact, ...]

    def as_json(self) -> str:
        """What is kept of it in a version and in a walk."""
        return json.dumps({**asdict(self), "kind": self.kind.value})


def content_of(kept: str) -> Content:
    """A content from what was kept of it."""
    told: dict[str, Any] = json.loads(kept)
    return Content(
        **{
            **told,
            "kind": SafetyKind(told["kind"]),
            "steps": tuple(Step(**one) for one in told["steps"]),
            "contacts": tuple(Contact(**one) for one in told["contacts"]),
        }
    )


@dataclass(frozen=True)
class Guide:
    """A pathway as staff meet it: ready to follow, or plainly not."""

    id: UUID
    content: Content
    """Of the approved version; of the text being written, without its steps, while none is approved."""
    number: int | None
    """Which approved version this is; None while it is not ready."""
    approved_at: datetime | None
    approved_as: str
    owner: str
    review_on: date | None

    @property
    def is_ready(self) -> bool:
        """Whether somebody who answers for it approved it, so that it may be followed."""
        return self.number is not None

    @property
    def is_due(self) -> bool:
        """Whether its review is due or past."""
        return self.is_ready and rules.is_due(self.review_on, clock.today())


_GUIDES = """
    SELECT w.id, w.title, w.trigger, w.external_author, w.kind, w.urgent, w.contacts, w.in_use, w.review_on,
           coalesce(o.name, '') AS owner, v.content, v.approved_at, v.approved_as
      FROM pathway w LEFT JOIN pathway_before v ON v.pathway = w.id AND v.number = w.in_use
      LEFT JOIN staff_user o ON o.id = w.owner
     WHERE w.state <> 'withdrawn'
"""


def _guide(row: dict[str, Any]) -> Guide:
    if row["content"] is not None:
        content = content_of(row["content"])
    else:
        content = Content(
            title=row["title"],
            trigger=row["trigger"],
            external_author=row["external_author"],
            kind=SafetyKind(row["kind"]),
            urgent=row["urgent"],
            steps=(),
            contacts=tuple(Contact(**one) for one in json.loads(row["contacts"])),
        )
    return Guide(
        id=row["id"],
        content=content,
        number=row["in_use"],
        approved_at=row["approved_at"],
        approved_as=row["approved_as"] or "",
        owner=row["owner"],
        review_on=row["review_on"],
    )


async def guides() -> list[Guide]:
    """Every pathway that is not withdrawn: those that are ready first, then by title."""
    return [_guide(row) for row in await db.rows(f"{_GUIDES} ORDER BY w.in_use IS NULL, w.title")]


async def guide(pathway_id: UUID) -> Guide:
    """One pathway as staff meet it. NotFound when there is none, or it was withdrawn."""
    found = await db.row(f"{_GUIDES} AND w.id = $1", pathway_id)
    if found is None:
        raise NotFound
    return _guide(found)


@dataclass(frozen=True)
class Written:
    """A pathway as those who look after it see it: the text being written, and what stands against approving it."""

    id: UUID
    key: str
    content: Content
    owner: UUID | None
    owner_name: str
    review_on: date | None
    state: PathwayState
    in_use: int | None
    approved_at: datetime | None
    approved_by: str
    approved_as: str
    version: int

    @property
    def label(self) -> tuple[str, str]:
        """Words and colour of its state."""
        return rules.LABELS[self.state]

    @property
    def came_with_live_well(self) -> bool:
        """Whether its headings are those Live Well came with."""
        return self.key in CAME_WITH_LIVE_WELL

    @property
    def missing(self) -> list[str]:
        """What stands against approving it, a sentence each."""
        return rules.missing(
            self.content.steps,
            self.content.contacts,
            owner=self.owner is not None,
            review_on=self.review_on,
            today=clock.today(),
        )

    @property
    def is_being_written(self) -> bool:
        """Whether it can be approved next."""
        return PathwayState.APPROVED in rules.MOVES[self.state]

    @property
    def is_withdrawn(self) -> bool:
        """Whether nobody is shown it."""
        return self.state is PathwayState.WITHDRAWN

    @property
    def follows_older(self) -> bool:
        """Whether staff follow an approved version while a newer text is being written."""
        return self.state is PathwayState.DRAFT and self.in_use is not None

    @property
    def is_due(self) -> bool:
        """Whether it is in use and its review is due within a month, or past."""
        return self.in_use is not None and rules.is_due(self.review_on, clock.today())


_WRITTEN = """
    SELECT w.*, coalesce(o.name, '') AS owner_name, coalesce(a.name, '') AS approver
      FROM pathway w LEFT JOIN staff_user o ON o.id = w.owner LEFT JOIN staff_user a ON a.id = w.approved_by
"""


def _written(row: dict[str, Any]) -> Written:
    return Written(
        id=row["id"],
        key=row["key"],
        content=Content(
            title=row["title"],
            trigger=row["trigger"],
            external_author=row["external_author"],
            kind=SafetyKind(row["kind"]),
            urgent=row["urgent"],
            steps=tuple(Step(**one) for one in json.loads(row["steps"])),
            contacts=tuple(Contact(**one) for one in json.loads(row["contacts"])),
        ),
        owner=row["owner"],
        owner_name=row["owner_name"],
        review_on=row["review_on"],
        state=PathwayState(row["state"]),
        in_use=row["in_use"],
        approved_at=row["approved_at"],
        approved_by=row["approver"],
        approved_as=row["approved_as"],
        version=row["version"],
    )


async def written() -> list[Written]:
    """Every pathway, for those who look after them: those due for review first, then by title."""
    found = [_written(row) for row in await db.rows(f"{_WRITTEN} ORDER BY w.title")]
    return sorted(found, key=lambda one: (not one.is_due, one.is_withdrawn))


async def pathway(pathway_id: UUID) -> Written:
    """One pathway with the text being written. NotFound when there is none."""
    found = await db.row(f"{_WRITTEN} WHERE w.id = $1", pathway_id)
    if found is None:
        raise NotFound
    return _written(found)


@dataclass(frozen=True)
class Version:
    """A pathway as it was approved."""

    number: int
    content: Content
    approved_at: datetime
    approved_by: str
    approved_as: str


async def versions(pathway_id: UUID) -> list[Version]:
    """Every approved version, the newest first."""
    return [
        Version(**{**row, "content": content_of(row["content"])})
        for row in await db.rows(
            """
            SELECT v.number, v.content, v.approved_at, s.name AS approved_by, v.approved_as
              FROM pathway_before v JOIN staff_user s ON s.id = v.approved_by
             WHERE v.pathway = $1 ORDER BY v.number DESC
            """,
            pathway_id,
        )
    ]


async def possible_owners() -> list[tuple[str, str]]:
    """Who may look after a pathway: active managers and health coaches, (id, name)."""
    found = await db.rows(
        "SELECT id, name FROM staff_user WHERE active AND role IN ('manager', 'health_coach') ORDER BY name, id"
    )
    return [(str(row["id"]), row["name"]) for row in found]
