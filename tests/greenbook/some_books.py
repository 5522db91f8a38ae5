"""Somebody with a book, a coach who works with them, and pages in every state, for tests."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from livewell.greenbook import actions, queries
from livewell.greenbook.queries import InBook, Page
from livewell.greenbook.rules.pages import Sharing
from livewell.journeys.rules import Stage
from livewell.kit.actor import Resident
from livewell.staff.rules import Member, Role
from tests.at_home import as_themself
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.staff import a_member


@dataclass(frozen=True)
class Owner:
    """Who has a book, and who works with them."""

    coach: Member
    journey: UUID
    person: UUID
    by: Resident


async def an_owner(*, stage: Stage = Stage.COACHING, **person: Any) -> Owner:
    """Somebody on a journey with a health coach, whose book is there."""
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=stage, **person)
    person_id = (await the_journey(journey)).person
    await actions.issue(person=person_id, by=coach)
    return Owner(coach, journey, person_id, as_themself(person_id))


async def the_leaf(owner: Owner, key: str) -> InBook:
    """The first page of the leaf with this key."""
    own = await queries.own_book(owner.by)
    assert own is not None
    return next(page for page in [*own.pages, *own.taken_out] if page.leaf and page.leaf.key == key)


async def the_page(owner: Owner, page_id: UUID) -> Page:
    """A page as it stands now."""
    return (await queries.own_page(page_id, owner.by))[1]


async def written(owner: Owner, page_id: UUID, *, title: str = "", **words: str) -> Page:
    """Their page, with these words written on it by themself."""
    before = await the_page(owner, page_id)
    await actions.write(
        page_id,
        words=words,
        title=title or before.own_title,
        version=before.version,
        submission=uuid4(),
        by=owner.by,
    )
    return await the_page(owner, page_id)


async def a_leaf_with(owner: Owner, key: str, *, sharing: Sharing = Sharing.ME, **words: str) -> Page:
    """A leaf of theirs with words on it, shared as it is said."""
    page = await written(owner, (await the_leaf(owner, key)).id, **words)
    await actions.share(page.id, sharing=sharing, by=owner.by)
    return await the_page(owner, page.id)


async def a_note(owner: Owner, title: str, words: str = "", *, sharing: Sharing = Sharing.ME) -> Page:
    """A page of their own."""
    page_id = await actions.add_note(title=title, submission=uuid4(), by=owner.by)
    if words:
        await written(owner, page_id, words=words)
    await actions.share(page_id, sharing=sharing, by=owner.by)
    return await the_page(owner, page_id)
