"""Going to see what the community offers: planned, written down, called off, and what was asked for there."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.rules import PLACE_FEATURES, Checked
from livewell.assets.rules.listing import Listing, Venue
from livewell.kit import clock, news, once
from livewell.kit.dates import say_day
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Member
from livewell.upkeep.forms import NewPlace, Visited
from livewell.upkeep.rules import visits as rules
from livewell.upkeep.rules.visits import NEEDS_NOTHING_MORE, SEEN_ON_A_VISIT, Says, VisitState
from livewell.upkeep.tables import AssetVisit, VisitFollowOn

_PLANNED = "visit.planned"
_RECORDED = "visit.recorded"


async def plan(asset_id: UUID, *, on: date, submission: UUID, by: Member) -> UUID:
    """Mean to go there on a day; gives the visit's id. Somebody who means to go there already goes on that day instead."""
    async with transaction():
        before = await once.already_done(submission, _PLANNED)
        if before is not None:
            return UUID(before)
        await listings.editable(asset_id, by=by)
        there = await _planned(asset_id, by)
        if there is None:
            there = uuid4()
            await AssetVisit(id=there, asset=asset_id, visitor=by.id, planned_on=on, made_at=clock.now()).save()
        else:
            await execute("UPDATE asset_visit SET planned_on = $2, version = version + 1 WHERE id = $1", there, on)
        await news.tell("visit.planned", subject=there, by=by, asset=asset_id, on=on)
        await once.remember(submission, _PLANNED, str(there))
    return there


async def call_off(visit_id: UUID, *, by: Member) -> None:
    """A planned visit does not happen. Asked twice, it is once; RuleBroken when it has happened."""
    async with transaction():
        state = await value("SELECT state FROM asset_visit WHERE id = $1 FOR UPDATE", visit_id)
        if state is None:
            raise NotFound
        if state == VisitState.CALLED_OFF.value:
            return
        rules.check_move(VisitState(state), VisitState.CALLED_OFF)
        await execute(
            "UPDATE asset_visit SET state = $2, version = version + 1 WHERE id = $1",
            visit_id,
            VisitState.CALLED_OFF.value,
        )
        await news.tell("visit.called_off", subject=visit_id, by=by)


async def record(asset_id: UUID, visited: Visited, *, version: int | None, submission: UUID, by: Member) -> UUID:
    """
    Write down a visit; gives its id. What it says of the listing is done with it: changed, made sure of, both or neither.

    Raises Stale or RuleBroken when the listing was changed since `version` and the visit would change it or vouch for
    it, NotFound when it is not theirs to edit. The same form sent twice is one visit.
    """
    async with transaction():
        before = await once.already_done(submission, _RECORDED)
        if before is not None:
            return UUID(before)
        seen = await listings.editable(asset_id, by=by)
        if visited.says is Says.UPDATE:
            said = _put_in(seen.listing, visited)
            if said != seen.listing:
                await assets.change(asset_id, said, version=version, why="visited", by=by)
                version = (await listings.editable(asset_id, by=by)).version
        if visited.says is not Says.NOT_RIGHT:
            await _vouch(asset_id, visited, version=version, by=by)
        made = await _keep(asset_id, visited, began_listing=False, by=by)
        await once.remember(submission, _RECORDED, str(made))
    return made


async def record_new(place: NewPlace, visited: Visited, *, submission: UUID, by: Member) -> UUID:
    """
    Write down a visit to what has no listing, and begin one, which stays hidden until somebody shows it.

    Gives the asset's id. The same form sent twice is one visit and one listing.
    """
    async with transaction():
        before = await once.already_done(submission, _RECORDED)
        if before is not None:
            return UUID(before)
        on_the_spot = tuple(one for one in visited.features if one in PLACE_FEATURES)
        has_place = bool(place.place_name or place.postcode or on_the_spot)
        venue = Venue(name=place.place_name, postcode=place.postcode, features=on_the_spot)
        begun = Listing(
            name=place.name,
            kind=place.kind,
            what=visited.offers,
            venues=(venue,) if has_place else (),
            published=False,
        )
        made = await assets.add(_put_in(begun, visited), submission=uuid5(submission, "listing"), by=by)
        await _vouch(made, visited, version=(await listings.editable(made, by=by)).version, by=by)
        await _keep(made, visited, began_listing=True, by=by)
        await once.remember(submission, _RECORDED, str(made))
    return made


