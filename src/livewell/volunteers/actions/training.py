"""Training cohorts: planned, booked, and what became of each place; and topics completed elsewhere."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Member
from livewell.volunteers.actions.held import CHANGED, check_runs, held
from livewell.volunteers.actions.stages import look_again
from livewell.volunteers.forms.desk import Cohort, Done
from livewell.volunteers.rules import CLOSED, Stage
from livewell.volunteers.rules.cohorts import PlaceState, check_room
from livewell.volunteers.rules.training import last_day_of_training


async def plan_cohort(cohort: Cohort, *, submission: UUID, by: Member) -> UUID:
    """Plan a cohort; gives its id."""
    check_runs(by)
    async with transaction():
        before = await once.already_done(submission, "cohort.planned")
        if before is not None:
            return UUID(before)
        made = uuid4()
        await execute(
            """
            INSERT INTO training_cohort (id, name, topics, begins_on, ends_on, place, times_words, trainer, places, made_at,
                                         made_by, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)
            """,
            made,
            *_columns(cohort),
            clock.now(),
            by.staff_id,
        )
        await news.tell("cohort.planned", subject=made, by=by)
        await once.remember(submission, "cohort.planned", str(made))
    return made


async def change_cohort(cohort_id: UUID, cohort: Cohort, *, version: int | None, by: Member) -> None:
    """Change a cohort. Raises `RuleBroken` when fewer places are left than are taken, or somebody else was quicker."""
    check_runs(by)
    async with transaction():
        before = await _held_cohort(cohort_id)
        if version is not None and version != before["version"]:
            raise RuleBroken(CHANGED)
        if cohort.places < await _taken(cohort_id):
            raise RuleBroken("More places are taken than that. Give somebody’s place up first.")
        await execute(
            """
            UPDATE training_cohort SET name = $2, topics = $3, begins_on = $4, ends_on = $5, place = $6, times_words = $7,
                   trainer = $8, places = $9, version = version + 1 WHERE id = $1
            """,
            cohort_id,
            *_columns(cohort),
        )
        await news.tell("cohort.changed", subject=cohort_id, by=by)


def _columns(cohort: Cohort) -> tuple[Any, ...]:
    return (
        cohort.name,
        list(cohort.topics),
        cohort.begins_on,
        cohort.ends_on,
        cohort.place,
        cohort.times_words,
        cohort.trainer,
        cohort.places,
    )


async def book_place(cohort_id: UUID, volunteer_id: UUID, *, by: Actor) -> None:
    """
    Give somebody a place in a cohort; by a coordinator, or by the volunteer for themself. A second time changes nothing.

    Raises `NotFound`, and `RuleBroken` when the last place is gone or their way has ended: of many at once, one has it.
    """
    if by.kind == "staff":
        check_runs(by)
    async with transaction():
        cohort = await _held_cohort(cohort_id)
        who = await held(volunteer_id)
        if Stage(who["stage"]) in CLOSED:
            raise RuleBroken("Their way has ended. Begin it again first.")
        if cohort["ends_on"] < clock.today():
            raise RuleBroken("This cohort is over. Choose the next one.")
        there = "SELECT true FROM cohort_place WHERE cohort = $1 AND volunteer = $2"
        if await value(there, cohort_id, volunteer_id):
            return
        check_room(await _taken(cohort_id), cohort["places"])
        await execute(
            """
            INSERT INTO cohort_place (id, cohort, volunteer, state, booked_at, version) VALUES ($1, $2, $3, 'booked', $4, 1)
            """,
            uuid4(),
            cohort_id,
            volunteer_id,
            clock.now(),
        )
        await news.tell("cohort.booked", subject=cohort_id, by=by, volunteer=volunteer_id)


async def give_up_place(cohort_id: UUID, volunteer_id: UUID, *, by: Actor) -> None:
    """Give a place up that nothing was written about yet; by a coordinator, or by the volunteer for themself."""
    if by.kind == "staff":
        check_runs(by)
    async with transaction():
        await _held_cohort(cohort_id)
        gone = await value(
            "DELETE FROM cohort_place WHERE cohort = $1 AND volunteer = $2 AND state = 'booked' RETURNING id",
            cohort_id,
            volunteer_id,
        )
        if gone is None:
            raise RuleBroken("What became of this place is written down already.")
        await news.tell("cohort.given_up", subject=cohort_id, by=by, volunteer=volunteer_id)


async def keep_register(cohort_id: UUID, became: Mapping[UUID, PlaceState], *, done_on: Any, by: Member) -> int:
    """
    What became of places (place -> what); whoever completed it has completed each of its topics on `done_on`.

    Gives how many completed it now. Raises `RuleBroken` for a day before the cohort began.
    """
    check_runs(by)
    async with transaction():
        cohort = await _held_cohort(cohort_id)
        if done_on < cohort["begins_on"]:
            raise RuleBroken("Nobody completes it before it begins.")
        places = await rows(
            "SELECT id, volunteer, state FROM cohort_place WHERE cohort = $1 ORDER BY volunteer FOR UPDATE", cohort_id
        )
        completed = 0
        for place in places:
            to = became.get(place["id"])
            if to is None or to.value == place["state"]:
                continue
            await execute(
                "UPDATE cohort_place SET state = $2, version = version + 1 WHERE id = $1", place["id"], to.value
            )
            if to is PlaceState.COMPLETED:
                completed += 1
                for topic in cohort["topics"]:
                    await _complete(place["volunteer"], topic, done_on, cohort_id, by)
            elif place["state"] == PlaceState.COMPLETED.value:
                await _take_away(place["volunteer"], cohort_id, by)
        await news.tell("cohort.registered", subject=cohort_id, by=by, completed=completed)
    return completed


async def note_training(volunteer_id: UUID, done: Done, *, submission: UUID, by: Member) -> None:
    """A topic that somebody completed elsewhere, and showed us."""
    check_runs(by)
    async with transaction():
        if await once.already_done(submission, "volunteer.trained") is not None:
            return
        await held(volunteer_id)
        await _complete(volunteer_id, done.topic, done.done_on, None, by)
        await news.tell("volunteer.trained", subject=volunteer_id, by=by, topic=done.topic)
        await once.remember(submission, "volunteer.trained", str(volunteer_id))


async def withdraw_training(training_id: UUID, *, by: Member) -> None:
    """It was written down amiss: it counts for nothing from now on."""
    check_runs(by)
    async with transaction():
        found = await row(
            """
            SELECT t.volunteer FROM volunteer_training t JOIN volunteer v ON v.id = t.volunteer
            WHERE t.id = $1 AND t.withdrawn_at IS NULL AND v.forgotten_at IS NULL FOR UPDATE OF v, t
            """,
            training_id,
        )
        if found is None:
            raise NotFound
        await execute("UPDATE volunteer_training SET withdrawn_at = $2 WHERE id = $1", training_id, clock.now())
        await news.tell("volunteer.training_withdrawn", subject=found["volunteer"], by=by, training=training_id)
        await look_again(found["volunteer"], by=by)


async def _complete(volunteer_id: UUID, topic: str, done_on: Any, cohort: UUID | None, by: Member) -> None:
    await execute(
        """
        INSERT INTO volunteer_training (id, volunteer, topic, done_on, ends_on, cohort, noted_at, noted_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        uuid4(),
        volunteer_id,
        topic,
        done_on,
        last_day_of_training(topic, done_on),
        cohort,
        clock.now(),
        by.staff_id,
    )


async def _take_away(volunteer_id: UUID, cohort_id: UUID, by: Member) -> None:
    await execute(
        """
        UPDATE volunteer_training SET withdrawn_at = $3 WHERE volunteer = $1 AND cohort = $2 AND withdrawn_at IS NULL
        """,
        volunteer_id,
        cohort_id,
        clock.now(),
    )
    await look_again(volunteer_id, by=by)


async def _held_cohort(cohort_id: UUID) -> dict[str, Any]:
    found = await row("SELECT * FROM training_cohort WHERE id = $1 FOR UPDATE", cohort_id)
    if found is None:
        raise NotFound
    return found


async def _taken(cohort_id: UUID) -> int:
    return int(await value("SELECT count(*) FROM cohort_place WHERE cohort = $1 AND state <> 'missed'", cohort_id))
