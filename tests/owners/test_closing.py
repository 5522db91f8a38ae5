"""Closed for good, said by those who run it in four ways: nobody is sent there, and a link worker makes sure of it."""

import asyncio
import re
from dataclasses import replace
from html import unescape
from uuid import uuid4

import pytest

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.rules import Running
from livewell.assets.rules.times import Pattern, Repeats
from livewell.kit import deliveries
from livewell.kit.errors import NotFound, RuleBroken
from livewell.owners import actions, queries
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.assets import a_listing, an_asset_from, an_organisation
from tests.factories.owners import a_keeper, came, let_in
from tests.factories.staff import a_member

TUESDAYS = Pattern(Repeats.WEEKLY, weekdays=(1,), opens=840, closes=960)
TOLD = "Those who run it told us on"


async def a_walk(**changes):
    usual = {
        "name": "Fictional Walkers",
        "patterns": (TUESDAYS,),
        "alert": "Meet at the back door.",
        "website": "https://walk.example",
    }
    return await an_asset_from(a_listing(**(usual | changes)))


def words_of(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


async def by_button(visitor, asset):
    return await post(visitor, f"/own/listings/{asset}/closed")


async def by_form(visitor, asset):
    return await post(visitor, f"/own/listings/{asset}/edit/showing", {"running": Running.CLOSED.value})


@pytest.mark.parametrize("say", [by_button, by_form])
@pytest.mark.parametrize("was", [Running.ACTIVE, Running.PAUSED])
async def test_nobody_is_sent_there_while_a_link_worker_makes_sure(visitor, worker, say, was):
    asset = await a_walk(running=was)
    await let_in(visitor, await a_keeper(asset))
    for _ in range(2):
        assert (await say(visitor, asset)).status_code == 303
    seen = await listings.asset(asset)
    assert seen.running is Running.INACTIVE
    assert seen.listing.alert.startswith(TOLD)
    page = words_of(await visitor.get(f"/community/{asset}"))
    assert TOLD in page
    assert "Please do not go there" in page
    assert "When it happens next" not in page
    assert f"/community/{asset}" not in (await visitor.get("/community?q=Fictional+Walkers")).text
    assert "that you told us it has closed" in words_of(await visitor.get(f"/own/listings/{asset}"))
    (change,) = await listings.waiting_for(asset)
    assert [one.label for one in change.differences(seen.listing)] == ["Notice", "Is it running?"]
    await assets.approve(change.id, version=change.version, by=worker)
    after = await listings.asset(asset)
    assert (after.running, after.listing.alert) == (Running.CLOSED, "Meet at the back door.")
    assert (await say(visitor, asset)).status_code == 303
    assert await listings.waiting_for(asset) == []
    assert (await listings.asset(asset)).running is Running.CLOSED


@pytest.mark.parametrize("was", [Running.ACTIVE, Running.PAUSED, Running.INACTIVE])
@pytest.mark.parametrize("how", ["sent back", "taken back"])
async def test_what_was_said_before_comes_back(visitor, worker, was, how):
    asset = await a_walk(running=was)
    await let_in(visitor, await a_keeper(asset))
    before = (await listings.asset(asset)).listing
    await by_button(visitor, asset)
    (change,) = await listings.waiting_for(asset)
    if how == "sent back":
        await assets.send_back(change.id, sentence="They still meet.", version=change.version, by=worker)
        for _ in range(2):
            await deliveries.deliver_all()
    else:
        await post(visitor, f"/own/listings/{asset}/withdraw/{change.id}", page=f"/own/listings/{asset}")
    assert (await listings.asset(asset)).listing == before


async def test_whoever_says_in_the_form_that_it_goes_on_takes_it_back(visitor):
    asset = await a_walk()
    await let_in(visitor, await a_keeper(asset))
    before = (await listings.asset(asset)).listing
    await by_button(visitor, asset)
    answer = await post(visitor, f"/own/listings/{asset}/edit/showing", {"running": Running.ACTIVE.value})
    assert answer.status_code == 303
    assert (await listings.asset(asset)).listing == before
    assert await listings.waiting_for(asset) == []


async def test_the_rest_of_the_form_is_saved_beside_it(visitor):
    asset = await a_walk()
    await let_in(visitor, await a_keeper(asset))
    typed = {"running": Running.CLOSED.value, "alert": "Thank you for twenty years."}
    await post(visitor, f"/own/listings/{asset}/edit/showing", typed)
    (change,) = await listings.waiting_for(asset)
    assert change.listing.alert == "Thank you for twenty years."
    assert (await listings.asset(asset)).listing.alert.startswith(TOLD)


async def test_what_a_link_worker_wrote_meanwhile_stays(worker):
    asset = await a_walk()
    by = await came(await a_keeper(asset))
    await actions.say_closed(asset, by=by)
    seen = await listings.asset(asset)
    theirs = replace(seen.listing, running=Running.ACTIVE, alert="We rang: it goes on.")
    await assets.change(asset, theirs, version=seen.version, by=worker)
    (change,) = await listings.waiting_for(asset)
    await actions.take_back(asset, change.id, by=by)
    assert (await listings.asset(asset)).listing.alert == "We rang: it goes on."


async def test_two_keepers_who_say_so_each_wait_and_the_notice_stays_until_both_are_settled(worker):
    asset = await a_walk()
    one, other = await came(await a_keeper(asset)), await came(await a_keeper(asset))
    for by in (one, other):
        await actions.say_closed(asset, by=by)
    first, second = await listings.waiting_for(asset)
    assert {first.listing.alert, second.listing.alert} == {"Meet at the back door."}
    mine = first if first.reply_to == one.reply_to else second
    await actions.take_back(asset, mine.id, by=one)
    assert (await listings.asset(asset)).running is Running.INACTIVE
    (left,) = await listings.waiting_for(asset)
    await assets.send_back(left.id, sentence="They still meet.", version=left.version, by=worker)
    await deliveries.deliver_all()
    assert (await listings.asset(asset)).running is Running.ACTIVE


async def test_what_somebody_else_asked_is_not_theirs_to_take_back(worker):
    asset = await a_walk()
    one, other = await came(await a_keeper(asset)), await came(await a_keeper(asset))
    await actions.say_closed(asset, by=one)
    (change,) = await listings.waiting_for(asset)
    with pytest.raises(NotFound):
        await actions.take_back(asset, change.id, by=other)
    await assets.approve(change.id, version=change.version, by=worker)
    with pytest.raises(RuleBroken):
        await actions.take_back(asset, change.id, by=one)
    assert (await listings.asset(asset)).running is Running.CLOSED


async def test_a_form_that_fails_leaves_nothing(mute):
    asset = await a_walk()
    by, seen = await came(await a_keeper(asset)), await listings.asset(asset)
    mute()
    shut = replace(seen.listing, running=Running.CLOSED)
    with pytest.raises(RuntimeError, match="no news"):
        await actions.change(asset, shut, version=seen.version, submission=uuid4(), by=by)
    assert (await listings.asset(asset)).listing == seen.listing
    assert await listings.waiting_for(asset) == []


async def test_of_many_presses_at_the_same_moment_one_waits(committed_db):
    asset = await a_walk()
    by = await came(await a_keeper(asset))
    await asyncio.gather(*(actions.say_closed(asset, by=by) for _ in range(6)))
    assert len(await listings.waiting_for(asset)) == 1
    assert len(await queries.kept_listings(by)) == 1


async def an_editor(client_for):
    """A listing of an organisation, and its editor, who has an account."""
    own = await an_organisation(name="Fictional Walkers")
    asset = await a_walk(organisation=own, organisation_name="Fictional Walkers")
    return asset, await client_for(await a_member(Role.ORGANISATION_EDITOR, organisation=own))


async def test_an_editor_with_an_account_is_believed_no_sooner(client_for, worker):
    asset, editor = await an_editor(client_for)
    path = f"/my-listings/{asset}/edit/showing"
    for _ in range(2):
        assert (await post(editor, path, {"running": Running.CLOSED.value})).status_code == 303
    assert "Its page says that you told us it has closed" in words_of(await editor.get(f"/my-listings/{asset}"))
    seen = await listings.asset(asset)
    assert (seen.running, seen.listing.alert.startswith(TOLD)) == (Running.INACTIVE, True)
    (change,) = await listings.waiting_for(asset)
    await assets.approve(change.id, version=change.version, by=worker)
    after = await listings.asset(asset)
    assert (after.running, after.listing.alert) == (Running.CLOSED, "Meet at the back door.")


@pytest.mark.parametrize("how", ["sent back", "taken back", "said to go on"])
async def test_what_was_said_before_an_editor_closed_it_comes_back(client_for, worker, how):
    asset, editor = await an_editor(client_for)
    before = (await listings.asset(asset)).listing
    path = f"/my-listings/{asset}/edit/showing"
    await post(editor, path, {"running": Running.CLOSED.value})
    (change,) = await listings.waiting_for(asset)
    if how == "sent back":
        await assets.send_back(change.id, sentence="They still meet.", version=change.version, by=worker)
        await deliveries.deliver_all()
    elif how == "taken back":
        await post(editor, f"/my-listings/{asset}/withdraw/{change.id}", page=f"/my-listings/{asset}")
    else:
        await post(editor, path, {"running": Running.ACTIVE.value})
    assert (await listings.asset(asset)).listing == before
    assert await listings.waiting_for(asset) == []
