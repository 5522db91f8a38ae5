"""What waits for the panel is offered to the forum, once, and comes off its agenda when it is decided or withdrawn."""

from uuid import UUID

from livewell.forum import actions as forum
from livewell.forum.forms.meetings import Said
from livewell.forum.queries import items_about
from livewell.fund.actions.held import happened, held
from livewell.fund.rules import UNDECIDED, ApplicationState
from livewell.fund.rules.money import pounds
from livewell.fund.tables import FundApplication, FundPot
from livewell.kit.actor import Actor
from livewell.kit.db import transaction, value
from livewell.kit.errors import RuleBroken
from livewell.staff.rules import Member


async def offer_to_forum(application_id: UUID, *, submission: UUID, by: Member) -> UUID:
    """
    Let it wait for the forum's next agenda; gives the item's id. What waits there already, or is on an agenda to come, is it.

    RuleBroken before its keeper has read it for the panel, and once it is decided or withdrawn.
    """
    async with transaction():
        pot, found = await held(application_id)
        if ApplicationState(found.state) not in UNDECIDED or not happened(found.shown_at):
            raise RuleBroken("Only what the panel may read, and is not decided, goes to the forum.")
        return await put_on_agenda(pot, found, submission=submission, by=by)


async def put_on_agenda(pot: FundPot, found: FundApplication, *, submission: UUID, by: Actor) -> UUID:
    """Put an application that is held onto the list of the forum: its group, never a person, and where the whole stands."""
    who = found.group_name or "somebody by themself"
    asked = pounds(found.pence) if found.pence else "something"
    return await forum.put_on_agenda(
        kind="fund",
        title=f"{found.reference}: {who} asks for {asked}",
        words=f"From “{pot.name}”. The panel reads the whole of it; whoever is near to it stands back.",
        about=UUID(str(found.id)),
        submission=submission,
        by=by,
    )


async def spoken_of(application_id: UUID, came: str, *, by: Actor) -> None:
    """
    It is decided or withdrawn: what waits for the forum, or stands on an agenda to come, is taken off.

    At a meeting that was held it stays in the minutes, with `came` where nobody wrote down what was said.
    """
    for one in await items_about(about=application_id):
        was_held = await value("SELECT state = 'held' FROM forum_meeting WHERE id = $1", one.meeting)
        if one.is_on and was_held and isinstance(by, Member):
            said = Said(one.said or came, one.who_can_help, one.what_exists, one.where_expertise)
            await forum.write_said(one.id, said, version=one.version, by=by)
        elif one.is_on or one.is_waiting:
            await forum.drop(one.id, by=by)
