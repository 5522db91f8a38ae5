"""Which instruments this site uses, and for one with a safety rule its pathway and who is on duty."""

from uuid import UUID, uuid4

from livewell.kit import clock, news
from livewell.kit.actor import Actor
from livewell.kit.db import row, transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.measures.queries.usable import for_duty
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.tables import InstrumentChoice

_ON_OFF = {True: "Used", False: "Not used"}


async def choose(
    instrument: str, *, on: bool, pathway: str = "", duty_contact: UUID | None = None, version: int, by: Actor
) -> None:
    """
    Switch an instrument on or off; `version` is that of the choice the page showed, 0 when there was none.

    NotFound for an instrument that is not known; RuleBroken when one with a safety rule would be on without its
    pathway or without somebody active on duty; Stale when somebody else chose meanwhile.
    """
    found = INSTRUMENTS.get(instrument)
    if found is None or by.staff_id is None:
        raise NotFound
    async with transaction():
        if duty_contact is not None and str(duty_contact) not in {one for one, _ in await for_duty()}:
            raise RuleBroken("Whoever is on duty has to be somebody who works here now and handles safety matters.")
        if on and found.needs_duty_contact and not (pathway.strip() and duty_contact):
            raise RuleBroken(f"{found.name} can be used once its pathway is written and somebody is on duty.")
        # A second choice at the same moment waits here for the first.
        await row("SELECT pg_advisory_xact_lock(hashtext($1))", f"measures.choice.{instrument}")
        choice = await InstrumentChoice.objects().where(InstrumentChoice.instrument == instrument).first()
        if choice is None:
            choice = InstrumentChoice(id=uuid4(), instrument=instrument, version=0, changed_by=by.staff_id)
        elif choice.version != version:
            theirs = {"Used here": _ON_OFF[choice.on], "The pathway": choice.pathway}
            yours = {"Used here": _ON_OFF[on], "The pathway": pathway.strip()}
            raise Stale(theirs, yours)
        choice.on, choice.pathway, choice.duty_contact = on, pathway.strip(), duty_contact
        choice.changed_at, choice.changed_by = clock.now(), by.staff_id
        choice.version += 1
        await choice.save()
        await news.tell("instrument.chosen", subject=choice.id, by=by, instrument=instrument, on=on)
