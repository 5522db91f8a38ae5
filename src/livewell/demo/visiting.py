"""Link workers go and see, make calls, hear what is wrong, and find the same group listed twice."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from livewell.assets import actions as assets
from livewell.assets.rules import AssetKind, Checked
from livewell.assets.rules.listing import Listing
from livewell.demo.community import THE_WALKERS
from livewell.demo.neighbourhood import Neighbourhood, ago, seen
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import execute, row, rows, value
from livewell.staff.rules import Member
from livewell.upkeep import actions as upkeep
from livewell.upkeep.forms import NewPlace, Visited
from livewell.upkeep.queries.duplicates import both
from livewell.upkeep.rules.merging import Side
from livewell.upkeep.rules.problems import ProblemState, Topic
from livewell.upkeep.rules.visits import Also, FollowOn, Says, features_of

_JOIN, _TRAIN, _TOGETHER, _ROOM, _TOLD = (
    FollowOn.JOIN_FORUM, FollowOn.WANTS_TRAINING, FollowOn.CO_DEVELOPS, FollowOn.MATERIAL_SUPPORT, FollowOn.INFORMATION_ONLY,
)  # fmt: skip

VISITS = (
    # Days ago, whom they met, what they would like, and what follows from it.
    (19, "Sunita and two helpers", "Somebody to talk to about welcoming people whose memory is failing.", (_TRAIN,)),
    (13, "The caretaker", "We could have the back room on Wednesdays, for nothing, until Easter.", (_ROOM, _TOGETHER)),
    (9, "Keith", "Send us a leaflet and we are happy.", (_TOLD,)),
    (6, "The whole committee", "They would like to be asked what Live Well does next, and to bring a friend.", (_JOIN, _TRAIN)),
    (2, "Imogen", "Another chair yoga teacher, if we know one.", (_TOGETHER,)),
)  # fmt: skip

PROBLEMS = (
    # The group by what a plan asks for, days ago, topic, words, what became of it, and the sentence.
    ("cookery", 26, Topic.TIMES, "It begins at half past five now, not at six.", ProblemState.ANSWERED,
     "Thank you. The listing says half past five from today."),
    ("swim", 17, Topic.PLACE, "There is no hoist.", ProblemState.DISMISSED,
     "We went to look: the hoist is by the far changing room. Ask at the desk and somebody shows you."),
    ("computer", 8, Topic.PHONE, "Nobody answers this number any more.", ProblemState.ANSWERED,
     "You were right, and Ravi rings you back from the new one."),
    ("shed", 4, Topic.NOT_AS_DESCRIBED, "They asked for £5 and the page says £2.", ProblemState.WAITING, ""),
    ("chair", 3, Topic.TIMES, "No class this Monday or last. The hall was dark.", ProblemState.WAITING, ""),
    ("memory", 1, Topic.CLOSED, "My neighbour says they have stopped until the spring.", ProblemState.WAITING, ""),
)  # fmt: skip


async def go_and_see(here: Neighbourhood) -> None:
    """Visits made, planned and called off, with what follows from them; and calls to make sure of a listing."""
    looked_at = iter(list(here.to_look_at_again()))
    for number, ((days, met, wishes, follow_ons), asset) in enumerate(zip(VISITS, looked_at, strict=False)):
        by = await here.link_worker(number)
        await _visit(here, asset, _found(here.said(asset), days, met, wishes, follow_ons), by)
    for number, asset in enumerate(islice(looked_at, 3)):
        by = await here.link_worker(number)
        with clock.at(ago(2 + 3 * number, 9)):
            what = ("times", "contacts") if number else ()
            version = (await seen(asset)).version
            note = "Rang the number on the listing." if number else ""
            await upkeep.make_sure(
                asset, how=Checked.PHONED, what=what, note=note, version=version, submission=here.new_id(), by=by
            )
    for number, asset in enumerate(islice(looked_at, 4)):
        by = await here.link_worker(number)
        on = clock.today() + timedelta(days=4 + 3 * number)
        with clock.at(ago(3, 10)):
            visit = await upkeep.plan(asset, on=on, submission=here.new_id(), by=by)
        if number == 3:
            with clock.at(ago(1, 16)):
                await upkeep.call_off(visit, by=by)
    await _the_walkers(here)
    await _a_bridge_is_closed(here)
    await _something_new(here)
    first = await value(
        "SELECT f.id FROM visit_follow_on f JOIN asset_visit v ON v.id = f.visit ORDER BY v.visited_on LIMIT 1"
    )
    with clock.at(ago(5, 11)):
        sentence = "Two of them came to the dementia friends' morning."
        await upkeep.settle_follow_on(first, sentence=sentence, by=await here.link_worker(0))


def _found(
    listing: Listing, days: int, met: str, wishes: str, follow_ons: tuple[FollowOn, ...], says: Says = Says.RIGHT
) -> Visited:
    """What a visit found that many days ago: all of it as the listing says."""
    return Visited(
        visited_on=ago(days).date(),
        met=met,
        explained=True,
        materials="Ten leaflets and a poster",
        serves=listing.who_for,
        offers=listing.what,
        access=listing.access,
        features=features_of(listing),
        languages=tuple(one for one in listing.languages if one != "en"),
        welcoming=True,
        group_size=listing.group_size,
        cost=listing.cost_note,
        wishes=wishes,
        follow_ons=follow_ons,
        says=says,
        also=(Also.TIMES.value, Also.CONTACT.value),
    )


async def _visit(here: Neighbourhood, asset: UUID, found: Visited, by: Member) -> None:
    with clock.at(_on_that_day(found)):
        await upkeep.record(asset, found, version=(await seen(asset)).version, submission=here.new_id(), by=by)


def _on_that_day(found: Visited) -> datetime:
    days = (clock.today() - found.visited_on).days
    return ago(days, 16)


async def _the_walkers(here: Neighbourhood) -> None:
    """The walking group's listing is put right twice: by a link worker at the desk, and after a walk with them."""
    asset = here.named(THE_WALKERS)
    by = await here.link_worker(2)
    with clock.at(ago(33, 11)):
        was = await seen(asset)
        changed = replace(was.listing, alert="The path by the brook is flooded: we go round by the road.", group_size=7)
        await assets.change(asset, changed, version=was.version, by=by)
    listing = (await seen(asset)).listing
    found = _found(
        listing, 15, "Anne, and seven walkers", "More people, and somewhere dry in winter.", (_JOIN, _TOGETHER)
    )
    found = replace(found, group_size=9, says=Says.UPDATE, access="Bring somebody along. There are benches half way.")
    await _visit(here, asset, found, by)
    with clock.at(ago(12, 17)):
        was = await seen(asset)
        await assets.change(asset, replace(was.listing, alert=""), version=was.version, by=by)