async def settle_follow_on(follow_on_id: UUID, *, sentence: str, by: Member) -> None:
    """Say what came of something that was asked for on a visit. RuleBroken when somebody has said so already."""
    async with transaction():
        found = await row(
            """
            SELECT f.done_at, f.kind, v.asset FROM visit_follow_on f JOIN asset_visit v ON v.id = f.visit
            WHERE f.id = $1 FOR UPDATE OF f
            """,
            follow_on_id,
        )
        if found is None:
            raise NotFound
        if found["done_at"] is not None:
            raise RuleBroken("Somebody has seen to this already.")
        await execute(
            "UPDATE visit_follow_on SET done_at = $2, done_by = $3, sentence = $4 WHERE id = $1",
            follow_on_id,
            clock.now(),
            by.id,
            sentence.strip(),
        )
        await news.tell(
            "visit.follow_on_settled", subject=follow_on_id, by=by, asset=found["asset"], wanted=found["kind"]
        )


def _put_in(listing: Listing, visited: Visited) -> Listing:
    return rules.put_in(
        listing,
        serves=visited.serves,
        offers=visited.offers,
        access=visited.access,
        features=visited.features,
        languages=visited.languages,
        group_size=visited.group_size,
        cost=visited.cost,
    )


async def _vouch(asset_id: UUID, visited: Visited, *, version: int | None, by: Member) -> None:
    what = (*SEEN_ON_A_VISIT, *visited.also)
    # The listing says when somebody vouched for it; where that is not the day of the visit, the record says both.
    note = "" if visited.visited_on == clock.today() else f"Visited on {say_day(visited.visited_on)}."
    await assets.assure(asset_id, how=Checked.VISITED, what=what, version=version, note=note, by=by)


async def _planned(asset_id: UUID, by: Member) -> UUID | None:
    found = await value(
        """
        SELECT v.id FROM asset_visit v JOIN asset a ON a.id = v.asset
        WHERE $1 IN (a.id, a.merged_into) AND v.visitor = $2 AND v.state = 'planned'
        ORDER BY v.planned_on LIMIT 1 FOR UPDATE OF v
        """,
        asset_id,
        by.id,
    )
    return None if found is None else UUID(str(found))


async def _keep(asset_id: UUID, visited: Visited, *, began_listing: bool, by: Member) -> UUID:
    """The row of the visit: the one that was planned, where there is one; and a row for each thing asked for."""
    now = clock.now()
    values: dict[str, Any] = {
        "visitor": by.id,
        "state": VisitState.DONE.value,
        "visited_on": visited.visited_on,
        "met": visited.met,
        "explained": visited.explained,
        "materials": visited.materials,
        "serves": visited.serves,
        "offers": visited.offers,
        "access": visited.access,
        "features": [one.value for one in visited.features],
        "languages": list(visited.languages),
        "welcoming": visited.welcoming,
        "group_size": visited.group_size,
        "cost": visited.cost,
        "wishes": visited.wishes,
        "says": visited.says.value,
        "began_listing": began_listing,
        "recorded_at": now,
    }
    visit = await _planned(asset_id, by)
    if visit is None:
        visit = uuid4()
        await AssetVisit(id=visit, asset=asset_id, made_at=now, **values).save()
    else:
        named = {getattr(AssetVisit, name): what for name, what in values.items()}
        await AssetVisit.update({**named, AssetVisit.version: AssetVisit.version + 1}).where(AssetVisit.id == visit)
    for kind in visited.follow_ons:
        settled = kind in NEEDS_NOTHING_MORE
        await VisitFollowOn(
            id=uuid4(),
            visit=visit,
            kind=kind.value,
            done_at=now if settled else None,
            done_by=by.id if settled else None,
        ).save()
    await news.tell(
        "visit.recorded",
        subject=visit,
        by=by,
        asset=asset_id,
        on=visited.visited_on,
        says=visited.says.value,
        began_listing=began_listing,
        wanted=[kind.value for kind in visited.follow_ons],
    )
    return visit
