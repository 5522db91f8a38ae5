"""Keeping a reflection, showing it to whoever supervises, taking it back, and throwing it away."""

import json
from collections.abc import Mapping
from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.db import row, transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.reflections import queries, rules
from livewell.reflections.rules import ANSWER_LABELS, THEMES, Answer
from livewell.reflections.tables import Reflection
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

# News of a reflection names neither a journey nor a person: it is about the one who wrote it.


async def keep_reflection(
    session_id: UUID, *, themes: Mapping[str, Answer], words: str, version: int, submission: UUID, by: Member
) -> UUID:
    """
    Keep what somebody thinks of a session they held; gives its id. Whoever it is shown to sees the change.

    `version` is the one the page was read with, 0 for the first time. NotFound for a session that `by` did not hold;
    RuleBroken for an empty one; Stale when the same person saved it in another window meanwhile.
    """
    if Permission.REFLECT not in by.can:
        raise NotFound
    async with transaction():
        before = await once.already_done(submission, "reflection.keep")
        if before is not None:
            return UUID(before)
        rules.check_reflection(themes, words)
        # Held, so that two windows of the same person take turns.
        if (
            await row(
                "SELECT id FROM session WHERE id = $1 AND worker = $2 AND status = 'held' FOR NO KEY UPDATE",
                session_id,
                by.id,
            )
            is None
        ):
            raise NotFound
        found = await Reflection.objects().where(Reflection.session == session_id).first()
        if (found.version if found else 0) != version:
            _raise_stale(found, themes, words)
        now = clock.now()
        kept = found or Reflection(id=uuid4(), session=session_id, worker=by.id, made_at=now, version=0)
        kept.themes = json.dumps({code: themes[code].value for code in THEMES if code in themes})
        kept.words = words.strip()
        kept.changed_at = now
        kept.version += 1
        await kept.save()
        await news.tell("reflection.kept", subject=kept.id, by=by)
        await once.remember(submission, "reflection.keep", str(kept.id))
    return UUID(str(kept.id))


def _raise_stale(found: Reflection | None, themes: Mapping[str, Answer], words: str) -> None:
    kept = json.loads(found.themes) if found else {}
    theirs = {THEMES[code][1]: ANSWER_LABELS[Answer(kept[code])] if code in kept else "" for code in THEMES}
    yours = {THEMES[code][1]: ANSWER_LABELS[themes[code]] if code in themes else "" for code in THEMES}
    different = [label for label in theirs if theirs[label] != yours[label]]
    raise Stale(
        {label: theirs[label] for label in different} | {"Your own words": found.words if found else ""},
        {label: yours[label] for label in different} | {"Your own words": words},
    )


async def share_reflection(reflection_id: UUID, *, reader: UUID, by: Member) -> None:
    """Show it to one person who supervises `by`, until it is taken back. RuleBroken for anybody else."""
    async with transaction():
        kept = await _own(reflection_id, by)
        if str(reader) not in {one for one, _ in await queries.supervisors(by)}:
            raise RuleBroken("You can show it to somebody who supervises your work.")
        if kept.shared_with == reader:
            return
        kept.shared_with, kept.shared_at = reader, clock.now()
        kept.version += 1
        await kept.save()
        await news.tell("reflection.shared", subject=kept.id, by=by)


async def take_back_reflection(reflection_id: UUID, *, by: Member) -> None:
    """From now on nobody else reads it. Asked twice, it is once."""
    async with transaction():
        kept = await _own(reflection_id, by)
        if not kept.shared_with:
            return
        kept.shared_with, kept.shared_at = None, None
        kept.version += 1
        await kept.save()
        await news.tell("reflection.taken_back", subject=kept.id, by=by)


async def throw_away_reflection(reflection_id: UUID, *, by: Member) -> None:
    """Delete it for good: it belongs to the one who wrote it."""
    async with transaction():
        kept = await _own(reflection_id, by)
        await kept.remove()
        await news.tell("reflection.thrown_away", subject=reflection_id, by=by)


async def _own(reflection_id: UUID, by: Member) -> Reflection:
    """The reflection, held, when `by` wrote it; NotFound for everybody else, also for whom it is shown to."""
    kept = (
        await Reflection.objects()
        .where((Reflection.id == reflection_id) & (Reflection.worker == by.id))
        .lock_rows("UPDATE")
        .first()
    )
    if kept is None:
        raise NotFound
    return kept
