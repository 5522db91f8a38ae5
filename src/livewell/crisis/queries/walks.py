"""Each time a pathway was walked: what was done at each step, by whom and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.crisis.queries.pathways import Content, content_of
from livewell.crisis.rules.pathways import DONE_LABELS, Step, StepDone
from livewell.journeys import queries as journeys
from livewell.kit import db
from livewell.kit.dates import say_instant
from livewell.kit.errors import NotFound
from livewell.safety.desk import Elsewhere
from livewell.staff.rules import Member


@dataclass(frozen=True)
class Done:
    """What was written at a step."""

    what: StepDone
    words: str
    at: datetime
    by: str

    @property
    def label(self) -> tuple[str, str]:
        """Words and colour."""
        return DONE_LABELS[self.what]


@dataclass(frozen=True)
class StepSeen:
    """A step of a walk with everything written at it, in order."""

    number: int
    step: Step
    done: tuple[Done, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing is written at it yet."""
        return not self.done


@dataclass(frozen=True)
class Walk:
    """One time a pathway was used for somebody."""

    id: UUID
    pathway: UUID
    number: int
    """Which approved version was followed."""
    content: Content
    journey: UUID
    matter: UUID
    name: str
    called: str
    initials: str
    begun_at: datetime
    begun_by: str
    ended_at: datetime | None
    ended_by: str
    outcome: str
    version: int
    steps: tuple[StepSeen, ...]

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.ended_at is None

    def said(self) -> Iterator[str]:
        """What was done, a sentence for each thing that was written, and what came of it."""
        for seen in self.steps:
            for done in seen.done:
                words = f": {done.words}" if done.words else ""
                yield f"{seen.number}. {seen.step.title}. {done.label[0]}, {say_instant(done.at)}, {done.by}{words}"
        if self.ended_at is not None:
            yield f"Ended {say_instant(self.ended_at)} by {self.ended_by}: {self.outcome}"

    @property
    def next_number(self) -> int | None:
        """The first step at which nothing is written, or None."""
        return next((one.number for one in self.steps if one.is_open), None)

    @property
    def left(self) -> list[int]:
        """The numbers of the steps at which nothing is written."""
        return [one.number for one in self.steps if one.is_open]


_WALKS = """
    SELECT w.id, w.pathway, w.pathway_number AS number, w.content, w.journey, w.matter, w.begun_at, b.name AS begun_by,
           w.ended_at, coalesce(e.name, '') AS ended_by, w.outcome, w.version, p.first_name, p.preferred_name,
           p.family_name
      FROM pathway_walk w
      JOIN journey j ON j.id = w.journey
      JOIN person p ON p.id = j.person
      JOIN staff_user b ON b.id = w.begun_by
      LEFT JOIN staff_user e ON e.id = w.ended_by
"""


async def walk(walk_id: UUID, *, seen_by: Member) -> Walk:
    """One walk. NotFound when there is none, or its journey is not for `seen_by`."""
    condition, args = journeys.seen_by_sql(seen_by, "j", 2)
    found = await _walks(f"WHERE w.id = $1 AND {condition}", walk_id, *args)
    if not found:
        raise NotFound
    return found[0]


async def walks(journey_id: UUID) -> list[Walk]:
    """Every walk of a journey, those that go on first. Ask first who may see the journey."""
    return await _walks("WHERE w.journey = $1 ORDER BY w.ended_at IS NOT NULL, w.begun_at DESC", journey_id)


async def beside_matter(matter_id: UUID, member: Member) -> list[Elsewhere]:
    """The walk that opened this safety matter, for the page of the matter. Ask first who may see the matter."""
    condition, args = journeys.seen_by_sql(member, "j", 2)
    seen = await db.value(
        f"SELECT count(*) FROM pathway_walk w JOIN journey j ON j.id = w.journey WHERE w.matter = $1 AND {condition}",  # noqa: S608  Constants only.
        matter_id,
        *args,
    )
    return [
        Elsewhere(
            title=f"Pathway: {one.content.title}",
            begun_at=one.begun_at,
            begun_by=one.begun_by,
            lines=tuple(one.said()),
            href=f"/pathway-walks/{one.id}" if seen else "",
        )
        for one in await _walks("WHERE w.matter = $1 ORDER BY w.begun_at", matter_id)
    ]


async def _walks(where: str, *args: Any) -> list[Walk]:
    found = await db.rows(f"{_WALKS} {where}", *args)
    if not found:
        return []
    done: dict[tuple[UUID, int], list[Done]] = {}
    for row in await db.rows(
        """
        SELECT d.walk, d.step, d.what, d.words, d.done_at, s.name FROM pathway_done d JOIN staff_user s ON s.id = d.done_by
         WHERE d.walk = ANY($1) ORDER BY d.done_at, d.id
        """,
        [row["id"] for row in found],
    ):
        one = Done(StepDone(row["what"]), row["words"], row["done_at"], row["name"])
        done.setdefault((row["walk"], row["step"]), []).append(one)
    return [_walk(row, done) for row in found]


def _walk(row: dict[str, Any], done: dict[tuple[UUID, int], list[Done]]) -> Walk:
    content = content_of(row["content"])
    first, preferred, family = (row.pop(name) for name in ("first_name", "preferred_name", "family_name"))
    called = preferred or first
    return Walk(
        **{**row, "content": content},
        name=f"{called} {family}",
        called=called,
        initials=f"{first[:1]}{family[:1]}".upper(),
        steps=tuple(
            StepSeen(number, step, tuple(done.get((row["id"], number), ())))
            for number, step in enumerate(content.steps, 1)
        ),
    )
