"""What is done to a challenge: begun, filled with evidence and options, moved, and closed with what came of it."""

from uuid import UUID, uuid4

from livewell.challenges.forms.ideas import ChallengeTyped, EvidenceTyped, MoveTyped
from livewell.challenges.rules.ideas import IdeaState, check_open, check_step
from livewell.challenges.tables import Challenge, ChallengeEvidence, ChallengeMove, ChallengeOption
from livewell.forum import actions as forum
from livewell.journeys import queries as journeys
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale

_BEGIN = "challenges.begin"
_EVIDENCE = "challenges.evidence"
_OPTION = "challenges.option"
_MOVE = "challenges.move"


async def begin_challenge(
    typed: ChallengeTyped, *, gap: UUID | None = None, item: UUID | None = None, submission: UUID, by: Actor
) -> UUID:
    """
    Begin a challenge, from a gap, from an item of an agenda, or directly; gives its id. It is being discussed.

    NotFound when there is no such gap, item or member; RuleBroken when the words say by what somebody could be known.
    """
    async with transaction():
        before = await once.already_done(submission, _BEGIN)
        if before is not None:
            return UUID(before)
        await journeys.refuse_too_much(typed.title, typed.goal, by=by)
        if item is not None:
            spoken = await row("SELECT gap FROM agenda_item WHERE id = $1", item)
            if spoken is None:
                raise NotFound
            gap = gap or spoken["gap"]
        if gap is not None and await value("SELECT id FROM gap WHERE id = $1", gap) is None:
            raise NotFound
        await _known_member(typed.owner)
        made = Challenge(
            id=uuid4(),
            title=typed.title,
            goal=typed.goal,
            gap=gap,
            sides=[side.value for side in typed.sides],
            owner=typed.owner,
            begun_on=clock.today(),
            made_at=clock.now(),
            made_by=by.staff_id,
        )
        await made.save()
        await _note_move(made.id, None, IdeaState.DISCUSSED, "", None, by)
        await news.tell("challenge.begun", subject=made.id, by=by, gap=gap, item=item)
        await once.remember(submission, _BEGIN, str(made.id))
    return UUID(str(made.id))


async def change_challenge(challenge_id: UUID, typed: ChallengeTyped, *, version: int | None, by: Actor) -> None:
    """Say anew what it is about. NotFound, Stale, RuleBroken when it is closed."""
    async with transaction():
        found = await _held(challenge_id)
        if found.version != version:
            raise Stale(
                {"The challenge": found.title, "The goal": found.goal},
                {"The challenge": typed.title, "The goal": typed.goal},
            )
        await _known_member(typed.owner)
        await journeys.refuse_too_much(typed.title, typed.goal, by=by)
        found.title, found.goal, found.owner = typed.title, typed.goal, typed.owner
        found.sides = [side.value for side in typed.sides]
        await _keep(found)
        await news.tell("challenge.changed", subject=challenge_id, by=by)


async def give_evidence(challenge_id: UUID, typed: EvidenceTyped, *, submission: UUID, by: Actor) -> UUID:
    """Put one thing that is known beside a challenge; gives its id. NotFound, RuleBroken when it is closed or says too much."""
    async with transaction():
        before = await once.already_done(submission, _EVIDENCE)
        if before is not None:
            return UUID(before)
        await _held(challenge_id)
        await _known_member(typed.given_by)
        await journeys.refuse_too_much(typed.title, typed.words, by=by)
        given = ChallengeEvidence(
            id=uuid4(),
            challenge=challenge_id,
            kind=typed.kind.value,
            title=typed.title,
            words=typed.words,
            link=typed.link,
            given_by=typed.given_by,
            given_at=clock.now(),
        )
        await given.save()
        await news.tell("challenge.evidence_given", subject=challenge_id, by=by, kind=typed.kind)
        await once.remember(submission, _EVIDENCE, str(given.id))
    return UUID(str(given.id))


async def strike_evidence(challenge_id: UUID, evidence_id: UUID, *, by: Actor) -> None:
    """Take a piece of evidence out of the count: it does not hold, or says more of somebody than it should."""
    async with transaction():
        await _held(challenge_id)
        struck = await value(
            "UPDATE challenge_evidence SET struck_at = coalesce(struck_at, $3) WHERE id = $1 AND challenge = $2 RETURNING id",
            evidence_id,
            challenge_id,
            clock.now(),
        )
        if struck is None:
            raise NotFound
        await news.tell("challenge.evidence_struck", subject=challenge_id, by=by)


async def suggest_option(challenge_id: UUID, title: str, words: str, *, submission: UUID, by: Actor) -> UUID:
    """Write down one thing that could be done; gives its id. NotFound, RuleBroken when it is closed."""
    async with transaction():
        before = await once.already_done(submission, _OPTION)
        if before is not None:
            return UUID(before)
        await _held(challenge_id)
        await journeys.refuse_too_much(title, words, by=by)
        place = await value(
            "SELECT coalesce(max(position), 0) + 1 FROM challenge_option WHERE challenge = $1", challenge_id
        )
        option = ChallengeOption(id=uuid4(), challenge=challenge_id, title=title, words=words, position=place)
        await option.save()
        await news.tell("challenge.option_suggested", subject=challenge_id, by=by)
        await once.remember(submission, _OPTION, str(option.id))
    return UUID(str(option.id))


