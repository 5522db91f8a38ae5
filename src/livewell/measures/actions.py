"""Writing a score down, and putting right one that was written down wrongly."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.dates import london_day
from livewell.kit.db import row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.measures import pam
from livewell.measures.pam import How, NotDone
from livewell.measures.tables import Score


async def record_pam(
    *,
    person: UUID,
    journey: UUID,
    score: Decimal | None = None,
    not_done: NotDone | None = None,
    why: str = "",
    how: How = How.SCORE_ONLY,
    taken_at: datetime | None = None,
    cuts: pam.CutPoints = pam.CURRENT,
    submission: UUID | None = None,
    by: Actor,
) -> UUID:
    """
    Write down a patient activation score, or the reason why there is none; gives the id of the row.

    The first of a journey is its baseline. Who may see the journey is for the caller to have asked. NotFound when the
    journey is not this person's; RuleBroken for what is no score, for both or neither of score and reason, or for a
    time to come.
    """
    if (score is None) == (not_done is None):
        raise RuleBroken("Give either a score or the reason why there is none.")
    exact = None if score is None else pam.tidy(score)
    now = clock.now()
    when = taken_at or now
    if when > now:
        raise RuleBroken("A score cannot have been taken in the future.")
    async with transaction():
        if submission is not None and (before := await once.already_done(submission, "measures.pam")):
            return UUID(before)
        # The journey's row is the queue: two scores at the same moment get two numbers.
        if await row("SELECT id FROM journey WHERE id = $1 AND person = $2 FOR NO KEY UPDATE", journey, person) is None:
            raise NotFound
        last = await value(
            "SELECT max(sequence) FROM score WHERE journey = $1 AND instrument = $2", journey, pam.INSTRUMENT
        )
        taken = Score(
            person=person,
            journey=journey,
            instrument=pam.INSTRUMENT,
            score=exact,
            level=None if exact is None else pam.level(exact, cuts),
            cuts="" if exact is None else cuts.version,
            not_done=not_done or "",
            not_done_why=why,
            how=how,
            flags=[] if exact is None else await _flags(journey, exact, when, how, cuts.version),
            taken_at=when,
            noted_at=now,
            taken_by=by.staff_id,
            sequence=(last or 0) + 1,
        )
        await taken.save()
        await news.tell(
            "pam.recorded",
            subject=taken.id,
            by=by,
            journey=journey,
            person=person,
            sequence=taken.sequence,
            level=taken.level,
            not_done=not_done,
        )
        if submission is not None:
            await once.remember(submission, "measures.pam", str(taken.id))
    return taken.id


async def correct_pam(
    score_id: UUID,
    *,
    journey: UUID,
    score: Decimal | None = None,
    not_done: NotDone | None = None,
    why: str = "",
    how: How = How.SCORE_ONLY,
    by: Actor,
) -> UUID:
    """
    Put right what was written down wrongly: a new row in its place, the old one stays and is shown struck through.

    The day and the cut-points stay those of the first row. NotFound when the journey has no such score; RuleBroken when
    somebody corrected it already, or for what is no score.
    """
    if (score is None) == (not_done is None):
        raise RuleBroken("Give either a score or the reason why there is none.")
    exact = None if score is None else pam.tidy(score)
    async with transaction():
        wrong = (
            await Score.objects()
            .where((Score.id == score_id) & (Score.journey == journey) & (Score.instrument == pam.INSTRUMENT))
            .lock_rows("UPDATE")
            .first()
        )
        if wrong is None:
            raise NotFound
        if await value("SELECT id FROM score WHERE replaces = $1", wrong.id) is not None:
            raise RuleBroken("Somebody corrected this score already. Correct the newer one.")
        cuts = pam.VERSIONS.get(wrong.cuts, pam.CURRENT)
        right = Score(
            person=wrong.person,
            journey=journey,
            instrument=pam.INSTRUMENT,
            score=exact,
            level=None if exact is None else pam.level(exact, cuts),
            cuts="" if exact is None else cuts.version,
            not_done=not_done or "",
            not_done_why=why,
            how=how,
            flags=[]
            if exact is None
            else await _flags(journey, exact, wrong.taken_at, how, cuts.version, before_turn=wrong.sequence),
            taken_at=wrong.taken_at,
            noted_at=clock.now(),
            taken_by=by.staff_id,
            replaces=wrong.id,
            sequence=wrong.sequence,
        )
        await right.save()
        await news.tell(
            "pam.corrected", subject=right.id, by=by, journey=journey, person=wrong.person, sequence=wrong.sequence
        )
    return right.id


async def _flags(
    journey: UUID, score: Decimal, when: datetime, how: How, cuts: str, before_turn: int | None = None
) -> list[str]:
    """The flags of a score, compared with those that stand of this journey, up to its own turn."""
    found = (
        await Score.objects()
        .where(
            (Score.journey == journey)
            & (Score.instrument == pam.INSTRUMENT)
            & Score.score.is_not_null()
            & Score.id.not_in(Score.select(Score.replaces).where(Score.replaces.is_not_null()))
        )
        .order_by(Score.sequence)
    )
    standing = [
        pam.Taken(one.score, london_day(one.taken_at), one.how, one.cuts)
        for one in found
        if before_turn is None or one.sequence < before_turn
    ]
    return list(
        pam.flags(
            score,
            on=london_day(when),
            how=how,
            cuts=cuts,
            before=standing[-1] if standing else None,
            first=standing[0] if standing else None,
        )
    )
