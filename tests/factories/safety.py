"""Safety matters for tests: raised by the same action the product uses."""

from typing import Any
from uuid import UUID, uuid4

from livewell.kit.actor import Actor
from livewell.safety import actions
from livewell.safety.rules import RaisedFrom, SafetyKind
from livewell.safety.tables import SafetyMatter
from tests.factories.people import a_person

WORDS = "Said twice that there is no point in going on."


async def a_matter(by: Actor, *, area: UUID | None = None, **changes: Any) -> UUID:
    """An urgent matter about somebody, in the area of whoever raises it unless told otherwise."""
    given: dict[str, Any] = {
        "journey": None,
        "area": area or getattr(by, "area", None),
        "kind": SafetyKind.SUICIDAL_THOUGHTS,
        "urgent": True,
        "what": WORDS,
        "done_so_far": "Stayed until her sister came.",
        "raised_from": RaisedFrom.SESSION,
        "submission": uuid4(),
    } | changes
    if "person" not in given:
        given["person"] = await a_person()
    return await actions.raise_matter(**given, by=by)


async def the_matter(matter_id: UUID) -> SafetyMatter:
    """The row as it stands now."""
    found = await SafetyMatter.objects().where(SafetyMatter.id == matter_id).first()
    assert found is not None
    return found
