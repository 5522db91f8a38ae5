"""The team goes somewhere to be met, and what is promised there becomes a group, a gap or a listing."""

from datetime import date
from uuid import UUID, uuid4, uuid5

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.rules import AssetKind
from livewell.assets.rules.listing import Listing
from livewell.gaps import actions as gaps
from livewell.gaps.rules import Source, Wanted
from livewell.groups import rules
from livewell.groups.actions.beginning import begin
from livewell.groups.forms.outreach import Met, Promise
from livewell.groups.queries.outreach import OutreachSeen, PromiseSeen, outreach, promise
from livewell.groups.rules import Kind
from livewell.groups.tables import Outreach, OutreachLead
from livewell.journeys import queries as journeys
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.dates import say_day
from livewell.kit.db import execute, transaction
from livewell.kit.errors import RuleBroken, Stale

_NOTED, _PROMISED, _BECAME = "outreach.noted", "outreach.promised", "outreach.promise_became"


async def note_outreach(met: Met, *, submission: UUID, by: Actor) -> UUID:
    """Write down where the team went; gives the id. The same form sent twice is one. RuleBroken without a name or day."""
    _check(met)
    key = uuid5(submission, _NOTED)
    async with transaction():
        before = await once.already_done(key, _NOTED)
        if before is not None:
            return UUID(before)
        await journeys.refuse_too_much(met.name, met.words, by=by)
        made = uuid4()
        await Outreach(
            id=made,
            name=" ".join(met.name.split()),
            held_on=met.held_on,
            place=met.place.strip(),
            partners=list(met.partners),
            words=met.words.strip(),
            people=met.people,
            noted_at=clock.now(),
            noted_by=by.staff_id,
        ).save()
        await news.tell(_NOTED, subject=made, by=by, on=met.held_on)
        await once.remember(key, _NOTED, str(made))
    return made


async def change_outreach(outreach_id: UUID, met: Met, *, version: int | None, by: Actor) -> None:
    """Put it right. Raises `NotFound`, `RuleBroken`, and `Stale` with both texts when somebody else was first."""
    _check(met)
    async with transaction():
        await execute("SELECT FROM outreach WHERE id = $1 FOR UPDATE", outreach_id)
        found = await outreach(outreach_id)
        if version is not None and found.version != version:
            raise Stale(theirs=_in_words(_as_met(found)), yours=_in_words(met))
        await journeys.refuse_too_much(met.name, met.words, by=by)
        await execute(
            """
            UPDATE outreach SET name = $2, held_on = $3, place = $4, partners = $5, words = $6, people = $7,
                   version = version + 1
            WHERE id = $1
            """,
            outreach_id,
            " ".join(met.name.split()),
            met.held_on,
            met.place.strip(),
            list(met.partners),
            met.words.strip(),
            met.people,
        )
        await news.tell("outreach.changed", subject=outreach_id, by=by)


async def add_promise(outreach_id: UUID, said: Promise, *, submission: UUID, by: Actor) -> UUID:
    """Write down something that may come of it; gives the id. Raises `NotFound`, and `RuleBroken` without words."""
    if not said.words.strip():
        raise RuleBroken("Say what may come of it.")
    key = uuid5(submission, _PROMISED)
    async with transaction():
        before = await once.already_done(key, _PROMISED)
        if before is not None:
            return UUID(before)
        await outreach(outreach_id)
        await journeys.refuse_too_much(said.words, by=by)
        made = uuid4()
        await OutreachLead(id=made, outreach=outreach_id, words=said.words.strip(), who=said.who.strip()).save()
        await news.tell(_PROMISED, subject=outreach_id, by=by, promise=made)
        await once.remember(key, _PROMISED, str(made))
    return made


