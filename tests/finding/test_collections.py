"""Collections: what staff put together, what everybody sees of it, and what happens when two do it at once."""

from uuid import UUID, uuid4

import httpx
import pytest

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.finding import actions
from livewell.finding.actions import collections as acting
from livewell.finding.forms_listing import CollectionSaid
from livewell.finding.queries.collections import choices, collection, collections
from livewell.finding.queries.listing import collections_with
from livewell.kit.actor import SYSTEM
from livewell.kit.db import count_queries, execute, rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.assets import a_listing, a_venue, an_asset, an_asset_from
from tests.finding.test_listing import SATURDAYS, TUESDAYS
from tests.signed_in import ClientFor

HOME = "/directory/collections"
SAID = CollectionSaid("After somebody has died", "Company, at your own pace.", "", "somebody bereaved")


async def a_collection(*members: UUID, shown: bool = False) -> UUID:
    made = await actions.add_collection(SAID, submission=uuid4(), by=SYSTEM)
    for member in members:
        await actions.put_in(made, member, by=SYSTEM)
    if shown:
        await actions.show_collection(made, shown=True, by=SYSTEM)
    return made


async def names(collection_id: UUID) -> list[str]:
    return [one.asset.name for one in (await collection(collection_id, hidden_too=True)).listings]


async def told(collection_id: UUID) -> list[str]:
    found = await rows("SELECT what FROM event WHERE subject = $1 ORDER BY happened_at, told_in", collection_id)
    return [one["what"] for one in found]


# Actions.


async def test_a_form_sent_twice_is_one_collection() -> None:
    key = uuid4()
    assert await actions.add_collection(SAID, submission=key, by=SYSTEM) == await actions.add_collection(
        SAID, submission=key, by=SYSTEM
    )
    assert await value("SELECT count(*) FROM collection") == 1


async def test_listings_stand_in_the_order_they_were_put_in_each_once() -> None:
    first, second, third = await an_asset(name="A"), await an_asset(name="B"), await an_asset(name="C")
    made = await a_collection(first, second, third, first)
    assert await names(made) == ["A", "B", "C"]
    version = (await collection(made, hidden_too=True)).version
    await actions.move_earlier(made, third, version=version, by=SYSTEM)
    assert await names(made) == ["A", "C", "B"]
    with pytest.raises(RuleBroken):
        await actions.move_earlier(made, second, version=version, by=SYSTEM)
    await actions.move_earlier(made, first, version=version + 1, by=SYSTEM)
    await actions.take_out(made, first, by=SYSTEM)
    await actions.take_out(made, first, by=SYSTEM)
    assert await names(made) == ["C", "B"]
    await actions.put_in(made, first, by=SYSTEM)
    assert await names(made) == ["C", "B", "A"]


async def test_two_who_say_it_at_once_are_shown_both_texts() -> None:
    made = await a_collection()
    await actions.change_collection(made, CollectionSaid("One", "Words", "", ""), version=1, by=SYSTEM)
    with pytest.raises(Stale) as stale:
        await actions.change_collection(made, CollectionSaid("Two", "Words", "", ""), version=1, by=SYSTEM)
    assert stale.value.theirs["Name"] == "One"
    assert stale.value.yours["Name"] == "Two"
    assert (await collection(made, hidden_too=True)).name == "One"


async def test_what_cannot_be_done_is_refused_and_leaves_nothing() -> None:
    hidden, shown = await an_asset(published=False), await an_asset()
    made = await a_collection()
    with pytest.raises(RuleBroken):
        await actions.show_collection(made, shown=True, by=SYSTEM)
    for asset in (hidden, uuid4()):
        with pytest.raises(NotFound):
            await actions.put_in(made, asset, by=SYSTEM)
    with pytest.raises(NotFound):
        await actions.put_in(uuid4(), shown, by=SYSTEM)
    await actions.put_in(made, shown, by=SYSTEM)
    await actions.show_collection(made, shown=True, by=SYSTEM)
    with pytest.raises(RuleBroken):
        await actions.take_out(made, shown, by=SYSTEM)
    for action in (
        actions.show_collection(uuid4(), shown=True, by=SYSTEM),
        actions.take_out(uuid4(), shown, by=SYSTEM),
        actions.move_earlier(uuid4(), shown, version=1, by=SYSTEM),
        actions.change_collection(uuid4(), SAID, version=1, by=SYSTEM),
    ):
        with pytest.raises(NotFound):
            await action
    assert await told(made) == ["collection.added", "collection.changed", "collection.changed"]


async def test_a_full_collection_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "MOST_IN_ONE", 1)
    made = await a_collection(await an_asset(name="A"))
    with pytest.raises(RuleBroken):
        await actions.put_in(made, await an_asset(), by=SYSTEM)
    assert await names(made) == ["A"]


async def test_nothing_stays_of_what_could_not_be_told(mute: object) -> None:
    asset = await an_asset()
    made = await a_collection()
    assert callable(mute)
    mute()
    with pytest.raises(RuntimeError):
        await actions.put_in(made, asset, by=SYSTEM)
    assert await names(made) == []
    with pytest.raises(RuntimeError):
        await actions.add_collection(SAID, submission=uuid4(), by=SYSTEM)
    assert await value("SELECT count(*) FROM collection") == 1


# What is seen.


