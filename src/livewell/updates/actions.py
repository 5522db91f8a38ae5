"""Beginning, sending and changing a week; being away; a little miracle told and taken back; and reminding."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from livewell.journeys import queries as journeys
from livewell.kit import clock, news, once
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.news import Heard
from livewell.kit.notify import is_set_up, send_email
from livewell.settings import settings
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.stories.rules import WORDING_VERSION, Reach
from livewell.updates import letters, queries, rules
from livewell.updates.forms import WORDS, Miracle, Week
from livewell.updates.rules import UpdateState
from livewell.updates.tables import LittleMiracle


@dataclass(frozen=True)
class _Before:
    """A week as it stands, locked."""

    id: UUID
    staff_user: UUID
    state: UpdateState
    version: int
    words: dict[str, str]


async def send(week: date, said: Week, *, version: int, by: Member) -> None:
    """
    Send one's own update for a week, or change what was sent; what the house knows of the week is kept with it.

    The first time is news. Raises RuleBroken for a week to come or long past, Stale when it was changed meanwhile.
    """
    rules.check_week(week, clock.today())
    async with transaction():
        before = await _begun(week, by)
        _in_step(before, version, said.words)
        if before.state is UpdateState.SENT:
            rules.check_changeable(week, clock.today())
        else:
            rules.check_move(before.state, UpdateState.SENT)
        await _write(before, said, state=UpdateState.SENT)
        known = await queries.known(before.staff_user, week)
        await execute(
            "UPDATE weekly_update SET known = $2, away_why = '', sent_at = coalesce(sent_at, $3) WHERE id = $1",
            before.id,
            known.as_json(),
            clock.now(),
        )
        if before.state is not UpdateState.SENT:
            await news.tell("update.sent", subject=before.id, by=by)


async def be_away(week: date, why: str, *, by: Member) -> None:
    """Say that one was away in a week, so that nobody waits for it. RuleBroken when it was sent already."""
    rules.check_week(week, clock.today())
    async with transaction():
        before = await _begun(week, by)
        if before.state is UpdateState.AWAY:
            return
        rules.check_move(before.state, UpdateState.AWAY)
        await execute(
            "UPDATE weekly_update SET state = 'away', away_why = $2, version = version + 1 WHERE id = $1",
            before.id,
            why,
        )
        await news.tell("update.away", subject=before.id, by=by)


async def tell_miracle(week: date, told: Miracle, *, submission: UUID, by: Member) -> UUID:
    """
    Tell a little miracle of a week; gives its id. The same form twice is one.

    NotFound for a journey that is not theirs to see. RuleBroken when it would go further than whom it is about agreed,
    or says by what else than the name they chose they could be known.
    """
    rules.check_week(week, clock.today())
    if told.about_somebody and not told.agreed and told.reach is not Reach.TEAM:
        raise RuleBroken("Until they agree, only the team may read it.")
    async with transaction():
        if before := await once.already_done(submission, "updates.miracle"):
            return UUID(before)
        if told.journey is not None:
            await journeys.journey_for(told.journey, by, open_only=False)
        named_as = told.named_as if told.agreed else ""
        await journeys.refuse_too_much(told.words, journey=told.journey, allowed=named_as, by=by)
        begun = await _begun(week, by)
        miracle = LittleMiracle(
            id=uuid4(),
            weekly_update=begun.id,
            words=told.words,
            about_somebody=told.about_somebody,
            journey=told.journey,
            agreed=told.agreed,
            reach=told.reach.value,
            named_as=told.named_as,
            wording_version=WORDING_VERSION if told.agreed else "",
            told_at=clock.now(),
        )
        await miracle.save()
        await news.tell("miracle.told", subject=miracle.id, by=by, reach=told.reach)
        await once.remember(submission, "updates.miracle", str(miracle.id))
    return UUID(str(miracle.id))


async def take_miracle_back(miracle_id: UUID, *, by: Member) -> None:
    """
    Take a little miracle back, because whom it is about says so or it was wrong: its words are gone.

    Only who told it, or who reads everybody's; NotFound for anybody else.
    """
    async with transaction():
        found = await row(
            """
            SELECT m.id, w.staff_user FROM little_miracle m JOIN weekly_update w ON w.id = m.weekly_update
             WHERE m.id = $1 AND m.withdrawn_at IS NULL FOR UPDATE OF m
            """,
            miracle_id,
        )
        if found is None or (found["staff_user"] != by.id and Permission.READ_UPDATES not in by.can):
            raise NotFound
        await execute(
            "UPDATE little_miracle SET words = '', named_as = '', journey = NULL, withdrawn_at = $2,"
            " version = version + 1 WHERE id = $1",
            miracle_id,
            clock.now(),
        )
        await news.tell("miracle.taken_back", subject=miracle_id, by=by)


async def _begun(week: date, by: Member) -> _Before:
    """One's own week, locked; begun when it was not."""
    await execute(
        """
        INSERT INTO weekly_update (id, staff_user, week, state, begun_at, version) VALUES ($1, $2, $3, 'begun', $4, 0)
        ON CONFLICT (staff_user, week) DO NOTHING
        """,
        uuid4(),
        by.id,
        week,
        clock.now(),
    )
    found = await row("SELECT * FROM weekly_update WHERE staff_user = $1 AND week = $2 FOR UPDATE", by.id, week)
    assert found is not None  # It was written just above, or was there.
    return _Before(
        found["id"],
        found["staff_user"],
        UpdateState(found["state"]),
        found["version"],
        {name: found[name] for name in WORDS},
    )


