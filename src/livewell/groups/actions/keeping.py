"""What is kept of a group on its way: the team's time, its leads, its reviews, and where its flyers went."""

import json
from datetime import date
from uuid import UUID, uuid4, uuid5

from livewell.groups import rules
from livewell.groups.actions.watching import settle_kind
from livewell.groups.forms.keeping import Leading
from livewell.groups.queries.held import held
from livewell.groups.rules.lasting import MOST_MINUTES, REVIEW_QUESTIONS
from livewell.groups.rules.watching import Alert
from livewell.groups.tables import FlyersGiven, GroupInput, GroupLead, GroupReview
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.dates import say_day
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.volunteers import actions as volunteers
from livewell.volunteers import queries as volunteer_queries

_TIME, _LEAD, _REVIEW, _FLYERS = "group.time_given", "group.lead_named", "group.review_held", "group.flyers_given"


async def give_time(
    group_id: UUID,
    *,
    minutes: int,
    on: date,
    what: str = "",
    staff_user: UUID | None = None,
    submission: UUID,
    by: Actor,
) -> UUID:
    """
    Write down what somebody of the team (`by`, unless said) gave to a group on a day; gives the id.

    The same form sent twice is once. Raises `NotFound`, and `RuleBroken` for minutes or a day that cannot be.
    """
    if not 1 <= minutes <= MOST_MINUTES:
        raise RuleBroken("Time on one day is from 1 minute to 24 hours.")
    key = uuid5(submission, _TIME)
    async with transaction():
        before = await once.already_done(key, _TIME)
        if before is not None:
            return UUID(before)
        found = await held(group_id)
        rules.check_day(on, today=clock.today(), not_before=found.begun_on)
        who = staff_user or by.staff_id
        if who is None:
            raise RuleBroken("Only somebody of the team gives the team's time.")
        made = uuid4()
        await GroupInput(
            id=made,
            community_group=group_id,
            staff_user=who,
            given_on=on,
            minutes=minutes,
            what=what.strip(),
            noted_at=clock.now(),
        ).save()
        await news.tell(_TIME, subject=group_id, by=by, minutes=minutes, on=on)
        await once.remember(key, _TIME, str(made))
    return made


async def strike_time(input_id: UUID, *, by: Actor) -> None:
    """Take out time that was written down by mistake. Asked twice, it is once. `NotFound` when there is none such."""
    async with transaction():
        found = await row("SELECT community_group, struck_at FROM group_input WHERE id = $1 FOR UPDATE", input_id)
        if found is None:
            raise NotFound
        if found["struck_at"] is None:
            await execute("UPDATE group_input SET struck_at = $2 WHERE id = $1", input_id, clock.now())
            await news.tell("group.time_struck", subject=found["community_group"], by=by)


async def name_lead(group_id: UUID, leading: Leading, *, submission: UUID, by: Actor) -> UUID:
    """
    Say who of the community leads a group from now on; whoever led it before stops on that day. Gives the id.

    A volunteer is named only in a role they are ready for, today and on the day they begin. Raises `NotFound`, and
    `RuleBroken` with what they still lack, for nobody, or for a day that cannot be.
    """
    key = uuid5(submission, _LEAD)
    async with transaction():
        before = await once.already_done(key, _LEAD)
        if before is not None:
            return UUID(before)
        found = await held(group_id)
        rules.check_day(leading.since_on, today=clock.today(), not_before=found.begun_on)
        name = await _name_of(leading)
        earlier = await row(
            "SELECT id, since_on FROM group_lead WHERE community_group = $1 AND until_on IS NULL FOR UPDATE", group_id
        )
        if earlier is not None:
            if earlier["since_on"] > leading.since_on:
                raise RuleBroken(f"Somebody leads it since {say_day(earlier['since_on'])} already.")
            await _end(earlier["id"], on=leading.since_on, why=f"{name} leads it now.")
        made = uuid4()
        await GroupLead(
            id=made, community_group=group_id, name=name, volunteer=leading.volunteer, since_on=leading.since_on
        ).save()
        await settle_kind(group_id, Alert.LEAD_LEFT, words="Somebody leads it again.", by=by)
        await news.tell(_LEAD, subject=group_id, by=by, volunteer=leading.volunteer, on=leading.since_on)
        await once.remember(key, _LEAD, str(made))
    return made


