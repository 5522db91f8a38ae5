"""What volunteers do at their own pages: change what they said, take a break, come back, leave, and be forgotten."""

from uuid import UUID

from livewell.kit import clock, news
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.doorkeys import end_keys
from livewell.kit.errors import RuleBroken, Stale
from livewell.volunteers.actions.applying import wish_for, write_details
from livewell.volunteers.actions.held import held
from livewell.volunteers.actions.stages import shut_out, step
from livewell.volunteers.actions.talks import REFERENCE_KEY
from livewell.volunteers.forms.applying import Details, Shown, as_typed
from livewell.volunteers.rules import CLOSED, GATED, Stage
from livewell.volunteers.rules.words import LEFT_FEEDBACK, LEFT_ONWARD

_EMAIL_TAKEN = "Another volunteer has this email address. Each needs one of their own: leave it empty, and ring us."


async def change_details(
    volunteer_id: UUID, details: Details, roles: tuple[UUID, ...], *, version: int | None, by: Actor
) -> None:
    """
    Change what they said of themself, and which roles they wish for.

    Raises `Stale` with both texts when it was changed since the page was opened, `NotFound`, and `RuleBroken` for an address
    that is another volunteer's, for neither an address nor a number, and for giving up the role in which they help.
    """
    async with transaction():
        before = await held(volunteer_id)
        if version is not None and version != before["version"]:
            both = Shown()
            raise Stale(both.said(as_typed(before)), both.said(vars(details)))
        if not details.email and not details.phone:
            raise RuleBroken("We need an email address or a phone number to reach you.")
        if details.email and details.email != before["email"]:
            same = "SELECT true FROM volunteer WHERE email = $1 AND id <> $2 AND forgotten_at IS NULL"
            if await value(same, details.email, volunteer_id):
                raise RuleBroken(_EMAIL_TAKEN)
        await write_details(volunteer_id, details)
        await execute("UPDATE volunteer SET version = version + 1 WHERE id = $1", volunteer_id)
        if Stage(before["stage"]) not in GATED:
            # Whoever helps already gives a role up together with their coordinator: a placement may hang on it.
            await execute(
                "DELETE FROM volunteer_wish WHERE volunteer = $1 AND role <> ALL($2)", volunteer_id, list(roles)
            )
        await wish_for(volunteer_id, roles)
        if before["stage"] == Stage.INTERESTED.value and roles:
            await step(volunteer_id, Stage.INTERESTED, Stage.APPLIED, by=by)
        await news.tell("volunteer.changed", subject=volunteer_id, by=by)


async def pause(volunteer_id: UUID, *, why: str, by: Actor) -> None:
    """They take a break: they help nowhere until they come back."""
    async with transaction():
        before = await held(volunteer_id)
        if before["stage"] == Stage.PAUSED.value:
            return
        await step(volunteer_id, Stage(before["stage"]), Stage.PAUSED, why=why, by=by)


async def come_back(volunteer_id: UUID, *, by: Actor) -> None:
    """Their break is over: ready when everything still counts, else where something is missing."""
    async with transaction():
        before = await held(volunteer_id)
        if before["stage"] != Stage.PAUSED.value:
            return
        try:
            async with transaction():
                await step(volunteer_id, Stage.PAUSED, Stage.READY, by=by)
        except RuleBroken:
            await step(volunteer_id, Stage.PAUSED, Stage.CHECKS, by=by)


async def leave(volunteer_id: UUID, *, why: str, by: Actor) -> None:
    """They leave, with thanks; their placements end, and nothing is asked of anybody about them any more."""
    async with transaction():
        before = await held(volunteer_id)
        await _leave(volunteer_id, Stage(before["stage"]), why, by)


async def _leave(volunteer_id: UUID, before: Stage, why: str, by: Actor) -> None:
    if before in CLOSED:
        return
    await step(volunteer_id, before, Stage.LEFT, why=why, feedback=LEFT_FEEDBACK, onward=LEFT_ONWARD, by=by)


async def begin_again(volunteer_id: UUID, *, by: Actor) -> None:
    """Whoever left, or went another way, is interested again."""
    async with transaction():
        before = await held(volunteer_id)
        if Stage(before["stage"]) in CLOSED:
            await step(volunteer_id, Stage(before["stage"]), Stage.INTERESTED, by=by)


