"""Gaps for tests: raised by the same action the product uses."""

from typing import Any
from uuid import UUID, uuid4

from livewell.gaps import actions
from livewell.gaps.rules import Wanted
from livewell.gaps.tables import Gap
from livewell.kit.actor import PUBLIC_VISITOR, Actor


async def a_gap(by: Actor = PUBLIC_VISITOR, *, title: str = "A men’s shed", **changes: Any) -> UUID:
    """Something missing: from the page for everybody, or open at once when somebody of the team says it."""
    said = {name: changes.pop(name) for name in list(changes) if name in Wanted.__dataclass_fields__}
    given: dict[str, Any] = {"source": "session" if by.staff_id else "public", "submission": uuid4()} | changes
    return await actions.raise_gap(Wanted(title, **said), **given, by=by)


async def the_gap(gap_id: UUID) -> Gap:
    """The row as it stands now."""
    found = await Gap.objects().where(Gap.id == gap_id).first()
    assert found is not None
    return found
