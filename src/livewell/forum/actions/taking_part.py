"""What members do for themselves, and time given: what they bring, how a meeting was, hours and what they cost."""

from dataclasses import asdict
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from livewell.forum.forms import Given, Profile
from livewell.forum.rules.meetings import NOTED_WITHIN, PULSE_OPEN, MeetingState, Presence, Pulse
from livewell.forum.tables import Contribution, MeetingPulse
from livewell.kit import clock, news, once
from livewell.kit.actor import PUBLIC_VISITOR, Actor
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Member

_NOTED = "forum.time_noted"


async def change_profile(member_id: UUID, profile: Profile, *, version: int | None, by: Actor) -> None:
    """Change what a member says of themself. Raises `Stale` when somebody changed it first, `RuleBroken` for who left."""
    async with transaction():
        found = await row("SELECT * FROM forum_member WHERE id = $1 FOR UPDATE", member_id)
        if found is None:
            raise NotFound
        if found["state"] != "member":
            raise RuleBroken("They have left the forum.")
        labels = {"offers": "How you would like to help", "skills": "What you are good at",
                  "interests": "What you care about", "networks": "Whom and what you know"}  # fmt: skip
        brings = asdict(profile.brings)
        if found["version"] != version:
            raise Stale(
                {label: found[name] for name, label in labels.items()},
                {label: brings[name] for name, label in labels.items()},
            )
        await execute(
            """
            UPDATE forum_member SET name = $2, phone = $3, skills = $4, interests = $5, networks = $6, offers = $7,
                needs = $8, introduction = $9, introduction_shown = $10, name_public = $11, sector = $12,
                lived_experience = $13, version = version + 1
            WHERE id = $1
            """,
            member_id,
            profile.name,
            profile.phone,
            *brings.values(),
            profile.introduction,
            profile.introduction_shown,
            profile.name_public,
            profile.sector,
            list(profile.lived),
        )
        await news.tell("forum.member_changed", subject=member_id, by=by)


async def give_pulse(meeting_id: UUID, member_id: UUID, pulse: Pulse) -> None:
    """
    A member says how a meeting was, without a name and once; that they said it is kept apart from what they said.

    Raises `RuleBroken` when they said it already, were not there, or it is more than two weeks ago.
    """
    async with transaction():
        found = await row(
            """
            SELECT f.state, f.starts_at, f.ends_at, p.came, m.state AS belongs FROM forum_meeting f
            JOIN meeting_place p ON p.meeting = f.id AND p.member = $2 JOIN forum_member m ON m.id = p.member
            WHERE f.id = $1
            """,
            meeting_id,
            member_id,
        )
        if found is None:
            raise NotFound
        if found["belongs"] != "member" or found["state"] != MeetingState.HELD.value:
            raise RuleBroken("This can be said once the meeting has begun.")
        if found["came"] == Presence.NO.value:
            raise RuleBroken("Only those who took part can say how it was.")
        if clock.now() > found["ends_at"] + PULSE_OPEN:
            raise RuleBroken("This could be said in the two weeks after the meeting.")
        first = await value(
            "INSERT INTO pulse_given (id, meeting, member) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id",
            uuid4(),
            meeting_id,
            member_id,
        )
        if first is None:
            raise RuleBroken("You said already how this meeting was. It is said once, so that nobody counts twice.")
        # The day alone: an instant could be put beside when somebody was at their pages.
        day = datetime.combine(clock.today(), time(), UTC)
        await MeetingPulse(id=uuid4(), meeting=meeting_id, **asdict(pulse), given_at=day).save()
        await news.tell("forum.pulse_given", subject=meeting_id, by=PUBLIC_VISITOR)


