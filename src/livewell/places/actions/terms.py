"""Adding, changing and removing a school term."""

from uuid import UUID, uuid4

from livewell.kit import db, news, once
from livewell.kit.actor import Actor
from livewell.kit.dates import say_day
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.places.queries.terms import TermSeen, terms_seen
from livewell.places.rules import Term, wrong_with_term
from livewell.places.tables import SchoolTerm

_ADDED = "places.term"


async def add_term(term: Term, *, submission: UUID, by: Actor) -> UUID:
    """Add a term, once for each submission. Raises RuleBroken for one that cannot be or that overlaps another."""
    async with transaction():
        if before := await once.already_done(submission, _ADDED):
            return UUID(before)
        await _fits(term, other_than=None)
        added = SchoolTerm(id=uuid4(), name=term.name, first_on=term.first_on, last_on=term.last_on)
        await added.save()
        await once.remember(submission, _ADDED, str(added.id))
        await news.tell("term.added", subject=added.id, by=by, first_on=term.first_on, last_on=term.last_on)
    return added.id


async def change_term(term_id: UUID, term: Term, *, version: int, by: Actor) -> None:
    """Change a term. Raises NotFound, Stale, and RuleBroken for one that cannot be or that overlaps another."""
    async with transaction():
        before = await _as_it_was_shown(term_id, version, yours=term)
        if before is None:
            raise NotFound
        await _fits(term, other_than=term_id)
        await SchoolTerm.update(
            {
                SchoolTerm.name: term.name,
                SchoolTerm.first_on: term.first_on,
                SchoolTerm.last_on: term.last_on,
                SchoolTerm.version: version + 1,
            }
        ).where(SchoolTerm.id == term_id)
        await news.tell("term.changed", subject=term_id, by=by, first_on=term.first_on, last_on=term.last_on)


async def remove_term(term_id: UUID, *, version: int, by: Actor) -> None:
    """Remove a term; one that is gone already stays gone. Raises Stale when somebody changed it meanwhile."""
    async with transaction():
        before = await _as_it_was_shown(term_id, version, yours=None)
        if before is not None:
            await SchoolTerm.delete().where(SchoolTerm.id == term_id)
            await news.tell("term.removed", subject=term_id, by=by)


async def _as_it_was_shown(term_id: UUID, version: int, *, yours: Term | None) -> TermSeen | None:
    """The term, held until the transaction ends, or None. Raises Stale when it is not what the page showed."""
    await _one_at_a_time()
    found = next((one for one in await terms_seen() if one.id == term_id), None)
    if found is not None and found.version != version:
        raise Stale(theirs=_in_words(found), yours=_in_words(yours or found))
    return found


async def _fits(term: Term, *, other_than: UUID | None) -> None:
    await _one_at_a_time()
    others = [Term(one.name, one.first_on, one.last_on) for one in await terms_seen() if one.id != other_than]
    for sentence in wrong_with_term(term, others).values():
        raise RuleBroken(f"{sentence}.")


async def _one_at_a_time() -> None:
    """Two who add at the same moment wait for each other, so that no two terms overlap. Those who read do not wait."""
    await db.execute("LOCK TABLE school_term IN SHARE ROW EXCLUSIVE MODE")


def _in_words(term: TermSeen | Term) -> dict[str, str]:
    return {"Name": term.name, "First day": say_day(term.first_on), "Last day": say_day(term.last_on)}