async def test_what_is_gone_is_left_out_and_what_was_merged_leads_on() -> None:
    kept, other, gone = await an_asset(name="Kept"), await an_asset(name="Other"), await an_asset(name="Gone")
    made = await a_collection(other, gone, kept, shown=True)
    seen = await listings.asset(kept)
    await assets.merge(kept, other, listing=seen.listing, by=SYSTEM)
    await execute("UPDATE asset SET published = false WHERE id = $1", gone)
    found = await collection(made)
    assert [one.asset.name for one in found.listings] == ["Kept"]
    assert found.gone == 1


async def test_only_what_is_shown_is_for_everybody() -> None:
    asset = await an_asset()
    hidden, shown = await a_collection(asset), await a_collection(asset, shown=True)
    assert [one.id for one in await collections()] == [shown]
    assert {one.id for one in await collections(hidden_too=True)} == {hidden, shown}
    assert [one.id for one in await collections_with(asset)] == [shown]
    with pytest.raises(NotFound):
        await collection(hidden)
    assert await choices(without=asset) == ()
    await execute("UPDATE asset SET published = false WHERE id = $1", asset)
    assert await collections() == []


async def test_a_hidden_place_is_not_named_in_a_collection(visitor: httpx.AsyncClient) -> None:
    secret = a_venue(name="Refuge House", town="Hidden Town", hidden=True, patterns=(TUESDAYS,))
    other = a_venue(name="The hall", patterns=(SATURDAYS,))
    for venues in ((secret, other), (secret,)):
        made = await a_collection(await an_asset_from(a_listing(venues=venues)), shown=True)
        page = await visitor.get(f"/community/collections/{made}")
        assert "Tuesdays 2pm to 4pm" in page.text
        assert "Refuge" not in page.text
        assert "Hidden Town" not in page.text


# The pages.


async def test_a_link_worker_puts_a_collection_together(visitor: httpx.AsyncClient, client_for: ClientFor) -> None:
    worker = await client_for(Role.LINK_WORKER)
    walk = await an_asset(name="Gentle walk", what="A walk")
    answer = await post(worker, f"{HOME}/new", {"name": "For new parents", "words": "Get out.", "persona": "Kim"})
    made = answer.headers["location"]
    page = await worker.get(f"{made}?q=gentle")
    assert "Gentle walk" in page.text
    await post(worker, f"{HOME}/put-in", page=f"{made}?q=gentle")
    assert f'href="/community/{walk}"' in (await worker.get(made)).text
    public = made.replace("/directory", "/community")
    assert (await visitor.get(public)).status_code == 404
    assert "Hidden" in (await worker.get(public)).text
    await post(worker, f"{made}/show", page=made)
    page = await visitor.get(public)
    assert "Gentle walk" in page.text
    assert "Get out." in page.text
    assert "Change this collection" not in page.text
    assert "For new parents" in (await visitor.get("/community/collections")).text
    assert f'href="{public}"' in (await visitor.get(f"/community/{walk}")).text
    await post(worker, f"{made}/words", {"name": "For parents"})
    assert "For parents" in (await visitor.get(public)).text
    await post(worker, f"{made}/show", page=made)
    assert (await visitor.get(public)).status_code == 404


async def test_a_listing_is_put_in_from_its_own_page(client_for: ClientFor) -> None:
    worker = await client_for(Role.LINK_WORKER)
    made, asset = await a_collection(), await an_asset(name="Chess")
    data = {"collection": str(made)}
    answer = await post(worker, f"{HOME}/put-in", data, page=f"/community/{asset}")
    assert answer.headers["location"] == f"{HOME}/{made}"
    assert await names(made) == ["Chess"]


async def test_a_form_that_cannot_be_read_keeps_every_word(client_for: ClientFor) -> None:
    worker = await client_for(Role.LINK_WORKER)
    answer = await post(worker, f"{HOME}/new", {"name": "N" * 121, "words": "", "persona": "A man living alone"})
    assert answer.status_code == 422
    for words in ("There is a problem", "N" * 121, "A man living alone", "Say whom it is for"):
        assert words in answer.text


async def test_somebody_else_saved_first(client_for: ClientFor) -> None:
    worker = await client_for(Role.LINK_WORKER)
    made = await a_collection()
    await actions.change_collection(made, CollectionSaid("Theirs", "Words", "", ""), version=1, by=SYSTEM)
    answer = await post(worker, f"{HOME}/{made}/words", {"name": "Mine", "version": "1"})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text


async def test_only_those_who_edit_listings_put_collections_together(
    visitor: httpx.AsyncClient, client_for: ClientFor
) -> None:
    made = await a_collection()
    referrer = await client_for(Role.PRACTICE_REFERRER)
    for path in (HOME, f"{HOME}/new", f"{HOME}/{made}", f"{HOME}/{made}/words"):
        assert (await visitor.get(path)).status_code == 303
        assert (await referrer.get(path)).status_code == 403


async def test_pages_ask_few_questions(visitor: httpx.AsyncClient, client_for: ClientFor) -> None:
    made = await a_collection(*[await an_asset(name=f"Walk {number}") for number in range(6)], shown=True)
    worker = await client_for(Role.LINK_WORKER)
    for client, path in (
        (visitor, "/community/collections"),
        (visitor, f"/community/collections/{made}"),
        (worker, HOME),
        (worker, f"{HOME}/{made}?q=walk"),
    ):
        await client.get(path)
        with count_queries() as counted:
            assert (await client.get(path)).status_code == 200
        assert counted.count <= 12, path
