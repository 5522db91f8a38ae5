"""Connections for tests: suggested by the same action the product uses."""

from typing import Any
from uuid import UUID, uuid4

from livewell.connections import actions
from livewell.connections.tables import Connection
from livewell.staff.rules import Member
from tests.factories.assets import an_asset


async def a_connection(journey: UUID, by: Member, *, asset: UUID | None = None, **changes: Any) -> UUID:
    """Something suggested, with an asset of its own unless one is named."""
    given: dict[str, Any] = {"goal": None, "submission": uuid4()} | changes
    return await actions.suggest(journey, asset=asset or await an_asset(), **given, by=by)


async def the_connection(connection_id: UUID) -> Connection:
    """The row as it stands now."""
    found = await Connection.objects().where(Connection.id == connection_id).first()
    assert found is not None
    return found