async def choose_option(challenge_id: UUID, option_id: UUID, *, decision: UUID, by: Actor) -> None:
    """
    Keep which option the forum decided on. NotFound for an option of another challenge; RuleBroken unless a meeting that
    was held decided it about this challenge.
    """
    async with transaction():
        found = await _held(challenge_id)
        option = await value(
            "SELECT id FROM challenge_option WHERE id = $1 AND challenge = $2", option_id, challenge_id
        )
        if option is None:
            raise NotFound
        await _decided(found, decision)
        await execute(
            "UPDATE challenge_option SET chosen_at = NULL, decision = NULL WHERE challenge = $1 AND id <> $2",
            challenge_id,
            option_id,
        )
        await execute(
            "UPDATE challenge_option SET chosen_at = $2, decision = $3, version = version + 1 WHERE id = $1",
            option_id,
            clock.now(),
            decision,
        )
        await _keep(found)
        await news.tell("challenge.option_chosen", subject=challenge_id, by=by, option=option_id, decision=decision)


async def move_challenge(
    challenge_id: UUID, typed: MoveTyped, *, version: int | None, submission: UUID, by: Actor
) -> None:
    """Bring the idea to its next state, with words. NotFound, RuleBroken as the rules say, or when somebody was faster."""
    async with transaction():
        if await once.already_done(submission, _MOVE) is not None:
            return
        found = await _held(challenge_id)
        now = IdeaState(found.state)
        chosen = await value(
            "SELECT EXISTS (SELECT FROM challenge_option WHERE challenge = $1 AND chosen_at IS NOT NULL)", challenge_id
        )
        check_step(now, typed.to, chosen=bool(chosen), words=typed.words)
        if found.version != version:
            raise Stale(
                {"What was decided or learned": "Something else was changed meanwhile."},
                {"What was decided or learned": typed.words},
            )
        if typed.decision is not None:
            await _decided(found, typed.decision)
        found.state = typed.to.value
        await _keep(found)
        await _note_move(challenge_id, now, typed.to, typed.words, typed.decision, by)
        await news.tell("challenge.moved", subject=challenge_id, by=by, to=typed.to)


async def close_challenge(challenge_id: UUID, *, why: str, version: int | None, by: Actor) -> None:
    """Close it with what came of it: from then on nothing is added. NotFound, Stale, RuleBroken when it is closed."""
    async with transaction():
        found = await _held(challenge_id)
        if found.version != version:
            raise Stale({"What came of it": "Something else was changed meanwhile."}, {"What came of it": why})
        found.closed_on, found.closed_why = clock.today(), why
        await _keep(found)
        await news.tell("challenge.closed", subject=challenge_id, by=by, state=found.state)


async def put_on_next_agenda(challenge_id: UUID, *, words: str, submission: UUID, by: Actor) -> UUID:
    """Have the forum speak of it at its next meeting; gives the id of the item. NotFound, RuleBroken when it is closed."""
    async with transaction():
        found = await _held(challenge_id)
        return await forum.put_on_agenda(
            kind="challenge",
            title=found.title,
            words=words,
            gap=found.gap,
            about=challenge_id,
            submission=submission,
            by=by,
        )


async def _held(challenge_id: UUID) -> Challenge:
    found = await Challenge.objects().where(Challenge.id == challenge_id).lock_rows("UPDATE").first()
    if found is None:
        raise NotFound
    check_open(closed=found.closed_on is not None)
    return found


async def _keep(found: Challenge) -> None:
    found.version += 1
    await found.save()


async def _known_member(member: UUID | None) -> None:
    if member is not None and not await value(
        "SELECT true FROM forum_member WHERE id = $1 AND state = 'member'", member
    ):
        raise RuleBroken("Choose somebody who is a member of the forum.")


async def _decided(found: Challenge, decision: UUID) -> None:
    """Raise RuleBroken unless a meeting that was held made this decision about this challenge, or about its gap."""
    about = await value(
        """
        SELECT true FROM forum_decision d JOIN forum_meeting m ON m.id = d.meeting JOIN agenda_item i ON i.id = d.item
         WHERE d.id = $1 AND m.state = 'held' AND (i.about = $2 OR i.gap = $3)
        """,
        decision,
        found.id,
        found.gap,
    )
    if not about:
        raise RuleBroken("Choose a decision that a meeting of the forum made about this challenge.")


async def _note_move(
    challenge: UUID, now: IdeaState | None, to: IdeaState, words: str, decision: UUID | None, by: Actor
) -> None:
    await ChallengeMove(
        id=uuid4(),
        challenge=challenge,
        from_state=now.value if now else "",
        to_state=to.value,
        words=words,
        decision=decision,
        moved_at=clock.now(),
        moved_by=by.staff_id,
    ).save()