async def _a_bridge_is_closed(here: Neighbourhood) -> None:
    """Everything in one village says so on top of its listing; what it said before is there as a version."""
    alert = "The bridge on the lane is closed until the spring: come by the main road."
    by = await here.link_worker(1)
    for one in here.community.listings:
        if any(venue.town == "Aslockton" for venue in one.listing.venues):
            with clock.at(ago(1, 12)):
                was = await seen(one.id)
                await assets.change(one.id, replace(was.listing, alert=alert), version=was.version, by=by)


async def _something_new(here: Neighbourhood) -> None:
    """A visit to what nobody had listed: it begins a listing that everybody sees later."""
    walkers = here.said(here.named("Gotham Strollers"))
    place = NewPlace(
        "The Pinder's Kitchen Table", AssetKind.CAFE, "The Pinder's Rest, back room", walkers.venues[0].postcode
    )
    what = "Soup at one long table on a Monday, cooked by whoever comes early."
    begun = Listing(name=place.name, kind=place.kind, what=what, who_for="Whoever is hungry for company", group_size=14)
    found = replace(
        _found(begun, 4, "The landlady", "A poster that says it is for everybody.", (_ROOM,)), cost="Pay what you can"
    )
    with clock.at(_on_that_day(found)):
        await upkeep.record_new(place, found, submission=here.new_id(), by=await here.link_worker(4))


async def hear_what_is_wrong(here: Neighbourhood) -> None:
    """Six reports: two put right, one where the listing was right, three that wait."""
    for number, (look_for, days, topic, words, state, sentence) in enumerate(PROBLEMS):
        asset = here.first(look_for)
        reply_to = f"neighbour{number}@reader.example" if number % 2 == 0 else ""
        with clock.at(ago(days, 10)):
            await upkeep.report(
                asset, topic=topic, words=words, reply_to=reply_to, submission=here.new_id(), by=PUBLIC_VISITOR
            )
        if state is ProblemState.WAITING:
            continue
        found = await row("SELECT id, version FROM problem_report WHERE asset = $1 AND state = 'waiting'", asset)
        assert found is not None
        with clock.at(ago(days - 2, 14)):
            by = await here.link_worker(number)
            await upkeep.decide(found["id"], to=state, sentence=sentence, version=found["version"], by=by)


@dataclass(frozen=True)
class _Pair:
    id: UUID
    one: UUID
    other: UUID


async def find_what_is_there_twice(here: Neighbourhood) -> None:
    """The clock's own comparison; one pair is made one, what only sounds alike is told apart, the others wait."""
    with clock.at(ago(1, 8)):
        await upkeep.find_duplicates()
    by = await here.link_worker(1)
    twice = {one.id for one in here.community.twice}
    pairs = [_Pair(**one) for one in await rows("SELECT id, one, other FROM likely_duplicate ORDER BY one, other")]
    imported = {one["id"] for one in await rows("SELECT id FROM asset WHERE source = 'imported'")}
    ours = [one for one in pairs if (twice | imported) & {one.one, one.other}]
    with clock.at(ago(1, 17)):
        for pair in pairs:
            if pair not in ours:
                await upkeep.different(pair.id, by=by)
        first = next(pair for pair in ours if here.community.twice[0].id in {pair.one, pair.other})
        sides = await both(first.id)
        keep = Side.RIGHT if first.one in twice else Side.LEFT
        await upkeep.merge(
            first.id,
            sides={"name": keep, "what": keep, "organisation": keep, "contacts": keep},
            keep=keep,
            versions=(sides.left.version, sides.right.version),
            submission=here.new_id(),
            by=by,
        )


async def count_use(here: Neighbourhood) -> None:
    """How often each listing was used, from the months that were written as rows; later months were counted as they were lived."""
    await execute(
        """
        INSERT INTO asset_use AS so_far (id, asset, month, times)
        SELECT gen_random_uuid(), asset, date_trunc('month', made_at AT TIME ZONE 'Europe/London')::date, count(*)
        FROM connection WHERE made_at < $1 GROUP BY 2, 3
        ON CONFLICT (asset, month) DO UPDATE SET times = so_far.times + excluded.times
        """,
        here.hand.history.until,
    )
    await upkeep.count_again()
