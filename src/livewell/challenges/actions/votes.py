"""A vote: begun, given in the room, from elsewhere and in writing, counted, and closed for good."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from livewell.challenges.forms.votes import CountTyped, VoteTyped
from livewell.challenges.rules.votes import (
    FEWEST_APART,
    How,
    Phase,
    check_choices,
    check_close,
    check_count,
    check_may_vote,
    check_options,
    check_shown,
    phase,
)
from livewell.challenges.tables import ForumVote, VoteOption
from livewell.journeys import queries as journeys
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken

_BEGIN = "challenges.vote"
_CAST = "challenges.cast"


async def begin_vote(
    typed: VoteTyped,
    *,
    challenge: UUID | None = None,
    item: UUID | None = None,
    meeting: UUID | None = None,
    submission: UUID,
    by: Actor,
) -> UUID:
    """Ask the members a question; gives the id of the vote. NotFound when what it is about is not there."""
    check_options(typed.options, typed.most)
    check_shown(secret=typed.secret, for_everybody=typed.for_everybody)
    async with transaction():
        before = await once.already_done(submission, _BEGIN)
        if before is not None:
            return UUID(before)
        for table, about in (("challenge", challenge), ("agenda_item", item), ("forum_meeting", meeting)):
            if about is not None and not await value(f"SELECT true FROM {table} WHERE id = $1", about):  # noqa: S608
                raise NotFound
        vote = ForumVote(
            id=uuid4(),
            challenge=challenge,
            item=item,
            meeting=meeting,
            question=typed.question,
            scenario=typed.scenario,
            most=typed.most,
            secret=typed.secret,
            for_everybody=typed.for_everybody,
            opens_at=typed.opens_at,
            closes_at=typed.closes_at,
            made_by=by.staff_id,
        )
        if typed.for_everybody:
            await journeys.refuse_too_much(typed.question, typed.scenario, *typed.options, by=by)
        await vote.save()
        await VoteOption.insert(
            *(VoteOption(id=uuid4(), vote=vote.id, words=words, position=at) for at, words in enumerate(typed.options))
        )
        await news.tell("forum.vote_begun", subject=vote.id, by=by, challenge=challenge)
        await once.remember(submission, _BEGIN, str(vote.id))
    return UUID(str(vote.id))


async def cast(vote_id: UUID, choices: tuple[UUID, ...], *, member: UUID, submission: UUID, by: Actor) -> None:
    """
    Give a member's voice from elsewhere. The vote is held meanwhile, so each voice counts once, however many come at once.

    NotFound when there is no such vote; RuleBroken as the rules say. Nothing tells later, in a secret vote, who chose what.
    """
    async with transaction():
        if await once.already_done(submission, _CAST) is not None:
            return
        vote = await _held(vote_id)
        is_member = await value("SELECT true FROM forum_member WHERE id = $1 AND state = 'member' FOR SHARE", member)
        voted = await value("SELECT true FROM voted WHERE vote = $1 AND member = $2", vote_id, member)
        check_may_vote(_phase(vote), is_member=bool(is_member), has_voted=bool(voted))
        options = {one["id"] for one in await rows("SELECT id FROM vote_option WHERE vote = $1", vote_id)}
        check_choices(choices, options, vote["most"])
        await _note_voted(vote_id, member, How.REMOTE)
        if vote["secret"]:
            await _into_the_box(vote_id, choices)
        else:
            await execute(
                "INSERT INTO ballot (id, vote, choices, member) VALUES ($1, $2, $3, $4)",
                uuid4(),
                vote_id,
                list(choices),
                member,
            )
        await news.tell("forum.voted", subject=vote_id, by=by)
        await once.remember(submission, _CAST, "")


async def count_room(vote_id: UUID, typed: CountTyped, *, version: int | None, by: Actor) -> None:
    """
    Keep who voted in the room and in writing, and the hands and papers for each answer; again until the vote is closed.

    NotFound; RuleBroken when somebody ticked has voted from elsewhere, is no member, or more is counted than can be.
    """
    async with transaction():
        vote = await _held(vote_id)
        now = _phase(vote)
        if now is Phase.CLOSED:
            raise RuleBroken("This vote is closed. What came out stands.")
        if now is Phase.WAITING:
            raise RuleBroken("This vote is not open yet.")
        if vote["version"] != version:
            raise RuleBroken("Somebody else counted meanwhile. Open the page again and compare.")
        await execute("DELETE FROM voted WHERE vote = $1 AND how <> 'remote'", vote_id)
        ticked = (*((one, How.ROOM) for one in typed.room), *((one, How.WRITING) for one in typed.writing))
        await _check_ticked(vote_id, [member for member, _ in ticked])
        check_count(typed.counted, ticked=len(ticked), most=vote["most"])
        for member, how in ticked:
            await _note_voted(vote_id, member, how)
        for option, number in typed.counted.items():
            await execute("UPDATE vote_option SET counted = $3 WHERE id = $1 AND vote = $2", option, vote_id, number)
        await execute("UPDATE forum_vote SET version = version + 1 WHERE id = $1", vote_id)
        await news.tell("forum.vote_counted", subject=vote_id, by=by)


async def close_vote(vote_id: UUID, *, by: Actor) -> None:
    """
    Close it: what came out is shown, and never changes. Closed twice, it is closed once.

    Of a secret vote with few ballots from elsewhere only the total is kept: nothing that is stored tells them from hands.

    NotFound; RuleBroken while members elsewhere have time and not everybody has voted.
    """
    async with transaction():
        vote = await _held(vote_id)
        if vote["closed_at"] is not None:
            return
        voices = await value(
            """
            SELECT count(*) FROM forum_member m
             WHERE m.state = 'member' OR EXISTS (SELECT FROM voted v WHERE v.vote = $1 AND v.member = m.id)
            """,
            vote_id,
        )
        voted = await value("SELECT count(*) FROM voted WHERE vote = $1", vote_id)
        check_close(_phase(vote), everybody_voted=voices > 0 and voted >= voices)
        if vote["secret"]:
            await _lose_few_in_the_total(vote_id)
        await execute(
            "UPDATE forum_vote SET closed_at = $2, of_members = $3, version = version + 1 WHERE id = $1",
            vote_id,
            clock.now(),
            voices,
        )
        await news.tell("forum.vote_closed", subject=vote_id, by=by)


async def _held(vote_id: UUID) -> dict[str, Any]:
    found = await row("SELECT * FROM forum_vote WHERE id = $1 FOR UPDATE", vote_id)
    if found is None:
        raise NotFound
    return found


def _phase(vote: Mapping[str, Any]) -> Phase:
    return phase(opens_at=vote["opens_at"], closes_at=vote["closes_at"], closed_at=vote["closed_at"], now=clock.now())


async def _note_voted(vote_id: UUID, member: UUID, how: How) -> None:
    await execute(
        "INSERT INTO voted (id, vote, member, how, voted_at) VALUES ($1, $2, $3, $4, $5)",
        uuid4(),
        vote_id,
        member,
        how.value,
        clock.now(),
    )


async def _check_ticked(vote_id: UUID, members: list[UUID]) -> None:
    """Raise RuleBroken when somebody ticked has voted from elsewhere, or is no member. The rows of `members` are held."""
    found = await rows(
        """
        SELECT m.name, m.state = 'member' AS is_member,
               EXISTS (SELECT FROM voted v WHERE v.vote = $1 AND v.member = m.id) AS has_voted
          FROM forum_member m WHERE m.id = ANY($2) ORDER BY m.id FOR SHARE OF m
        """,
        vote_id,
        members,
    )
    if len(found) < len(set(members)) or len(set(members)) < len(members):
        raise RuleBroken("Tick each member once.")
    for one in found:
        if one["has_voted"]:
            raise RuleBroken(f"{one['name']} has voted from elsewhere already, so their hand is not counted again.")
        if not one["is_member"]:
            raise RuleBroken(f"{one['name']} is not a member of the forum any more, so has no voice in this vote.")


async def _lose_few_in_the_total(vote_id: UUID) -> None:
    """Where fewer ballots lie in the box than hide each other, add them to hands and papers, and keep no ballot."""
    if await value("SELECT count(*) FROM ballot WHERE vote = $1", vote_id) >= FEWEST_APART:
        return
    await execute(
        """
        WITH taken AS (DELETE FROM ballot WHERE vote = $1 RETURNING choices)
        UPDATE vote_option o SET counted = counted + (SELECT count(*) FROM taken WHERE o.id = ANY(taken.choices))
        WHERE o.vote = $1
        """,
        vote_id,
    )


async def _into_the_box(vote_id: UUID, choices: tuple[UUID, ...]) -> None:
    """
    Put a secret ballot among the others and shake the box.

    All ballots are written again, in no order and with new numbers: otherwise the transaction that wrote one, or its place
    among the rows, would tell which member it came from.
    """
    await execute(
        """
        WITH taken AS (DELETE FROM ballot WHERE vote = $1 RETURNING choices)
        INSERT INTO ballot (id, vote, choices, member)
        SELECT gen_random_uuid(), $1, shaken.choices, NULL
          FROM (SELECT choices FROM taken UNION ALL SELECT $2::uuid[]) AS shaken ORDER BY random()
        """,
        vote_id,
        list(choices),
    )
