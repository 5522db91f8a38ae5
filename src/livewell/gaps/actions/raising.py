"""Somebody says that something is missing: a new gap, or one more voice for one that is there."""

from uuid import UUID, uuid4

from livewell.gaps.queries.raised import held
from livewell.gaps.rules import (
    AT_WORK,
    NOBODY,
    GapState,
    Left,
    Source,
    Wanted,
    check_wanted,
    first_state,
)
from livewell.gaps.tables import Gap, GapChange, GapVoice
from livewell.journeys import queries as journeys
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.upkeep.rules.problems import may_be_danger

_KIND = "gap.raised"


async def raise_gap(
    wanted: Wanted,
    *,
    source: Source | str,
    journey: UUID | None = None,
    people: int = 1,
    asset: UUID | None = None,
    joins: UUID | None = None,
    left: Left = NOBODY,
    submission: UUID,
    by: Actor,
) -> UUID:
    """
    Say that something is missing; gives the gap's id. The same form sent twice is one.

    With `joins` it is one more voice for that gap (or for the one it was joined to). What the team says is open at once;
    what anybody else says waits until it is read, and they may join only what was read. A journey counts once for each
    gap, however often it is named; it must be one that `by` may see. Raises `NotFound` for a gap or a journey that is not
    there for `by`, and `RuleBroken` when nothing is said, when staff say by what somebody could be known, or the gap is
    settled.
    """
    check_wanted(wanted, people)
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return UUID(before)
        if journey is not None:
            await journeys.journey_for(journey, by, open_only=False)
        await journeys.refuse_too_much(wanted.title, wanted.words, journey=journey, by=by)
        by_team = by.staff_id is not None
        gap = await _joined(joins, by) if joins is not None else await _made(wanted, by)
        said = f"{wanted.title} {wanted.words}"
        urgent = may_be_danger(said)
        voice = GapVoice(
            id=uuid4(),
            gap=gap,
            source=Source(source).value,
            journey=journey,
            people=people,
            words=_voice_words(wanted, joins=joins is not None, by_team=by_team),
            ward=wanted.ward,
            asset=asset,
            reply_to=left.reply_to,
            would_help=left.would_help,
            name=left.name,
            urgent=urgent,
            said_at=clock.now(),
            said_by=by.staff_id,
            read_at=clock.now() if by_team else None,
        )
        await voice.save()
        await news.tell(
            "gap.voiced" if joins is not None else _KIND,
            subject=gap,
            by=by,
            source=Source(source).value,
            voice=voice.id,
            urgent=urgent,
        )
        await once.remember(submission, _KIND, str(gap))
    return gap


async def _made(wanted: Wanted, by: Actor) -> UUID:
    state, now = first_state(by_team=by.staff_id is not None), clock.now()
    gap = Gap(
        id=uuid4(),
        title=wanted.title.strip(),
        # What anybody else said is for the team alone: it stays with their voice.
        words=wanted.words.strip() if by.staff_id else "",
        kind=wanted.kind.value,
        way=wanted.way,
        need=wanted.need,
        ward=wanted.ward,
        times=list(wanted.times),
        for_whom=list(wanted.for_whom),
        state=state.value,
        raised_at=now,
        raised_by=by.staff_id,
    )
    await gap.save()
    change = GapChange(id=uuid4(), gap=gap.id, to_state=state.value, changed_at=now, changed_by=by.staff_id)
    await change.save()
    return UUID(str(gap.id))


async def _joined(gap_id: UUID, by: Actor) -> UUID:
    """The gap that goes on, held; what nobody has read yet is there for the team alone."""
    found = await held(gap_id)
    if found.joined_to is not None:
        found = await held(found.joined_to)
    allowed = AT_WORK | {GapState.WAITING} if by.staff_id else AT_WORK
    if found.state is GapState.SETTLED:
        raise RuleBroken("This was settled meanwhile. Say it again as something new.")
    if found.state not in allowed:
        raise NotFound
    return found.id


def _voice_words(wanted: Wanted, *, joins: bool, by_team: bool) -> str:
    """What a voice says: where it joins a gap that is there, its title too; what the team says stands with the gap."""
    if joins:
        return "\n".join(one.strip() for one in (wanted.title, wanted.words) if one.strip())
    return "" if by_team else wanted.words.strip()
