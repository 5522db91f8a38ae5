"""Visits end: by leaving, all at once, and whenever a record is joined with another or an address changes."""

from uuid import UUID

from livewell.kit import clock, doorkeys, news
from livewell.kit.actor import SYSTEM, Actor, Resident
from livewell.kit.db import rows, transaction, value
from livewell.kit.news import Heard
from livewell.residents.actions.coming import OPENS

ADDRESSES = frozenset({"email", "phone", "never_contact"})
"""Details of a person which, when they change, end every way in that went by them."""


async def leave(by: Resident) -> None:
    """They left their own space in this browser. Asked twice, it is once."""
    async with transaction():
        left = await value(
            "UPDATE resident_visit SET left_at = $2 WHERE id = $1 AND left_at IS NULL RETURNING id",
            by.visit,
            clock.now(),
        )
        if left is not None:
            await news.tell("visit.left", subject=by.visit, by=by, person=by.person)


async def end_all(person: UUID, *, by: Actor, but: UUID | None = None) -> None:
    """
    End every visit to somebody's own space, `but` one if that is named, and every link and code that was not used yet.

    Inside the caller's transaction. Who may ask for it is for the caller to know.
    """
    now = clock.now()
    ended = await value(
        """
        WITH visits AS (
            UPDATE resident_visit SET left_at = $2
            WHERE person = $1 AND left_at IS NULL AND id IS DISTINCT FROM $3 RETURNING id
        ), codes AS (
            UPDATE resident_code SET ended_at = $2
            WHERE person = $1 AND used_at IS NULL AND ended_at IS NULL RETURNING id
        )
        SELECT (SELECT count(*) FROM visits) + (SELECT count(*) FROM codes)
        """,
        person,
        now,
        but,
    )
    await doorkeys.end_keys(OPENS, person)
    if ended:
        await news.tell("visit.all_ended", subject=person, by=by, person=person)


async def end_all_mine(by: Resident) -> None:
    """End every visit to one's own space, this one too."""
    async with transaction():
        await end_all(by.person, by=by)


async def end_when_joined(heard: Heard) -> None:
    """Two records were found to be one person, or not to be after all: every way into either ends."""
    other = heard.details.get("other")
    for person in {heard.person, UUID(str(other)) if other else None} - {None}:
        assert person is not None
        await _end(person)


async def end_when_changed(heard: Heard) -> None:
    """Somebody's address, number or safety choice was changed by the team: whoever came in by the old one is out."""
    told = await rows("SELECT by_kind FROM event WHERE id = $1", heard.event)
    if heard.person is None or not ADDRESSES & set(heard.details.get("fields", ())):
        return
    if told and told[0]["by_kind"] == "resident":
        return  # They did it in their own space, which ends the others by itself.
    await _end(heard.person)


async def _end(person: UUID) -> None:
    async with transaction():
        await end_all(person, by=SYSTEM)