async def _name_of(leading: Leading) -> str:
    """The name of a lead, once a volunteer is known to be ready."""
    if leading.volunteer is None:
        name = " ".join(leading.name.split())
        if not name:
            raise RuleBroken("Say who leads it.")
        return name[: rules.LONGEST_NAME]
    if leading.role is None:
        raise RuleBroken("Say in which role the volunteer leads it.")
    await volunteers.check_ready(leading.volunteer, leading.role)
    if leading.since_on != clock.today():
        await volunteers.check_ready(leading.volunteer, leading.role, leading.since_on)
    return (await volunteer_queries.named([leading.volunteer]))[leading.volunteer]


async def end_lead(lead_id: UUID, *, on: date, why: str, by: Actor) -> None:
    """
    Say that somebody does not lead a group any more, and why. Raises `NotFound`, and `RuleBroken` when they had
    stopped already, nobody says why, or the day cannot be.
    """
    if not why.strip():
        raise RuleBroken("Say why they stopped, with thanks.")
    async with transaction():
        found = await row(
            "SELECT community_group, since_on, until_on FROM group_lead WHERE id = $1 FOR UPDATE", lead_id
        )
        if found is None:
            raise NotFound
        if found["until_on"] is not None:
            raise RuleBroken("They had stopped already.")
        rules.check_day(on, today=clock.today(), not_before=found["since_on"])
        await _end(lead_id, on=on, why=why)
        await news.tell("group.lead_left", subject=found["community_group"], by=by, on=on)


async def _end(lead_id: UUID, *, on: date, why: str) -> None:
    await execute(
        "UPDATE group_lead SET until_on = $2, left_why = $3, version = version + 1 WHERE id = $1",
        lead_id,
        on,
        why.strip(),
    )


async def hold_review(
    group_id: UUID,
    answers: dict[str, str],
    *,
    held_on: date,
    agreed: str = "",
    next_on: date | None = None,
    submission: UUID,
    by: Actor,
) -> UUID:
    """
    Keep a look at whether a group will last, and when the next one is; gives the id. What was due is settled with it.

    `answers` are by the key of the question. Raises `NotFound`, and `RuleBroken` when nothing was said or a day cannot be.
    """
    said = {key: answers[key].strip() for key in REVIEW_QUESTIONS if answers.get(key, "").strip()}
    if not said and not agreed.strip():
        raise RuleBroken("Answer one of the questions at least, or say what was agreed.")
    if next_on is not None and next_on <= held_on:
        raise RuleBroken("The next review is after this one.")
    key = uuid5(submission, _REVIEW)
    async with transaction():
        before = await once.already_done(key, _REVIEW)
        if before is not None:
            return UUID(before)
        found = await held(group_id)
        rules.check_day(held_on, today=clock.today(), not_before=found.begun_on)
        made = uuid4()
        await GroupReview(
            id=made,
            community_group=group_id,
            held_on=held_on,
            answers=json.dumps(said),
            agreed=agreed.strip(),
            next_on=next_on,
            noted_at=clock.now(),
            noted_by=by.staff_id,
        ).save()
        newest = await value("SELECT max(held_on) FROM group_review WHERE community_group = $1", group_id)
        if newest == held_on:
            await execute(
                "UPDATE community_group SET review_on = $2, version = version + 1 WHERE id = $1", group_id, next_on
            )
        await settle_kind(group_id, Alert.REVIEW_DUE, words=f"It was held on {say_day(held_on)}.", by=by)
        await news.tell(_REVIEW, subject=group_id, by=by, review=made, next_on=next_on)
        await once.remember(key, _REVIEW, str(made))
    return made


async def give_flyers(group_id: UUID, *, place: str, number: int, on: date, submission: UUID, by: Actor) -> UUID:
    """Write down where printed flyers went; gives the id. Raises `NotFound`, and `RuleBroken` for none or nowhere."""
    if not place.strip() or not 1 <= number <= 100_000:  # noqa: PLR2004
        raise RuleBroken("Say where they went, and how many.")
    key = uuid5(submission, _FLYERS)
    async with transaction():
        before = await once.already_done(key, _FLYERS)
        if before is not None:
            return UUID(before)
        found = await held(group_id)
        rules.check_day(on, today=clock.today(), not_before=found.begun_on)
        made = uuid4()
        await FlyersGiven(
            id=made,
            community_group=group_id,
            given_on=on,
            place=place.strip(),
            number=number,
            noted_at=clock.now(),
            noted_by=by.staff_id,
        ).save()
        await news.tell(_FLYERS, subject=group_id, by=by, number=number, on=on)
        await once.remember(key, _FLYERS, str(made))
    return made