async def note_time(member_id: UUID, given: Given, *, submission: UUID, by: Actor) -> UUID:
    """Write down time a member gave; gives its id. The same form sent twice is one. Raises `RuleBroken` for other days."""
    today = clock.today()
    if not today - NOTED_WITHIN <= given.given_on <= today:
        raise RuleBroken("Write down time of the last twelve months, up to today.")
    async with transaction():
        before = await once.already_done(submission, _NOTED)
        if before is not None:
            return UUID(before)
        if await value("SELECT state FROM forum_member WHERE id = $1 FOR SHARE", member_id) is None:
            raise NotFound
        made = uuid4()
        await Contribution(
            id=made,
            member=member_id,
            meeting=given.meeting,
            given_on=given.given_on,
            minutes=given.minutes,
            what=given.what,
            paid_by=given.paid_by.value,
            expenses_pence=given.expenses_pence,
            noted_at=clock.now(),
        ).save()
        await news.tell(_NOTED, subject=made, by=by)
        await once.remember(submission, _NOTED, str(made))
    return made


async def note_meeting_time(meeting_id: UUID, *, by: Member) -> int:
    """
    Write down the length of a meeting for everybody who took part and has no time of it yet; gives for how many.

    Who pays is as it was the last time, or nobody. Each can put their own right. Asked twice, it is once.
    """
    async with transaction():
        noted = await rows(
            """
            INSERT INTO contribution (id, member, meeting, given_on, minutes, what, paid_by, expenses_pence,
                                      expenses_paid_on, noted_at, struck_at)
            SELECT gen_random_uuid(), p.member, f.id, (f.starts_at AT TIME ZONE 'Europe/London')::date,
                   (extract(epoch FROM f.ends_at - f.starts_at) / 60)::integer, left(f.title, 160),
                   coalesce((SELECT c.paid_by FROM contribution c WHERE c.member = p.member AND c.struck_at IS NULL
                             ORDER BY c.given_on DESC, c.noted_at DESC LIMIT 1), 'unpaid'),
                   0, NULL, $2, NULL
            FROM meeting_place p JOIN forum_meeting f ON f.id = p.meeting
            WHERE f.id = $1 AND f.state = 'held' AND p.came IN ('room', 'remote') AND NOT EXISTS (
                SELECT 1 FROM contribution c WHERE c.member = p.member AND c.meeting = f.id AND c.struck_at IS NULL)
            RETURNING id
            """,
            meeting_id,
            clock.now(),
        )
        if noted:
            await news.tell("forum.meeting_time_noted", subject=meeting_id, by=by)
    return len(noted)


async def strike_time(contribution_id: UUID, *, member: UUID | None = None, by: Actor) -> None:
    """
    A line of time was wrong: it stays, struck through, and counts no more. Asked twice, it is once.

    With `member` it must be theirs, else `NotFound`. Raises `RuleBroken` when its expenses were paid.
    """
    async with transaction():
        found = await row(
            "SELECT member, expenses_paid_on, struck_at FROM contribution WHERE id = $1 FOR UPDATE", contribution_id
        )
        if found is None or (member is not None and found["member"] != member):
            raise NotFound
        if found["struck_at"] is not None:
            return
        if found["expenses_paid_on"] is not None:
            raise RuleBroken("Its expenses were paid, so it stays.")
        await execute("UPDATE contribution SET struck_at = $2 WHERE id = $1", contribution_id, clock.now())
        await news.tell("forum.time_struck", subject=contribution_id, by=by)


async def pay_expenses(contribution_id: UUID, *, on: date, by: Member) -> None:
    """Write down the day on which expenses were paid. Raises `RuleBroken` when there are none, or they were paid."""
    async with transaction():
        found = await row(
            "SELECT given_on, expenses_pence, expenses_paid_on, struck_at FROM contribution WHERE id = $1 FOR UPDATE",
            contribution_id,
        )
        if found is None:
            raise NotFound
        if not found["expenses_pence"] or found["struck_at"] is not None:
            raise RuleBroken("There is nothing to pay here.")
        if found["expenses_paid_on"] is not None:
            raise RuleBroken("These expenses were paid already.")
        if not found["given_on"] <= on <= clock.today():
            raise RuleBroken("They were paid on a day between the time given and today.")
        await execute("UPDATE contribution SET expenses_paid_on = $2 WHERE id = $1", contribution_id, on)
        await news.tell("forum.expenses_paid", subject=contribution_id, by=by, on=on)
