"""A volunteer was forgotten: what this room wrote about them goes too, and days, counts and money stay."""

from uuid import UUID

from livewell.kit import clock, doorkeys, news
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute, rows, transaction
from livewell.kit.news import Heard
from livewell.placements.actions.calendars import CALENDAR
from livewell.placements.actions.freeing import locked
from livewell.placements.actions.placing import end_locked
from livewell.placements.actions.rota import open_again
from livewell.placements.rules.placing import MOVES, PlacementState

_FORGET = (
    "DELETE FROM volunteer_supervision WHERE volunteer = $1 AND held_on IS NULL",
    """
    UPDATE volunteer_supervision SET going_well = '', difficult = '', wellbeing = '', agreed = '', version = version + 1
    WHERE volunteer = $1
    """,
    # What is still looked into keeps its words until it is closed: nobody ends a concern about them by being forgotten.
    "UPDATE volunteer_concern SET words = '', version = version + 1 WHERE volunteer = $1 AND state = 'closed'",
    "UPDATE volunteer_thanks SET words = '' WHERE volunteer = $1",
    """
    UPDATE volunteer_expense SET what = '', sentence = '', receipt = NULL, receipt_type = '', version = version + 1
    WHERE volunteer = $1
    """,
    "UPDATE volunteer_hours SET what = '' WHERE volunteer = $1",
    """
    UPDATE shift SET alert_words = '', place = CASE WHEN placement IS NULL THEN place ELSE '' END,
           what = CASE WHEN placement IS NULL THEN what ELSE '' END, version = version + 1
    WHERE volunteer = $1
    """,
    "UPDATE placement SET why_them = '', ended_why = '', version = version + 1 WHERE volunteer = $1",
)


async def forget_volunteer(heard: Heard) -> None:
    """
    Whatever they helped with ends, and whoever had them as a befriender is looked for again. Heard twice, it is once.

    Of a concern that and when it was, and what came of it, stay; why two are kept apart stays too, for the safety of the
    one who was visited. Of an expense its day and its pence stay.
    """
    volunteer = heard.subject
    async with transaction():
        await _end_all(volunteer)
        for statement in _FORGET:
            await execute(statement, volunteer)
        await doorkeys.end_keys(CALENDAR, volunteer)
        await news.tell("volunteer.forgotten_at_work", subject=volunteer, by=SYSTEM)


async def _end_all(volunteer: UUID) -> None:
    open_states = [state.value for state in PlacementState if MOVES[state]]
    going = await rows(
        "SELECT id FROM placement WHERE volunteer = $1 AND state = ANY($2) ORDER BY id", volunteer, open_states
    )
    for one in going:
        made = await locked(one["id"])
        await end_locked(made, why="", look_again=True, by=SYSTEM)
    taken = await rows(
        "SELECT id FROM shift WHERE volunteer = $1 AND state IN ('taken', 'swap') AND starts_at > $2 ORDER BY id",
        volunteer,
        clock.now(),
    )
    await open_again([one["id"] for one in taken], by=SYSTEM)
