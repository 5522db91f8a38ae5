"""Reflections for tests, kept by the same action the product uses."""

from uuid import UUID, uuid4

from livewell.reflections import actions
from livewell.reflections.rules import Answer
from livewell.staff.rules import Member


async def a_reflection(session: UUID, by: Member, *, words: str = "I spoke too much.", **themes: Answer) -> UUID:
    """What `by` thinks of a session they held; gives its id."""
    return await actions.keep_reflection(
        session, themes=themes or {"hope": Answer.YES}, words=words, version=0, submission=uuid4(), by=by
    )
