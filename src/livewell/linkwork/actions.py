"""Introducing somebody to a link worker, taking them on, and handing back to the coach."""

from datetime import datetime
from uuid import UUID, uuid4

from livewell.coaching.rules import may_end_coaching
from livewell.journeys import actions as journeys
from livewell.journeys import queries as journey_queries
from livewell.journeys.rules import Stage
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import row, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.linkwork import queries, rules
from livewell.linkwork.rules import How, IntroductionStatus, Reason
from livewell.linkwork.tables import Introduction
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


async def introduce(
    journey_id: UUID,
    *,
    link_worker: UUID,
    how: How,
    meeting_at: datetime | None,
    reasons: tuple[Reason, ...],
    summary: str,
    person_agrees: bool,
    no_goal_why: str = "",
    elsewhere_why: str = "",
    submission: UUID,
    by: Member,
) -> UUID:
    """
    Ask a link worker to take somebody on: the coach's stage ends with a goal and a step, or a reason.

    Gives the introduction's id. NotFound when `by` may not see the journey; RuleBroken when a rule says no.
    """
    if Permission.COACH not in by.can:
        raise RuleBroken("A health coach makes the introduction to a link worker.")
    async with transaction():
        before = await once.already_done(submission, "linkwork.introduced")
        if before is not None:
            return UUID(before)
        journey = await journey_queries.journey(journey_id, by)
        rules.check_introduction(how=how, meets=meeting_at is not None, agrees=person_agrees, reasons=len(reasons))
        if not summary.strip():
            raise RuleBroken("Say what the link worker should know.")
        may_end_coaching(await queries.agreed_goals(journey_id), no_goal_why)
        area = await queries.area_of_link_worker(link_worker)
        if area != journey.area and not elsewhere_why.strip():
            raise RuleBroken("Say why a link worker of another area suits better.")
        await journeys.move(journey_id, to=Stage.INTRODUCED, why="", by=by)
        now = clock.now()
        await _set_aside_older(journey_id, by, now)
        made = Introduction(
            id=uuid4(),
            journey=journey_id,
            link_worker=link_worker,
            status=IntroductionStatus.ASKED.value,
            how=how.value,
            meeting_at=meeting_at,
            reasons=[reason.value for reason in reasons],
            summary=summary.strip(),
            person_agrees=person_agrees,
            elsewhere_why=elsewhere_why.strip(),
            no_goal_why=no_goal_why.strip(),
            asked_at=now,
            asked_by=by.id,
        )
        await made.save()
        await news.tell(
            "linkwork.introduced",
            subject=made.id,
            by=by,
            journey=journey_id,
            person=journey.person,
            link_worker=link_worker,
            how=how.value,
            reasons=[reason.value for reason in reasons],
        )
        await once.remember(submission, "linkwork.introduced", str(made.id))
    return UUID(str(made.id))


async def _set_aside_older(journey_id: UUID, by: Member, now: datetime) -> None:
    """An introduction nobody answered, from before the journey went back to the coach, must not come to life again."""
    await Introduction.update(
        {
            Introduction.status: IntroductionStatus.HANDED_BACK.value,
            Introduction.answered_at: now,
            Introduction.answered_by: by.id,
            Introduction.answer_why: "A newer introduction took its place.",
        }
    ).where((Introduction.journey == journey_id) & (Introduction.status == IntroductionStatus.ASKED.value))


async def take_on(introduction_id: UUID, *, by: Member) -> UUID:
    """
    The link worker who was asked takes the person on: the journey is theirs. Gives the journey's id.

    Asked twice, it is once. NotFound for anybody else; RuleBroken when it no longer waits.
    """
    async with transaction():
        made = await _locked(introduction_id)
        if made.link_worker != by.id:
            raise NotFound
        shown = await queries.introduction(introduction_id, seen_by=by)
        if made.status == IntroductionStatus.TAKEN_ON.value:
            return shown.journey
        rules.check_move(IntroductionStatus(made.status), IntroductionStatus.TAKEN_ON)
        await journeys.assign(
            made.journey, link_worker=made.link_worker, elsewhere=bool(made.elsewhere_why), by=_in_the_name_of(by)
        )
        await journeys.move(made.journey, to=Stage.LINK_WORK, why="", by=by)
        now = clock.now()
        made.status = IntroductionStatus.TAKEN_ON.value
        made.taken_on_at = now
        made.answered_at = now
        made.answered_by = by.id
        made.version += 1
        await made.save()
        await _tell("linkwork.taken_on", shown, by)
    return shown.journey


async def hand_back(introduction_id: UUID, *, why: str, by: Member) -> UUID:
    """
    Back to the coach, before or after taking on, saying why. Gives the journey's id.

    Open to the link worker who was asked, and to whoever sees the journey; NotFound for anybody else.
    """
    async with transaction():
        made = await _locked(introduction_id)
        shown = await queries.introduction(introduction_id, seen_by=by)
        rules.check_move(IntroductionStatus(made.status), IntroductionStatus.HANDED_BACK)
        if not why.strip():
            raise RuleBroken("Say why, so that the coach and the person know what happens next.")
        name = _in_the_name_of(by)
        await journeys.move(made.journey, to=Stage.COACHING, why=why.strip(), by=name)
        if made.status == IntroductionStatus.TAKEN_ON.value:
            await journeys.assign(made.journey, no_link_worker=True, by=name)
        made.status = IntroductionStatus.HANDED_BACK.value
        made.answered_at = clock.now()
        made.answered_by = by.id
        made.answer_why = why.strip()
        made.version += 1
        await made.save()
        await _tell("linkwork.handed_back", shown, by)
    return shown.journey


def _in_the_name_of(by: Member) -> Actor:
    """
    The introduction itself moves the journey, in this member's name.

    A link worker does not see the journey until it is theirs, nor after handing it back; who may answer has been
    settled here, by whom the introduction is for.
    """
    return Actor(id=by.id, name=by.name, kind="system")


async def _locked(introduction_id: UUID) -> Introduction:
    """The introduction, locked after its journey: the same order everywhere, so that nobody waits in a circle."""
    await row(
        "SELECT id FROM journey WHERE id = (SELECT journey FROM introduction WHERE id = $1) FOR UPDATE", introduction_id
    )
    made = await Introduction.objects().where(Introduction.id == introduction_id).lock_rows("UPDATE").first()
    if made is None:
        raise NotFound
    return made


async def _tell(what: str, shown: queries.Introduction, by: Member) -> None:
    await news.tell(
        what, subject=shown.id, by=by, journey=shown.journey, person=shown.person, link_worker=shown.link_worker
    )