async def promise_becomes_group(
    promise_id: UUID,
    name: str,
    kind: Kind | str = Kind.GROUP,
    *,
    about: str = "",
    area: UUID | None = None,
    supporter: UUID | None = None,
    begun_on: date | None = None,
    submission: UUID,
    by: Actor,
) -> UUID:
    """A group begins with what was promised, on the day of the outreach unless said; gives the group's id."""
    async with transaction():
        before = await once.already_done(submission, _BECAME)
        if before is not None:
            return UUID(before)
        found = await _open(promise_id)
        met = await outreach(found.outreach)
        made = await begin(
            name,
            kind,
            about=about,
            area=area,
            supporter=supporter,
            begun_on=begun_on or met.held_on,
            idea=f"{met.name}: {found.words}"[: rules.LONGEST_WORDS],
            submission=submission,
            by=by,
        )
        await _became(found, "community_group", made, by=by)
        await once.remember(submission, _BECAME, str(made))
    return made


async def promise_becomes_gap(
    promise_id: UUID, wanted: Wanted, *, people: int = 1, submission: UUID, by: Actor
) -> UUID:
    """What was promised is something missing; gives the gap's id."""
    async with transaction():
        before = await once.already_done(submission, _BECAME)
        if before is not None:
            return UUID(before)
        found = await _open(promise_id)
        made = await gaps.raise_gap(
            wanted, source=Source.OUTREACH, people=people, submission=uuid5(submission, "gap"), by=by
        )
        await _became(found, "gap", made, by=by)
        await once.remember(submission, _BECAME, str(made))
    return made


async def promise_becomes_listing(
    promise_id: UUID, *, asset: UUID | None = None, name: str = "", submission: UUID, by: Actor
) -> UUID:
    """What was promised is in the directory: `asset`, or a new listing called `name`, hidden at first. Gives its id."""
    async with transaction():
        before = await once.already_done(submission, _BECAME)
        if before is not None:
            return UUID(before)
        found = await _open(promise_id)
        if asset is not None:
            made = (await listings.asset(asset, hidden_too=True)).id
        elif name.strip():
            begun = Listing(name=name.strip(), kind=AssetKind.GROUP, what=found.words, published=False)
            made = await assets.add(begun, submission=uuid5(submission, "listing"), by=by)
        else:
            raise RuleBroken("Choose a listing, or name a new one.")
        await _became(found, "asset", made, by=by)
        await once.remember(submission, _BECAME, str(made))
    return made


async def settle_promise(promise_id: UUID, *, came_of_it: str, by: Actor) -> None:
    """Say what came of something promised, when it is none of these. Raises `NotFound`, and `RuleBroken` without words."""
    if not came_of_it.strip():
        raise RuleBroken("Say what came of it.")
    async with transaction():
        found = await _open(promise_id)
        await execute(
            "UPDATE outreach_lead SET settled_on = $2, came_of_it = $3, version = version + 1 WHERE id = $1",
            promise_id,
            clock.today(),
            came_of_it.strip(),
        )
        await news.tell("outreach.promise_settled", subject=found.outreach, by=by, promise=promise_id)


async def _open(promise_id: UUID) -> PromiseSeen:
    """Something promised, held, of which nothing has become yet."""
    await execute("SELECT FROM outreach_lead WHERE id = $1 FOR UPDATE", promise_id)
    found = await promise(promise_id)
    if not found.is_open:
        raise RuleBroken("Somebody has said what came of this already.")
    return found


async def _became(found: PromiseSeen, column: str, made: UUID, *, by: Actor) -> None:
    await execute(
        f"UPDATE outreach_lead SET {column} = $2, settled_on = $3, version = version + 1 WHERE id = $1",  # noqa: S608  Ours.
        found.id,
        made,
        clock.today(),
    )
    await news.tell(_BECAME, subject=found.outreach, by=by, promise=found.id, into=column, record=made)


def _check(met: Met) -> None:
    if not met.name.strip():
        raise RuleBroken("Say what it was.")
    rules.check_day(met.held_on, today=clock.today())


def _as_met(found: OutreachSeen) -> Met:
    return Met(found.name, found.held_on, found.place, found.partners, found.words, found.people)


def _in_words(met: Met) -> dict[str, str]:
    return {
        "What": met.name,
        "When": say_day(met.held_on),
        "Where": met.place,
        "With": ", ".join(met.partners),
        "How it was": met.words,
        "People met": "" if met.people is None else str(met.people),
    }