async def forget(volunteer_id: UUID, *, by: Actor) -> None:
    """
    Forget them: name, ways to reach them, words, references, what was on a certificate. Only that somebody was here stays,
    with days and counts.

    Their links open nothing from now on.
    """
    async with transaction():
        before = await held(volunteer_id)
        await _leave(volunteer_id, Stage(before["stage"]), "", by)
        await execute(
            """
            UPDATE volunteer SET name = '', email = '', phone = '', postcode = '', easting = NULL, northing = NULL, ward = '',
                   born_on = NULL, languages = '{}', interests = '{}', interests_words = '', times = '{}', travels = '',
                   can_help_with = '{}', adjustments = '', why = '', person = NULL, forgotten_at = $2, version = version + 1
            WHERE id = $1
            """,
            volunteer_id,
            clock.now(),
        )
        for statement in _FORGET:
            await execute(statement, volunteer_id)
        for one in await rows("SELECT id FROM volunteer_reference WHERE volunteer = $1", volunteer_id):
            await end_keys(REFERENCE_KEY, one["id"])
        await shut_out(volunteer_id)
        await news.tell("volunteer.forgotten", subject=volunteer_id, by=by)


_FORGET = (
    "UPDATE volunteer_move SET why = '', feedback = '', onward = '' WHERE volunteer = $1",
    "UPDATE volunteer_talk SET asked_by = '', answers = '{}', agreed = '' WHERE volunteer = $1",
    """
    UPDATE volunteer_reference SET name = 'Forgotten', email = '', knows_them = '', answers = '{}',
           state = CASE WHEN state IN ('waiting', 'asked') THEN 'taken_back' ELSE state END
    WHERE volunteer = $1
    """,
    """
    DELETE FROM volunteer_disclosure WHERE check_seen IN (SELECT id FROM volunteer_check WHERE volunteer = $1)
    """,
    "UPDATE volunteer_check SET last_digits = '0000', disclosed = false WHERE volunteer = $1",
)


async def take_on(volunteer_id: UUID, *, coordinator: UUID | None, by: Actor) -> None:
    """Somebody of the coordinators looks after them from now on."""
    async with transaction():
        await held(volunteer_id)
        runs = "SELECT true FROM staff_user WHERE id = $1 AND active AND role = 'volunteer_coordinator'"
        if coordinator is not None and not await value(runs, coordinator):
            raise RuleBroken("Only a volunteer coordinator can look after them.")
        await execute(
            "UPDATE volunteer SET coordinator = $2, version = version + 1 WHERE id = $1", volunteer_id, coordinator
        )
        await news.tell("volunteer.taken_on", subject=volunteer_id, by=by)


async def copy_of(volunteer_id: UUID) -> dict[str, object]:
    """Everything we hold about them as they may read it, for them to keep. What a referee wrote stays with us."""
    who = await row("SELECT * FROM volunteer WHERE id = $1 AND forgotten_at IS NULL", volunteer_id)
    if who is None:
        return {}
    copied: dict[str, object] = {"details": {key: who[key] for key in _COPIED}}
    for name, statement in _COPY:
        copied[name] = await rows(statement, volunteer_id)
    return copied


_COPIED = (
    "name",
    "email",
    "phone",
    "postcode",
    "born_on",
    "languages",
    "interests",
    "interests_words",
    "times",
    "travels",
    "miles",
    "can_help_with",
    "adjustments",
    "why",
    "came_at",
    "agreed_at",
    "ready_on",
    "left_on",
)
_COPY = (
    (
        "roles",
        """
        SELECT r.title, w.wished_at FROM volunteer_wish w JOIN volunteer_role r ON r.id = w.role
        WHERE w.volunteer = $1 ORDER BY r.title
        """,
    ),
    (
        "way",
        "SELECT to_stage AS stage, feedback, onward, moved_at FROM volunteer_move WHERE volunteer = $1 ORDER BY moved_at, id",
    ),
    ("conversations", "SELECT held_on, asked_by, agreed FROM volunteer_talk WHERE volunteer = $1 ORDER BY held_on, id"),
    (
        "references",
        "SELECT name, email, knows_them, state, asked_at, answered_at FROM volunteer_reference WHERE volunteer = $1 ORDER BY id",
    ),
    (
        "checks",
        """
        SELECT level, certificate_on, last_digits, update_service, update_checked_on, ends_on FROM volunteer_check
        WHERE volunteer = $1 AND withdrawn_at IS NULL ORDER BY certificate_on, id
        """,
    ),
    (
        "training",
        """
        SELECT topic, done_on, ends_on FROM volunteer_training
        WHERE volunteer = $1 AND withdrawn_at IS NULL ORDER BY done_on, id
        """,
    ),
)
