"""A course is written, put right, looked at by the six principles, offered, and offered no more."""

from uuid import UUID, uuid4

from livewell.gaps import actions as gaps
from livewell.gaps.queries.raised import held as held_gap
from livewell.gaps.rules import AT_WORK, GapState, Outcome
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, rows, transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.learning.actions.answering import planned, tell_planned
from livewell.learning.forms.courses import CourseWords
from livewell.learning.rules import CATEGORY_LABELS, KIND_LABELS, PRINCIPLES, say_open_to
from livewell.learning.rules.courses import CourseState, check_move
from livewell.library.rules import slug_from
from livewell.settings import settings

_PLANNED = "course.planned"
_COLUMNS = (
    "title, kind, category, about, learn, provider, own, asset, open_to, eligibility, access, cost, ways,"
    " subject_trainer, lived_trainer, trainers_accredited, needed_sessions, leads_to"
)


async def plan_course(
    words: CourseWords, *, nomination: UUID | None = None, gap: UUID | None = None, submission: UUID, by: Actor
) -> UUID:
    """
    Begin a course, which nobody outside the team sees yet; gives its id. The same form sent twice is one.

    With `nomination` it is what comes of a wish; with `gap` the gap is taken up. Raises `NotFound` for a wish or gap that
    is not there, `RuleBroken` when the wish has an answer already.
    """
    async with transaction():
        before = await once.already_done(submission, _PLANNED)
        if before is not None:
            return UUID(before)
        made = uuid4()
        if nomination is not None:
            gap = await planned(nomination, by=by) or gap
        if gap is not None:
            await gaps.take_up(gap, by=by)
        await execute(
            f"""
            INSERT INTO course (id, slug, {_COLUMNS}, nomination, gap, state, made_at, made_by, version)
            VALUES ($1, $20, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                    $21, $22, 'draft', $23, $24, 1)
            """,  # noqa: S608
            made,
            *_values(words),
            await _slug(words.title),
            nomination,
            gap,
            clock.now(),
            by.staff_id,
        )
        await news.tell(_PLANNED, subject=made, by=by, nomination=nomination, gap=gap)
        await once.remember(submission, _PLANNED, str(made))
    return made


async def change_course(course_id: UUID, words: CourseWords, *, version: int | None, by: Actor) -> None:
    """Put a course right. Raises `NotFound`, `Stale` with both texts, and `RuleBroken` when it leads to itself."""
    if words.leads_to == course_id:
        raise RuleBroken("A course leads to another one, not to itself.")
    async with transaction():
        found = await row(f"SELECT version, {_COLUMNS} FROM course WHERE id = $1 FOR UPDATE", course_id)  # noqa: S608
        if found is None:
            raise NotFound
        if found["version"] != version:
            raise Stale(theirs=_said(found), yours=_said(_as_row(words)))
        await execute(
            f"UPDATE course SET ({_COLUMNS}, version) = "  # noqa: S608
            "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, version + 1) WHERE id = $1",
            course_id,
            *_values(words),
        )
        await news.tell("course.changed", subject=course_id, by=by)


async def hold_principle(course_id: UUID, principle: str, *, holds: bool, by: Actor) -> None:
    """
    Note that somebody looked at a course and found one of the six principles true of it, or not any more.

    Raises `NotFound` for no such course or principle. Ticked again, it is the first who found it.
    """
    if principle not in PRINCIPLES or by.staff_id is None:
        raise NotFound
    async with transaction():
        await _held_course(course_id)
        if holds:
            await execute(
                """
                INSERT INTO course_principle (id, course, principle, held_at, held_by) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (course, principle) DO NOTHING
                """,
                uuid4(),
                course_id,
                principle,
                clock.now(),
                by.staff_id,
            )
        else:
            await execute("DELETE FROM course_principle WHERE course = $1 AND principle = $2", course_id, principle)
        await news.tell("course.looked_at", subject=course_id, by=by, principle=principle, holds=holds)


async def move_course(course_id: UUID, *, to: CourseState, by: Actor) -> None:
    """
    Put a course into the catalogue, take it back to be prepared, or offer it no more.

    The first time it is offered, a gap it came from is settled, so that those who asked hear of it. Raises `NotFound`,
    and `RuleBroken` when it cannot go there, or nobody has said what happens there.
    """
    async with transaction():
        state, title, about, slug, gap = await _held_course(course_id)
        check_move(state, to)
        if to is CourseState.OPEN and not about.strip():
            raise RuleBroken("Say what happens there before everybody sees it.")
        await execute("UPDATE course SET state = $2, version = version + 1 WHERE id = $1", course_id, to.value)
        await news.tell("course.moved", subject=course_id, by=by, to=to.value)
        if to is CourseState.OPEN:
            await tell_planned(course_id, by=by)
        if to is CourseState.OPEN and gap is not None:
            await _settle_gap(gap, title, slug, by=by)


async def _settle_gap(gap: UUID, title: str, slug: str, *, by: Actor) -> None:
    found = await held_gap(gap)
    if found.state in AT_WORK or found.state is GapState.WAITING:
        why = (
            f"There is something to learn now: {title}. Read about it and book at {settings().address}/learning/{slug}"
        )
        await gaps.settle(gap, Outcome.CHANGE, why, by=by)


async def _held_course(course_id: UUID) -> tuple[CourseState, str, str, str, UUID | None]:
    found = await row("SELECT state, title, about, slug, gap FROM course WHERE id = $1 FOR UPDATE", course_id)
    if found is None:
        raise NotFound
    return CourseState(found["state"]), found["title"], found["about"], found["slug"], found["gap"]


async def _slug(title: str) -> str:
    taken = await rows("SELECT slug FROM course")
    return slug_from(title, {one["slug"] for one in taken} | {"desk", "nominations", "runs", "place", "calendar"})


def _values(words: CourseWords) -> list[object]:
    return list(_as_row(words).values())


def _as_row(words: CourseWords) -> dict[str, object]:
    """In the order of `_COLUMNS`."""
    return {
        "title": words.title,
        "kind": words.kind.value,
        "category": words.category.value,
        "about": words.about,
        "learn": words.learn,
        "provider": words.provider,
        "own": words.own,
        "asset": words.asset,
        "open_to": [one.value for one in words.open_to],
        "eligibility": words.eligibility,
        "access": words.access,
        "cost": words.cost,
        "ways": list(words.ways),
        "subject_trainer": words.subject_trainer,
        "lived_trainer": words.lived_trainer,
        "trainers_accredited": words.trainers_accredited,
        "needed_sessions": words.needed_sessions,
        "leads_to": words.leads_to,
    }


def _said(found: dict[str, object]) -> dict[str, str]:
    """A course as two people compare it."""
    open_to = found["open_to"]
    return {
        "The title": str(found["title"]),
        "Kind": {one.value: label for one, label in KIND_LABELS.items()}.get(str(found["kind"]), ""),
        "What it is about": {one.value: label for one, label in CATEGORY_LABELS.items()}.get(
            str(found["category"]), ""
        ),
        "Who may come": say_open_to([str(one) for one in open_to] if isinstance(open_to, list) else []),
        "What happens there": str(found["about"]),
        "What one learns": str(found["learn"]),
        "Who runs it": str(found["provider"]),
        "Who it is for": str(found["eligibility"]),
        "Getting in and taking part": str(found["access"]),
        "What it costs": str(found["cost"]),
        "The trainer who knows the subject": str(found["subject_trainer"]),
        "The trainer with experience of their own": str(found["lived_trainer"]),
    }
