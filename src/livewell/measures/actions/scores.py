"""Writing a score down, putting right one that was written down wrongly, and scoring old answers again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

import msgspec

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.dates import london_day
from livewell.kit.db import row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.measures import pam
from livewell.measures.queries.scores import standing_before
from livewell.measures.queries.usable import Usable, pack_of, usable
from livewell.measures.rules import scoring
from livewell.measures.rules.instruments import band_of
from livewell.measures.rules.scoring import Calibration, Result
from livewell.measures.rules.taking import Flag, How, MadeWith, NotDone, Taken, answer_flags, score_flags
from livewell.measures.tables import Score

_KIND = "measures.score"


@dataclass(frozen=True)
class Recorded:
    """What was written down."""

    id: UUID
    score: Decimal | None
    level: int | None
    band: str
    flags: tuple[Flag, ...]

    @property
    def asks_for_help(self) -> bool:
        """Whether an answer asks for help now: show it at once, and tell whoever is on duty."""
        return Flag.ITEM_9 in self.flags


@dataclass(frozen=True)
class _Said:
    """What comes in: exactly one of the three."""

    answers: Mapping[str, object] | None
    score: Decimal | None
    not_done: NotDone | None
    why: str
    how: How
    seconds: float | None = None

    def check(self) -> None:
        if sum(one is not None for one in (self.answers, self.score, self.not_done)) != 1:
            raise RuleBroken("Give either a score or the reason why there is none.")


async def record(
    *,
    person: UUID,
    journey: UUID,
    instrument: str,
    answers: Mapping[str, object] | None = None,
    score: Decimal | None = None,
    not_done: NotDone | None = None,
    why: str = "",
    how: How = How.SCORE_ONLY,
    seconds: float | None = None,
    taken_at: datetime | None = None,
    submission: UUID | None = None,
    by: Actor,
) -> Recorded:
    """
    Write down answers, a score from elsewhere, or the reason why there is neither: exactly one of the three.

    The first of an instrument in a journey is its baseline. `seconds` is how long filling in took, where that is
    known. Who may see the journey is for the caller to have asked. NotFound for an unknown instrument, or when the
    journey is not this person's; RuleBroken for what is no answer or no score, an instrument that is switched off, or
    a time to come.
    """
    said = _Said(answers, score, not_done, why, how, seconds)
    said.check()
    now = clock.now()
    when = taken_at or now
    if when > now:
        raise RuleBroken("A score cannot have been taken in the future.")
    async with transaction():
        if submission is not None and (before := await once.already_done(submission, _KIND)):
            return await _again(UUID(before))
        used = await usable(instrument)
        if not used.on and not_done is None:
            raise RuleBroken(used.why_not)
        # The journey's row is the queue: two scores at the same moment get two numbers.
        if await row("SELECT id FROM journey WHERE id = $1 AND person = $2 FOR NO KEY UPDATE", journey, person) is None:
            raise NotFound
        last = await value(
            "SELECT max(sequence) FROM score WHERE journey = $1 AND instrument = $2", journey, instrument
        )
        sequence = (last or 0) + 1
        place = _Place(person, journey, when, sequence, by)
        taken = await _row(used, said, place)
        await taken.save()
        await news.tell(
            "score.recorded",
            subject=taken.id,
            by=by,
            journey=journey,
            person=person,
            instrument=instrument,
            sequence=sequence,
            level=taken.level,
            not_done=not_done,
        )
        if submission is not None:
            await once.remember(submission, _KIND, str(taken.id))
    return _recorded(taken)


async def correct(
    score_id: UUID,
    *,
    journey: UUID,
    answers: Mapping[str, object] | None = None,
    score: Decimal | None = None,
    not_done: NotDone | None = None,
    why: str = "",
    how: How = How.SCORE_ONLY,
    by: Actor,
) -> Recorded:
    """
    Put right what was written down wrongly: a new row in its place, the old one stays and is shown struck through.

    Day, cut-points and table stay those of the first row. NotFound when the journey has no such score; RuleBroken when
    somebody replaced it already, or for what is no answer or no score.
    """
    said = _Said(answers, score, not_done, why, how)
    said.check()
    async with transaction():
        wrong = await _to_replace(score_id, journey)
        used = await usable(wrong.instrument)
        place = _Place(wrong.person, journey, wrong.taken_at, wrong.sequence, by)
        right = await _row(used, said, place, replaces=wrong, as_before=wrong)
        await _replace(wrong, right, "corrected", by)
    return _recorded(right)


async def rescore(score_id: UUID, *, journey: UUID, by: Actor) -> Recorded:
    """
    Score the answers of an old row again, as the instrument and its licence pack stand today: a new row beside it.

    NotFound when the journey has no such score; RuleBroken when it has no answers, when somebody replaced it already,
    or when nothing would be different.
    """
    async with transaction():
        old = await _to_replace(score_id, journey)
        if old.answers is None:
            raise RuleBroken("Only the score was written down, so there are no answers to score again.")
        used = await usable(old.instrument)
        if _made_with(old) == used.made_with:
            raise RuleBroken("These answers were scored in the same way already.")
        answers = msgspec.json.decode(old.answers, type=dict[str, int])
        place = _Place(old.person, journey, old.taken_at, old.sequence, by)
        again = await _row(used, _Said(answers, None, None, "", How(old.how)), place, replaces=old)
        await _replace(old, again, "rescored", by)
    return _recorded(again)


async def _to_replace(score_id: UUID, journey: UUID) -> Score:
    found = await Score.objects().where((Score.id == score_id) & (Score.journey == journey)).lock_rows("UPDATE").first()
    if found is None:
        raise NotFound
    if await value("SELECT id FROM score WHERE replaces = $1", found.id) is not None:
        raise RuleBroken("Somebody corrected this score already. Correct the newer one.")
    return found


async def _replace(old: Score, new: Score, how: str, by: Actor) -> None:
    new.replaces, new.replaced_how = old.id, how
    await new.save()
    await news.tell(
        f"score.{how}",
        subject=new.id,
        by=by,
        journey=new.journey,
        person=new.person,
        instrument=new.instrument,
        sequence=new.sequence,
    )


@dataclass(frozen=True)
class _Calibrated:
    """Table and cut-points for one row, and where they come from."""

    calibration: Calibration | None
    table_hash: str
    pack: UUID | None

    @property
    def cuts(self) -> str:
        return self.calibration.cuts if self.calibration else ""


async def _calibrated(used: Usable, as_before: Score | None) -> _Calibrated:
    """Those of today; those of the row that is put right, where it had any."""
    if as_before is None or not as_before.cuts:
        return _Calibrated(used.calibration, used.table_hash, used.pack.id if used.pack else None)
    if as_before.pack is None:
        return _Calibrated(pam.calibration(pam.VERSIONS.get(as_before.cuts, pam.CURRENT)), "", None)
    kept = await value("SELECT content FROM licence_pack WHERE id = $1", as_before.pack)
    return _Calibrated(pack_of(kept).calibration(), as_before.table_hash, as_before.pack)


@dataclass(frozen=True)
class _Place:
    """Whose row it is, and where it stands."""

    person: UUID
    journey: UUID
    when: datetime
    sequence: int
    by: Actor


async def _row(
    used: Usable, said: _Said, place: _Place, *, replaces: Score | None = None, as_before: Score | None = None
) -> Score:
    """A row that is not saved yet, with its score, level and flags; `as_before` keeps the calibration of a row."""
    instrument = used.instrument
    made = await _calibrated(used, as_before)
    exact: Decimal | None = None
    result: Result | None = None
    answers: dict[str, int] | None = None
    raised: list[Flag] = []
    if said.answers is not None:
        answers = scoring.read_answers(instrument, said.answers)
        result = scoring.score(instrument, answers, made.calibration)
        exact = result.score
        raised += [Flag.TOO_FEW] if result.too_few else []
        raised += answer_flags(instrument, answers, how=said.how, seconds=said.seconds)
    elif said.score is not None:
        exact = scoring.from_elsewhere(instrument, said.score)
    band = (
        band_of(exact, made.calibration.bands if made.calibration else instrument.bands) if exact is not None else None
    )
    has_answer = exact is not None or answers is not None
    taken = Score(
        id=uuid4(),
        person=place.person,
        journey=place.journey,
        instrument=instrument.id,
        instrument_version=instrument.version,
        algorithm=used.algorithm if answers is not None else "",
        answers=None if answers is None else msgspec.json.encode(answers).decode(),
        score=exact,
        level=band.level if band else None,
        band=band.code if band else "",
        parts=msgspec.json.encode(result.parts if result else {}).decode(),
        cuts=made.cuts if has_answer else "",
        table_hash=made.table_hash if has_answer else "",
        pack=made.pack if has_answer else None,
        not_done=said.not_done or "",
        not_done_why=said.why,
        how=said.how,
        taken_at=place.when,
        noted_at=clock.now(),
        taken_by=place.by.staff_id,
        sequence=place.sequence,
    )
    if has_answer:
        others = await standing_before(place.journey, instrument.id, replaces.sequence if replaces else None)
        raised += score_flags(
            instrument,
            Taken(exact, london_day(place.when), said.how, _made_with(taken)),
            before=others[-1] if others else None,
            first=others[0] if others else None,
        )
    taken.flags = [flag.value for flag in dict.fromkeys(raised)]
    return taken


def _made_with(score: Score) -> MadeWith:
    return MadeWith(score.algorithm, score.cuts, score.table_hash)


def _recorded(score: Score) -> Recorded:
    return Recorded(score.id, score.score, score.level, score.band, tuple(Flag(flag) for flag in score.flags))


async def _again(score_id: UUID) -> Recorded:
    """What the first sending of the same form wrote down."""
    found = await Score.objects().where(Score.id == score_id).first()
    if found is None:
        raise NotFound
    return _recorded(found)
