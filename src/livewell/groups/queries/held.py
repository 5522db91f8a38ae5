"""One group as actions hold it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.groups.rules import Kind, Stage
from livewell.kit.db import row
from livewell.kit.errors import NotFound, RuleBroken


@dataclass(frozen=True)
class Held:
    """A group that nobody else changes until this transaction ends."""

    id: UUID
    name: str
    kind: Kind
    about: str
    asset: UUID | None
    stage: Stage
    begun_on: date
    review_on: date | None
    version: int


async def held(group_id: UUID, *, version: int | None = None) -> Held:
    """The group, held. NotFound when there is none; RuleBroken when it is not the `version` that a page showed."""
    found: dict[str, Any] | None = await row(
        """
        SELECT id, name, kind, about, asset, stage, begun_on, review_on, version
        FROM community_group WHERE id = $1 FOR NO KEY UPDATE
        """,
        group_id,
    )
    if found is None:
        raise NotFound
    if version is not None and found["version"] != version:
        raise RuleBroken("Somebody has changed this group meanwhile. Open the page again, then decide.")
    return Held(**{**found, "kind": Kind(found["kind"]), "stage": Stage(found["stage"])})
