"""Visits, reports and pairs of listings for tests."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.rules import Feature
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR, SYSTEM
from livewell.kit.db import execute, value
from livewell.places import actions as places
from livewell.staff.rules import Member
from livewell.upkeep import actions
from livewell.upkeep.forms import Visited
from livewell.upkeep.rules.problems import Topic
from livewell.upkeep.rules.visits import Says
from tests.factories.places import ward_file


def a_find(**changes: Any) -> Visited:
    """What somebody found on a visit today."""
    return replace(
        Visited(
            visited_on=clock.today(),
            met="Beryl, who runs the kitchen",
            explained=True,
            materials="Ten leaflets",
            serves="Anybody who likes company",
            offers="Soup, cards and a walk round the pond.",
            access="A ramp at the side door.",
            features=(Feature.STEP_FREE, Feature.ALONE),
            languages=(),
            welcoming=True,
            group_size=12,
            cost="£1 for the soup",
            wishes="Somebody to talk to about dementia.",
            follow_ons=(),
            says=Says.RIGHT,
            also=(),
        ),
        **changes,
    )


async def a_report(asset: UUID, **changes: Any) -> UUID:
    """Somebody says that something is wrong; gives the report's id."""
    said: dict[str, Any] = {"topic": Topic.TIMES, "words": "It is at 3pm now.", "reply_to": ""} | changes
    await actions.report(asset, submission=uuid4(), by=PUBLIC_VISITOR, **said)
    found = await value("SELECT id FROM problem_report WHERE asset = $1 ORDER BY reported_at DESC LIMIT 1", asset)
    return UUID(str(found))


async def made_sure(asset: UUID, *, days_ago: int | None, used: int = 0) -> None:
    """When somebody last made sure of a listing (None for never), and how often it was used."""
    at = None if days_ago is None else clock.now() - timedelta(days=days_ago)
    how = "" if days_ago is None else "visited"
    await execute("UPDATE asset SET assured_at = $2, assured_how = $3, used = $4 WHERE id = $1", asset, at, how, used)


async def two_wards() -> None:
    """Abbey and Lutterell, side by side."""
    await places.load_wards(ward_file(), by=SYSTEM)


async def renamed(asset: UUID, name: str, *, by: Member) -> None:
    """A listing is called something else from now on."""
    seen = await listings.asset(asset)
    await assets.change(asset, replace(seen.listing, name=name), version=seen.version, by=by)
