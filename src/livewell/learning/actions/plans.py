"""Somebody's own plan to learn, and what they say came of a course."""

import json
from uuid import UUID, uuid4

from livewell.kit import clock, news
from livewell.kit.actor import Actor, Resident
from livewell.kit.db import execute, row, transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.languages import gettext as _
from livewell.learning.forms.people import PlanWords, Said
from livewell.learning.rules import ANSWERS, QUESTIONS


async def write_plan(words: PlanWords, *, version: int, by: Resident) -> None:
    """
    Keep somebody's plan to learn; `version` is 0 for one that is new. Only its owner writes in it.

    Raises `Stale` with both texts when they wrote in another window meanwhile.
    """
    async with transaction():
        await execute(
            """
            INSERT INTO learning_plan (id, person, want, why, helps, know_by, steps, looked_back, shared, changed_at, version)
            VALUES ($1, $2, '', '', '', '', '', '', false, $3, 0) ON CONFLICT (person) DO NOTHING
            """,
            uuid4(),
            by.person,
            clock.now(),
        )
        found = await row("SELECT * FROM learning_plan WHERE person = $1 FOR UPDATE", by.person)
        assert found is not None
        if found["version"] != version:
            raise Stale(theirs=in_words(plan_of(found)), yours=in_words(words))
        await execute(
            """
            UPDATE learning_plan SET want = $2, why = $3, helps = $4, know_by = $5, steps = $6, looked_back = $7,
                                     shared = $8, changed_at = $9, version = version + 1
            WHERE person = $1
            """,
            by.person,
            words.want,
            words.why,
            words.helps,
            words.know_by,
            words.steps,
            words.looked_back,
            words.shared,
            clock.now(),
        )
        await news.tell("learning_plan.written", subject=found["id"], by=by, person=by.person, shared=words.shared)


def plan_of(found: dict[str, object]) -> PlanWords:
    """A plan, from its row."""
    return PlanWords(
        want=str(found["want"]),
        why=str(found["why"]),
        helps=str(found["helps"]),
        know_by=str(found["know_by"]),
        steps=str(found["steps"]),
        looked_back=str(found["looked_back"]),
        shared=bool(found["shared"]),
    )


def in_words(words: PlanWords) -> dict[str, str]:
    """A plan as two texts are compared."""
    return {
        _("What I would like to learn"): words.want,
        _("Why"): words.why,
        _("What helps me to learn"): words.helps,
        _("How I will know that it went well"): words.know_by,
        _("My next steps"): words.steps,
        _("Looking back"): words.looked_back,
        _("My worker may read it"): _("Yes") if words.shared else _("No"),
    }


async def say_what_came(booking_id: UUID, said: Said, *, by: Actor) -> None:
    """
    Keep what somebody says came of a course; said again, it is what they say now.

    The person themself says it, or the team writes it down with them. Raises `NotFound` for another's booking, and
    `RuleBroken` when they have not come to a session yet, or answer what nobody asked.
    """
    if not said.answers or set(said.answers) - set(QUESTIONS) or set(said.answers.values()) - set(ANSWERS):
        raise RuleBroken(_("Answer at least one of the questions"))
    async with transaction():
        found = await row(
            """
            SELECT b.person, EXISTS (SELECT FROM course_attendance a WHERE a.booking = b.id AND a.came) AS came
            FROM booking b WHERE b.id = $1 FOR UPDATE
            """,
            booking_id,
        )
        if found is None or (isinstance(by, Resident) and found["person"] != by.person):
            raise NotFound
        if not found["came"]:
            raise RuleBroken(_("You can say what came of it once you have been there."))
        await execute(
            """
            INSERT INTO course_outcome (id, booking, answers, words, next_step, said_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (booking) DO UPDATE
            SET answers = excluded.answers, words = excluded.words, next_step = excluded.next_step, said_at = excluded.said_at
            """,
            uuid4(),
            booking_id,
            json.dumps(dict(said.answers)),
            said.words,
            said.next_step,
            clock.now(),
        )
        await news.tell("booking.outcome", subject=booking_id, by=by, person=found["person"])
