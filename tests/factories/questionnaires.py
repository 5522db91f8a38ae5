"""Measures that somebody was asked for, and a site that has set up the one with a safety rule."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock
from livewell.kit.db import execute, transaction, value
from livewell.kit.doorkeys import make_key
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.tables import InstrumentChoice
from livewell.questionnaires import actions
from livewell.questionnaires.rules import LINK_LASTS, How
from livewell.questionnaires.tables import Asking
from livewell.staff.rules import Member

PATHWAY = "Fictional pathway: stay with them, ring the crisis team on 01632 960 911."


async def an_asking(
    journey: UUID,
    by: Member,
    instrument: str = "ons4",
    how: How = How.SPACE,
    *,
    due_on: date | None = None,
    **more: Any,
) -> UUID:
    """Something that somebody was asked to fill in."""
    return await actions.ask(journey, instrument=instrument, how=how, due_on=due_on, by=by, **more)


async def phq9_set_up(duty: Member) -> None:
    """This site has named its pathway for PHQ-9, and who is on duty."""
    await InstrumentChoice(
        id=uuid4(),
        instrument="phq9",
        on=True,
        pathway=PATHWAY,
        duty_contact=duty.id,
        changed_at=clock.now(),
        changed_by=duty.id,
    ).save()


def all_answers(instrument: str, value: int = 0, **changed: int) -> dict[str, int]:
    """The same answer to every question of an instrument, but for those named."""
    return {item.id: changed.get(item.id, value) for item in INSTRUMENTS[instrument].items}


def as_typed(answers: dict[str, int]) -> dict[str, str]:
    """The answers as a form sends them."""
    return {f"item-{item}": str(value) for item, value in answers.items()}


async def the_asking(asking_id: UUID) -> Asking:
    """The row as it stands now."""
    found = await Asking.objects().where(Asking.id == asking_id).first()
    assert found is not None
    return found


async def with_email(person: UUID, email: str = "mary@home.example", **changed: Any) -> None:
    """The person has an e-mail address."""
    await execute(
        "UPDATE person SET email = $2, never_contact = $3 WHERE id = $1",
        person,
        email,
        changed.get("never_contact", False),
    )


async def a_key_to(asking: UUID) -> str:
    """A link to what was asked, as it is sent to the person's own address; gives its token."""
    person = await value("SELECT j.person FROM asking k JOIN journey j ON j.id = k.journey WHERE k.id = $1", asking)
    await with_email(person)
    async with transaction():
        return await make_key(actions.OPENS, asking, holder="mary@home.example", lasts=LINK_LASTS, single_use=True)
