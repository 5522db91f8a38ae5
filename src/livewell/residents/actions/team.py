"""What the team does for somebody's own space: a link sent, a printed code handed over, every visit ended."""

from uuid import UUID

from livewell.journeys import queries as journeys
from livewell.journeys.queries import JourneyFacts
from livewell.kit import limits, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.people import queries as persons
from livewell.people.queries import KnownPerson
from livewell.residents import queries, rules
from livewell.residents.actions.coming import make_paper_code, put_on_its_way
from livewell.residents.actions.visits import end_all
from livewell.residents.rules import CameHow
from livewell.settings import settings


async def send_link(journey_id: UUID, *, submission: UUID | None = None, by: Actor) -> None:
    """
    Send somebody a link to their own space, because they asked their worker for it.

    NotFound when `by` may not see the journey; RuleBroken when there is no address, nothing may be sent to it, or three
    were sent in the last hour. The same form sent twice is one.
    """
    journey, person = await _whose(journey_id, by)
    if not await queries.candidates_for(journey.person):
        raise RuleBroken("This record has no own space.")
    if not any(one.person == journey.person for one in await queries.who_has(CameHow.EMAIL, person.details.email)):
        raise RuleBroken("There is no email address that may be written to. Print a code instead, and hand it over.")
    too_many = await limits.too_many(
        f"own-space-{CameHow.EMAIL.value}", person.details.email.lower(), rules.ASKS_AN_HOUR, rules.AN_HOUR
    )
    if too_many:
        raise RuleBroken("Three links were sent there in the last hour. Try again later.")
    async with transaction():
        if submission is not None and await once.already_done(submission, "residents.link_sent") is not None:
            return
        await put_on_its_way(CameHow.EMAIL.value, person.details.email, person=journey.person, by=by)


async def make_code(journey_id: UUID, *, by: Actor) -> str:
    """
    A printed code for somebody's own space, to hand over; gives it, once. The one before it ends.

    NotFound when `by` may not see the journey; RuleBroken when their date of birth is not known: it is asked for too.
    """
    journey, person = await _whose(journey_id, by)
    rules.check_code_for(born_on=person.identity.born_on)
    async with transaction():
        await journeys.journey_for(journey_id, by, open_only=False)
        code = await make_paper_code(journey.person, by=by)
        await news.tell("code.printed", subject=journey.person, by=by, journey=journey_id, person=journey.person)
    return code


async def end_visits(journey_id: UUID, *, by: Actor) -> None:
    """End every visit to somebody's own space, and every link and code, because they asked or a device was lost."""
    journey, _ = await _whose(journey_id, by)
    async with transaction():
        await end_all(journey.person, by=by)


async def is_live_code(journey_id: UUID, code: str, *, by: Actor) -> bool:
    """Whether this is the printed code of somebody's own space that works now: for the letter that carries it."""
    journey, _ = await _whose(journey_id, by)
    kept = rules.code_hash(rules.tidy_code(code), secret=settings().needed_secret_key())
    return any(person == journey.person for _, person in await queries.of_paper(kept))


async def _whose(journey_id: UUID, by: Actor) -> tuple[JourneyFacts, KnownPerson]:
    if by.staff_id is None:
        raise NotFound
    async with transaction():
        journey = await journeys.journey_for(journey_id, by, open_only=False)
    person = await persons.person(journey.person)
    assert person is not None  # A journey has a person.
    return journey, person
