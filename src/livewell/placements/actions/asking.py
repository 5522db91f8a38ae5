"""Asking for a befriender, with only what the person agreed to say; and taking it back."""

from uuid import UUID, uuid4

from livewell.journeys import queries as journeys
from livewell.journeys.rules import Stage
from livewell.kit import clock, news, once
from livewell.kit.db import row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.placements.forms.asking import Said
from livewell.placements.rules import asking
from livewell.placements.rules.asking import AskState
from livewell.placements.rules.placing import PlacementState
from livewell.placements.tables import BefrienderAsked, Placement
from livewell.staff.rules import Member

_ASKED = "befriender.asked"


async def ask(journey_id: UUID, said: Said, *, submission: UUID, by: Member) -> UUID:
    """
    Ask for a befriender for somebody. Gives the request's id; the same form sent twice is one request.

    Where their address is protected no ward is kept, whatever the form said. NotFound when `by` may not see the journey;
    RuleBroken without their agreement, while another request stands, when nobody may contact them, and when the words say
    more than a first name, a ward and what they like.
    """
    async with transaction():
        before = await once.already_done(submission, _ASKED)
        if before is not None:
            return UUID(before)
        facts = await journeys.journey(journey_id, by)
        person = await row(
            "SELECT family_name, address, protected_address FROM person WHERE id = $1 FOR SHARE", facts.person
        )
        await row("SELECT id FROM journey WHERE id = $1 FOR UPDATE", journey_id)
        if person is None:
            raise NotFound
        if facts.stage is Stage.CONTACTING:
            raise RuleBroken("A befriender is asked for once you have met.")
        if facts.never_contact:
            raise RuleBroken("They asked that nobody contacts them, so nobody can be introduced to them.")
        if not said.agreed:
            raise RuleBroken("A befriender is asked for when the person agrees to what is said of them.")
        for words in (said.first_name, said.words):
            too_much = asking.says_too_much(
                words,
                family_name=person["family_name"],
                address_lines=person["address"].splitlines(),
                today=clock.today(),
            )
            if too_much:
                raise RuleBroken(f"{too_much}.")
        if await value(
            "SELECT 1 FROM befriender_asked WHERE journey = $1 AND state IN ('open', 'matched')", journey_id
        ):
            raise RuleBroken("A befriender is asked for already.")
        now = clock.now()
        made = BefrienderAsked(
            id=uuid4(),
            journey=journey_id,
            first_name=said.first_name.strip(),
            ward="" if person["protected_address"] else said.ward,
            times=list(said.times),
            languages=list(said.languages),
            interests=list(said.interests),
            access=list(said.access),
            words=said.words.strip(),
            agreed_at=now,
            asked_at=now,
            asked_by=by.id,
        )
        await made.save()
        await news.tell(_ASKED, subject=made.id, by=by, journey=journey_id, person=facts.person)
        await once.remember(submission, _ASKED, str(made.id))
    return UUID(str(made.id))


async def take_back(asked_id: UUID, *, journey: UUID, by: Member) -> None:
    """
    The person would rather not, or not now: the request is taken back, and whoever was being asked is told no more.

    What goes on already ends by itself, with thanks, not here. NotFound when the journey is not theirs, or not its request.
    """
    async with transaction():
        facts = await journeys.journey(journey, by)
        asked = await BefrienderAsked.objects().where(BefrienderAsked.id == asked_id).lock_rows("UPDATE").first()
        if asked is None or asked.journey != journey:
            raise NotFound
        asking.check_move(AskState(asked.state), AskState.TAKEN_BACK)
        going = await value("SELECT 1 FROM placement WHERE asked = $1 AND state IN ('active', 'stopped')", asked_id)
        if going:
            raise RuleBroken("They have a befriender. Let that come to an end first, with thanks.")
        asked.state = AskState.TAKEN_BACK.value
        asked.version += 1
        await asked.save()
        await Placement.update(
            {Placement.state: PlacementState.DECLINED.value, Placement.version: Placement.version + 1}
        ).where((Placement.asked == asked_id) & (Placement.state == PlacementState.PROPOSED.value))
        await news.tell("befriender.taken_back", subject=asked_id, by=by, journey=journey, person=facts.person)
