"""Somebody would like people to be able to learn something; others would like it too; the forum speaks about it."""

from typing import Any
from uuid import UUID, uuid4

from livewell.forum import actions as forum
from livewell.gaps import actions as gaps
from livewell.gaps.rules import GapKind, Source, Wanted
from livewell.kit import clock, languages, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.learning.forms.people import Wish
from livewell.learning.rules.nominations import CameFrom, NominationState, first_state, voter_number
from livewell.settings import settings

_WISHED = "nomination.made"


async def nominate(wish: Wish, *, submission: UUID, by: Actor) -> UUID:
    """Take a wish; gives its id. What the team says is open at once, all else is read first. Twice is once."""
    async with transaction():
        before = await once.already_done(submission, _WISHED)
        if before is not None:
            return UUID(before)
        made = await _wished(wish, item=None, by=by)
        await once.remember(submission, _WISHED, str(made))
    return made


async def _wished(wish: Wish, *, item: UUID | None, by: Actor) -> UUID:
    made = uuid4()
    await execute(
        """
        INSERT INTO nomination (id, title, why, came_from, name, organisation_name, reply_to, people, category, ward, item,
                                state, sentence, nominated_at, language, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $14, 1)
        """,
        made,
        wish.title,
        wish.why,
        wish.came_from.value,
        wish.name,
        wish.organisation_name,
        wish.reply_to,
        wish.people,
        wish.category,
        wish.ward,
        item,
        first_state(wish.came_from).value,
        clock.now(),
        languages.current(),
    )
    await news.tell(_WISHED, subject=made, by=by, came_from=wish.came_from.value)
    return made


async def from_forum(item_id: UUID, *, by: Actor) -> UUID:
    """
    Bring what the forum put forward into the list of wishes, where everybody can say that they would like it too.

    Gives the wish; asked twice it is the same one. NotFound for an item that is no nomination.
    """
    async with transaction():
        found = await row(
            "SELECT title, words, about FROM agenda_item WHERE id = $1 AND kind = 'nomination' FOR UPDATE", item_id
        )
        if found is None:
            raise NotFound
        there = await value("SELECT id FROM nomination WHERE item = $1 OR id = $2", item_id, found["about"])
        if there is not None:
            return UUID(str(there))
        made = await _wished(Wish(found["title"], found["words"], CameFrom.FORUM), item=item_id, by=by)
        # Whoever brings it in has read it.
        await execute("UPDATE nomination SET state = 'open' WHERE id = $1", made)
    return made


async def take_to_forum(nomination_id: UUID, *, submission: UUID, by: Actor) -> UUID:
    """Have the forum speak about a wish that was read; gives the item of its agenda. Asked twice it is the same one."""
    async with transaction():
        found = await _open_wish(nomination_id)
        if found["item"] is not None:
            return UUID(str(found["item"]))
        item = await forum.put_on_agenda(
            kind="nomination",
            title=found["title"],
            words=found["why"],
            about=nomination_id,
            submission=submission,
            by=by,
        )
        await execute("UPDATE nomination SET item = $2, version = version + 1 WHERE id = $1", nomination_id, item)
        await news.tell("nomination.to_forum", subject=nomination_id, by=by, item=item)
    return item


async def raise_as_gap(nomination_id: UUID, *, submission: UUID, by: Actor) -> UUID:
    """Count a wish that was read among what is missing, so that it stands in the case; gives the gap. Twice is once."""
    async with transaction():
        found = await _open_wish(nomination_id)
        if found["gap"] is not None:
            return UUID(str(found["gap"]))
        gap = await gaps.raise_gap(
            Wanted(
                title=found["title"][:120], words=found["why"], kind=GapKind.LEARNING, way="learn", ward=found["ward"]
            ),
            source=Source.LEARNING,
            people=found["people"] or 1,
            submission=submission,
            by=by,
        )
        await execute("UPDATE nomination SET gap = $2, version = version + 1 WHERE id = $1", nomination_id, gap)
        await news.tell("nomination.to_gap", subject=nomination_id, by=by, gap=gap)
    return gap


async def vote(nomination_id: UUID, *, kind: str, record: UUID, wants: bool = True) -> None:
    """
    Somebody would like it too, or not any more: one voice each, however often and from wherever they say it.

    `kind` and `record` say who votes: staff, member or person. A member of the forum who works here has one voice in all.
    NotFound for a wish that nobody has read, RuleBroken once it has an answer.
    """
    async with transaction():
        await _open_wish(nomination_id)
        if kind == "member":
            works_here = await value("SELECT staff_user FROM forum_member WHERE id = $1", record)
            came_from = CameFrom.FORUM
            kind, record = ("staff", UUID(str(works_here))) if works_here is not None else (kind, record)
        else:
            came_from = CameFrom.TEAM if kind == "staff" else CameFrom.CLIENT
        voter = voter_number(settings().needed_secret_key(), kind, record)
        if wants:
            await execute(
                """
                INSERT INTO nomination_vote (id, nomination, voter, came_from, voted_at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (nomination, voter) DO NOTHING
                """,
                uuid4(),
                nomination_id,
                voter,
                came_from.value,
                clock.now(),
            )
        else:
            await execute("DELETE FROM nomination_vote WHERE nomination = $1 AND voter = $2", nomination_id, voter)
        await news.tell("nomination.voted", subject=nomination_id, by=_NAMELESS)


_NAMELESS = Actor(id=None, name="Somebody", kind="public")
"""Who votes stands nowhere, not even in the news."""


async def _open_wish(nomination_id: UUID) -> dict[str, Any]:
    found = await row(
        "SELECT title, why, people, ward, gap, item, state FROM nomination WHERE id = $1 FOR UPDATE", nomination_id
    )
    if found is None or found["state"] in {NominationState.WAITING.value, NominationState.HIDDEN.value}:
        raise NotFound
    if found["state"] != NominationState.OPEN.value:
        raise RuleBroken("This wish has an answer already.")
    return found