def _in_step(before: _Before, version: int, words: dict[str, str]) -> None:
    if before.version != version:
        raise Stale(
            {WORDS[name]: text for name, text in before.words.items()},
            {WORDS[name]: text for name, text in words.items()},
        )


async def _write(before: _Before, said: Week, *, state: UpdateState) -> None:
    columns = ", ".join(f"{name} = ${number}" for number, name in enumerate(WORDS, start=5))
    await execute(
        f"UPDATE weekly_update SET state = $2, contacts = $3, minutes = $4, {columns}, version = version + 1"  # noqa: S608  Names of our own.
        " WHERE id = $1",
        before.id,
        state.value,
        said.contacts,
        said.minutes,
        *(said.words[name] for name in WORDS),
    )


async def remind() -> int:
    """
    Begin a reminder for every link worker whose update was due yesterday or before and has not come; gives how many.

    Once for each week, and only for the newest that is late. Nothing where no mail server is set up.
    """
    if not is_set_up():
        return 0
    week = rules.monday(clock.today()) - rules.WEEK
    if clock.today() <= rules.due_on(week):
        return 0
    begun = 0
    for one in await _late(week):
        async with transaction():
            reminded = await value(
                """
                INSERT INTO weekly_update (id, staff_user, week, state, begun_at, reminded_at, version)
                VALUES ($1, $2, $3, 'begun', $4, $4, 0)
                ON CONFLICT (staff_user, week) DO UPDATE SET reminded_at = $4
                  WHERE weekly_update.reminded_at IS NULL AND weekly_update.state = 'begun'
                RETURNING id
                """,
                uuid4(),
                one,
                week,
                clock.now(),
            )
            if reminded is not None:
                await news.tell("update.late", subject=reminded, by=SYSTEM)
                begun += 1
    return begun


async def _late(week: date) -> list[UUID]:
    found = await rows(
        """
        SELECT s.id FROM staff_user s LEFT JOIN weekly_update w ON w.staff_user = s.id AND w.week = $1
         WHERE s.active AND s.role = $2 AND (s.created_at AT TIME ZONE 'Europe/London')::date <= $1
           AND coalesce(w.state, 'begun') = 'begun' AND w.reminded_at IS NULL
        """,
        week,
        rules.ASKED_OF.value,
    )
    return [one["id"] for one in found]


async def send_reminder(heard: Heard) -> None:
    """Remind somebody of a week; nothing when it came since. A failure is tried again."""
    found = await row(
        """
        SELECT s.email, s.name, w.week FROM weekly_update w JOIN staff_user s ON s.id = w.staff_user
         WHERE w.id = $1 AND w.state = 'begun' AND s.active
        """,
        heard.subject,
    )
    if found is None:
        return
    address = settings().address
    message_id = f"<{heard.event}@{urlsplit(address).hostname}>"
    await send_email(
        letters.reminder(
            to=found["email"], name=found["name"], week=found["week"], address=address, message_id=message_id
        )
    )
